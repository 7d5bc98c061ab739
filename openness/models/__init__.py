"""Models of openness (司法公开)."""

from .catalogue import CatalogueItem, CatalogueRevision
from .corrections import Correction, Proposal
from .desks import Approval, ReviewLease
from .disclosures import Attachment, Disclosure, unsealed
from .duties import Duty, DutyChange, Register, Reminder
from .hearings import Hearing
from .imports import ImportBatch, ImportRow
from .judgments import ExemptionNotice, Judgment, JudgmentSource, Masking, ReviewAction
from .objections import Objection
from .pages import OrganFolder, PageIndex, SectionFolder
from .pages_case import ModelCasePage, Nomination
from .pages_circular import AddressedUnit, Annex, CircularPage, CircularReceipt
from .pages_rule import RulePage
from .pages_topic import TopicPage
from .pages_workflow import OrganTask, OrganTaskState, StandIn
from .patrol import PatrolFinding, PatrolRun
from .rechecks import RecheckFinding, RecheckRun
from .statements import Statement

__all__ = [
    "AddressedUnit",
    "Annex",
    "Approval",
    "Attachment",
    "CatalogueItem",
    "CatalogueRevision",
    "CircularPage",
    "CircularReceipt",
    "Correction",
    "Disclosure",
    "Duty",
    "DutyChange",
    "ExemptionNotice",
    "Hearing",
    "ImportBatch",
    "ImportRow",
    "Judgment",
    "JudgmentSource",
    "Masking",
    "ModelCasePage",
    "Nomination",
    "Objection",
    "OrganFolder",
    "OrganTask",
    "OrganTaskState",
    "PageIndex",
    "PatrolFinding",
    "PatrolRun",
    "Proposal",
    "RecheckFinding",
    "RecheckRun",
    "Register",
    "Reminder",
    "ReviewAction",
    "ReviewLease",
    "RulePage",
    "SectionFolder",
    "StandIn",
    "Statement",
    "TopicPage",
    "unsealed",
]
