"""命令行读入文书：文件或标准输入，UTF-8 或 GB18030；读不懂时给一句明白话。"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError

MAX_LINE = 20_000_000
"""一行（一篇文书）的字节上限；再长的不是裁判文书。"""


def read_text(name: str) -> str:
    """``name`` 指的文件的全文，``-`` 为标准输入。读不成时抛 ``CommandError``。"""
    if name == "-":
        data = sys.stdin.buffer.read()
    else:
        try:
            data = Path(name).read_bytes()
        except OSError as error:
            raise CommandError(f"读不了文件 {name}：{error.strerror or error}") from error
    if not data.strip():
        raise CommandError("内容是空的，没有可以处理的文字")
    return decode(data, "标准输入" if name == "-" else name)


def decode(data: bytes, what: str) -> str:
    """把字节读成文字：先 UTF-8，再 GB18030；含空字节的是二进制文件。"""
    if b"\0" in data:
        raise CommandError(f"{what} 是二进制文件，不是文字")
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CommandError(f"{what} 既不是 UTF-8 也不是 GB18030 编码的文字")


def read_rows(name: str) -> Iterator[dict[str, Any]]:
    """逐行读 JSON Lines（``id``、``text``）；一次只在内存中放一行。行有误时抛 ``CommandError``，说明行号。"""
    try:
        stream = open(name, "rb")
    except OSError as error:
        raise CommandError(f"读不了文件 {name}：{error.strerror or error}") from error
    with stream:
        position = 0
        while line := stream.readline(MAX_LINE + 1):
            position += 1
            where = f"{name} 第 {position} 行"
            if len(line) > MAX_LINE:
                raise CommandError(f"{where}超过 {MAX_LINE // 1_000_000} MB，不像一篇文书")
            if line.strip():
                yield _row(line, where)


def _row(line: bytes, where: str) -> dict[str, Any]:
    try:
        row = json.loads(decode(line, where))
    except json.JSONDecodeError as error:
        raise CommandError(f"{where}不是合法的 JSON：{error.msg}") from error
    if not isinstance(row, dict) or "id" not in row or not isinstance(row.get("text"), str):
        raise CommandError(f"{where}应当是含 id 和 text（文字）的 JSON 对象")
    return row
