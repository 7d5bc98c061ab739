"""Reading proposals and corrections (待比对、更正)."""

from django.db.models import QuerySet

from core.enums import Act
from core.models import LedgerEntry
from openness.models import Correction, Judgment, Proposal


def open_proposals() -> QuerySet[Proposal]:
    """Proposals that wait for an editor, the oldest first."""
    waiting = Proposal.objects.filter(closed_at=None).select_related("judgment__organ")
    return waiting.defer("text", "judgment__text").order_by("id")


def corrections(judgment: Judgment) -> list[Correction]:
    """The corrections of a public judgment, the earliest first. What was public before it was last held or withdrawn
    is not shown again, even while the task that empties it is late."""
    if judgment.version == 1:  # published, and nothing since: most are, and their page is spared the query
        return []
    found = list(Correction.objects.filter(judgment=judgment))
    if any(c.previous_text for c in found):
        gone = LedgerEntry.objects.filter(kind=judgment.kind, public_id=judgment.public_id, act__in=(Act.HOLD, Act.WITHDRAW))
        last = gone.order_by("-id").values_list("at", flat=True).first()
        for correction in found:
            if last and correction.at <= last:
                correction.previous_title = correction.previous_text = ""
    return found
