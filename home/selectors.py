"""What the frame and the front page read (首页所读)."""

import datetime
from typing import Any

from django.utils import timezone

from core.navigation import doors
from openness.enums import PageKind
from openness.selectors import latest
from openness.selectors.coverage import Row, by_organ, cells, default_month, worst
from openness.selectors.pages import latest_pages

LATEST = 6
LATEST_PAGES = 4


def month_label(month: datetime.date, today: datetime.date) -> str:
    """`10月`, or `2025年12月` where the year is another one."""
    return f"{month.month}月" if month.year == today.year else f"{month.year}年{month.month}月"


def front_page() -> dict[str, Any]:
    """Scoreboard of every organ and item of the month that the scoreboard page opens on, its totals, the latest documents, the doors."""
    today = timezone.localdate()
    month = default_month(today)
    rows = by_organ(cells(month, today, delays=False))
    return {
        "month_label": month_label(month, today),
        "scoreboard": rows,
        "totals": _totals(rows),
        "worst": worst(rows),
        "latest": latest(LATEST),
        "circulars": latest_pages(PageKind.CIRCULAR, LATEST_PAGES),
        "model_cases": latest_pages(PageKind.MODEL_CASE, LATEST_PAGES),
        "doors": doors(),
    }


def _totals(rows: list[Row]) -> dict[str, int] | None:
    """Sums for the two large figures; None while nobody owes anything and registers are missing, since 0 would read as "none owed"."""
    if not any(row.register or row.due for row in rows):
        return None
    return {name: sum(getattr(row, name) for row in rows) for name in ("published", "overdue")}
