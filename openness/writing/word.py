"""A judgment as a Word document in the courts' form, with clean properties."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt
from docx.text.paragraph import Paragraph

from .paper import Paper

_BODY, _HEADING, _LATIN = "仿宋", "宋体", "Times New Roman"
_SIZE, _LEADING = Pt(16), Pt(28)  # 三号 and the distance of its lines
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML has no way to write these
# What python-docx's template brings along and nobody needs: a picture of an empty page, the name of a program.
_STRANGE = ("/thumbnail", "/extended-properties")


def docx_bytes(paper: Paper) -> bytes:
    """The file. Its properties hold the title and the day of publication; every date in it is that day."""
    document = docx.Document()
    _page(document)
    _line(document, paper.court, WD_ALIGN_PARAGRAPH.CENTER, Pt(22), _HEADING)
    _line(document, paper.kind, WD_ALIGN_PARAGRAPH.CENTER, Pt(26), _HEADING, after=Pt(14))
    _line(document, paper.number, WD_ALIGN_PARAGRAPH.RIGHT, after=Pt(14))
    for kind, words in paper.paragraphs:
        signed = kind == "sign"
        line = _line(document, words, WD_ALIGN_PARAGRAPH.RIGHT if signed else WD_ALIGN_PARAGRAPH.JUSTIFY)
        if not signed:
            line.paragraph_format.first_line_indent = _SIZE * 2
    for number, words in enumerate(paper.foot):
        line = _line(document, words, WD_ALIGN_PARAGRAPH.LEFT, Pt(9), _HEADING)
        line.paragraph_format.line_spacing = Pt(14)
        if not number:
            line.paragraph_format.space_before = Pt(28)
    _properties(document, paper)
    out = io.BytesIO()
    document.save(out)
    return _dated(out.getvalue(), paper)


def _page(document: Document) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = Mm(37), Mm(32), Mm(28), Mm(26)
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = _LATIN, _SIZE
    normal.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _BODY)
    form = normal.paragraph_format
    form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, _LEADING
    form.space_before = form.space_after = Pt(0)
    footer = section.footer.paragraphs[0]
    footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    footer._p.append(field)


def _line(document: Document, words: str, align, size=None, font: str = "", after=None) -> Paragraph:
    paragraph = document.add_paragraph()
    paragraph.alignment = align
    run = paragraph.add_run(_ILLEGAL.sub("", words))
    if size is not None:
        run.font.size = size
        paragraph.paragraph_format.line_spacing = Emu(size * 3 // 2)
    if font:
        run.font.name = _LATIN
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if after is not None:
        paragraph.paragraph_format.space_after = after
    return paragraph


def _properties(document: Document, paper: Paper) -> None:
    published = paper.published.astimezone(UTC).replace(tzinfo=None, microsecond=0)
    own = document.core_properties
    own.title, own.language, own.revision = _ILLEGAL.sub("", paper.title)[:255], "zh-CN", 1
    own.author = own.last_modified_by = own.comments = own.keywords = own.subject = own.category = ""
    own.created = own.modified = published
    relations = document.part.package.rels
    for name in [n for n, relation in relations.items() if relation.reltype.endswith(_STRANGE)]:
        del relations[name]


def _dated(data: bytes, paper: Paper) -> bytes:
    """The same package with the day of publication on each entry instead of the hour in which it was made."""
    out, day = io.BytesIO(), paper.published.astimezone(UTC)
    stamp = (max(day.year, 1980), day.month, day.day, 0, 0, 0)
    with zipfile.ZipFile(io.BytesIO(data)) as made, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name in made.namelist():
            book.writestr(zipfile.ZipInfo(name, stamp), made.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
