"""Models of openness (司法公开)."""

from .catalogue import CatalogueItem, CatalogueRevision
from .corrections import Correction, Proposal
from .desks import Approval, ReviewLease
from .disclosures import Attachment, Disclosure, unsealed
from .hearings import Hearing
from .imports import ImportBatch, ImportRow
from .item_duties import ItemDuty, Reminder
from .judgments import ExemptionNotice, Judgment, JudgmentSource, Masking, ReviewAction
from .objections import Objection
from .rechecks import RecheckFinding, RecheckRun
from .registers import Duty, Register
from .statements import Statement

__all__ = [
    "Approval",
    "Attachment",
    "CatalogueItem",
    "CatalogueRevision",
    "Correction",
    "Disclosure",
    "Duty",
    "ExemptionNotice",
    "Hearing",
    "ImportBatch",
    "ImportRow",
    "ItemDuty",
    "Judgment",
    "JudgmentSource",
    "Masking",
    "Objection",
    "Proposal",
    "RecheckFinding",
    "RecheckRun",
    "Register",
    "Reminder",
    "ReviewAction",
    "ReviewLease",
    "Statement",
    "unsealed",
]
