"""The trend page (公开情况走势): 24 months as a chart and as a table."""

from datetime import date

from django.core.paginator import Page
from django.db.models import Count, QuerySet
from django.urls import reverse
from django.utils.html import escape
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe

from core.enums import Act
from core.models import LedgerEntry, Organ
from core.publishing import record_models
from core.score import SEGMENTS
from openness.models import CatalogueItem
from openness.presenters.coverage import label
from openness.reasons import reason_label
from openness.selectors import coverage_trend as select
from openness.selectors.coverage_trend import Month

NAMED = 3
HEIGHT, WIDTH, GAP, FOOT = 120, 24, 6, 18  # of the drawing, in its own units


def page(organ: Organ | None, item: CatalogueItem | None, organs: list[Organ], items: list[CatalogueItem]) -> dict:
    """Chart, table, and the choice of organ and item."""
    months = select.trend(organ, item)
    board = reverse("openness:coverage")
    chosen = {name: value for name, value in (("organ", organ and organ.code), ("item", item and item.slug)) if value}
    return {
        "crumbs": [{"label": "司法公开", "url": reverse("openness:index")}, {"label": "公开情况", "url": board}, {"label": "走势"}],
        "organ": organ, "item": item, "organs": organs, "items": items, "chart": chart(months), "rows": [row(m, organ, item) for m in reversed(months)],
        "csv_url": f"{reverse('openness:coverage_trend_csv')}?{urlencode(chosen)}",
    }  # fmt: skip


def row(point: Month, organ: Organ | None, item: CatalogueItem | None) -> dict:
    """A month of the table, every figure with the address of what is behind it."""
    url, more = behind(point.month, organ, item)
    acts = f"{reverse('openness:coverage_acts', args=[f'{point.month:%Y-%m}'])}?" + urlencode({k: v for k, v in (("organ", organ and organ.code), ("item", item and item.slug)) if v})
    return {"point": point, "label": label(point.month), "url": url, "more": more, "acts_url": acts, "silent": _silent(point)}


def _silent(point: Month) -> str:
    """Which registers are missing: by name where they are few."""
    return "、".join(point.silent) if len(point.silent) <= NAMED else f"{len(point.silent)} 份"


def behind(month: date, organ: Organ | None, item: CatalogueItem | None) -> tuple[str, str]:
    """Where the rows of a month stand, and what goes between the address and `state`."""
    at = f"{month:%Y-%m}"
    if organ and item:
        return reverse("openness:item_coverage_rows", args=[item.slug, organ.code, at]), "?"
    if organ:
        return reverse("openness:coverage_rows", args=[organ.code, at]), "?"
    return f"{reverse('openness:coverage_all_rows', args=[at])}?item={item.slug if item else ''}", "&"


def chart(months: list[Month]) -> SafeString | str:
    """Stacked columns as SVG, a month each; the table beneath it says the same in figures."""
    most = max((m.due for m in months), default=0)
    if not most:
        return ""
    drawn = "".join(_column(m, n * (WIDTH + GAP), most) for n, m in enumerate(months))
    width = len(months) * (WIDTH + GAP)
    said = f"{label(months[0].month)}至{label(months[-1].month)}每月应公开的去向，最多的一个月 {most} 件；数字见下表"
    head = f'<svg class="trend" viewBox="0 0 {width} {HEIGHT + FOOT}" preserveAspectRatio="xMinYMid" role="img" aria-label="{escape(said)}">'
    return mark_safe(f"{head}{drawn}</svg>")  # noqa: S308 - our own numbers and words


def _column(point: Month, x: int, most: int) -> str:
    counts = {"ontime": point.on_time, "late": point.late, "exempt": point.exempt, "pending": point.pending, "overdue": point.overdue}
    y, parts = float(HEIGHT), []
    for name, words, css in SEGMENTS:
        if counts[name]:
            height = counts[name] * HEIGHT / most
            y -= height
            parts.append(f'<rect class="{css}" x="{x}" y="{y:.1f}" width="{WIDTH}" height="{height:.1f}"><title>{label(point.month)} {words} {counts[name]}</title></rect>')
    if point.silent and not point.due:
        parts.append(f'<text class="none" x="{x + WIDTH / 2}" y="{HEIGHT - 4}" text-anchor="middle">无</text>')
    text = f"{point.month.year}" if point.month.month == 1 else f"{point.month.month}月"
    return "".join(parts) + f'<text x="{x + WIDTH / 2}" y="{HEIGHT + 13}" text-anchor="middle">{text}</text>'


def acts(month: date, act: str, rows: QuerySet[LedgerEntry], page: Page, address: str) -> dict:
    """The corrections or withdrawals of a month, each with the permanent address of its record."""
    names = dict(Organ.objects.values_list("code", "short_name"))
    counts = dict(rows.order_by().values_list("act").annotate(n=Count("id")))
    models = record_models()
    return {
        "crumbs": [{"label": "司法公开", "url": reverse("openness:index")}, {"label": "公开情况", "url": f"{reverse('openness:coverage')}?month={month:%Y-%m}"}, {"label": Act(act).label}],
        "month_label": label(month), "act_label": Act(act).label, "page_obj": page,
        "acts": [{"label": Act(one).label, "url": f"{address}act={one}", "count": counts.get(one, 0), "current": one == act} for one in (Act.CORRECT, Act.WITHDRAW)],
        "rows": [
            {"at": e.at, "kind": models[e.kind]._meta.verbose_name, "organ": names.get(e.organ_code, ""), "reason": reason_label(e.reason) if e.reason else "", "url": f"/r/{e.public_id}/", "public_id": e.public_id}
            for e in page.object_list
        ],
    }  # fmt: skip
