"""A .docx circular as blocks (公文导入): headings, paragraphs and tables kept apart, everything else as in docx_body.

Pure. Words come from the same reader as judgments: tracked changes accepted, hidden text, comments and properties left
out and told.
"""

from __future__ import annotations

import html
import io
import re
from dataclasses import dataclass
from xml.etree.ElementTree import Element

from . import docx
from .docx_body import Body, _cells
from .docx_numbers import child, local, value

_HEADING_STYLE = re.compile(r"^(heading|标题)?\s*([1-6])$", re.I)
_FIRST = re.compile(r"^[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"^（[一二三四五六七八九十]{1,3}）")
_LONGEST_HEADING = 40


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: its words, and its level as a heading (0 for none)."""

    text: str
    level: int = 0

    @property
    def markup(self) -> str:
        """As clean HTML."""
        tag = {0: "p", 1: "h2"}.get(self.level, "h3")
        return f"<{tag}>{html.escape(self.text, quote=False)}</{tag}>"


@dataclass(frozen=True, slots=True)
class Table:
    """One table, row by row."""

    rows: tuple[tuple[str, ...], ...]

    @property
    def text(self) -> str:
        """A line for each row, cells parted by |."""
        return "\n".join(" | ".join(cell.replace("|", "｜") for cell in row) for row in self.rows)


class _Kept(str):
    """A block among the lines."""

    block: Paragraph | Table


class BlockBody(Body):
    """Gathers blocks where Body gathers lines."""

    def _block(self, element: Element) -> list[str]:
        name = local(element)
        if name == "p":
            level = self._level(element)
            lines = [line for line in self._paragraph(element) if line.strip()]
            return [line if isinstance(line, _Kept) else _kept(_paragraph(line.strip(), level if n == 0 else 0)) for n, line in enumerate(lines)]
        if name == "tbl" and not self._in_cell:
            return self._table(element)
        return super()._block(element)

    _in_cell = False

    def _table(self, element: Element) -> list[str]:
        self._in_cell = True
        rows = [tuple(" ".join(self._cell(cell).split()) for e in row for cell in _cells(e)) for row in element.iter() if local(row) == "tr" and child(row, "trPr", "del") is None]
        self._in_cell = False
        rows = [row for row in rows if any(row)]
        return [_kept(Table(tuple(rows)))] if rows else []

    def _level(self, element: Element) -> int:
        properties = child(element, "pPr")
        outline = value(child(properties, "outlineLvl"))
        if outline is not None and outline.isdigit() and int(outline) < 6:
            return int(outline) + 1
        match = _HEADING_STYLE.match(value(child(properties, "pStyle")) or "")
        return int(match.group(2)) if match else 0

    def blocks(self) -> list[Paragraph | Table]:
        """Everything gathered, in reading order."""
        last = [_kept(_paragraph(self._joined.strip(), 0))] if self._joined.strip() else []
        return [line.block if isinstance(line, _Kept) else _paragraph(line.strip(), 0) for line in [*self._out, *last] if line.strip()]


def docx_blocks(data: bytes) -> tuple[list[Paragraph | Table], tuple[str, ...]]:
    """(blocks, notes on what was left out). Raises ReadError as docx_text() does."""
    body = docx.read_package(io.BytesIO(data), BlockBody)
    return body.blocks(), body.notes()


def _paragraph(text: str, level: int) -> Paragraph:
    """Where Word's styles say nothing, the numbering of official papers does: 一、 above （一）."""
    if not level and len(text) <= _LONGEST_HEADING and not text.endswith(("。", "；", "，")):
        level = 1 if _FIRST.match(text) else 2 if _SECOND.match(text) else 0
    return Paragraph(text, level)


def _kept(block: Paragraph | Table) -> _Kept:
    line = _Kept(block.text)
    line.block = block
    return line
