"""Models of openness (司法公开)."""

from .imports import ImportBatch, ImportRow
from .judgments import ExemptionNotice, Judgment, JudgmentSource, Masking, Proposal, ReviewAction
from .registers import Duty, Register

__all__ = [
    "Duty",
    "ExemptionNotice",
    "ImportBatch",
    "ImportRow",
    "Judgment",
    "JudgmentSource",
    "Masking",
    "Proposal",
    "Register",
    "ReviewAction",
]
