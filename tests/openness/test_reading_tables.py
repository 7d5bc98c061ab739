"""Judgments handed in as a table: a row each, whatever the office's spreadsheet made of it."""

import csv
import io
import tracemalloc
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from openness.reading import read
from openness.reading.registers import read_register
from tests.openness.conftest import text_of

HEADER = ["案号", "正文", "标题", "法院", "裁判日期", "生效日期"]
TEXT = "营口市站前区人民法院\n民事判决书，\"判决如下\"。"
FULL = ["（2026）辽0802民初71号", TEXT, "借款案", "营口市站前区人民法院", "2026年9月1日", "2026-09-20"]


def rows(data, name):
    return list(read(io.BytesIO(data), name))


def written(*records, encoding="utf-8-sig", delimiter=","):
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(records)
    return out.getvalue().encode(encoding)


def sheet(*records):
    book, out = Workbook(), io.BytesIO()
    for record in records:
        book.active.append(record)
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (written(HEADER, FULL), "a.csv"),
        (written(HEADER, FULL, encoding="utf-8"), "a.csv"),
        (written(HEADER, FULL, encoding="gb18030"), "a.csv"),
        (written(HEADER, FULL, encoding="utf-16"), "a.csv"),
        (written(HEADER, FULL, encoding="utf-16-le"), "a.csv"),
        (written(HEADER, FULL, encoding="utf-16-be"), "a.csv"),
        (written(HEADER, FULL, delimiter="\t"), "a.tsv"),
        (written(HEADER, FULL, delimiter=";"), "a.csv"),
        (sheet(HEADER, FULL), "a.xlsx"),
        (sheet(["某法院报送表"], [], HEADER, [*FULL[:4], datetime(2026, 9, 1), date(2026, 9, 20)]), "a.xlsx"),
    ],
)
def test_a_row_is_a_judgment_with_its_fields(data, name):
    (row,) = rows(data, name)
    assert row.error is None and row.text == TEXT
    assert row.fields == {
        "title": "借款案", "case_number": FULL[0], "court": FULL[3], "decided_on": date(2026, 9, 1), "effective_on": date(2026, 9, 20),
    }  # fmt: skip


def test_english_columns_in_any_order_and_columns_that_nobody_knows():
    (row,) = rows(written(["note", "text", "id"], ["x", TEXT, "17"]), "a.csv")
    assert (row.text, row.name) == (TEXT, "17")


def test_a_bad_row_is_named_by_the_number_the_spreadsheet_shows_and_the_rest_goes_on():
    first, bad, empty, last = rows(written(HEADER, FULL, [*FULL[:4], "昨天", ""], ["（2026）辽0802民初72号", " ", "", "", "", ""], [], FULL), "a.csv")
    assert (first.text, last.text, last.position) == (TEXT, TEXT, 6)
    assert bad.error.startswith("第 3 行") and "昨天" in bad.error
    assert empty.error.startswith("第 4 行") and "缺少 text" in empty.error


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b"", "a.csv", "是空的"),
        (written(["案号", "生效日期"], ["（2026）辽0802民初1号", "2026-09-20"]), "a.csv", "找不到“正文”一列"),
        (sheet(["案号"]), "a.xlsx", "找不到“正文”一列"),
        (sheet(HEADER, FULL), "a.csv", "内容却是"),
        (written(HEADER, FULL), "a.xlsx", "不是 Excel 工作簿"),
        (sheet(HEADER, FULL)[:-300], "a.xlsx", "没有传完"),
        (written(HEADER) + b'"\xe6\x9c', "a.csv", "编码"),
        (written(HEADER) + '（2026）辽0802民初1号,"没有写完'.encode(), "a.csv", "引号"),
        (written(HEADER) + b'"a"b,c\n', "a.csv", "引号"),
        (b"\xff\xfe\x00\xd8" * 9, "a.csv", "编码"),
        (written(["案號", "全文", "法院"], ["1", "判決如下", "法院"], encoding="big5"), "a.csv", "Big5"),
        (written(HEADER, ["x", "长" * 8_400_000]), "a.csv", "8 MB"),
    ],
    ids=range(12),
)
def test_a_table_that_cannot_be_read_is_answered_with_what_to_do(data, name, says):
    row = rows(data, name)[-1]
    assert row.text is None and says in row.error and row.error.startswith(f"{name}：") and row.error.endswith("。")


def test_hidden_rows_and_columns_are_not_taken_and_named():
    book, out = Workbook(), io.BytesIO()
    for record in (HEADER, FULL, ["（2026）辽0802民初72号", *FULL[1:]], ["（2026）辽0802民初73号", *FULL[1:]]):
        book.active.append(record)
    book.active.row_dimensions[3].hidden = True
    book.active.column_dimensions["C"].hidden = True
    book.save(out)
    first, last, told = rows(out.getvalue(), "a.xlsx")
    assert (first.position, last.position) == (2, 4) and "title" not in first.fields
    assert "C 列、第 3 行在表里是隐藏的，没有收（共 2 处）" in told.error


@pytest.mark.parametrize(("encoding", "taken"), [("utf-16-le", True), ("utf-16-be", True), ("gbk", True), ("big5", False)])
def test_a_register_and_a_text_in_the_encodings_of_old_machines_are_read_or_named(encoding, taken):
    sheet_bytes = "案號,生效日期,法院\n（2026）遼0802民初1號,2026-09-20,法院\n".replace("案號", "案号" if taken else "案號").replace("號", "号" if taken else "號").encode(encoding)
    (row,) = read_register(io.BytesIO(sheet_bytes), "九月.csv")
    (text,) = rows("法院判決书\n".replace("书", "書").encode(encoding), "a.txt")
    assert (row.error is None, text.error is None) == (taken, taken)
    assert taken or ("Big5" in row.error and "Big5" in text.error)


def test_what_came_before_a_wound_is_taken():
    good, broken = rows(written(HEADER, FULL) + b'"a"b,c\n', "a.csv")
    assert good.text == TEXT and "第 3 行" in broken.error


def test_a_text_that_excel_may_have_cut_off_is_refused():
    (row,) = rows(sheet(HEADER, [FULL[0], "字" * 32_767]), "a.xlsx")
    assert row.text is None and "可能被截掉" in row.error


def test_memory_does_not_grow_with_the_table(tmp_path):
    path = tmp_path / "many.csv"
    path.write_bytes(written(HEADER, *[[FULL[0], TEXT * 100] for _ in range(4_000)]))
    tracemalloc.start()
    assert sum(row.error is None for row in read(path)) == 4_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 20_000_000 and peak < 6_000_000


@pytest.mark.django_db
def test_a_table_becomes_judgments(hand_in):
    number = "（2026）辽0802民初71号"
    data = written(HEADER, [number, text_of(number), "", "", "", "2026-09-20"], ["（2026）辽0802民初72号", "太短", "", "", "", ""])
    taken, short = hand_in(*rows(data, "九月.csv"))
    assert (taken.outcome, taken.judgment.case_number, taken.judgment.effective_on) == ("in_review", number, date(2026, 9, 20))
    assert (short.outcome, short.code) == ("rejected", "too_short")
