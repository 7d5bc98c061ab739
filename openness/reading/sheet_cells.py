"""Run as a program by sheets.py: an .xlsx on standard input, {row, cells} or {error} as JSON lines on standard output."""

from __future__ import annotations

import json
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from itertools import islice
from typing import Any, BinaryIO

from defusedxml.ElementTree import iterparse
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from .confined import confine
from .rows import MEBI

_MAX_SECONDS = 120
_MAX_UNFOLDED = 256 * MEBI
#: Excel's own last row, more columns than a table of ours has, and characters of one judgment.
_MAX_ROWS, _MAX_CELLS, _MAX_CHARACTERS = 1_048_576, 64, 4 * MEBI
#: A further sheet is looked at to this depth for what must not be passed over in silence.
_GLANCE = 50
_NAMED = 8  # rows and columns that a sentence names
_YES = ("1", "true")
_NUMBER = re.compile(r"[（(〔\[［]\s*\d{4}\s*[）)〕\]］].{2,30}号")


def answers(stream: BinaryIO) -> Iterator[dict[str, Any]]:
    """Filled rows of the first visible sheet that has any; an error where there is more than can be read."""
    with zipfile.ZipFile(stream) as package:
        # zipfile never unfolds more of a part than the size written here.
        if sum(part.file_size for part in package.infolist()) > _MAX_UNFOLDED:
            yield {"error": "这个 .xlsx 解压后过大，不像一张报送的表。请检查文件。"}
            return
    stream.seek(0)
    book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
    sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    for at, sheet in enumerate(sheets, start=1):
        filled, rows, columns = False, *_hidden(book, sheet)
        unread: set[str] = set()
        for number, cells in _filled(sheet):
            filled = True
            unread |= {f"{get_column_letter(n)} 列" for n in columns if n <= len(cells) and cells[n - 1] is not None}
            if number in rows:
                unread.add(f"第 {number} 行")
                continue
            cells = tuple(None if n in columns else cell for n, cell in enumerate(cells, start=1))
            if any(isinstance(cell, str) and len(cell) > _MAX_CHARACTERS for cell in cells):
                yield {"error": f"第 {number} 行有一格的文字过长，不像一篇文书。请检查文件。"}
                return
            yield {"row": number, "cells": [_cell(cell) for cell in cells]}
        if unread:
            named = "、".join(sorted(unread, key=lambda name: (len(name), name))[:_NAMED])
            yield {"error": f"{named}{'等' if len(unread) > _NAMED else ''}在表里是隐藏的，没有收（共 {len(unread)} 处）。请取消隐藏或者筛选，重新报送；已收下的不会重复。"}
            return
        if filled:
            yield from _passed_over(sheets[at:])
            return


def _filled(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    sheet.reset_dimensions()
    rows = sheet.iter_rows(values_only=True, max_col=_MAX_CELLS, max_row=_MAX_ROWS)
    return ((number, cells) for number, cells in enumerate(rows, start=1) if cells.count(None) < len(cells))


def _hidden(book: Any, sheet: Any) -> tuple[set[int], set[int]]:
    """Numbers of the rows and of the columns that the sheet does not show: whoever handed it in did not see them."""
    rows: set[int] = set()
    columns: set[int] = set()
    last = 0
    with book._archive.open(sheet._worksheet_path) as part:
        for _, element in iterparse(part, events=("end",)):
            name = element.tag.rpartition("}")[2]
            if name == "row":
                last = int(element.get("r") or last + 1)
                if element.get("hidden") in _YES:
                    rows.add(last)
            elif name == "col" and element.get("hidden") in _YES:
                columns |= set(range(int(element.get("min") or 1), min(int(element.get("max") or 1), _MAX_CELLS) + 1))
            if name in ("row", "c"):
                element.clear()
    return rows, columns


def _passed_over(sheets: list[Any]) -> Iterator[dict[str, Any]]:
    """An error where a further sheet holds cases too."""
    cells = (cell for sheet in sheets for _, row in islice(_filled(sheet), _GLANCE) for cell in row)
    if any(isinstance(cell, str) and _NUMBER.search(cell) for cell in cells):
        yield {"error": "工作簿里不止一张表有案件，只读了第一张。请把其余的表各存成一个文件报送。"}


def _cell(cell: Any) -> Any:
    if isinstance(cell, datetime | date):
        return {"day": cell.isoformat()}
    return cell if cell is None or isinstance(cell, str | int | float | bool) else str(cell)


def main() -> None:
    """Reads and answers, a row at a time."""
    confine(_MAX_SECONDS)
    with open(0, "rb", closefd=False) as stream:
        stream.seek(0)
        for answer in answers(stream):
            sys.stdout.write(json.dumps(answer, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
