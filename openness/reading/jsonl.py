"""JSON Lines: one judgment a line, {id?, text, title?, case_number?, court?, decided_on?, effective_on?}."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any, BinaryIO

from .encodings import Utf8Stream, decode
from .lines import bounded_lines
from .rows import MAX_LINE_BYTES, MEBI, ReadError, Row, clean, parse_day

_TEXTS = {"title": "标题", "case_number": "案号", "court": "法院"}
_DAYS = {"decided_on": "裁判日期", "effective_on": "生效日期"}
_TYPES = {
    dict: "一个对象",
    list: "一个列表",
    bool: "是非值",
    int: "一个数字",
    float: "一个数字",
    type(None): "空值",
}


def objects(stream: BinaryIO) -> Iterator[tuple[int, dict[str, Any] | str]]:
    """(line number, object or the Chinese sentence why there is none); blank lines are passed over."""
    for number, line in bounded_lines(Utf8Stream(stream), MAX_LINE_BYTES):
        if line is None:
            limit = MAX_LINE_BYTES // MEBI
            yield number, f"第 {number} 行超过 {limit} MB，已跳过。请检查是否缺少换行，每行只放一篇文书。"
        elif line.strip():
            yield number, _object(number, line)


def _object(number: int, line: bytes) -> dict[str, Any] | str:
    try:
        value = json.loads(decode(line), object_pairs_hook=_once)
    except ReadError as error:
        return f"第 {number} 行：{error}"
    except json.JSONDecodeError as error:
        return f"第 {number} 行不是完整的 JSON（第 {error.colno} 个字符处）。请检查引号、逗号，或文件是否上传中断。"
    except (RecursionError, ValueError):
        return f"第 {number} 行的 JSON 层次或数字过大。每行只放一篇文书。"
    if not isinstance(value, dict):
        return (
            f"第 {number} 行应是一个 JSON 对象（以花括号开头），实际是{_TYPES.get(type(value), '一段文字')}。"
        )
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object, none of whose keys stands twice: one of the two values would be lost without a word."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ReadError("同一个字段写了两次，不知道以哪个为准。请只留一个。")
    return found


def read_jsonl(stream: BinaryIO) -> Iterator[Row]:
    """A Row per line; memory holds one line at a time."""
    for number, value in objects(stream):
        if isinstance(value, str):
            yield Row(number, f"第 {number} 行", error=value)
            continue
        yield row_of(number, value)


def row_of(number: int, value: dict[str, Any]) -> Row:
    """The row that an object with these fields makes, one with an error where a field is not what it should be."""
    try:
        return _row(number, value)
    except ReadError as error:
        return Row(number, _name(number, value), error=f"第 {number} 行：{error}")


def _name(number: int, value: dict[str, Any]) -> str:
    identifier = value.get("id")
    known = isinstance(identifier, str | int) and not isinstance(identifier, bool)
    return clean(str(identifier))[:200].strip() or f"第 {number} 行" if known else f"第 {number} 行"


def _row(number: int, value: dict[str, Any]) -> Row:
    text = value.get("text")
    if "text" not in value:
        raise ReadError("缺少 text（文书全文）。")
    if not isinstance(text, str):
        raise ReadError(f"text（文书全文）应是文字，实际是{_TYPES.get(type(text), '别的内容')}。")
    text = clean(text)
    if not text.strip():
        raise ReadError("text（文书全文）是空的。")
    fields: dict[str, str | date] = {}
    if value.get("id") is not None:
        fields["id"] = _name(number, value)
    for key, label in _TEXTS.items():
        if (item := _text_field(value, key, label)) is not None:
            fields[key] = item
    for key, label in _DAYS.items():
        if (item := _text_field(value, key, label)) is not None:
            fields[key] = _day(item, label)
    return Row(number, _name(number, value), text, fields)


def _text_field(value: dict[str, Any], key: str, label: str) -> str | None:
    item = value.get(key)
    if item is None:
        return None
    if not isinstance(item, str):
        raise ReadError(f"{key}（{label}）应是文字，实际是{_TYPES.get(type(item), '别的内容')}。")
    return clean(item).strip() or None


def _day(item: str, label: str) -> date:
    day = parse_day(item)
    if day is None:
        raise ReadError(f"{label}“{item[:20]}”不是日期。请写成 2026-10-08 这样的格式。")
    return day
