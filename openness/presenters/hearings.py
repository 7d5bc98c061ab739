"""Hearings as pages and calendars show them (庭审日历)."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar, Event

from core.models import Organ
from core.navigation import address
from openness.enums import HearingStatus, Openness
from openness.models import Hearing
from openness.selectors.hearings import DAYS, calendar_of
from search.address import alert_url

WEEKDAYS = "一二三四五六日"
TONES = {HearingStatus.SCHEDULED: "plain", HearingStatus.CHANGED: "wait", HearingStatus.CANCELLED: "bad"}
CRUMBS = [{"label": "司法公开"}, {"label": "开庭公告"}]


def day_label(day: date) -> str:
    """11月25日 星期三."""
    return f"{day.month}月{day.day}日 星期{WEEKDAYS[day.weekday()]}"


def earlier_of(hearing: Hearing) -> list[dict]:
    """The times and rooms that were announced before."""
    return [{"starts_at": timezone.localtime(datetime.fromisoformat(row["starts_at"])), "courtroom": row["courtroom"]} for row in hearing.earlier]


def line(hearing: Hearing) -> dict:
    """One line of the calendar."""
    return {
        "hearing": hearing, "url": hearing.get_absolute_url(), "starts": timezone.localtime(hearing.starts_at), "ends": timezone.localtime(hearing.ends_at),
        "tone": TONES[HearingStatus(hearing.status)], "status": hearing.get_status_display() if hearing.status != HearingStatus.SCHEDULED else "",
        "cancelled": hearing.status == HearingStatus.CANCELLED, "closed": hearing.openness == Openness.CLOSED, "earlier": earlier_of(hearing),
    }  # fmt: skip


def calendar_page(court: str, first: date, path: str) -> dict:
    """Two weeks of hearings, day by day."""
    last = first + timedelta(days=DAYS - 1)
    rows = [line(h) for h in calendar_of(court, first, last)]
    courts = list(Organ.objects.courts())
    named = next((c for c in courts if c.code == court), None)

    def link(code: str, day: date) -> str:
        query = {k: v for k, v in (("court", code), ("from", day.isoformat() if day != timezone.localdate() else "")) if v}
        return f"{path}?{urlencode(query)}" if query else path

    return {
        "crumbs": [{**CRUMBS[0], "url": address("openness:index")}, CRUMBS[1]], "title": f"{named.short_name}开庭公告" if named else "开庭公告",
        "days": [{"label": day_label(day), "day": day, "rows": list(group)} for day, group in groupby(rows, key=lambda r: r["starts"].date())],
        "courts": [{"label": "全部法院", "url": link("", first), "current": not court}] + [{"label": c.short_name, "url": link(c.code, first), "current": c.code == court} for c in courts],
        "first": first, "last": last, "earlier_url": link(court, first - timedelta(days=DAYS)), "later_url": link(court, last + timedelta(days=1)), "today_url": link(court, timezone.localdate()),
        "total": len(rows), "feeds": [{"label": c.short_name, "url": reverse("openness:hearing_feed", args=[c.code])} for c in courts if not court or c.code == court], "one": named is not None,
        "alert_url": alert_url(kind="hearing", organ=named.code if named else ""),
    }  # fmt: skip


def detail(hearing: Hearing) -> dict:
    """The page of one hearing."""
    calendar = f"{address('openness:hearings')}?{urlencode({'court': hearing.organ.code})}"
    return {
        **line(hearing), "crumbs": [{**CRUMBS[0], "url": address("openness:index")}, {**CRUMBS[1], "url": address("openness:hearings")}, {"label": hearing.case_number}],
        "day": day_label(timezone.localdate(hearing.starts_at)), "calendar_url": calendar, "feed_url": reverse("openness:hearing_feed", args=[hearing.organ.code]),
        "permalink": settings.SITE_URL + address("short", hearing.public_id), "my_case": f"{address('openness:my_case')}?{urlencode({'number': hearing.case_number})}",
    }  # fmt: skip


def ical(court: Organ, hearings: Iterable[Hearing]) -> bytes:
    """A court's hearings as iCalendar (RFC 5545): a change raises SEQUENCE, a cancellation is told by STATUS."""
    book = Calendar()
    for name, value in (("prodid", "-//Yangguang//hearings//ZH"), ("version", "2.0"), ("x-wr-calname", f"{court.name}开庭公告"), ("x-wr-timezone", settings.TIME_ZONE)):
        book.add(name, value)
    host = settings.SITE_URL.partition("://")[2].partition(":")[0]
    for hearing in hearings:
        event = Event()
        event.add("uid", f"{hearing.public_id}@{host}")
        event.add("dtstamp", hearing.published_at)
        event.add("dtstart", hearing.starts_at)
        event.add("dtend", hearing.ends_at)
        event.add("summary", f"{hearing.case_number} {hearing.title}")
        event.add("location", f"{court.name} {hearing.courtroom}")
        event.add("sequence", hearing.sequence)
        event.add("status", "CANCELLED" if hearing.status == HearingStatus.CANCELLED else "CONFIRMED")
        event.add("url", settings.SITE_URL + hearing.get_absolute_url())
        words = [hearing.get_openness_display(), hearing.attendance, hearing.status_note and f"{hearing.get_status_display()}：{hearing.status_note}"]
        event.add("description", "\n".join(filter(None, words)))
        book.add_component(event)
    return book.to_ical()
