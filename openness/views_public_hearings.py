"""Public pages of hearings (开庭公告): a calendar by court and day, a page of one, an iCalendar feed of each court."""

from datetime import date, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from core.models import Organ
from core.pagecache import public_page, until_its_end
from openness.presenters import hearings as pages
from openness.selectors import hearings as select
from openness.views_public_disclosures import gone

REACH = timedelta(days=3660)


@public_page()
def hearings(request: HttpRequest) -> HttpResponse:
    """Two weeks of hearings from today, or from the day that the address names."""
    court, today = request.GET.get("court", "")[:24], timezone.localdate()
    if court and not Organ.objects.courts().filter(code=court).exists():
        raise Http404
    try:
        first = date.fromisoformat(request.GET["from"]) if request.GET.get("from") else today
    except ValueError:
        raise Http404 from None
    if abs(first - today) > REACH:
        raise Http404
    return render(request, "openness/hearings.html", pages.calendar_page(court, first, request.path))


@public_page()
def hearing(request: HttpRequest, public_id: str) -> HttpResponse:
    """One hearing, with what was announced before it was moved."""
    record = select.hearing_of(public_id)
    if record is None:
        raise Http404
    if not record.is_public:
        return gone(request, record, "开庭公告")
    return until_its_end(render(request, "openness/hearing_detail.html", pages.detail(record)), record)


@public_page()
def hearing_feed(request: HttpRequest, code: str) -> HttpResponse:
    """A court's hearings for a calendar program."""
    court = get_object_or_404(Organ.objects.courts(), code=code)
    response = HttpResponse(pages.ical(court, select.feed_of(code)), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="hearings.ics"'
    return response
