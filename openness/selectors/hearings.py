"""Reading hearings (庭审日历)."""

from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from openness.models import Hearing

DAYS = 14  # shown on one page of the calendar
FEED_BACK, FEED_AHEAD = timedelta(days=30), timedelta(days=180)


def midnight(day: date) -> datetime:
    """The beginning of a day, local time."""
    return timezone.make_aware(datetime.combine(day, time.min))


def calendar_of(court: str, first: date, last: date) -> QuerySet[Hearing]:
    """Public hearings from one day to another, both counted; of one court, or of all. Cancelled ones stay."""
    rows = Hearing.objects.public().filter(starts_at__gte=midnight(first), starts_at__lt=midnight(last + timedelta(days=1)))
    if court:
        rows = rows.filter(organ__code=court)
    return rows.select_related("organ").defer("parties").order_by("starts_at", "organ__order", "courtroom")


def feed_of(court: str) -> QuerySet[Hearing]:
    """What a court's iCalendar feed holds: the last month and the next half year."""
    today = timezone.localdate()
    return calendar_of(court, today - FEED_BACK, today + FEED_AHEAD)


def hearing_of(public_id: str) -> Hearing | None:
    """A hearing in whatever state; the caller looks at is_public."""
    return Hearing.objects.select_related("organ", "case").filter(public_id=public_id).first()


def staff_hearings() -> QuerySet[Hearing]:
    """Hearings as their staff list shows them, the latest announced first."""
    return Hearing.objects.select_related("organ").defer("parties").order_by("-id")


def next_hearings(limit: int) -> list[Hearing]:
    """The next hearings of today and later."""
    rows = Hearing.objects.public().filter(ends_at__gte=timezone.now()).exclude(status="cancelled")
    return list(rows.select_related("organ").defer("parties").order_by("starts_at")[:limit])
