"""A court's register of effective judgments for a month (生效裁判登记): CSV, XLSX or JSON Lines.

Zero rows are an answer: the court says that nothing became effective.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from .encodings import Utf8Stream, decode, foreign_format
from .jsonl import objects
from .lines import bounded_lines
from .rows import MEBI, ReadError, clean, parse_day
from .sheets import sheet_rows

#: Column names courts use, squeezed and in lower case, by the field they fill.
_HEADERS = {
    "case_number": (
        "案号",
        "文号",
        "案号、文号",
        "案件号",
        "案件编号",
        "文书案号",
        "case_number",
        "casenumber",
        "case number",
        "number",
    ),
    "effective_on": (
        "生效日期",
        "日期",
        "发生日期",
        "开庭日期",
        "开庭时间",
        "date",
        "生效日",
        "裁判生效日期",
        "生效时间",
        "effective_on",
        "effective date",
        "effective",
    ),
    "appealed": ("是否上诉", "上诉", "上诉情况", "是否提起上诉", "appealed", "appeal"),
    "kind": ("文书种类", "文书类型", "文书名称", "裁判文书种类", "kind", "type"),
    "title": ("标题", "名称", "公开什么", "事项", "title"),
    "suffix": ("后缀", "案号后缀", "序号后缀", "suffix"),
}
_FIELD_OF = {"".join(name.split()): field for field, names in _HEADERS.items() for name in names}
_ORDER = ("case_number", "effective_on", "appealed", "kind", "suffix")
_YES = frozenset(["是", "有", "已上诉", "上诉", "抗诉", "已抗诉", "true", "yes", "y", "1", "1.0", "√", "✓"])
_NO = frozenset(
    ["否", "无", "未", "未上诉", "没有", "未抗诉", "不上诉", "false", "no", "n", "0", "0.0", "×", "-"]
)
_HEADER_WITHIN = 10
_MAX_LINE_BYTES = MEBI
_EXCEL_EPOCH = date(1899, 12, 30)


@dataclass(frozen=True)
class RegisterRow:
    """One line of a register.

    position: the line or sheet row, from 1. case_number, kind, suffix, title: as written, "" where not given.
    effective_on: the date, None with error where it is missing or none. appealed: None where not said.
    error: a complete Chinese sentence, None for a good row. unread: the file is no register at all, nothing of it was read.
    """

    position: int
    case_number: str = ""
    effective_on: date | None = None
    appealed: bool | None = None
    kind: str = ""
    suffix: str = ""
    error: str | None = None
    unread: bool = False
    title: str = ""


def read_register(
    source: str | os.PathLike[str] | BinaryIO, filename: str | None = None
) -> Iterator[RegisterRow]:
    """Rows of a register by path or open binary file. A file that cannot be read is one row with an error."""
    if not hasattr(source, "read"):
        path = Path(source)  # type: ignore[arg-type]
        with path.open("rb") as stream:
            yield from _read_stream(stream, filename or path.name)
    else:
        yield from _read_stream(source, filename or "登记表")  # type: ignore[arg-type]


def _read_stream(stream: BinaryIO, filename: str) -> Iterator[RegisterRow]:
    name = clean(PurePosixPath(filename.replace("\\", "/")).name)
    position = 0
    try:
        for row in _dispatch(stream, PurePosixPath(name).suffix.lower()):
            position = row.position
            yield row
    except ReadError as error:
        yield RegisterRow(position + 1, error=f"{name}：{error}", unread=not position)


def _dispatch(stream: BinaryIO, suffix: str) -> Iterator[RegisterRow]:
    head = stream.read(512)
    stream.seek(0)
    if suffix not in (".csv", ".txt", ".tsv", ".xlsx", ".jsonl", ".ndjson", ".json"):
        raise ReadError(f"登记表不能是{suffix or '没有扩展名的'}文件。请上传 .csv、.xlsx 或 .jsonl。")
    if suffix == ".xlsx":
        yield from _table(sheet_rows(stream, head))
    elif (foreign := foreign_format(head)) is not None or head.startswith(b"PK\x03\x04"):
        raise ReadError(
            f"扩展名是 {suffix}，内容却是{foreign or ' Excel 或压缩文件'}。请另存为 .csv 或 .xlsx 后上传。"
        )
    elif suffix in (".jsonl", ".ndjson", ".json"):
        for number, value in objects(stream):
            yield RegisterRow(number, error=value) if isinstance(value, str) else _row(number, _known(value))
    else:
        yield from _table(_csv_rows(stream))


def _known(value: dict[str, Any]) -> dict[str, Any]:
    """The fields of an object, whether its keys are English or Chinese."""
    return {_FIELD_OF.get("".join(key.lower().split()), key): item for key, item in value.items()}


def _csv_rows(stream: BinaryIO) -> Iterator[tuple[int, list[Any]]]:
    """(line number, cells). One record a line: a register has no line breaks within cells."""
    delimiter = None
    for number, line in bounded_lines(Utf8Stream(stream), _MAX_LINE_BYTES):
        if line is None:
            raise ReadError(f"第 {number} 行超过 1 MB，不像登记表。请检查文件。")
        try:
            text = decode(line) if line.strip(b" \t\r,;") else ""
        except ReadError as error:
            raise ReadError(f"第 {number} 行：{error}") from None
        if not text:
            continue
        if delimiter is None:
            delimiter = max(",\t;", key=text.count)
        try:
            yield number, next(csv.reader([text], delimiter=delimiter))
        except csv.Error:
            raise ReadError(f"第 {number} 行不是完好的 CSV。请用 Excel 另存为 CSV UTF-8 或 .xlsx。") from None


def _table(rows: Iterable[tuple[int, list[Any]]]) -> Iterator[RegisterRow]:
    """Rows under a header within the first lines; a table that starts with case numbers needs none."""
    columns: dict[str, int] | None = None
    seen = 0
    for number, cells in rows:
        if not any(_text(cell) for cell in cells):
            continue
        if columns is not None:
            yield _row(number, {field: cells[i] for field, i in columns.items() if i < len(cells)})
            continue
        seen += 1
        columns = _columns(cells)
        if columns is None and _looks_like_number(cells[0]):
            columns = {field: i for i, field in enumerate(_ORDER)}
            yield _row(number, {field: cells[i] for field, i in columns.items() if i < len(cells)})
        elif columns is None and seen >= _HEADER_WITHIN:
            break
    if columns is None and seen:
        raise ReadError("找不到“案号”一列。表头请写：案号、生效日期、是否上诉、文书种类、后缀。")


def _columns(cells: list[Any]) -> dict[str, int] | None:
    columns: dict[str, int] = {}
    for i, cell in enumerate(cells):
        heading = "".join(_text(cell).lower().split()).rstrip("：:*")
        field = _FIELD_OF.get(heading)
        if field is not None:
            columns.setdefault(field, i)
    return columns if columns.keys() & {"case_number", "title"} else None


def _looks_like_number(cell: Any) -> bool:
    text = _text(cell)
    return "号" in text and any(char.isdigit() for char in text)


def _text(cell: Any) -> str:
    return "" if cell is None else clean(str(cell)).strip()


def _row(number: int, value: dict[str, Any]) -> RegisterRow:
    case_number, effective = _text(value.get("case_number")), value.get("effective_on")
    day = _day(effective)
    appealed, error = _appealed(number, value.get("appealed"))
    title = _text(value.get("title"))
    if not case_number and not title:
        error = f"第 {number} 行缺少案号。请补上案号后重新上传。"
    elif not _text(effective):
        error = f"第 {number} 行缺少生效日期。请补上后重新上传。"
    elif day is None:
        error = f"第 {number} 行的生效日期“{_text(effective)[:20]}”不是日期。请写成 2026-10-08 这样的格式。"
    kind, suffix = _text(value.get("kind")), _text(value.get("suffix"))
    return RegisterRow(number, case_number, day, appealed, kind, suffix, error, title=title)


def _appealed(number: int, value: Any) -> tuple[bool | None, str | None]:
    text = _text(value).lower()
    if not text:
        return None, None
    if text in _YES or text in _NO:
        return text in _YES, None
    return None, f"第 {number} 行的“是否上诉”写的是“{text[:20]}”。请写“是”或“否”。"


def _day(value: Any) -> date | None:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool) and 30_000 <= value < 80_000:
        return _EXCEL_EPOCH + timedelta(days=int(value))
    return parse_day(_text(value))
