"""Judgments in a table (CSV, XLSX): a row each, with the columns of JSON Lines or their Chinese names."""

from __future__ import annotations

import codecs
import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any, BinaryIO

from .encodings import BIG5, foreign_format, is_big5, mark_of, unmarked
from .jsonl import row_of
from .rows import KIBI, MAX_LINE_BYTES, MEBI, ReadError, Row, clean
from .sheets import sheet_rows

TABLE_SUFFIXES = (".csv", ".tsv", ".xlsx")
_HEADERS = {
    "id": ("id", "编号", "序号", "文书编号"),
    "text": ("text", "正文", "全文", "文书正文", "文书全文", "文书内容", "裁判文书"),
    "title": ("title", "标题", "文书标题", "文书名称", "案件名称"),
    "case_number": ("case_number", "案号", "案件号", "文书案号"),
    "court": ("court", "法院", "法院名称", "审理法院", "裁判法院"),
    "decided_on": ("decided_on", "裁判日期", "判决日期", "裁定日期", "落款日期", "作出日期"),
    "effective_on": ("effective_on", "生效日期", "裁判生效日期", "生效时间"),
}
_FIELD_OF = {name: field for field, names in _HEADERS.items() for name in names}
_HEADER_WITHIN = 10
_PIECE = 256 * KIBI
#: Excel keeps no more characters in a cell and cuts off the rest without a word.
_EXCEL_CELL = 32_767


def read_table(stream: BinaryIO, suffix: str) -> Iterator[Row]:
    """A Row per filled row below the header. Raises ReadError when the table as a whole cannot be read."""
    head = stream.read(512)
    stream.seek(0)
    if suffix == ".xlsx":
        yield from _rows(sheet_rows(stream, head), "请用 Excel 打开，补上表头后重新保存。")
        return
    foreign = foreign_format(head)
    if foreign is not None or head.startswith(b"PK\x03\x04"):
        raise ReadError(f"扩展名是 {suffix}，内容却是{foreign or ' Excel 或压缩文件'}。请另存为 CSV（UTF-8）或 .xlsx。")
    yield from _rows(csv_records(stream), "请补上表头后重新上传。")


def csv_records(stream: BinaryIO) -> Iterator[tuple[int, list[str]]]:
    """(row number as a spreadsheet shows it, cells); a cell may hold line breaks."""
    encoding = _encoding(stream)
    csv.field_size_limit(MAX_LINE_BYTES)
    lines = _Record(_lines(stream, encoding))
    first = next(lines, "")
    reader = csv.reader(chain([first], lines), delimiter=max(",\t;", key=first.count), strict=True)
    number = 0
    while True:
        number += 1
        lines.begin()
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            if "field larger" in str(error):
                raise ReadError(f"第 {number} 行有一格超过 {MAX_LINE_BYTES // MEBI} MB，可能缺少引号。请检查文件。") from None
            raise ReadError(f"第 {number} 行不是完好的 CSV，可能引号不配对或上传中断。请用 Excel 另存为 CSV UTF-8 或 .xlsx。") from None
        yield number, cells


class _Record:
    """Lines of a table, not more than one document's worth to a record: quotes that never meet would take in the whole file."""

    def __init__(self, lines: Iterator[str]):
        self._lines, self._held = lines, 0

    def begin(self) -> None:
        """Another record."""
        self._held = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self._held += len(line)
        if self._held > 2 * MAX_LINE_BYTES:
            raise ReadError(f"有一行超过 {2 * MAX_LINE_BYTES // MEBI} MB，可能引号不配对。请检查文件。")
        return line


def _lines(stream: BinaryIO, encoding: str) -> Iterator[str]:
    """Lines with their breaks, decoded a piece at a time."""
    decoder, held = codecs.getincrementaldecoder(encoding)("strict"), ""
    while piece := stream.read(_PIECE):
        *whole, held = (held + decoder.decode(piece)).split("\n")
        yield from (f"{line}\n" for line in whole)
        if len(held) > MAX_LINE_BYTES:
            raise ReadError(f"有一行超过 {MAX_LINE_BYTES // MEBI} MB，不像一张表。请检查文件。")
    if held:
        yield held


def _encoding(stream: BinaryIO) -> str:
    """The encoding that the whole stream decodes with, found in constant memory. ReadError for none."""
    head = stream.read(_PIECE)
    marked, _ = mark_of(head)
    candidates = {None: ("utf-8", "gb18030"), "utf-8": ("utf-8-sig",)}.get(marked, (marked.rpartition("-")[0] if marked else "",))
    if marked is None and (guessed := unmarked(head)) is not None:
        candidates = (guessed,)
    for encoding in candidates:
        stream.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)("strict")
        try:
            while piece := stream.read(_PIECE):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        if encoding == "gb18030" and is_big5(head):
            break
        stream.seek(0)
        return encoding
    if is_big5(head):
        raise ReadError(BIG5)
    raise ReadError("文字既不是 UTF-8 也不是 GB18030 编码，或前后编码不一致，或中途损坏。请用 Excel 另存为 CSV UTF-8 或 .xlsx。")


def _rows(records: Iterable[tuple[int, list[Any]]], advice: str) -> Iterator[Row]:
    columns: dict[str, int] | None = None
    seen = 0
    for number, cells in records:
        if not any(cell_text(cell) for cell in cells):
            continue
        if columns is None:
            seen += 1
            columns = _columns(cells)
            if columns is None and seen >= _HEADER_WITHIN:
                break
            continue
        yield _row(number, {field: cells[at] for field, at in columns.items() if at < len(cells)})
    if columns is None:
        raise ReadError(f"找不到“正文”一列。表头请写：案号、正文、标题、法院、裁判日期、生效日期。{advice}")


def _columns(cells: list[Any]) -> dict[str, int] | None:
    columns: dict[str, int] = {}
    for at, cell in enumerate(cells):
        field = _FIELD_OF.get("".join(cell_text(cell).lower().split()).rstrip("：:*"))
        if field is not None:
            columns.setdefault(field, at)
    return columns if "text" in columns else None


def _row(number: int, cells: dict[str, Any]) -> Row:
    values = {field: text for field, cell in cells.items() if (text := cell_text(cell))}
    if len(values.get("text", "")) >= _EXCEL_CELL and len(values["text"]) < _EXCEL_CELL + 10:
        return Row(number, f"第 {number} 行", error=f"第 {number} 行的正文到了 Excel 一格的上限（{_EXCEL_CELL} 字），后面的可能被截掉。请用 .docx、.txt 或 .jsonl 报送这一件。")
    return row_of(number, values)


def cell_text(cell: Any) -> str:
    """A cell as text: a day without its empty hours, a whole number without its point."""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else clean(str(cell)).strip()
