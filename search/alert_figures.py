"""Figures of the alerts (订阅概况) for the office: how many, never who or what."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Min, Q
from django.utils import timezone

from search.enums import LetterKind, LetterState
from search.models import Letter, SavedSearch, Subscriber, Subscription

DAYS = 14


@dataclass(frozen=True)
class Day:
    """Letters of one day by what became of them; `waiting` holds those that are being sent too."""

    day: date
    confirmations: int
    digests: int
    waiting: int
    sent: int
    refused: int
    unknown: int


@dataclass(frozen=True)
class Figures:
    """How many there are now, and the letters of the last fourteen days, the newest first."""

    subscribers: int
    subscriptions: int
    unconfirmed: int
    suspended: int
    searches: int
    looked_until: datetime | None
    waiting_since: datetime | None
    days: list[Day]


def figures() -> Figures:
    """Five queries, whatever there is."""
    today = timezone.localdate()
    confirmed = Q(confirmed_at__isnull=False)
    counts = Subscription.objects.aggregate(
        subscriptions=Count("pk", filter=confirmed), unconfirmed=Count("pk", filter=~confirmed), subscribers=Count("subscriber", filter=confirmed, distinct=True),
        searches=Count("search", filter=confirmed, distinct=True),
    )  # fmt: skip
    looked = SavedSearch.objects.filter(subscriptions__confirmed_at__isnull=False, subscriptions__subscriber__suspended_at=None).aggregate(at=Min("looked_until"))["at"]
    waiting = Letter.objects.filter(state=LetterState.WAITING).aggregate(at=Min("due_at"))["at"]
    state = {name: Count("pk", filter=Q(state__in=states)) for name, states in _STATES.items()}
    kinds = {"confirmations": Count("pk", filter=Q(kind=LetterKind.CONFIRM)), "digests": Count("pk", filter=Q(kind=LetterKind.DIGEST))}
    rows: Any = Letter.objects.filter(day__gt=today - timedelta(days=DAYS)).exclude(state=LetterState.DROPPED).values("day").annotate(**kinds, **state).order_by("-day")
    suspended = Subscriber.objects.filter(suspended_at__isnull=False).count()
    return Figures(**counts, suspended=suspended, looked_until=looked, waiting_since=waiting, days=[Day(**row) for row in rows])


_STATES = {
    "waiting": (LetterState.WAITING, LetterState.SENDING), "sent": (LetterState.SENT,), "refused": (LetterState.REFUSED,), "unknown": (LetterState.UNKNOWN,),
}  # fmt: skip
