"""The review queue (审核队列)."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Aggregate, Count, Exists, F, Min, OuterRef, QuerySet, Subquery, Value
from django.utils import timezone

from core.enums import Act, State
from core.models import AuditEntry, User
from openness.models import Approval, Disclosure, Judgment, Proposal, ReviewLease

SETTLING = (f"record.{Act.PUBLISH}", f"record.{State.RETURNED}", "review.passed")  # audit entries that end a review


def queue() -> QuerySet[Judgment]:
    """Judgments in review, by due date; those without one come last, in the order in which they came. `passed_once`:
    a first reviewer passed it, a second must."""
    waiting = Judgment.objects.filter(state=State.REVIEW).select_related("organ").defer("text")
    waiting = waiting.annotate(passed_once=Exists(Approval.objects.filter(judgment=OuterRef("pk"))))
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


def free_for(waiting: QuerySet[Judgment], user: User) -> QuerySet[Judgment]:
    """Of these, what no other person has open now and what this one did not pass already."""
    others = ReviewLease.objects.filter(until__gt=timezone.now()).exclude(holder=user).values("public_id")
    return waiting.exclude(public_id__in=others).exclude(pk__in=Approval.objects.filter(actor=user, judgment__isnull=False).values("judgment"))


def leases_of(public_ids: list[str], user: User) -> dict[str, User]:
    """Which of these documents another person has open now, and who."""
    held = ReviewLease.objects.filter(public_id__in=public_ids, until__gt=timezone.now()).exclude(holder=user)
    return {lease.public_id: lease.holder for lease in held.select_related("holder")}


def passed_already(draft: Judgment | Proposal | Disclosure) -> list[Approval]:
    """Who passed a document that two people must pass, the first of them first; no query where one is enough."""
    if isinstance(draft, Proposal) or not draft.needs_second_eyes:
        return []
    return list(draft.approvals.select_related("actor").order_by("id"))


@dataclass(frozen=True, slots=True)
class Day:
    """A reviewer's day: documents settled, since when, and how many wait."""

    done: int
    since: datetime | None
    waiting: int

    @property
    def pace(self) -> int | None:
        """Documents an hour, as things went today; None before two were settled within five minutes or more."""
        spent = (timezone.now() - self.since).total_seconds() if self.since else 0
        return round((self.done - 1) * 3600 / spent) if self.done > 1 and spent >= 300 else None


def today_of(user: User, waiting: QuerySet[Judgment]) -> Day:
    """What this reviewer published, passed or returned today, and the length of `waiting`: one query for all."""
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    settled = AuditEntry.objects.filter(action__in=SETTLING, at__gte=midnight, actor=user, target__startswith="judgment:")
    figures = [_one(settled, Count("pk")), _one(settled, Min("at")), _one(waiting, Count("pk"))]
    done, since, length = User.objects.filter(pk=user.pk).values_list(*figures)[0]
    return Day(done or 0, since, length or 0)


def _one(rows: QuerySet, figure: Aggregate) -> Subquery:
    """One figure over all rows, to be asked together with others."""
    return Subquery(rows.order_by().annotate(all=Value(1)).values("all").annotate(figure=figure).values("figure"))
