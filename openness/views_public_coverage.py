"""Public pages of coverage (公开情况): per organ, per item, and the rows behind every figure."""

from datetime import date

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from core.enums import Act
from core.exports import stream_csv
from core.models import Organ
from core.pagecache import public_page
from openness.enums import Arises, Carrier
from openness.models import CatalogueItem
from openness.presenters import coverage as pages
from openness.presenters import coverage_trend as trend_pages
from openness.presenters import item_coverage as item_pages
from openness.selectors import coverage as select
from openness.selectors import coverage_trend as trend
from openness.selectors.coverage import FIGURES, default_month, month_of

HEADER = ["organ", "name", "month", *FIGURES, "register"]
ITEM_HEADER = ["organ", "name", "item", "title", "month", *FIGURES, "register", "median_delay", "worst_delay"]
ROW_HEADER = ["organ", "item", "subject", "from", "due", "state", "note", "url"]
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
def coverage_rows(request: HttpRequest, month: str, code: str = "", slug: str = "") -> HttpResponse:
    """The rows behind a figure of an organ, of one item or of all; of every organ without `code`. With `format=csv` as a file."""
    organ = get_object_or_404(Organ, code=code, active=True, is_trial=False) if code else None
    item, first = _item(slug or ("" if code else request.GET.get("item", ""))), _month(month)
    state, reason = request.GET.get("state", "due"), request.GET.get("reason", "")[:30]
    state = state if state in FIGURES else "due"
    found = select.duty_rows(organ, first, state, item=item, reason=reason)
    if request.GET.get("format") == "csv":
        today = timezone.localdate()
        lines = ([row[name] for name in ROW_HEADER] for row in (pages.duty_row(d, today) for d in found.iterator(chunk_size=500)))
        return stream_csv(ROW_HEADER, lines, f"coverage-{code or 'all'}-{first:%Y-%m}-{state}.csv")
    address = f"{request.path}?item={item.slug}&" if item and not code else f"{request.path}?"
    return render(request, "openness/coverage_rows.html", pages.rows(organ, first, state, _page(request, found), address, item, reason))


def _page(request: HttpRequest, rows):
    number = request.GET.get("page", "1")
    return Paginator(rows, PER_PAGE).get_page(number if number.isascii() and number.isdigit() and len(number) < 9 else 1)


def _narrowed(request: HttpRequest) -> tuple[Organ | None, CatalogueItem | None]:
    """The organ and the item of the address; judgments where neither is named."""
    code, slug = request.GET.get("organ", ""), request.GET.get("item", "")
    organ = get_object_or_404(Organ, code=code, active=True, is_trial=False) if code else None
    return organ, _item(slug) or (None if organ else next(i for i in select.items().values() if i.carrier == Carrier.JUDGMENT))


@public_page()
def coverage_trend(request: HttpRequest) -> HttpResponse:
    """Up to 24 months of an organ, an item or both."""
    organ, item = _narrowed(request)
    items = list(CatalogueItem.objects.filter(active=True).exclude(arises=Arises.NONE).defer("fields"))
    organs = list(Organ.objects.filter(active=True, is_trial=False, kind__in={i.organ_kind for i in items}))
    return render(request, "openness/coverage_trend.html", trend_pages.page(organ, item, organs, items))


def coverage_trend_csv(request: HttpRequest) -> HttpResponse:
    """The same as CSV, the newest month first as on the page."""
    organ, item = _narrowed(request)
    rows = [m.as_list() for m in reversed(trend.trend(organ, item))]
    return stream_csv(trend.HEADER, rows, f"coverage-trend-{'-'.join(filter(None, (organ and organ.code, item and item.slug)))}.csv")


@public_page()
def coverage_acts(request: HttpRequest, month: str) -> HttpResponse:
    """The corrections or withdrawals of a month, as the ledger has them."""
    first, (organ, item) = _month(month), _acts_of(request)
    act = Act.WITHDRAW if request.GET.get("act") == Act.WITHDRAW else Act.CORRECT
    rows = trend.acts_between(first, first, organ, item)
    page = _page(request, rows.filter(act=act).order_by("-at", "-id"))
    address = f"{request.path}?" + "".join(f"{k}={v}&" for k, v in (("organ", organ and organ.code), ("item", item and item.slug)) if v)
    return render(request, "openness/coverage_acts.html", trend_pages.acts(first, act, rows, page, address))


def _acts_of(request: HttpRequest) -> tuple[Organ | None, CatalogueItem | None]:
    code = request.GET.get("organ", "")
    return (get_object_or_404(Organ, code=code, active=True) if code else None), _item(request.GET.get("item", ""))
