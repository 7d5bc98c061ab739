"""Files made to break the reader or to slip something past the reviewer: each costs itself only, and says so."""

import io
import resource
import time
import zipfile

import pytest
from openpyxl import Workbook

from openness.reading import clean, read
from tests.openness.test_reading_docx import W, only, par, run, table

BODY = f"<w:document {W}><w:body>{{}}</w:body></w:document>"


def word(xml, **more):
    """The only row of a .docx with this main part."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, body in {"word/document.xml": xml, **more}.items():
            book.writestr(name, body)
    (row,) = read(io.BytesIO(out.getvalue()), "判决.docx")
    return row


@pytest.mark.parametrize("encoding", ["foo", "zlib", "idna", "gbk", "utf-7"])
def test_an_encoding_that_nobody_knows_costs_its_own_file_only(encoding):
    row = word(f'<?xml version="1.0" encoding="{encoding}"?>{BODY.format(par("x"))}')
    assert row.text is None and "请用 Word 重新保存" in row.error


@pytest.mark.parametrize(
    "body",
    [f'<w:p a="{"x" * 9_000_000}"/>', f"<w:{'p' * 9_000_000}/>", "<w:p " + " ".join(f'a{n}="&gt;>"' for n in range(300_000)) + "/>", "<w:p/>" * 400_001],
    ids=["attribute", "name", "attributes", "elements"],
)
def test_a_tag_or_a_structure_without_end_is_refused_soon(body):
    begun = time.process_time()
    assert "炸弹" in word(BODY.format(body)).error
    assert time.process_time() - begun < 12


def test_the_bound_on_elements_holds_for_all_parts_together():
    many = f"<w:x {W}>{'<w:x/>' * 150_000}</w:x>"
    assert "炸弹" in word(BODY.format(par("正文")), **{f"word/{n}.xml": many for n in ("styles", "numbering", "footnotes")}).error
    assert "炸弹" in word(BODY.format(par("正文")), **{f"a{n}": "" for n in range(5_001)}).error


def test_a_number_without_end_is_not_written_before_each_paragraph():
    level = f'<w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/><w:lvlText w:val="{"%1" * 100_000}"/></w:lvl>'
    numbers = f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{level}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>'
    row = only(*[par("甲", properties='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')] * 50, files={"numbering.xml": numbers})
    assert row.error is None and len(row.text) < 10_000


HIDDEN = "隐藏文字没有收（1 处）"
BOX = f"<w:pict><w:txbxContent>{par('框中')}</w:txbxContent></w:pict>"
NOTES = {"footnotes.xml": f'<w:footnotes {W}><w:footnote w:id="1">{par("注中")}</w:footnote></w:footnotes>'}


@pytest.mark.parametrize(
    ("block", "files", "text", "note"),
    [
        (par("看得见", f"<w:r><w:rPr><w:vanish/></w:rPr>{BOX}</w:r>"), {}, "看得见", HIDDEN),
        (par("看得见", '<w:r><w:rPr><w:vanish/></w:rPr><w:footnoteReference w:id="1"/></w:r>'), NOTES, "看得见", None),
        (par("看得见") + f"<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc>{par('藏')}</w:tc></w:tr></w:tbl>", {}, "看得见", HIDDEN),
        (par("藏", run("看得见", '<w:vanish w:val="0"/>')), {"styles.xml": f"<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:vanish/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>"}, "看得见", HIDDEN),
        (par("看得", run("藏", '<w:color w:val="FFFFFF"/>'), run("藏", '<w:sz w:val="2"/>'), "见"), {}, "看得见", "白色或极小的文字没有收（2 处）"),
        (par("看得", run("藏", '<w:color w:val="FEFEFE"/>'), run("藏", '<w:color w:themeColor="background1" w:val="auto"/>'), run("藏", '<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="FFFFFF"/>'), run("见", '<w:color w:val="auto"/>')), {}, "看得见", "白色或极小的文字没有收（3 处）"),
        (par("正文", '<w:r><w:pict><v:shape xmlns:v="v"><v:textpath string="东方绘彩"/></v:shape></w:pict></w:r>'), {}, "正文", "图片里的字没有读（1 张）"),
        (par(run("白底黑字的反面", '<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>')), {}, "白底黑字的反面", None),
        (table((par(run("表头", '<w:color w:val="FFFFFF"/>'), properties='<w:shd w:fill="000000"/>'),)), {}, "表头", None),
        (par("原告：", f'<w:bdo w:val="rtl">{run("彩绘方东")}</w:bdo>'), {}, "原告：东方绘彩", None),
        (f"<mc:AlternateContent><mc:Choice>{par('一次')}</mc:Choice><mc:Fallback>{par('一次')}</mc:Fallback></mc:AlternateContent>", {}, "一次", None),
        (f"<w:tbl><mc:AlternateContent><mc:Choice><w:tr><w:tc>{par('不丢的行')}</w:tc></w:tr></mc:Choice></mc:AlternateContent></w:tbl>", {}, "不丢的行", None),
        (par("正文", f'<w:r><w:instrText> INCLUDETEXT "C:\\x.docx" </w:instrText></w:r><w:fldSimple w:instr="DDEAUTO x">{run("域")}</w:fldSimple>'), {}, "正文域", "指向文件外的链接没有读（2 处）"),
        (par("正文"), {"header1.xml": f"<w:hdr {W}>{par('东方绘彩阅')}</w:hdr>", "footer1.xml": f"<w:ftr {W}>{par('第3页 共5页')}</w:ftr>"}, "正文", "页眉页脚没有收（1 处）"),
    ],
)  # fmt: skip
def test_only_what_a_reader_sees_is_taken_and_the_rest_is_said(block, files, text, note):
    row = only(block, files=files)
    assert row.error is None and row.text.strip() == text
    assert row.notes == ((note,) if note else ())


def test_a_name_is_one_name_however_its_characters_are_coded():
    assert clean("西门\uf929泽、\u202e彩绘方东\u202c、东方\ufff9绘彩\ufffahuicai\ufffb") == "西门朗泽、东方绘彩、东方绘彩"
    assert clean("\U0002f804") == "你"


def table_file(*sheets, states=(), **replaced):
    """An .xlsx of these sheets, with bytes of one of its parts replaced: {part: (old, new)}."""
    book, saved, out = Workbook(), io.BytesIO(), io.BytesIO()
    book.remove(book.active)
    for records in sheets:
        sheet = book.create_sheet()
        for record in records:
            sheet.append(record)
    for sheet, state in zip(book.worksheets, states, strict=False):
        sheet.sheet_state = state
    book.save(saved)
    with zipfile.ZipFile(saved) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name in made.namelist():
            old, new = replaced.get(name.rpartition("/")[2].removesuffix(".xml"), (b"", b""))
            package.writestr(name, made.read(name).replace(old, new, 1) if old else made.read(name))
    return list(read(io.BytesIO(out.getvalue()), "九月.xlsx"))


HEADER = ["案号", "正文"]
NUMBERS = ("（2026）辽0802民初71号", "（2026）辽0802民初72号")


def test_a_row_beyond_the_last_one_of_excel_keeps_nobody_waiting():
    rows = table_file([HEADER, [NUMBERS[0], "正文一"]], sheet1=(b"</sheetData>", b'<row r="2000000000"><c r="A2000000000"><v>1</v></c></row></sheetData>'))
    assert [(row.position, row.text) for row in rows] == [(2, "正文一")]


def test_a_table_that_would_eat_the_memory_is_refused_outside_of_this_process():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (row,) = table_file([HEADER], styles=(b"</cellXfs>", b'<xf numFmtId="0"/>' * 3_000_000 + b"</cellXfs>"))
    assert "结构异常" in row.error and row.error.startswith("九月.xlsx：")
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 300_000


def test_of_a_workbook_the_first_visible_sheet_is_read_and_a_second_one_with_cases_is_said():
    one, two = ([HEADER, [number, text]] for number, text in zip(NUMBERS, ("正文一", "正文二"), strict=True))
    assert [row.text for row in table_file(one, two, states=("hidden", "visible"))] == ["正文二"]
    first, more = table_file(one, two)
    assert first.text == "正文一" and "不止一张表" in more.error
    assert [row.error for row in table_file(one, [["填表说明"]])] == [None]


@pytest.mark.parametrize(
    ("data", "name", "says"),
    [
        (b'{"text": "a", "text": "b"}', "a.jsonl", "写了两次"),
        (b"\n \n", "a.jsonl", "没有一份文书"),
        ("案号,正文\n".encode(), "a.csv", "没有一份文书"),
        (b"PK\x05\x06" + bytes(18), "a.zip", "没有一份文书"),
        ("案号,正文\n".encode() + b'"\n",' * 5_000_000, "a.csv", "引号不配对"),
        ("案号,正文\n甲,一\n".encode() + "乙,二\n".encode("gbk"), "a.csv", "编码不一致"),
    ],
    ids=["twice", "blank", "header", "archive", "quotes", "mixed"],
)
def test_a_file_of_which_nothing_can_be_taken_says_why(data, name, says):
    (row,) = read(io.BytesIO(data), name)
    assert row.text is None and says in row.error
