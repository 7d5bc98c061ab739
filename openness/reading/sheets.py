"""The first filled sheet of an .xlsx, row by row, within bounds."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any, BinaryIO

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from .docx import DAMAGED
from .rows import MEBI, ReadError

_MAX_UNFOLDED = 256 * MEBI
_MAX_CELLS = 64


def sheet_rows(stream: BinaryIO, head: bytes) -> Iterator[tuple[int, list[Any]]]:
    """(row number, cells) of the first sheet. Raises ReadError for what is no sound .xlsx."""
    if not head:
        raise ReadError("文件是空的（0 字节），可能上传中断。本月没有生效裁判时，请上传只有表头的表。")
    damaged = ReadError("这个 .xlsx 已损坏、没有传完，或不是 Excel 工作簿。请用 Excel 重新保存后上传。")
    try:
        with zipfile.ZipFile(stream) as package:
            # zipfile never unfolds more of a part than the size written here.
            if sum(part.file_size for part in package.infolist()) > _MAX_UNFOLDED:
                raise ReadError("这个 .xlsx 解压后过大，不像一张报送的表。请检查文件。")
        stream.seek(0)
        workbook = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        sheet.reset_dimensions()
        for number, cells in enumerate(sheet.iter_rows(values_only=True, max_col=_MAX_CELLS), start=1):
            yield number, list(cells)
    except ReadError:
        raise
    except (*DAMAGED, InvalidFileException, KeyError, IndexError, TypeError, AttributeError, SyntaxError):
        raise damaged from None
