"""The bar of a coverage row (公开情况的条): what became of what was owed, in segments that fill it."""

from collections.abc import Mapping
from functools import partial
from typing import Any, NamedTuple

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


def segments(row: Any) -> list[Segment]:
    """Split a coverage row (published, late, exempt, pending, overdue) into drawn segments that fill 100 %."""
    read = row.get if isinstance(row, Mapping) else partial(getattr, row)
    counts = {name: int(read(name) or 0) for name in ("late", "exempt", "pending", "overdue")}
    counts["ontime"] = int(read("published") or 0) - counts["late"]
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


def words(drawn: list[Segment]) -> str:
    """The figures of a bar, read out."""
    return "，".join(f"{part.label} {part.documents}" for part in drawn)
