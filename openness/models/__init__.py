"""Models of openness (司法公开)."""

from .corrections import Correction, Proposal
from .desks import Approval, ReviewLease
from .imports import ImportBatch, ImportRow
from .judgments import ExemptionNotice, Judgment, JudgmentSource, Masking, ReviewAction
from .objections import Objection
from .rechecks import RecheckFinding, RecheckRun
from .registers import Duty, Register

__all__ = [
    "Approval",
    "Correction",
    "Duty",
    "ExemptionNotice",
    "ImportBatch",
    "ImportRow",
    "Judgment",
    "JudgmentSource",
    "Masking",
    "Objection",
    "Proposal",
    "RecheckFinding",
    "RecheckRun",
    "Register",
    "ReviewAction",
    "ReviewLease",
]
