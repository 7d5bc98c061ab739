"""The first filled sheet of an .xlsx, row by row, read in a process of its own: no hostile file can take this one along."""

from __future__ import annotations

import io
import json
import shutil
import subprocess
from collections.abc import Iterator
from datetime import datetime
from tempfile import TemporaryFile
from typing import IO, Any, BinaryIO

from .archives import check_directory
from .confined import started
from .rows import ReadError

_DAMAGED = "这个 .xlsx 已损坏、没有传完、加了密码、结构异常，或不是 Excel 工作簿。请用 Excel 重新保存后上传。"


def sheet_rows(stream: BinaryIO, head: bytes) -> Iterator[tuple[int, list[Any]]]:
    """(row number, cells) of each filled row: text, numbers, days. Raises ReadError for what is no sound .xlsx, after the
    rows before the wound.
    """
    if not head:
        raise ReadError("文件是空的（0 字节），可能上传中断。本月没有生效裁判时，请上传只有表头的表。")
    if not head.startswith(b"PK"):
        raise ReadError(_DAMAGED)
    try:
        check_directory(stream)
    except ReadError:
        raise ReadError(_DAMAGED) from None
    with _plain(stream) as plain, subprocess.Popen(**started("openness.reading.sheet_cells"), stdin=plain, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as child:
        try:
            for line in child.stdout or ():
                answer = _answer(line)
                if "error" in answer:
                    raise ReadError(answer["error"])
                yield answer["row"], [datetime.fromisoformat(c["day"]) if isinstance(c, dict) else c for c in answer["cells"]]
            if child.wait():
                raise ReadError(_DAMAGED)
        finally:
            child.kill()


def _answer(line: bytes) -> dict[str, Any]:
    try:
        return json.loads(line)
    except ValueError:  # it died in the middle of a row
        raise ReadError(_DAMAGED) from None


def _plain(stream: BinaryIO) -> IO[bytes]:
    """The same bytes in a file that another process can be given; closing it leaves the stream open."""
    try:
        return open(stream.fileno(), "rb", closefd=False)
    except (AttributeError, io.UnsupportedOperation):
        copy = TemporaryFile()
        stream.seek(0)
        shutil.copyfileobj(stream, copy)
        copy.flush()
        return copy
