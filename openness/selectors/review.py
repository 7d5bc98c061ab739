"""The review queue (审核队列)."""

from django.db.models import F, QuerySet
from django.utils import timezone

from core.enums import Act, State
from core.models import AuditEntry, User
from openness.models import Judgment

SETTLING = (f"record.{Act.PUBLISH}", f"record.{State.RETURNED}")  # audit entries that end a review


def queue() -> QuerySet[Judgment]:
    """Judgments in review, by due date; those without one come last, in the order in which they came."""
    waiting = Judgment.objects.filter(state=State.REVIEW).select_related("organ").defer("text")
    return waiting.order_by(F("due_on").asc(nulls_last=True), "id")


def following(waiting: QuerySet[Judgment], judgment: Judgment) -> str | None:
    """public_id of the document behind `judgment` in the queue, from the front again at its end; None for an empty queue."""
    ids = waiting.exclude(pk=judgment.pk).values_list("public_id", flat=True)
    if judgment.due_on is None:
        later = ids.filter(due_on=None, id__gt=judgment.pk)
    else:
        later = (
            ids.filter(due_on=judgment.due_on, id__gt=judgment.pk)
            | ids.filter(due_on__gt=judgment.due_on)
            | ids.filter(due_on=None)
        )
    return later.first() or ids.first()


def settled_today(user: User) -> int:
    """How many documents this reviewer published or returned today."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return AuditEntry.objects.filter(
        action__in=SETTLING, at__gte=midnight, actor=user, target__startswith="judgment:"
    ).count()
