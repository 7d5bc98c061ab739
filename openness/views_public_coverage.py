"""Public pages of coverage (公开情况): per organ, per item, and the rows behind every figure."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from core.exports import stream_csv
from core.models import Organ
from core.pagecache import public_page
from openness.enums import Arises
from openness.models import CatalogueItem
from openness.presenters import coverage as pages
from openness.presenters import item_coverage as item_pages
from openness.selectors import coverage as select
from openness.selectors.coverage import FIGURES, default_month, month_of

HEADER = ["organ", "name", "month", *FIGURES, "register"]
ITEM_HEADER = ["organ", "name", "item", "title", "month", *FIGURES, "register", "median_delay", "worst_delay"]
ROW_HEADER = ["item", "subject", "from", "due", "state", "note", "url"]
PER_PAGE = 50


def _month(text: str) -> date:
    try:
        return month_of(text) if text else default_month()
    except ValueError:
        raise Http404 from None


def _item(slug: str) -> CatalogueItem | None:
    return get_object_or_404(CatalogueItem.objects.exclude(arises=Arises.NONE), slug=slug) if slug else None


@public_page()
def coverage(request: HttpRequest) -> HttpResponse:
    """Per organ of a month, what was owed and what became of it; of one item with `item`."""
    return render(request, "openness/coverage.html", pages.board(_month(request.GET.get("month", "")), _item(request.GET.get("item", ""))))


def coverage_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    month, item = _month(request.GET.get("month", "")), _item(request.GET.get("item", ""))
    if item:
        return stream_csv(ITEM_HEADER, [list(c.as_dict().values()) for c in select.of_item(item, month, beside=False)], f"coverage-{item.slug}-{month:%Y-%m}.csv")
    return stream_csv(HEADER, [list(r.as_dict().values()) for r in select.by_organ(select.cells(month, delays=False))], f"coverage-{month:%Y-%m}.csv")


@public_page()
def item_coverage(request: HttpRequest) -> HttpResponse:
    """Per item and organ of a month, what was owed and what became of it."""
    return render(request, "openness/item_coverage.html", item_pages.board(_month(request.GET.get("month", ""))))


def item_coverage_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    month = _month(request.GET.get("month", ""))
    return stream_csv(ITEM_HEADER, [list(c.as_dict().values()) for c in select.cells(month)], f"coverage-items-{month:%Y-%m}.csv")


@public_page()
def coverage_rows(request: HttpRequest, code: str, month: str, slug: str = "") -> HttpResponse:
    """The rows behind a figure of an organ, of one item or of all; with `format=csv` as a file."""
    item, organ, first = _item(slug), get_object_or_404(Organ, code=code, active=True, is_trial=False), _month(month)
    state = request.GET.get("state", "due")
    state = state if state in FIGURES else "due"
    found = select.duty_rows(organ, first, state, item=item)
    if request.GET.get("format") == "csv":
        today = timezone.localdate()
        lines = ([row[name] for name in ROW_HEADER] for row in (pages.duty_row(d, today) for d in found.iterator(chunk_size=500)))
        return stream_csv(ROW_HEADER, lines, f"coverage-{organ.code}-{first:%Y-%m}-{state}.csv")
    number = request.GET.get("page", "1")
    page = Paginator(found, PER_PAGE).get_page(number if number.isascii() and number.isdigit() and len(number) < 9 else 1)
    return render(request, "openness/coverage_rows.html", pages.rows(organ, first, state, page, request.path, item))
