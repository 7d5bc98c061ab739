"""A folder of .txt and .docx, nested to any depth, in a fixed order."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from .documents import is_litter, read_document, refusal
from .rows import MAX_DOCUMENT_BYTES, ReadError, Row, clean


def read_folder(root: Path) -> Iterator[Row]:
    """A Row per file below root, named by its path from root; links are not followed."""
    position = 0
    for directory, folders, files in os.walk(root):
        folders.sort()
        for file in sorted(files):
            path = Path(directory, file)
            name = path.relative_to(root).as_posix()
            if is_litter(name):
                continue
            position += 1
            shown = clean(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
            try:
                text, notes = _file_text(path, name)
                yield Row(position, shown, text, notes=notes)
            except ReadError as error:
                yield Row(position, shown, error=f"{shown}：{error}")


def _file_text(path: Path, name: str) -> tuple[str, tuple[str, ...]]:
    if path.is_symlink():
        raise ReadError("这是一个链接，不是文件，没有读取。请放入文件本身。")
    if not path.is_file():
        raise ReadError("这不是普通文件，没有读取。")
    reason = refusal(name)
    if reason is not None:
        raise ReadError(reason)
    try:
        with path.open("rb") as stream:
            return read_document(stream.read(MAX_DOCUMENT_BYTES + 1), name)
    except OSError:
        raise ReadError("文件打不开。请检查权限后重新导入。") from None
