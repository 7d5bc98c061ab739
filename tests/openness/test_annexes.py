"""Attachments: the content is what the name says, people's names go, what nobody sees is refused."""

import io
import zipfile

import docx
import openpyxl
import pytest

from openness.attachments import AttachmentRefused, tidy_attachment
from tests.openness.test_reading_pdf import printed

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(author="", paragraphs=("附件正文。",), xml=""):
    """A .docx with an author in its properties; `xml` goes into the body as it is."""
    document = docx.Document()
    document.core_properties.author = author
    for text in paragraphs:
        document.add_paragraph(text)
    out = io.BytesIO()
    document.save(out)
    return _with(out.getvalue(), xml) if xml else out.getvalue()


def _with(data, xml):
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for item in old.infolist():
            content = old.read(item)
            new.writestr(item.filename, content.replace(b"<w:sectPr", xml.encode() + b"<w:sectPr", 1) if item.filename == "word/document.xml" else content)
    return out.getvalue()


def sheet(author):
    book = openpyxl.Workbook()
    book.properties.creator = author
    book.active["A1"] = "件数"
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.mark.parametrize(("make", "name"), [(word, "a.docx"), (sheet, "a.xlsx")])
def test_the_author_is_taken_out_and_the_file_still_opens(make, name):
    data = make("欧阳某某")
    tidy = tidy_attachment(data, name)
    with zipfile.ZipFile(io.BytesIO(tidy)) as package:
        assert package.testzip() is None and not any("欧阳某某".encode() in package.read(n) for n in package.namelist())
    if name.endswith("docx"):
        assert docx.Document(io.BytesIO(tidy)).paragraphs[0].text == "附件正文。"
    else:
        assert openpyxl.load_workbook(io.BytesIO(tidy)).active["A1"].value == "件数"


@pytest.mark.parametrize(
    ("data", "name", "said"),
    [
        (PDF, "a.docx", "内容却打不开"), (word(), "a.pdf", "内容却不是 PDF"), (word(), "a.xlsx", "内容却不是"), (b"MZ\x90\x00", "a.pdf", "内容却不是"), (b"hello", "a.exe", "只收"), (b"", "a.pdf", "空的"),
        (PDF.replace(b"/Catalog", b"/Catalog/Author(Zhang San)"), "a.pdf", "作者"), (PDF.replace(b"/Catalog", b"/Catalog/JavaScript 2 0 R"), "a.pdf", "脚本"),
    ],
)  # fmt: skip
def test_a_file_that_is_not_what_its_name_says_or_carries_something_is_refused(data, name, said):
    with pytest.raises(AttachmentRefused, match=said):
        tidy_attachment(data, name)


@pytest.mark.parametrize(
    ("xml", "said"),
    [
        ('<w:p><w:del w:id="1" w:author="某人"><w:r><w:delText>删掉的</w:delText></w:r></w:del></w:p>', "修订"),
        ("<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>看不见的</w:t></w:r></w:p>", "隐藏"),
    ],
)
def test_a_word_file_with_tracked_changes_or_hidden_text_is_refused(xml, said):
    with pytest.raises(AttachmentRefused, match=said):
        tidy_attachment(word(xml=xml), "a.docx")


def test_a_sound_pdf_stays_as_it_is():
    data = printed("附件正文，共三页。")
    assert tidy_attachment(data, "a.pdf") == data


def header(text):
    document = docx.Document()
    document.add_paragraph("附件正文。")
    document.sections[0].header.paragraphs[0].text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def second_sheet(text):
    book = openpyxl.Workbook()
    book.active["A1"] = "件数"
    book.create_sheet("台账")["B2"] = text
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (word(paragraphs=("联系人13812345678。",)), "a.docx"), (header("编制：13812345678"), "a.docx"), (second_sheet("210802198503022418"), "a.xlsx"), (second_sheet(13812345678), "a.xlsx"),
        (printed("联系人13812345678。"), "a.pdf"),
    ],
)  # fmt: skip
def test_identifiers_in_a_file_are_found_wherever_they_stand(data, name):
    with pytest.raises(AttachmentRefused, match="不能公开的内容"):
        tidy_attachment(data, name)


def test_a_black_box_over_words_hides_nothing_and_is_refused():
    data = printed("附件正文。\n#place(top + left, box(fill: black, width: 5cm, height: 1cm))\n#place(top + left)[盖住的姓名]\n#place(top + left, box(fill: black, width: 5cm, height: 1cm))")
    with pytest.raises(AttachmentRefused):
        tidy_attachment(data, "a.pdf")
