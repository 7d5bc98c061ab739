"""Reading what courts hand in: JSON Lines, tables, zip archives, folders, .txt, .docx, as a stream of rows.

Nothing here knows the database. Memory does not grow with the file: one line, or one document, at a time.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from .archives import read_zip
from .documents import ARCHIVE_SUFFIXES, DOCUMENT_SUFFIXES, ZIP_MAGIC, read_document, refusal
from .encodings import foreign_format
from .folders import read_folder
from .jsonl import read_jsonl
from .rows import MAX_DOCUMENT_BYTES, ReadError, Row, clean
from .tables import TABLE_SUFFIXES, read_table

__all__ = ["ReadError", "Row", "clean", "read"]

_LINES_SUFFIXES = (".jsonl", ".ndjson", ".json")


def read(source: str | os.PathLike[str] | BinaryIO, filename: str | None = None) -> Iterator[Row]:
    """Rows of a path (file or folder) or of an open binary file, which must be seekable for zip and .docx.

    filename tells the kind and stands in the messages; a path's own name by default. A file that cannot be
    read at all is one Row with an error. Never raises for what is in the file; OSError for a path that is not
    there.
    """
    if not hasattr(source, "read"):
        path = Path(source)  # type: ignore[arg-type]
        if path.is_dir():
            yield from read_folder(path)
            return
        with path.open("rb") as stream:
            yield from _read_stream(stream, filename or path.name)
    else:
        yield from _read_stream(source, filename or "上传的文件")  # type: ignore[arg-type]


def _read_stream(stream: BinaryIO, filename: str) -> Iterator[Row]:
    name = clean(PurePosixPath(filename.replace("\\", "/")).name) or "上传的文件"
    position = 0
    try:
        for row in _dispatch(stream, name):
            position = row.position
            yield row
        if not position:
            raise ReadError("里面没有一份文书，什么都没有收。请检查是不是选错了文件。")
    except ReadError as error:
        yield Row(position + 1, name, error=f"{name}：{error}")


def _dispatch(stream: BinaryIO, name: str) -> Iterator[Row]:
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in _LINES_SUFFIXES and not stream.seekable():
        yield from read_jsonl(stream)
        return
    head = stream.read(512)
    stream.seek(0)
    if not head:
        raise ReadError("文件是空的（0 字节），可能上传中断。请重新上传。")
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if suffix in DOCUMENT_SUFFIXES:
        text, notes = read_document(stream.read(MAX_DOCUMENT_BYTES + 1), name)
        yield Row(1, name, text, notes=notes)
    elif suffix in TABLE_SUFFIXES:
        yield from read_table(stream, suffix)
    elif head.startswith(ZIP_MAGIC) and suffix in ("", ".zip"):
        yield from read_zip(stream)
    elif suffix in ARCHIVE_SUFFIXES:
        raise ReadError(
            "这不是完好的 zip 压缩包（可能上传中断，或是别的压缩格式）。请重新压缩成 zip 后上传。"
        )
    elif start == b"[" and suffix in _LINES_SUFFIXES:
        raise ReadError("这是一个 JSON 列表。请改成 JSON Lines：每行一个对象，一行一篇文书。")
    elif suffix in _LINES_SUFFIXES or (start == b"{" and foreign_format(head) is None):
        yield from read_jsonl(stream)
    else:
        raise ReadError(refusal(name) or "不能读取。")
