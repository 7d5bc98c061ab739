"""PDF: what a reader of the page sees is taken; where that cannot be told from what lies beneath, nothing is."""

import io
import zlib

import pytest
import typst
from PIL import Image

from openness.reading import read
from openness.writing import pdf_bytes
from tests.openness.conftest import text_of
from tests.openness.test_outputs import PAPER

HEAD = '#set page("a5", margin: 2cm)\n#set text(font: "Noto Serif CJK SC", lang: "zh", region: "cn", size: 12pt)\n#set par(justify: true, first-line-indent: (amount: 2em, all: true))\n'
LONG = "合法的借贷关系受法律保护，被告应当按照约定的期限返还借款并支付利息，逾期不还的应当承担违约责任"


def only(data, name="判决.pdf"):
    (row,) = read(io.BytesIO(data), name)
    return row


def printed(source, **inputs):
    return typst.compile((HEAD + source).encode(), sys_inputs=inputs)


def as_bytes(image):
    out = io.BytesIO()
    image.save(out, "PNG")
    return f"bytes({tuple(out.getvalue())})"


def picture():
    return as_bytes(Image.effect_noise((200, 200), 90).convert("RGB"))


def seal():
    return as_bytes(Image.new("RGBA", (60, 60), (200, 0, 0, 90)))


def raw(content, page="", catalog="", extra=""):
    """A PDF written by hand: Latin text, no table of its objects."""
    parts = [
        f"1 0 obj <</Type/Catalog/Pages 2 0 R {catalog}>> endobj", "2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj",
        f"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>> {page}>> endobj",
        f"4 0 obj <</Length {len(content)}>> stream\n{content}\nendstream endobj", "5 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj", extra,
    ]  # fmt: skip
    return ("%PDF-1.7\n" + "\n".join(parts) + "\ntrailer <</Root 1 0 R>>\n%%EOF").encode()


SHOW = "BT /F 20 Tf 100 700 Td (Wang Xiaowu) Tj ET"


def test_paragraphs_are_whole_again_over_lines_and_pages_and_page_numbers_go():
    body = [f"{n}、{LONG}。" for n in "甲乙丙丁戊己庚辛"]
    source = '#set page(footer: context align(center)[— #counter(page).display() —])\n#align(center, text(18pt)[营口市站前区人民法院])\n\n' + "\n\n".join(body) + "\n\n#align(right)[审　判　员　　李四]"
    row = only(printed(source))
    assert row.error is None and row.notes == ()
    assert row.text.splitlines() == ["营口市站前区人民法院", *body, "审　判　员　李四"]


def test_our_own_pdf_comes_back_word_for_word():
    lines = only(pdf_bytes(PAPER)).text.splitlines()
    assert lines[:3] == [PAPER.court, PAPER.kind, PAPER.number] and "二〇二六年九月一日" in lines


def test_radicals_that_printing_left_become_the_characters_that_they_stand_for():
    (row,) = read(io.BytesIO("原告：⻢⻰，⺠族：汉。⼀审。".encode()), "a.txt")
    assert row.text == "原告：马龙，民族：汉。一审。"


OVER = "#place(dx: {dx}, dy: -2.2em, rect(width: 8em, height: 1.4em, fill: {fill}))"


@pytest.mark.parametrize("fill", ["black", "rgb(20, 20, 60)", "white", "luma(10)"])
def test_words_under_a_box_are_a_reason_to_refuse_the_file(fill):
    row = only(printed(f"原告：王小五，女，汉族。\n\n身份证号：210802198503020021\n{OVER.format(fill=fill, dx='3em')}\n\n{LONG}"))
    assert row.text is None and "第 1 页有被色块盖住的文字" in row.error and "王小五" not in row.error


def test_black_words_on_a_black_ground_are_no_better():
    assert "盖住" in only(printed(f"{LONG}\n\n#box(fill: black)[王小五]")).error


def test_light_words_on_a_dark_ground_and_marked_words_are_read():
    row = only(printed(f"#box(fill: rgb(0, 0, 120))[#text(fill: white)[民事判决书]]\n\n#highlight[{LONG}]"))
    assert row.error is None and "民事判决书" in row.text and LONG[:20] in row.text


def test_white_words_on_white_paper_are_not_taken_and_said():
    row = only(printed(f"{LONG}\n\n#text(fill: white)[王小五]"))
    assert "王小五" not in row.text and row.notes == ("看不见的和斜放的文字没有收（3 个字）",)


def test_words_that_are_not_painted_are_not_taken():
    row = only(raw(f"{SHOW} BT 3 Tr /F 20 Tf 100 600 Td (Hidden) Tj ET BT 0 Tr /F 20 Tf 900 600 Td (Outside) Tj ET"))
    assert row.text.strip() == "Wang Xiaowu" and row.notes == ("看不见的和斜放的文字没有收（13 个字）",)


@pytest.mark.parametrize("kind", ["Square", "Redact", "FreeText"])
def test_a_box_that_was_laid_over_as_a_note_is_a_box(kind):
    row = only(raw(SHOW, page=f"/Annots[<</Type/Annot/Subtype/{kind}/Rect[90 690 300 730]/IC[0 0 0]>>]"))
    assert "盖住" in row.error


def test_a_layer_that_is_switched_off_is_a_reason_to_refuse():
    assert "图层" in only(raw(SHOW, catalog="/OCProperties<</OCGs[6 0 R]/D<</OFF[6 0 R]>>>>", extra="6 0 obj <</Type/OCG/Name(x)>> endobj")).error


def note(kind, more=""):
    return f"/Annots[<</Type/Annot/Subtype/{kind}/Rect[10 10 20 20]/Contents(Zhang San){more}>>]"


SCRIPT = "<</S/JavaScript/JS(1)>>"


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"page": note("Text")}, "批注没有收（1 处）"),
        ({"page": note("FreeText")}, "批注没有收（1 处）"),
        ({"page": note("Watermark")}, "批注没有收（1 处）"),
        ({"page": note("Widget", "/FT/Tx/V(Zhang San)")}, "表单里填的字、签章没有收（1 处）"),
        ({"page": note("FileAttachment")}, "PDF 里附带的文件没有读（1 个）"),
        ({"catalog": "/Names<</EmbeddedFiles<</Kids[<</Names[(a) 4 0 R (b) 4 0 R]>>]>>>>"}, "PDF 里附带的文件没有读（2 个）"),
        ({"catalog": f"/OpenAction{SCRIPT}"}, "PDF 里的脚本没有运行（1 段）"),
        ({"catalog": f"/Names<</JavaScript<</Names[(a) {SCRIPT}]>>>>"}, "PDF 里的脚本没有运行（1 段）"),
        ({"page": note("Link", f"/A{SCRIPT}")}, "PDF 里的脚本没有运行（1 段）"),
    ],
)
def test_what_hangs_on_the_pages_is_not_taken_and_said(options, said):
    row = only(raw(SHOW, **options))
    assert (row.text.strip(), row.notes) == ("Wang Xiaowu", (said,))


def test_a_link_is_nothing_to_speak_of():
    assert only(raw(SHOW, page=note("Link", "/A<</S/URI/URI(http://a.example)>>"))).notes == ()


def test_a_tree_of_names_without_end_is_refused():
    row = only(raw(SHOW, catalog="/Names<</EmbeddedFiles 9 0 R>>", extra="9 0 obj <</Kids[9 0 R 9 0 R]>> endobj"))
    assert row.text is None and "异常庞大" in row.error


def test_a_page_that_is_a_picture_is_refused_even_with_words_of_a_reading_machine_behind():
    source = f"{LONG}\n\n#pagebreak()\n#place(top + left, dx: -2cm, dy: -2cm, image({picture()}, width: 14.8cm, height: 21cm))\n#text(fill: white)[{LONG}]"
    row = only(printed(source))
    assert row.text is None and "第 2 页是图片" in row.error and ".docx" in row.error


def test_a_seal_lets_the_words_through_and_a_picture_over_words_does_not():
    over = f"{LONG}。\n#place(dx: 2em, dy: -3em, image({{}}, width: 3cm))"
    row = only(printed(over.format(seal())))
    assert row.error is None and row.notes == ("图片里的字没有读（1 张）",)
    assert "盖住" in only(printed(over.format(picture()))).error


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"%PDF-1.7\n" + b"x" * 500, "读不了"),
        (pdf_bytes(PAPER)[:3000], "读不了"),
        (raw(""), "没有文字"),
        (raw(SHOW).replace(b"/Subtype/Type1/BaseFont/Helvetica", b"/Subtype/Type0/BaseFont/X/Encoding/Nothing/DescendantFonts[<</Type/Font/Subtype/CIDFontType2/BaseFont/X/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>>>]"), "没有可读的编码"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_do(data, says):
    row = only(data)
    assert row.text is None and says in row.error and row.error.startswith("判决.pdf：")


def test_a_stream_that_unfolds_without_end_takes_nothing_along():
    press = zlib.compressobj(1)
    folded = b"".join([press.compress(bytes(1 << 20)) for _ in range(1300)]) + press.flush()
    head, tail = raw("@@").split(b"@@")
    row = only(head.replace(b"/Length 2", b"/Length %d/Filter/FlateDecode" % len(folded)) + folded + tail)
    assert "读不了" in row.error


@pytest.mark.django_db
def test_a_pdf_becomes_a_judgment(hand_in):
    lines = "\n\n".join(f"#({line!r})".replace("'", '"') for line in text_of().splitlines())
    (answer,) = hand_in(only(printed(lines)))
    assert (answer.outcome, answer.case_number) == ("in_review", "（2026）辽0802民初71号")
    assert "东方绘彩" not in answer.judgment.text
