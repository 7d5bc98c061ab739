"""Presenters of the scoreboard (公开情况)."""

from datetime import date

from django.urls import reverse
from django.utils import timezone

from core.models import Organ
from openness.models import Duty, Register
from openness.reasons import reason_label
from openness.selectors import coverage
from openness.selectors.coverage import FIGURES, Row

LABELS = {
    "due": "全部",
    "published": "已公开",
    "late": "其中迟公开",
    "exempt": "依法不公开",
    "pending": "未到期",
    "overdue": "超期未公开",
}


def label(month: date) -> str:
    """2026年10月."""
    return f"{month.year}年{month.month}月"


def board(month: date) -> dict:
    """The scoreboard page of a month."""
    rows = coverage.scoreboard(month)
    url = reverse("openness:coverage")
    known = sorted({*coverage.months(), month}, reverse=True)[:24]
    unlisted = sum(r.unregistered for r in rows)
    return {
        "crumbs": [{"label": "司法公开", "url": reverse("openness:index")}, {"label": "公开情况"}], "month_label": label(month),
        "months": [{"label": label(m), "url": f"{url}?month={m:%Y-%m}", "current": m == month} for m in known],
        "scoreboard": rows, "totals": {name: sum(getattr(r, name) for r in rows) for name in FIGURES}, "worst": _worst(rows),
        "unlisted": {"count": unlisted, "url": ""} if unlisted else None, "csv_url": f"{reverse('openness:coverage_csv')}?month={month:%Y-%m}",
        "updated_at": timezone.now(),
    }  # fmt: skip


def _worst(rows: list[Row]) -> dict | None:
    worst = max((r for r in rows if r.register and r.overdue), key=lambda r: r.overdue, default=None)
    return (
        {
            "organ": worst.organ,
            "overdue": worst.overdue,
            "number": worst.overdue,
            "url": f"{worst.url}?state=overdue",
            "days": None,
        }
        if worst
        else None
    )


def rows(organ: Organ, month: date, state: str, page, path: str) -> dict:
    """The duties behind a figure, each with its state in words."""
    row = next(r for r in coverage.scoreboard(month) if r.organ.pk == organ.pk)
    today = timezone.localdate()
    return {
        "crumbs": [
            {"label": "司法公开", "url": reverse("openness:index")},
            {"label": "公开情况", "url": f"{reverse('openness:coverage')}?month={month:%Y-%m}"}, {"label": organ.short_name},
        ],
        "organ": organ, "month_label": label(month), "page_obj": page, "rows": [_duty(d, today) for d in page.object_list],
        "states": [{"label": LABELS[n], "url": f"{path}?state={n}", "count": getattr(row, n), "current": n == state} for n in LABELS],
        "csv_url": "", "silent": not Register.objects.filter(organ=organ, month=month).exists(),
    }  # fmt: skip


def _duty(duty: Duty, today: date) -> dict:
    shown = {
        "number": duty.case_number,
        "effective_on": duty.effective_on,
        "due": duty.due_on,
        "url": "",
        "note": "",
    }
    if duty.judgment and duty.judgment.is_public:
        late = duty.published_on and duty.published_on > duty.due_on
        return {
            **shown,
            "tone": "wait" if late else "good",
            "state": "迟公开" if late else "按期公开",
            "url": duty.judgment.get_absolute_url(),
            "note": f"{duty.published_on:%Y-%m-%d} 公开" if duty.published_on else "",
        }
    if duty.exemption and duty.exemption.is_public:
        return {
            **shown,
            "tone": "exempt",
            "state": "依法不公开",
            "url": duty.exemption.get_absolute_url(),
            "note": reason_label(duty.exemption.reason),
        }
    if duty.judgment and duty.judgment.withdrawn_reason:
        reason = reason_label(duty.judgment.withdrawn_reason)
        shown = {**shown, "url": duty.judgment.get_absolute_url(), "note": f"已撤回：{reason}"}
        if Duty.objects.exempt().filter(pk=duty.pk).exists():
            return {**shown, "tone": "exempt", "state": "依法不公开"}
    overdue = duty.due_on < today
    return {**shown, "tone": "bad" if overdue else "wait", "state": "超期未公开" if overdue else "未到期"}
