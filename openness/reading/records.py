"""A list of anything (目录内的公开、开庭公告): CSV, XLSX or JSON Lines, a row each, cells by the names that the reader is told."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, BinaryIO

from .encodings import foreign_format
from .jsonl import objects
from .rows import ReadError, clean
from .sheets import sheet_rows
from .tables import cell_text, csv_records

_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".jsonl", ".ndjson", ".json")
_HEADER_WITHIN = 10


@dataclass(frozen=True)
class Record:
    """One row: its place in the file from 1, its cells by name, or a Chinese sentence why there are none."""

    position: int
    values: Mapping[str, str] = field(default_factory=dict)
    error: str | None = None


def read_records(source: str | os.PathLike[str] | BinaryIO, columns: Mapping[str, str], filename: str | None = None) -> Iterator[Record]:
    """Records of a path or an open binary file. `columns`: what may stand in the header -> name of the cell; the first
    one must be there. A file that cannot be read is one record with an error.
    """
    if not hasattr(source, "read"):
        path = Path(source)  # type: ignore[arg-type]
        with path.open("rb") as stream:
            yield from _read(stream, columns, filename or path.name)
    else:
        yield from _read(source, columns, filename or "上传的表")  # type: ignore[arg-type]


def _read(stream: BinaryIO, columns: Mapping[str, str], filename: str) -> Iterator[Record]:
    name = clean(PurePosixPath(filename.replace("\\", "/")).name)
    position = 0
    try:
        for record in _dispatch(stream, columns, PurePosixPath(name).suffix.lower()):
            position = record.position
            yield record
    except ReadError as error:
        yield Record(position + 1, error=f"{name}：{error}")


def _dispatch(stream: BinaryIO, columns: Mapping[str, str], suffix: str) -> Iterator[Record]:
    head = stream.read(512)
    stream.seek(0)
    if suffix not in _SUFFIXES:
        raise ReadError(f"不能是{suffix or '没有扩展名的'}文件。请上传 .csv、.xlsx 或 .jsonl。")
    if suffix == ".xlsx":
        yield from _table(sheet_rows(stream, head), columns)
    elif (foreign := foreign_format(head)) is not None or head.startswith(b"PK\x03\x04"):
        raise ReadError(f"扩展名是 {suffix}，内容却是{foreign or ' Excel 或压缩文件'}。请另存为 .csv 或 .xlsx 后上传。")
    elif suffix in (".jsonl", ".ndjson", ".json"):
        for number, value in objects(stream):
            yield Record(number, error=value) if isinstance(value, str) else Record(number, _known(value, columns))
    else:
        yield from _table(csv_records(stream), columns)


def _known(value: Mapping[str, Any], columns: Mapping[str, str]) -> dict[str, str]:
    found = {columns.get(squeezed(key), ""): _cell(item) for key, item in value.items()}
    return {name: text for name, text in found.items() if name and text}


def _table(rows: Iterator[tuple[int, list[Any]]], columns: Mapping[str, str]) -> Iterator[Record]:
    places: dict[str, int] | None = None
    seen = 0
    first = next(iter(columns.values()))
    for number, cells in rows:
        if not any(_cell(cell) for cell in cells):
            continue
        if places is None:
            seen += 1
            found = {columns[label]: at for at, cell in enumerate(cells) if (label := squeezed(_cell(cell))) in columns}
            places = found if first in found else None
            if places is None and seen >= _HEADER_WITHIN:
                break
            continue
        values = {name: text for name, at in places.items() if at < len(cells) and (text := _cell(cells[at]))}
        yield Record(number, values)
    if places is None:
        raise ReadError(f"找不到表头。第一行请写：{'、'.join(dict.fromkeys(k for k in columns if not k.isascii()))}。")


def _cell(cell: Any) -> str:
    """As text; an hour that a cell holds is kept."""
    if isinstance(cell, datetime) and (cell.hour or cell.minute):
        return cell.strftime("%Y-%m-%d %H:%M")
    return cell_text(cell)


def squeezed(label: str) -> str:
    """A column's name without blanks, stars and colons, in lower case."""
    return "".join(label.lower().split()).rstrip("：:*")
