"""Word documents: what their reader sees with all changes accepted, and a note for whatever was left out."""

import io
import json
import zipfile

import pytest

from openness.models import ImportRow
from openness.reading import read
from openness.reading.docx_numbers import numeral
from tests.openness.conftest import text_of

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
TYPES = '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/word/document.xml" ContentType="application/vnd.{}"/></Types>'
PLAIN = "openxmlformats-officedocument.wordprocessingml.document.main+xml"


def run(text, properties=""):
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def par(*runs, properties=""):
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(r if r.startswith('<') else run(r) for r in runs)}</w:p>"


def table(*rows):
    return "<w:tbl>" + "".join("<w:tr>" + "".join(f"<w:tc>{c if c.startswith('<') else par(c)}</w:tc>" for c in row) + "</w:tr>" for row in rows) + "</w:tbl>"


def package(*blocks, kind=PLAIN, more=None):
    """A .docx of these blocks; files are further parts below word/."""
    out = io.BytesIO()
    parts = {"[Content_Types].xml": TYPES.format(kind), "word/document.xml": f"<w:document {W}><w:body>{''.join(blocks)}<w:sectPr/></w:body></w:document>"}
    parts |= {f"word/{name}": body for name, body in (more or {}).items()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, body in parts.items():
            book.writestr(name, body)
    return out.getvalue()


def only(*blocks, name="判决.docx", files=None, kind=PLAIN):
    (row,) = read(io.BytesIO(package(*blocks, kind=kind, more=files)), name)
    return row


def lines(row):
    assert row.error is None, row.error
    return row.text.splitlines()


def test_a_name_split_over_runs_comes_out_whole():
    row = only(par("原告：东", run("方", "<w:b/>"), '<w:proofErr w:type="spellStart"/>', run("绘彩"), "，女。"))
    assert lines(row) == ["原告：东方绘彩，女。"] and row.notes == ()


@pytest.mark.parametrize(
    ("cells", "line"),
    [
        (("审判员", "王", "小", "五"), "审判员\t王小五"),
        (("审判员", "王", "小五"), "审判员\t王小五"),
        (("审判员", "王小", "五"), "审判员\t王小五"),
        (("书记员", "欧阳", "明"), "书记员\t欧阳明"),
        (("书记员", "欧", "阳明"), "书记员\t欧阳明"),
        (("王小五", "男", "汉族"), "王小五\t男\t汉族"),
        (("王五", "女", "李四"), "王五\t女\t李四"),
        (("一", "王五", "3000元"), "一\t王五\t3000元"),
        (("原告", "王小五"), "原告\t王小五"),
    ],
)
def test_names_split_over_table_cells_come_out_whole_and_nothing_else_is_joined(cells, line):
    assert lines(only(table(cells))) == [line]


def test_tables_are_read_row_by_row_and_nested_ones_within_their_cell():
    inner = table(("本金", "30000元"), ("利息", "500元"))
    row = only(par("表前"), table(("项目", "金额"), (par("借款") + inner, "合计30500元")), par("表后"))
    assert lines(row) == ["表前", "项目\t金额", "借款", "本金\t30000元", "利息\t500元", "合计30500元", "表后"]


def test_a_note_stands_below_the_paragraph_that_cites_it():
    notes = f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1">{par("——")}</w:footnote><w:footnote w:id="2">{par("见原审卷第三页。")}</w:footnote></w:footnotes>'
    row = only(par("双方签订合同", '<w:r><w:footnoteReference w:id="2"/></w:r>', "。"), par("本院认为。"), files={"footnotes.xml": notes, "header1.xml": f"<w:hdr {W}>{par('内部资料')}</w:hdr>"})
    assert lines(row) == ["双方签订合同〔注1〕。", "〔注1〕见原审卷第三页。", "本院认为。"]


def test_a_text_box_is_read_once():
    box = f"<w:txbxContent>{par('框中文字')}</w:txbxContent>"
    both = f"<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing>{box}</w:drawing></mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    assert lines(only(par("段前", both, "段后"))) == ["段前段后", "框中文字"]
    assert lines(only(par("旧式", f"<w:r><w:pict>{box}</w:pict></w:r>"))) == ["旧式", "框中文字"]


def test_of_tracked_changes_the_insertions_are_kept_and_nothing_of_what_was_deleted_nor_of_who_did_it():
    who = 'w:author="王小五" w:date="2026-09-01T00:00:00Z" w:id="1"'
    deleted = f'<w:del {who}><w:r><w:delText>十万元</w:delText></w:r></w:del>'
    inserted = f"<w:ins {who}>{run('三万元')}</w:ins>"
    moved = f"<w:moveFrom {who}>{run('旧处')}</w:moveFrom><w:moveTo {who}>{run('新处')}</w:moveTo>"
    gone = f'<w:p><w:pPr><w:rPr><w:del {who}/></w:rPr></w:pPr>{run("段一")}</w:p>'
    row_gone = f"<w:tbl><w:tr><w:trPr><w:del {who}/></w:trPr><w:tc>{par('删去的行')}</w:tc></w:tr><w:tr><w:tc>{par('留下的行')}</w:tc></w:tr></w:tbl>"
    row = only(par("支付", deleted, inserted, moved), gone, par("段二"), row_gone)
    assert lines(row) == ["支付三万元新处", "段一段二", "留下的行"]
    assert "修订中删除的内容没有收（3 处）" in row.notes and "修订中插入的内容已收（2 处）" in row.notes
    assert "王小五" not in row.text + "".join(row.notes)


def test_hidden_text_is_not_taken_and_said():
    styles = f'<w:styles {W}><w:style w:type="character" w:styleId="Secret"><w:rPr><w:vanish/></w:rPr></w:style><w:style w:type="paragraph" w:styleId="Deep"><w:basedOn w:val="Base"/></w:style><w:style w:type="paragraph" w:styleId="Base"><w:rPr><w:vanish/></w:rPr></w:style></w:styles>'
    row = only(
        par("看得见", run("藏一", "<w:vanish/>"), run("藏二", '<w:rStyle w:val="Secret"/>'), run("也看得见", '<w:vanish w:val="0"/>')),
        par("藏三", run("露出", '<w:vanish w:val="false"/>'), properties='<w:pStyle w:val="Deep"/>'),
        files={"styles.xml": styles},
    )
    assert lines(row) == ["看得见也看得见", "露出"] and row.notes == ("隐藏文字没有收（3 处）",)


def test_comments_objects_pictures_and_links_are_left_out_and_said():
    relations = f'<Relationships xmlns="x"><Relationship Id="a" Type="{RELATION}/hyperlink" TargetMode="External" Target="http://example.com/王小五"/><Relationship Id="b" Type="{RELATION}/oleObject" Target="embeddings/o.bin"/></Relationships>'
    row = only(
        par("正文", '<w:r><w:commentReference w:id="0"/></w:r>', '<w:r><w:object><w:t>对象</w:t></w:object></w:r>', f'<w:hyperlink r:id="a">{run("网站")}</w:hyperlink>', "<w:r><w:drawing><w:pic/></w:drawing></w:r>"),
        files={"_rels/document.xml.rels": relations, "comments.xml": f'<w:comments {W}><w:comment w:author="王小五">{par("此处存疑")}</w:comment></w:comments>'},
    )
    assert lines(row) == ["正文网站"] and "王小五" not in "".join(row.notes)
    assert row.notes == ("批注没有收（1 条）", "嵌入的对象没有读（1 个）", "指向文件外的链接没有读（1 处）", "图片里的字没有读（1 张）")


@pytest.mark.parametrize(
    ("options", "name"),
    [({"kind": "ms-word.document.macroEnabled.main+xml"}, "判决.docx"), ({"files": {"vbaProject.bin": "x"}}, "判决.docx"), ({"kind": "ms-word.document.macroEnabled.main+xml"}, "判决.docm")],
)
def test_a_file_with_macros_is_refused_with_what_to_do(options, name):
    row = only(par("正文"), name=name, **options)
    assert row.text is None and "带宏" in row.error and "另存为" in row.error


def numbering(*levels):
    body = "".join(f'<w:lvl w:ilvl="{n}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>' for n, (form, text) in enumerate(levels))
    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>'
    return f'<w:numbering {W}><w:abstractNum w:abstractNumId="0">{body}</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>{again}</w:numbering>'


def item(text, level=0, number=1):
    return par(text, properties=f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_numbers_of_lists_are_written_out():
    files = {"numbering.xml": numbering(("chineseCountingThousand", "%1、"), ("decimal", "%2."), ("decimal", "（%1.%3）"))}
    row = only(item("偿还借款；"), item("其中本金", 1), item("其中利息", 1), item("驳回其他请求。"), item("又一", 1), item("细目", 2), item("重新起", 0, 2), par("平常段落"), files=files)
    assert lines(row) == ["一、偿还借款；", "1. 其中本金", "2. 其中利息", "二、驳回其他请求。", "1. 又一", "（二.1）细目", "一、重新起", "平常段落"]


def test_numbers_come_from_a_style_too_and_zero_takes_them_away():
    styles = f'<w:styles {W}><w:style w:type="paragraph" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>'
    style = '<w:pStyle w:val="L"/>'
    row = only(par("甲项", properties=style), par("无号", properties=style + '<w:numPr><w:numId w:val="0"/></w:numPr>'), par("乙项", properties=style), files={"styles.xml": styles, "numbering.xml": numbering(("chineseCounting", "%1、"))})
    assert lines(row) == ["一、甲项", "无号", "二、乙项"]


@pytest.mark.parametrize(
    ("number", "form", "written"),
    [
        (10, "chineseCounting", "十"), (11, "chineseCountingThousand", "十一"), (20, "chineseCounting", "二十"), (105, "chineseCounting", "一百零五"), (110, "chineseCounting", "一百一十"),
        (1001, "chineseCounting", "一千零一"), (12, "chineseLegalSimplified", "壹拾贰"), (3, "ideographTraditional", "丙"), (4, "upperRoman", "IV"), (28, "lowerLetter", "bb"),
        (3, "decimalEnclosedCircle", "③"), (21, "decimalEnclosedCircle", "21"), (2026, "ideographDigital", "二〇二六"), (7, "something", "7"), (0, "chineseCounting", "0"),
    ],
)  # fmt: skip
def test_counts_in_words_formats(number, form, written):
    assert numeral(number, form) == written


@pytest.mark.parametrize("body", ["<w:p/>" * 400_001, "<w:sdt>" * 300 + "</w:sdt>" * 300])
def test_a_structure_without_end_is_refused(body):
    assert "炸弹" in only(body).error


def test_a_bomb_beside_the_body_is_refused():
    assert "解压后超过" in only(par("正文"), files={"numbering.xml": f"<w:numbering {W}>{(' ' * 900_000 + '<w:x/>') * 10}</w:numbering>"}).error


def test_a_document_with_notes_is_taken_says_so_and_is_not_published_by_itself(hand_in, city, tmp_path):
    paragraphs = [par(line) for line in text_of().splitlines()]
    (tmp_path / "一.docx").write_bytes(package(*paragraphs, par(run("藏", "<w:vanish/>"))))
    rows = list(read(tmp_path))
    (answer,) = hand_in(*rows, publish_clean=True)
    assert answer.outcome == "in_review" and "隐藏文字没有收（1 处）" in answer.message
    assert json.dumps(answer.fields) == "{}" and ImportRow.objects.count() == 1
