"""Gaps in number series (缺号) for the office and a court's own editor. Never on a public page: they would betray secret cases."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.audit import audit
from core.exports import stream_csv
from core.models import Organ
from core.permissions import get_scoped
from openness.selectors.gaps import WATCHERS, courts_watched, gap_of, gaps, series, years

HEADER = ["court_code", "court", "year", "type", "first", "last", "missing"]
PER_PAGE = 100


@require_GET
def number_gaps(request: HttpRequest) -> HttpResponse:
    """A year of one court or of all that one watches: the series, and every gap; `format=csv` as a file."""
    watched = {c.code: c for c in courts_watched(request.user)}
    asked_court = request.GET.get("court", "")
    court = get_scoped(Organ.objects.courts(), request.user, *WATCHERS, field="id", code=asked_court) if asked_court else None
    chosen = [court.code] if court else list(watched)
    known = years(chosen)
    asked = request.GET.get("year", "")
    year = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) == 4 else known[0] if known else timezone.localdate().year
    kind = request.GET.get("type", "")[:20]
    found = gaps(chosen, year, kind)
    if request.GET.get("format") == "csv":
        audit(actor=request.user, action="gaps.exported", target=f"gaps:{court.code if court else 'all'}:{year}", organ=court)
        rows = (gap_of(row, year) for row in found.iterator(chunk_size=2000))
        return stream_csv(HEADER, ([g.court_code, watched[g.court_code].name, g.year, g.type_code, g.first, g.last, g.count] for g in rows), f"number-gaps-{year}.csv")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    kept = f"court={court.code if court else ''}&year={year}"
    context = {
        "page_obj": page, "courts": watched.values(), "court": court, "years": known, "year": year, "kind": kind, "csv_url": f"?{kept}&type={kind}&format=csv",
        "gaps": [{"gap": gap_of(row, year), "court": watched[row["court_code"]]} for row in page.object_list],
        "series": [{**row, "court": watched[row["court_code"]], "url": f"?court={row['court_code']}&year={year}&type={row['type_code']}"} for row in series(chosen, year)],
    }  # fmt: skip
    return render(request, "openness/staff/gaps.html", context)
