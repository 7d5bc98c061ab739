"""The coverage of the whole catalogue as pages show it (各事项的公开情况)."""

from datetime import date
from statistics import median

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.navigation import address
from core.score import segments, words
from openness.presenters.coverage import label, months_shown, totals
from openness.reasons import reason_label
from openness.selectors import coverage, coverage_beside
from openness.selectors.coverage import Cell
from openness.services.duties import excuses

_COLUMNS = (("due", "应公开"), ("published", "已公开"), ("exempt", "不用公开"), ("pending", "未到期"), ("overdue", "超期"))


def board(month: date) -> dict:
    """The page of a month: per item the organs, the worst first; sums; what owes nothing by a day beside them."""
    items = coverage.items()
    found = coverage.cells(month, known=items)
    groups: dict[int, dict] = {}
    for cell in found:
        groups.setdefault(cell.item.pk, {"item": cell.item, "cells": []})["cells"].append(cell)
    for group in groups.values():
        group["rows"] = rows_html(group["cells"])
    delays = [d for c in found for d in c.delays]
    url = address("openness:item_coverage")
    said = excuses()
    return {
        "crumbs": [{"label": "司法公开", "url": address("openness:index")}, {"label": "公开情况", "url": f"{address('openness:coverage')}?month={month:%Y-%m}"}, {"label": "按事项"}],
        "month_label": label(month), "months": months_shown(month, url), "totals": totals(found), "silent": sum(not c.register for c in found),
        "groups": sorted(groups.values(), key=lambda g: (g["item"].organ_kind, g["item"].order)), "beside": coverage_beside.without_clock(month, items), "acts": coverage_beside.acts(month),
        "excuses": [{"label": said.get(code) or reason_label(code), "count": n, "url": f"{reverse('openness:coverage_all_rows', args=[f'{month:%Y-%m}'])}?state=exempt&reason={code}"} for code, n in coverage_beside.excuses_of(month)],
        "median": median(delays) if delays else None, "worst_delay": max(delays, default=None),
        "acts_url": reverse("openness:coverage_acts", args=[f"{month:%Y-%m}"]), "rows_url": reverse("openness:coverage_all_rows", args=[f"{month:%Y-%m}"]), "worst": coverage.worst(found), "csv_url": f"{reverse('openness:item_coverage_csv')}?month={month:%Y-%m}",
    }  # fmt: skip


def rows_html(found: list[Cell]) -> SafeString:
    """Table rows as HTML in one piece: hundreds of rows with their bars would cost a template more than all queries."""
    return mark_safe("".join(map(_row_html, found)))  # noqa: S308 - our own numbers and addresses; names are escaped


def _row_html(cell: Cell) -> str:
    name, url = escape(cell.organ.short_name), cell.url
    head = f'<tr><th scope="row" class="full"><a href="{url}">{name}</a>'
    if not cell.register:
        return f'{head} <span class="pill bad">没有报送</span></th><td class="full" colspan="8">没有报送名册，无法计算</td></tr>'
    figures = "".join(f'<td data-label="{words_}" class="num"><a href="{url}?state={sort}">{getattr(cell, sort):,}</a></td>' for sort, words_ in _COLUMNS)
    rate = "—" if cell.on_time_rate is None else f"{cell.on_time_rate:.1f} %"
    delays = f"{cell.median_delay:g}／{cell.worst_delay}" if cell.delays else "—"
    return (
        f'{head}</th><td data-label="去向" class="full">{_bar(cell)}</td>{figures}<td data-label="按期率" class="num">{rate}</td>'
        f'<td data-label="迟几个工作日" class="num">{delays}</td></tr>'
    )


def _bar(cell: Cell) -> str:
    """The bar of components/score_bar.html."""
    drawn = segments(cell)
    parts = "".join(f'<rect class="{p.css}" x="{p.x}" y="0" width="{p.width}" height="14"></rect>' for p in drawn)
    return f'<svg class="bar" role="img" aria-label="{words(drawn)}" height="14">{parts}</svg>' if drawn else "—"
