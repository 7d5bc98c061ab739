"""Attachments of pages (附件): the content must be what the name says, and metadata go: author, company, comments.

Pure. Word and Excel files are written anew without the parts that hold people's names; a PDF that names its author is
handed back, for it cannot be rewritten here without changing how it looks. What a file says is linted when it is taken,
headers and further sheets too, so that nothing has to be read when its page is published.
"""

import html
import io
import re
import zipfile
from pathlib import PurePosixPath

from openness.page_gates import OFFICIAL, page_leaks
from openness.reading.docx import DAMAGED, docx_text
from openness.reading.pdf import pdf_text
from openness.reading.rows import ReadError

MAX_BYTES = 20 * 1024 * 1024
MAX_UNFOLDED = 60 * 1024 * 1024
ROOTS = {".docx": "word/", ".xlsx": "xl/"}
#: Parts that name people: properties, comments, the people who commented.
PERSONAL = re.compile(r"^(docProps/(core|app|custom)\.xml|word/(comments\w*|people)\.xml|xl/(comments\d*|persons/.*|threadedComments/.*)(\.xml)?)$", re.I)
_BREAK = re.compile(rb"</(?:\w+:)?(?:p|si|row|c|is|tc)>")
_TAG = re.compile(rb"<[^>]*>")
_PDF_AUTHOR = re.compile(rb"/Author\s*(\((?:\\.|[^\\)])+\)|<[0-9A-Fa-f]{4,}>)")
_EMPTY = {
    "docprops/core.xml": b'<?xml version="1.0" encoding="UTF-8"?><cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docprops/app.xml": b'<?xml version="1.0" encoding="UTF-8"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
}


class AttachmentRefused(ValueError):
    """The file is not taken; the message says why and what to do."""


def tidy_attachment(data: bytes, name: str) -> bytes:
    """The file without metadata. AttachmentRefused for another kind, a wrong name, macros, tracked changes, an author
    in a PDF, words under a box, pictures without words, personal identifiers.
    """
    suffix = PurePosixPath(name).suffix.lower()
    if not data:
        raise AttachmentRefused("文件是空的（0 字节），请重新选择。")
    if len(data) > MAX_BYTES:
        raise AttachmentRefused(f"文件超过 {MAX_BYTES >> 20} MB，请压缩图片或者分成几个文件。")
    if suffix == ".pdf":
        return _linted(data, _pdf(data))
    if suffix not in ROOTS:
        raise AttachmentRefused("附件只收 .pdf、.docx、.xlsx。")
    tidy = _office(data, suffix)
    return _linted(tidy, _words(tidy))


def _linted(data: bytes, text: str) -> bytes:
    refusals = list(page_leaks(text, open_kinds=OFFICIAL))
    if refusals:
        raise AttachmentRefused(f"文件里有不能公开的内容：{refusals[0].text}（{refusals[0].where}，共 {len(refusals)} 处）。请遮住后重新生成文件上传。")
    return data


def _words(data: bytes) -> str:
    """Every word of an Office file, wherever it stands: a line for each paragraph and cell."""
    lines = []
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in package.namelist():
            if name.startswith(("word/", "xl/")) and name.endswith(".xml") and "/theme/" not in name and not name.endswith(("styles.xml", "fontTable.xml", "settings.xml")):
                lines.append(_TAG.sub(b"", _BREAK.sub(b"\n", package.read(name))).decode("utf-8", "ignore"))
    return html.unescape("\n".join(lines))


def _pdf(data: bytes) -> str:
    """Its words."""
    if not data.lstrip()[:5] == b"%PDF-":
        raise AttachmentRefused("文件名是 .pdf，内容却不是 PDF。请重新生成后上传。")
    if b"/JavaScript" in data or b"/Launch" in data:
        raise AttachmentRefused("这个 PDF 里有脚本，不能公开。请用“打印为 PDF”重新生成。")
    if _PDF_AUTHOR.search(data):
        raise AttachmentRefused("这个 PDF 的属性里有作者姓名。请用“打印为 PDF”重新生成，或者在导出时去掉个人信息。")
    try:
        return pdf_text(data)[0]
    except ReadError as error:
        raise AttachmentRefused(str(error)) from None


def _office(data: bytes, suffix: str) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            names = package.namelist()
            if sum(item.file_size for item in package.infolist()) > MAX_UNFOLDED:
                raise AttachmentRefused("这个文件解压后过大，没有收。")
            if "[Content_Types].xml" not in names or not any(n.startswith(ROOTS[suffix]) for n in names):
                raise AttachmentRefused(f"文件名是 {suffix}，内容却不是。请用 Office 或 WPS 重新保存后上传。")
            if any(n.lower().endswith(("vbaproject.bin", ".exe", ".dll")) for n in names):
                raise AttachmentRefused("文件带宏，没有收。请另存为不带宏的格式。")
            if suffix == ".docx":
                _refuse_hidden(data)
            return _rewritten(package)
    except AttachmentRefused:
        raise
    except DAMAGED:
        raise AttachmentRefused(f"文件名是 {suffix}，内容却打不开。请用 Office 或 WPS 重新保存后上传。") from None


def _refuse_hidden(data: bytes) -> None:
    """What a reader of the screen does not see must not travel in the file."""
    try:
        _, notes = docx_text(io.BytesIO(data))
    except ReadError as error:
        raise AttachmentRefused(str(error)) from None
    found = [n for n in notes if n.startswith(("修订", "隐藏", "批注"))]
    if found:
        raise AttachmentRefused(f"文件里有看不见的内容：{'；'.join(found)}。请接受全部修订、删去批注和隐藏文字后重新上传。")


def _rewritten(package: zipfile.ZipFile) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as tidy:
        for item in package.infolist():
            personal = PERSONAL.match(item.filename)
            if personal and item.filename.lower() not in _EMPTY:
                continue
            content = _EMPTY[item.filename.lower()] if personal else package.read(item)
            if personal is None and item.filename.endswith((".rels", "[Content_Types].xml")):
                content = _without(content)
            tidy.writestr(zipfile.ZipInfo(item.filename, (2000, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _without(xml: bytes) -> bytes:
    """Relations and types of the parts that were left out."""
    return re.sub(rb'<(?:Relationship|Override)\b[^>]*"[^"]*(?:comments\w*|people|persons/[^"]*|threadedComments/[^"]*|custom)\.xml"[^>]*/>', b"", xml, flags=re.I)
