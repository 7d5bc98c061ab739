"""Public pages of the coverage of the whole catalogue (各事项的公开情况)."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from core.exports import stream_csv
from core.models import Organ
from core.pagecache import public_page
from openness.models import CatalogueItem
from openness.presenters import item_coverage as pages
from openness.selectors import item_coverage as select
from openness.selectors.coverage import FIGURES, default_month, month_of

HEADER = ["organ", "name", "item", "title", "month", *FIGURES, "register", "median_delay", "worst_delay"]
PER_PAGE = 50


def _month(text: str):
    try:
        return month_of(text) if text else default_month()
    except ValueError:
        raise Http404 from None


@public_page()
def item_coverage(request: HttpRequest) -> HttpResponse:
    """Per item and organ of a month, what was owed and what became of it."""
    return render(request, "openness/item_coverage.html", pages.board(_month(request.GET.get("month", ""))))


def item_coverage_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV."""
    month = _month(request.GET.get("month", ""))
    rows = [list(c.as_dict().values()) for c in select.cells(month)]
    return stream_csv(HEADER, rows, f"coverage-items-{month:%Y-%m}.csv")


@public_page()
def item_coverage_rows(request: HttpRequest, slug: str, code: str, month: str) -> HttpResponse:
    """The rows behind a figure."""
    item, organ, first = get_object_or_404(CatalogueItem, slug=slug), get_object_or_404(Organ, code=code, active=True), _month(month)
    state = request.GET.get("state", "due")
    state = state if state in FIGURES else "due"
    number = request.GET.get("page", "1")
    page = Paginator(select.duty_rows(organ, item, first, state), PER_PAGE).get_page(number if number.isascii() and number.isdigit() and len(number) < 9 else 1)
    return render(request, "openness/item_coverage_rows.html", pages.rows(item, organ, first, state, page, request.path))
