"""Presenters of the scoreboard (公开情况) and of the rows behind its figures."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from core.models import Organ
from openness.models import CatalogueItem, Duty, Judgment
from openness.reasons import reason_label
from openness.selectors import coverage
from openness.selectors.coverage import FIGURES
from openness.services.duties import excuses

LABELS = {
    "due": "全部",
    "published": "已公开",
    "late": "其中迟公开",
    "exempt": "不用公开",
    "pending": "未到期",
    "overdue": "超期未公开",
}


def label(month: date) -> str:
    """2026年10月."""
    return f"{month.year}年{month.month}月"


def months_shown(month: date, url: str, **more: str) -> list[dict]:
    """The choice of months, newest first, each keeping what else was chosen."""
    kept = "".join(f"&{name}={value}" for name, value in more.items() if value)
    known = sorted({*coverage.months(), coverage.default_month(), month}, reverse=True)[:24]
    return [{"label": label(m), "url": f"{url}?month={m:%Y-%m}{kept}", "current": m == month} for m in known]


def board(month: date, item: CatalogueItem | None = None) -> dict:
    """The scoreboard page of a month: every organ, of all items or of one."""
    known = coverage.items()
    rows: list = coverage.of_item(item, month) if item else coverage.by_organ(coverage.cells(month, known=known))
    url, slug = reverse("openness:coverage"), item.slug if item else ""
    clocked = sorted((i for i in known.values() if i.active and i.arises != "none"), key=lambda i: (i.organ_kind, i.order))
    unlisted = sum(r.unregistered for r in rows)
    return {
        "crumbs": [{"label": "司法公开", "url": reverse("openness:index")}, {"label": "公开情况", "url": url if item else ""}, *([{"label": item.title}] if item else [])],
        "month_label": label(month), "item": item, "months": months_shown(month, url, item=slug),
        "choices": [{"label": "全部事项", "url": f"{url}?month={month:%Y-%m}", "current": not item}]
        + [{"label": i.title, "url": f"{url}?month={month:%Y-%m}&item={i.slug}", "current": bool(item) and i.pk == item.pk} for i in clocked],
        "scoreboard": rows, "totals": totals(rows), "worst": coverage.worst(rows), "silent": sum(not r.register for r in rows), "unlisted": unlisted,
        "csv_url": f"{reverse('openness:coverage_csv')}?month={month:%Y-%m}" + (f"&item={slug}" if slug else ""), "trend_url": f"{reverse('openness:coverage_trend')}?item={slug or 'judgments'}",
        "items_url": f"{reverse('openness:item_coverage')}?month={month:%Y-%m}",
        "updated_at": timezone.now(),
    }  # fmt: skip


def totals(rows: list) -> dict[str, int]:
    """The six figures added up."""
    return {name: sum(getattr(r, name) for r in rows) for name in FIGURES}


def rows(organ: Organ | None, month: date, state: str, page, address: str, item: CatalogueItem | None = None, reason: str = "") -> dict:
    """The duties behind a figure, each with its state in words; of every organ where none is named. `address` takes the state."""
    found: list = coverage.of_item(item, month, beside=False) if item else coverage.by_organ(coverage.cells(month, delays=False))
    mine = [r for r in found if organ is None or r.organ.pk == organ.pk]
    sums, silent = totals(mine), [name for r in mine for name in (r.silent if organ else [r.organ.short_name] if r.silent else [])]
    today = timezone.localdate()
    trend = urlencode({k: v for k, v in (("organ", organ and organ.code), ("item", item and item.slug)) if v})
    board_url = f"{reverse('openness:coverage')}?month={month:%Y-%m}"
    return {
        "crumbs": [
            {"label": "司法公开", "url": reverse("openness:index")}, {"label": "公开情况", "url": board_url},
            *([{"label": item.title, "url": f"{board_url}&item={item.slug}"}] if item else []), {"label": organ.short_name if organ else "全部单位"},
        ],
        "organ": organ, "reason": (excuses().get(reason) or reason_label(reason)) if reason else "", "trend_url": f"{reverse('openness:coverage_trend')}?{trend}" if trend else "", "item": item, "month_label": label(month), "page_obj": page, "rows": [duty_row(d, today) for d in page.object_list],
        "states": [{"label": LABELS[n], "url": f"{address}state={n}", "count": sums[n], "current": n == state and not reason} for n in LABELS],
        "csv_url": f"{address}state={state}&reason={reason}&format=csv", "silent": silent, "state_label": LABELS[state],
    }  # fmt: skip


def duty_row(duty: Duty, today: date) -> dict:
    """A duty as the public reads it. The title of what was never public is not told: its number, or its item and day alone."""
    record = duty.record
    shown = {"organ": duty.organ.short_name, "item": duty.item.title, "subject": _named(duty), "from": duty.ends_on, "due": duty.due_on, "url": "", "note": ""}
    if record is not None and record.is_public:
        late = bool(duty.published_on and duty.published_on > duty.due_on)
        said = f"{duty.published_on:%Y-%m-%d} 公开" if duty.published_on else ""
        named = duty.case_number if isinstance(record, Judgment) else record.title
        return {**shown, "subject": named, "url": record.get_absolute_url(), "tone": "wait" if late else "good", "state": "迟公开" if late else "按期公开", "note": said}
    if duty.excused:
        return {**shown, "tone": "exempt", "state": "不用公开", "note": excuses().get(duty.excused, "")}
    if duty.exemption and duty.exemption.is_public:
        return {**shown, "tone": "exempt", "state": "依法不公开", "url": duty.exemption.get_absolute_url(), "note": reason_label(duty.exemption.reason)}
    if record is not None and record.withdrawn_reason:
        shown |= {"url": record.get_absolute_url(), "note": f"已撤回：{reason_label(record.withdrawn_reason)}"}
        if duty.waived:
            return {**shown, "tone": "exempt", "state": "依法不公开"}
    overdue = duty.due_on < today
    return {**shown, "tone": "bad" if overdue else "wait", "state": "超期未公开" if overdue else "未到期"}


def _named(duty: Duty) -> str:
    """By its number, a period by its name, anything else by its item and day."""
    return duty.case_number or (duty.subject if duty.periodic else f"{duty.item.title}（{duty.ends_on:%Y-%m-%d}）")


