"""What was done to a document (公开记录)."""

from core.enums import Act
from core.models import AuditEntry, LedgerEntry
from openness.models import Judgment


def publication_history(judgment: Judgment) -> list[LedgerEntry]:
    """Every act of publication on a document, the latest first."""
    return list(LedgerEntry.objects.filter(kind=judgment.kind, public_id=judgment.public_id).order_by("-id")[:50])


def hold_note(judgment: Judgment) -> str:
    """Why a document was last held; staff alone read this. "" when nobody said."""
    acts = AuditEntry.objects.filter(action=f"record.{Act.HOLD}", organ=judgment.organ, target=f"judgment:{judgment.public_id}")
    return acts.order_by("-at").values_list("purpose", flat=True).first() or ""
