"""Exports (导出): streamed, never stored, in constant memory; cells that a spreadsheet would execute are disarmed."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from itertools import chain
from tempfile import TemporaryFile

import xlsxwriter
from django.http import FileResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header

FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")  # spreadsheets read full-width signs too


def guard(value) -> str:
    """A cell as text; one that begins like a formula gets an apostrophe before it."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


def csv_lines(header: list[str], rows: Iterable[Iterable]) -> Iterator[bytes]:
    """CSV line by line, with a byte order mark, so that Excel reads Chinese."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    yield b"\xef\xbb\xbf"
    for row in chain([header], rows):
        writer.writerow([guard(cell) for cell in row])
        yield buffer.getvalue().encode()
        buffer.seek(0)
        buffer.truncate()


def stream_csv(header: list[str], rows: Iterable[Iterable], filename: str) -> StreamingHttpResponse:
    """CSV as a download."""
    return _attach(StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8"), filename)


def stream_jsonl(rows: Iterable[dict], filename: str) -> StreamingHttpResponse:
    """JSON Lines, one object a row."""
    lines = (json.dumps(row, ensure_ascii=False, default=str).encode() + b"\n" for row in rows)
    return _attach(StreamingHttpResponse(lines, content_type="application/x-ndjson"), filename)


def send_xlsx(header: list[str], rows: Iterable[Iterable], filename: str) -> FileResponse:
    """XLSX, written row by row to an unnamed temporary file."""
    target = TemporaryFile()
    book = xlsxwriter.Workbook(target, {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    sheet.write_row(0, 0, header, bold)
    sheet.freeze_panes(1, 0)
    for number, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            sheet.write_string(number, column, guard(cell))
    book.close()
    target.seek(0)
    response = FileResponse(target, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
    return _attach(response, filename)


def _attach(response, filename: str):
    response["Content-Disposition"] = content_disposition_header(True, filename)
    return response
