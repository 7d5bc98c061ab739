"""Exports: what Excel opens, and nothing that it would execute."""

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from core.exports import guard, send_xlsx, stream_csv, stream_jsonl

ROWS = [["辽0802", '=cmd|"/c calc"!A1', None], ["带,逗号和\"引号\"", "多\n行", 3]]


def body(response):
    return b"".join(response.streaming_content)


def test_csv_has_a_byte_order_mark_and_survives_a_round_trip():
    raw = body(stream_csv(["法院", "值", "数"], ROWS, "名册.csv"))
    assert raw.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(raw.decode("utf-8-sig"))))
    assert rows == [["法院", "值", "数"], ["辽0802", '\'=cmd|"/c calc"!A1', ""], ['带,逗号和"引号"', "多\n行", "3"]]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_a_cell_that_a_spreadsheet_would_execute_is_disarmed(sign):
    assert guard(f"{sign}1+1") == f"'{sign}1+1"


@pytest.mark.parametrize("harmless", ["（2026）辽0802民初1号", "2026-10-08", "a=b", "", 0])
def test_other_cells_stay_as_they_are(harmless):
    assert guard(harmless) == str(harmless)


def test_csv_is_streamed_row_by_row():
    made = []

    def rows():
        for n in range(1000):
            made.append(n)
            yield [n]

    stream = iter(stream_csv(["n"], rows(), "x.csv").streaming_content)
    for _ in range(5):
        next(stream)
    assert len(made) < 10


def test_xlsx_holds_text_and_no_formula():
    book = load_workbook(io.BytesIO(body(send_xlsx(["法院", "值", "数"], ROWS, "x.xlsx"))))
    cells = [cell for row in book.active.iter_rows() for cell in row]
    assert cells[4].value == '\'=cmd|"/c calc"!A1'
    assert all(cell.data_type != "f" for cell in cells)


def test_json_lines_are_one_object_a_row_in_plain_chinese():
    raw = body(stream_jsonl([{"a": "一\n二"}, {"a": 2}], "x.jsonl")).decode()
    assert [json.loads(line) for line in raw.splitlines()] == [{"a": "一\n二"}, {"a": 2}] and "一" in raw


def test_a_chinese_file_name_reaches_the_browser():
    header = stream_csv([], [], "名册.csv")["Content-Disposition"]
    assert header.startswith("attachment") and "filename*=utf-8''%E5%90%8D%E5%86%8C.csv" in header
