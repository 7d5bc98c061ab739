"""Characters on a page to lines, and lines to paragraphs: a PDF knows neither."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

_PAGE_NUMBER = re.compile(r"[-—–_·\s]*第?\s*\d{1,4}\s*页?\s*(?:[/／,，]?\s*(?:共\s*)?\d{1,4}\s*页?)?[-—–_·\s]*")
_UNKNOWN = re.compile(r"\(cid:\d+\)|[\ue000-\uf8ff]")
# Widths of a character from which a distance is a space between letters, a space in Chinese, a wide one, a gap in a row.
_LETTERS, _SPACE, _WIDE, _GAP = 0.15, 0.42, 0.9, 2.2


@dataclass(frozen=True, slots=True)
class Glyph:
    """One character and its box in points, from the lower left corner of the page."""

    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    text: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page: its ends, the size of its characters, its page."""

    x0: float
    x1: float
    size: float
    text: str
    page: int


def lines_of(glyphs: Iterable[Glyph], page: int) -> list[Line]:
    """The lines of a page from top to bottom, without its page number."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: -(g.y0 + g.y1)):
        middle = (glyph.y0 + glyph.y1) / 2
        if rows and abs((rows[-1][0].y0 + rows[-1][0].y1) / 2 - middle) < 0.5 * max(glyph.size, 1):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = [_line(sorted(row, key=lambda g: g.x0), page) for row in rows]
    for end in (0, -1):
        if lines and _PAGE_NUMBER.fullmatch(lines[end].text):
            del lines[end]
    return lines


def _line(row: list[Glyph], page: int) -> Line:
    size = median(g.size for g in row)
    text, last = "", None
    for glyph in row:
        if last is not None:
            distance = glyph.x0 - last.x1
            if distance > _GAP * size:
                text += "\t"
            elif distance > _WIDE * size:
                text += "\u3000"
            elif distance > _SPACE * size or (distance > _LETTERS * size and text[-1:].isascii() and glyph.text.isascii()):
                text += " "
            elif abs(glyph.x0 - last.x0) < 0.1 * size and glyph.text == last.text:
                continue  # bold by printing twice
        text += _known(glyph.text)
        last = glyph
    return Line(row[0].x0, row[-1].x1, size, text, page)


def _known(text: str) -> str:
    return _UNKNOWN.sub("□", text)


def _edge(ends: list[float]) -> float:
    """The outermost place where lines end, of those that more than a stray line shares."""
    counts = Counter(round(end) for end in ends)
    shared = [end for end, count in counts.items() if count >= max(2, len(ends) / 20)]
    return max(shared or counts)


def paragraphs(lines: list[Line]) -> str:
    """Text with a line break only where a paragraph ends: a full line goes on in the next unless that is indented."""
    left, right = _edge([-line.x0 for line in lines]) * -1, _edge([line.x1 for line in lines])
    text = lines[0].text
    for before, line in pairwise(lines):
        full = before.x0 < left + 2.8 * before.size and before.x1 > right - 1.8 * before.size
        goes_on = full and abs(line.x0 - left) < 0.8 * line.size and abs(line.size - before.size) < 0.1 * line.size
        text += line.text if goes_on else f"\n{line.text}"
    return text + "\n"
