"""Template tags of the face: figures as an official site writes them, and the scoreboard bar."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django import template
from django.core.paginator import Paginator

from core.navigation import address

register = template.Library()
register.simple_tag(address)

#: Segments of the bar in drawing order: name, words, colour class. Late ones are published, but not on time.
SEGMENTS = (
    ("ontime", "按期公开", "seg-ontime"),
    ("late", "迟公开", "seg-late"),
    ("exempt", "依法不公开", "seg-exempt"),
    ("pending", "未到期", "seg-pending"),
    ("overdue", "超期未公开", "seg-overdue"),
)
#: A segment that exists is never narrower than this many per cent, so that a single overdue document shows.
VISIBLE = 1.2


class Segment(NamedTuple):
    """One drawn part of the bar; x and width are per cent of its length."""

    label: str
    css: str
    documents: int
    x: str
    width: str


def _value(row: Any, name: str) -> int:
    value = row.get(name) if isinstance(row, Mapping) else getattr(row, name)
    return int(value or 0)


def segments(row: Any) -> list[Segment]:
    """Split a coverage row (published, late, exempt, pending, overdue) into drawn segments that fill 100 %."""
    counts = {name: _value(row, name) for name in ("late", "exempt", "pending", "overdue")}
    counts["ontime"] = _value(row, "published") - counts["late"]
    total = sum(counts.values())
    if not total:
        return []
    shares = {name: max(count * 100 / total, VISIBLE) for name, count in counts.items() if count > 0}
    whole = sum(shares.values())
    drawn, x = [], 0.0
    for name, label, css in SEGMENTS:
        if name in shares:
            width = shares[name] * 100 / whole
            drawn.append(Segment(label, css, counts[name], f"{x:.2f}%", f"{width:.2f}%"))
            x += width
    return drawn


@register.inclusion_tag("components/score_bar.html")
def score_bar(row: Any) -> dict[str, Any]:
    """The bar of one coverage row, with its figures as its text alternative."""
    drawn = segments(row)
    return {"segments": drawn, "words": "，".join(f"{part.label} {part.documents}" for part in drawn)}


@register.inclusion_tag("components/key.html")
def score_key() -> dict[str, Any]:
    """What the colours of the bar mean."""
    return {"parts": [{"label": label, "css": css} for _, label, css in SEGMENTS]}


@register.filter
def figure(value: Any) -> str:
    """A count with thousands separators; a dash where there is none."""
    return "—" if value is None or value == "" else f"{int(value):,}"


@register.filter
def percent(value: Any) -> str:
    """A rate given in per cent, with one decimal; a dash where it cannot be computed."""
    return "—" if value is None or value == "" else f"{float(value):.1f} %"


@register.filter
def page_range(paginator: Paginator, number: int) -> list[int | None]:
    """Page numbers around the current one and at both ends; None stands for the left-out ones."""
    pages = paginator.get_elided_page_range(number, on_each_side=2, on_ends=1)
    return [page if isinstance(page, int) else None for page in pages]
