"""Registers of effective judgments as courts keep them: CSV, Excel, JSON Lines; zero rows are an answer."""

import io
import json
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from openness.reading.registers import RegisterRow, read_register

NUMBER = "（2026）辽0802民初1号"
DAY = date(2026, 10, 8)
HEADER = "案号,生效日期,是否上诉,文书种类,后缀"


def rows(data: bytes, name: str) -> list[RegisterRow]:
    return list(read_register(io.BytesIO(data), name))


def sheet(*cells: list) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for row in cells:
        book.active.append(row)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_csv_in_the_encodings_of_offices(encoding):
    (row,) = rows(f"{HEADER}\r\n{NUMBER},2026-10-08,否,民事判决书,之一\r\n".encode(encoding), "十月.csv")
    assert row == RegisterRow(2, NUMBER, DAY, False, "民事判决书", "之一")


@pytest.mark.parametrize(
    "header",
    [
        "case_number,effective_on,appealed",
        "案 号,生效时间,上诉情况",
        "Case Number;Effective date;Appeal",
        "案号\t生效日期\t是否上诉",
    ],
)
def test_headers_in_both_languages_and_other_separators(header):
    separator = next(mark for mark in ",;\t" if mark in header)
    (row,) = rows(f"{header}\n{separator.join([NUMBER, '2026年10月8日', '是'])}\n".encode(), "a.csv")
    assert (row.case_number, row.effective_on, row.appealed, row.kind) == (NUMBER, DAY, True, "")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("空.csv", b""),
        ("空.jsonl", b""),
        ("表头.csv", f"{HEADER}\n".encode()),
        ("表头.xlsx", sheet(HEADER.split(","))),
    ],
)
def test_zero_rows_are_an_answer(name, data):
    assert rows(data, name) == []


@pytest.mark.parametrize("day", [DAY, datetime(2026, 10, 8), "2026/10/8", "2026年10月8日", 46303])
def test_excel_days_as_dates_text_and_serial_numbers(day):
    (row,) = rows(sheet(["生效裁判登记表"], HEADER.split(","), [], [NUMBER, day, "未上诉"]), "十月.xlsx")
    assert (row.position, row.effective_on, row.appealed, row.error) == (4, DAY, False, None)


def test_json_lines_registers():
    line = json.dumps(
        {"case_number": NUMBER, "effective_on": "2026-10-08", "appealed": True, "kind": "民事判决书"},
        ensure_ascii=False,
    )
    assert rows(line.encode(), "a.jsonl") == [RegisterRow(1, NUMBER, DAY, True, "民事判决书", "")]


def test_json_lines_may_have_chinese_keys():
    line = json.dumps({"案号": NUMBER, "生效日期": "2026年10月8日", "是否上诉": "否"}, ensure_ascii=False)
    assert rows(line.encode(), "a.jsonl") == [RegisterRow(1, NUMBER, DAY, False)]


def test_a_table_without_a_header_is_understood():
    assert rows(f"{NUMBER},2026-10-08\n".encode(), "a.csv") == [RegisterRow(1, NUMBER, DAY)]


@pytest.mark.parametrize(
    ("line", "says"),
    [
        (",2026-10-08", "缺少案号"),
        (f"{NUMBER},", "缺少生效日期"),
        (f"{NUMBER},下月", "不是日期"),
        (f"{NUMBER},2026-10-08,也许", "请写“是”或“否”"),
    ],
)
def test_a_bad_row_is_named_and_the_rest_goes_on(line, says):
    bad, good = rows(f"{HEADER}\n{line}\n{NUMBER},2026-10-08\n".encode(), "a.csv")
    assert says in bad.error
    assert "第 2 行" in bad.error
    assert good.error is None


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.csv", "姓名,年龄\n甲,3\n".encode(), "找不到“案号”一列"),
        ("a.xlsx", b"", "只有表头"),
        ("a.xlsx", sheet([NUMBER, "2026-10-08"])[:-60], "没有传完"),
        ("a.xlsx", b"PK\x03\x04" + b"x" * 40, "没有传完"),
        ("a.csv", sheet([NUMBER]), "请另存为 .csv 或 .xlsx"),
        ("a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "请上传 .csv、.xlsx 或 .jsonl"),
        ("a.csv", b"\x00\x01\x02\x03" * 40, "二进制"),
        ("a.csv", HEADER.encode() + b"\n" + b"x" * 2_000_000, "超过 1 MB"),
    ],
)
def test_what_is_no_register_is_answered_with_what_to_do(name, data, says):
    *_, last = rows(data, name)
    assert says in last.error
    assert last.error.startswith(f"{name}：")
