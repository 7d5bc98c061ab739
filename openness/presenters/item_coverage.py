"""The coverage of the whole catalogue as pages show it (各事项的公开情况)."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from core.models import Organ
from core.navigation import address
from core.score import segments, words
from openness.models import CatalogueItem, ItemDuty
from openness.presenters.coverage import LABELS, label
from openness.reasons import reason_label
from openness.selectors import item_coverage as select
from openness.selectors.coverage import FIGURES, default_month
from openness.selectors.item_coverage import Cell
from openness.services.item_duties import excuses

_COLUMNS = (("due", "应公开"), ("published", "已公开"), ("exempt", "不用公开"), ("pending", "未到期"), ("overdue", "超期"))


def board(month: date) -> dict:
    """The page of a month: per item the organs, the worst first; sums; what owes nothing by a day beside them."""
    items = select.items()
    found = select.cells(month, known=items)
    groups: dict[int, dict] = {}
    for cell in found:
        groups.setdefault(cell.item.pk, {"item": cell.item, "cells": []})["cells"].append(cell)
    for group in groups.values():
        group["rows"] = rows_html(group["cells"])
    delays = [d for c in found for d in c.delays]
    url = address("openness:item_coverage")
    known = sorted({*select.months(), default_month(), month}, reverse=True)[:24]
    said = excuses()
    return {
        "crumbs": [{"label": "司法公开", "url": address("openness:index")}, {"label": "公开情况", "url": address("openness:coverage")}, {"label": "全部事项"}],
        "month_label": label(month), "months": [{"label": label(m), "url": f"{url}?month={m:%Y-%m}", "current": m == month} for m in known],
        "totals": {name: sum(getattr(c, name) for c in found) for name in FIGURES}, "silent": sum(not c.register for c in found),
        "groups": sorted(groups.values(), key=lambda g: (g["item"].organ_kind, g["item"].order)), "beside": select.without_clock(month, items), "acts": select.acts(month),
        "excuses": [{"label": said.get(code) or reason_label(code), "count": n} for code, n in select.excuses_of(month)],
        "median": select.median(delays) if delays else None, "worst_delay": max(delays, default=None),
        "worst": max((c for c in found if c.overdue), key=lambda c: c.overdue, default=None), "csv_url": f"{reverse('openness:item_coverage_csv')}?month={month:%Y-%m}",
    }  # fmt: skip


def rows_html(found: list[Cell]) -> SafeString:
    """Table rows as HTML in one piece: hundreds of rows with their bars would cost a template more than all queries."""
    return mark_safe("".join(map(_row_html, found)))  # noqa: S308 - our own numbers and addresses; names are escaped


def _row_html(cell: Cell) -> str:
    name, url = escape(cell.organ.short_name), cell.url
    head = f'<tr><th scope="row" class="full"><a href="{url}">{name}</a>'
    if not cell.register:
        return f'{head} <span class="pill bad">没有报送</span></th><td class="full" colspan="8">没有报送生效文书名册，无法计算</td></tr>'
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


def rows(item: CatalogueItem, organ: Organ, month: date, state: str, page, path: str) -> dict:
    """The duties behind a figure, each with its state in words."""
    today = timezone.localdate()
    cell = next((c for c in select.cells(month) if (c.organ.pk, c.item.pk) == (organ.pk, item.pk)), None)
    return {
        "crumbs": [{"label": "公开情况", "url": address("openness:coverage")}, {"label": "全部事项", "url": f"{address('openness:item_coverage')}?month={month:%Y-%m}"}, {"label": organ.short_name}],
        "organ": organ, "item": item, "month_label": label(month), "page_obj": page, "rows": [_row(d, today) for d in page.object_list],
        "states": [{"label": LABELS[n], "url": f"{path}?state={n}", "count": getattr(cell, n) if cell else 0, "current": n == state} for n in LABELS],
    }  # fmt: skip


def _row(duty: ItemDuty, today: date) -> dict:
    shown = {"subject": duty.subject, "due": duty.due_on, "url": "", "note": ""}
    record = duty.disclosure if duty.disclosure and duty.disclosure.is_public else duty.statement if duty.statement and duty.statement.is_public else None
    if record:
        late = bool(duty.published_on and duty.published_on > duty.due_on)
        said = f"{duty.published_on:%Y-%m-%d} 公开" if duty.published_on else ""
        return {**shown, "subject": record.title, "url": record.get_absolute_url(), "tone": "wait" if late else "good", "state": "迟公开" if late else "按期公开", "note": said}
    if duty.excused:
        return {**shown, "tone": "exempt", "state": "不用公开", "note": excuses().get(duty.excused, "")}
    if duty.disclosure and duty.disclosure.withdrawn_reason:
        gone = reason_label(duty.disclosure.withdrawn_reason)
        exempt = ItemDuty.objects.filter(pk=duty.pk).exempt().exists()
        shown |= {"url": duty.disclosure.get_absolute_url(), "subject": duty.item.title, "note": f"已撤回：{gone}"}
        if exempt:
            return {**shown, "tone": "exempt", "state": "依法不公开"}
    else:  # what was never public is told by its number alone: its title waits for the reviewer
        shown["subject"] = duty.subject if duty.periodic else f"{duty.item.title}（{duty.starts_on:%Y-%m-%d}）"
    overdue = duty.due_on < today
    return {**shown, "tone": "bad" if overdue else "wait", "state": "超期未公开" if overdue else "未到期"}
