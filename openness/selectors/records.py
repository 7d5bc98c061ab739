"""What was done to a document (公开记录)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from core.enums import Act
from core.models import AuditEntry, LedgerEntry
from openness.models import Judgment
from openness.reasons import reason_label


@dataclass(frozen=True, slots=True)
class Absence:
    """A withdrawal that was followed by a new publication (撤回后重新公开)."""

    since: datetime
    reason: str
    until: datetime


def publication_history(judgment: Judgment) -> list[LedgerEntry]:
    """Every act of publication on a document, the latest first."""
    return list(LedgerEntry.objects.filter(kind=judgment.kind, public_id=judgment.public_id).order_by("-id")[:50])


def absences(acts: Iterable[LedgerEntry]) -> list[Absence]:
    """When the document was withdrawn and published again, the earliest first; `acts` in the order of time."""
    found, gone = [], None
    for entry in acts:
        if entry.act == Act.WITHDRAW:
            gone = entry
        elif entry.act == Act.PUBLISH and gone:
            found.append(Absence(gone.at, reason_label(gone.reason), entry.at))
            gone = None
    return found


def absences_of(judgment: Judgment) -> list[Absence]:
    """The absences of a public judgment. Most were published once, as their clock tells: their page is spared the query."""
    if judgment.public_from == judgment.published_at:
        return []
    acts = LedgerEntry.objects.filter(kind=judgment.kind, public_id=judgment.public_id, act__in=(Act.PUBLISH, Act.WITHDRAW))
    return absences(acts.order_by("id"))


def hold_note(judgment: Judgment) -> str:
    """Why a document was last held; staff alone read this. "" when nobody said."""
    acts = AuditEntry.objects.filter(action=f"record.{Act.HOLD}", organ=judgment.organ, target=f"judgment:{judgment.public_id}")
    return acts.order_by("-at").values_list("purpose", flat=True).first() or ""
