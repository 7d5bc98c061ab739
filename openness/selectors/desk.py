"""The desk (工作台): what waits for one person, in few queries."""

from datetime import date, datetime, time, timedelta

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from core.enums import Role, State
from core.models import AuditEntry, User
from core.permissions import scoped
from openness.enums import Outcome
from openness.models import Approval, Duty, DutyChange, ImportBatch, ImportRow, Judgment, Objection, Proposal
from openness.selectors.patrol import patrol_waiting
from openness.selectors.rechecks import open_findings
from openness.selectors.review import free_for, leases_of, queue

SHOWN = 8
LOOK_BACK = timedelta(days=60)  # refused rows of older hand-ins are no work of today
WEEK = timedelta(days=7)
UNSETTLED = (Outcome.REJECTED, Outcome.PROPOSED)


def holds(user: User, *roles: str) -> bool:
    """Whether the user has one of these roles anywhere."""
    return bool(user.roles & {*roles, Role.ADMINISTRATOR})


def review_counts(user: User, today: date) -> dict[str, int]:
    """Documents in review: overdue, due today, all of them, those with doubts."""
    waiting = scoped(Judgment.objects.filter(state=State.REVIEW), user, Role.REVIEWER, Role.EDITOR)
    return waiting.aggregate(
        overdue=Count("id", filter=Q(due_on__lt=today)),
        today=Count("id", filter=Q(due_on=today)),
        waiting=Count("id"),
        doubts=Count("id", filter=Q(doubts_open__gt=0)),
    )


def most_urgent(user: User) -> list[Judgment]:
    """The first documents of the review queue, each with who else has it open and whether this one passed it already."""
    passed = Exists(Approval.objects.filter(actor=user, judgment=OuterRef("pk")))
    shown = list(scoped(queue(), user, Role.REVIEWER, Role.EDITOR).annotate(passed_by_me=passed)[:SHOWN])
    held = leases_of([judgment.public_id for judgment in shown], user)
    for judgment in shown:
        judgment.with_whom = held.get(judgment.public_id)
    return shown


def first_free(user: User, urgent: list[Judgment]) -> str:
    """Where a reviewer begins: the most urgent document that nobody else has open, "" where there is none. Mostly it is
    one of the `urgent` ones (most_urgent).
    """
    for judgment in urgent:
        if not (judgment.with_whom or judgment.passed_by_me):
            return judgment.public_id
    first = free_for(scoped(queue(), user, Role.REVIEWER, Role.EDITOR), user).first()
    return first.public_id if first else ""


def returned(user: User) -> QuerySet[Judgment]:
    """Documents that a reviewer sent back to the clerk, the oldest first."""
    back = Judgment.objects.filter(state=State.RETURNED).select_related("organ").defer("text")
    return scoped(back, user, Role.CLERK, Role.EDITOR).order_by("id")


def unsettled_batches(user: User, today: date) -> list[ImportBatch]:
    """Recent hand-ins with rows that were refused or wait for a comparison; `open_rows` says how many."""
    recent = scoped(
        ImportBatch.objects.filter(received_at__date__gte=today - LOOK_BACK), user, Role.CLERK, Role.EDITOR
    )
    counts = dict(
        ImportRow.objects.filter(batch__in=recent.values("pk"), outcome__in=UNSETTLED)
        .values_list("batch_id")
        .annotate(n=Count("id"))
        .order_by("-batch_id")
    )
    if not counts:
        return []
    batches = list(
        ImportBatch.objects.filter(pk__in=list(counts)[:SHOWN]).select_related("organ").order_by("-id")
    )
    for batch in batches:
        batch.open_rows = counts[batch.pk]
    return batches


def open_duties(user: User) -> QuerySet[Duty]:
    """Duties of one's organs that are neither published nor exempt, the earliest due first."""
    rows = Duty.objects.open().select_related("organ", "item", "judgment", "disclosure", "hearing").defer("judgment__text", "disclosure__text", "steps")
    return scoped(rows, user, Role.CLERK, Role.EDITOR).order_by("due_on", "id")


def duty_counts(user: User, today: date) -> dict[str, int]:
    """Open duties of every month: due today, overdue."""
    return open_duties(user).order_by().aggregate(today=Count("id", filter=Q(due_on=today)), overdue=Count("id", filter=Q(due_on__lt=today)))


def changes(user: User) -> QuerySet[DutyChange]:
    """Other days that registers named, waiting for an editor."""
    rows = DutyChange.objects.filter(decided_at=None).select_related("duty__organ", "duty__item", "register", "asked_by")
    return scoped(rows, user, Role.EDITOR, field="duty__organ").order_by("id")


def objections(user: User) -> int:
    """Objections from the public that an editor has not answered."""
    return scoped(Objection.objects.filter(answered_at=None), user, Role.EDITOR).count()


def findings(user: User) -> int:
    """Texts held because new rules find them wanting, waiting for an editor."""
    return scoped(open_findings(), user, Role.EDITOR, field="judgment__organ").count()


def patrolled(user: User) -> int:
    """What the patrol found and nobody answered, in one's organs; everything for the office."""
    return scoped(patrol_waiting(), user, Role.EDITOR, Role.OFFICE).count()


def proposals(user: User) -> int:
    """Other texts under a number that is taken, waiting for an editor."""
    return scoped(Proposal.objects.filter(closed_at=None), user, Role.EDITOR, field="judgment__organ").count()


def openings(user: User, since: date) -> int:
    """Openings of sealed fields since a day, that whoever watches may look into."""
    moment = timezone.make_aware(datetime.combine(since, time.min))
    return scoped(AuditEntry.objects.filter(action="sealed.open", at__gte=moment), user, Role.OFFICE, Role.AUDITOR).count()
