"""A file that goes to the public with an entry (附件): what its bytes say it is, without metadata, and its words.

Nothing hidden goes along: a Word file with tracked changes, comments or hidden text and a PDF with words under a box are
refused; the names of authors, programs and places are taken out. Nothing here knows the database.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from pathlib import PurePosixPath

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError
from pypdf.generic import NameObject

from .documents import ZIP_MAGIC, read_document
from .docx import DAMAGED
from .rows import MEBI, ReadError, clean

MAX_BYTES = 20 * MEBI
PDF, DOCX, JPEG, PNG = ("application/pdf", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "image/jpeg", "image/png")
SUFFIXES = {PDF: (".pdf",), DOCX: (".docx",), JPEG: (".jpg", ".jpeg"), PNG: (".png",)}
ADVICE = "附件可以是 PDF、Word（.docx）、JPG 或 PNG，每个不超过 20 MB。"
_MAX_PIXELS = 60_000_000
_SEEN = "图片"  # a picture's words are not read, and a reader sees them
_EDGES = re.compile(r"^word/(?:header|footer)\d*\.xml$")
_RUNS = re.compile(r"<w:t(?: [^>]*)?>([^<]*)</w:t>")
_PROPERTIES = re.compile(r"^docProps/")
_BLANK = {
    "docProps/core.xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"/>',
    "docProps/app.xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>',
    "docProps/custom.xml": '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties"/>',
}
_AUTHOR = re.compile(rb'\s(?:w:author|w:initials|w15:author)="[^"]*"')


@dataclass(frozen=True, slots=True)
class CleanFile:
    """A file as the public gets it; `words` is what a reader finds in it, "" in a picture."""

    name: str
    content_type: str
    data: bytes
    words: str


def clean_file(data: bytes, filename: str) -> CleanFile:
    """The file without its metadata. ReadError says why it cannot be taken and what to do."""
    name = clean(PurePosixPath(filename.replace("\\", "/")).name).strip()[-100:] or "附件"
    if not data:
        raise ReadError("文件是空的（0 字节），可能上传中断。请重新上传。")
    if len(data) > MAX_BYTES:
        raise ReadError(f"文件超过 {MAX_BYTES // MEBI} MB。请压缩或者分成几个。")
    kind = _kind(data)
    if kind is None:
        raise ReadError(f"“{name}”的内容不是可以公开的格式。{ADVICE}")
    suffix = PurePosixPath(name).suffix.lower()
    if suffix not in SUFFIXES[kind]:
        raise ReadError(f"“{name}”的扩展名和内容不符：内容是 {SUFFIXES[kind][0]}。请核对是不是传错了文件。")
    if kind in (JPEG, PNG):
        return CleanFile(name, kind, _picture(data, kind), "")
    words, notes = _words(data, name)
    if hidden := [note for note in notes if not note.startswith(_SEEN)]:
        raise ReadError(f"“{name}”里有读者看不到的内容：{'；'.join(hidden)}。请清除后重新保存，再上传。")
    return CleanFile(name, kind, _pdf(data) if kind == PDF else _docx(data), words)


def words_of(data: bytes, content_type: str) -> str:
    """The words of a file that was cleaned before, to be checked again with today's rules."""
    return _words(data, f"附件{SUFFIXES[content_type][0]}")[0] if content_type in (PDF, DOCX) else ""


def _words(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """The words of the pages, those of a Word file's headers and footers with them, and what was not read."""
    words, notes = read_document(data, name)
    if data.startswith(ZIP_MAGIC):
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            edges = [package.read(part).decode("utf-8", "replace") for part in package.namelist() if _EDGES.match(part)]
        words = "\n".join([words, *("".join(_RUNS.findall(edge)) for edge in edges)])
    return words, notes


def _kind(data: bytes) -> str | None:
    if data.lstrip()[:5] == b"%PDF-":
        return PDF
    if data.startswith(b"\xff\xd8\xff"):
        return JPEG
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if data.startswith(ZIP_MAGIC):
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                return DOCX if "word/document.xml" in package.namelist() else None
        except DAMAGED:
            return None
    return None


def _picture(data: bytes, kind: str) -> bytes:
    """Drawn anew from its pixels, turned as it was meant to be seen: place, camera and time stay behind."""
    try:
        with Image.open(io.BytesIO(data)) as image:
            if image.width * image.height > _MAX_PIXELS:
                raise ReadError("图片太大（超过 6000 万像素）。请缩小后上传。")
            upright = ImageOps.exif_transpose(image)
            bare = Image.new(upright.mode, upright.size)
            if upright.mode == "P" and (palette := upright.getpalette()):
                bare.putpalette(palette)
            bare.paste(upright)
            out = io.BytesIO()
            bare.convert("RGB").save(out, "JPEG", quality=90) if kind == JPEG else bare.save(out, "PNG")
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        raise ReadError("图片已损坏或没有传完。请重新保存后上传。") from None
    return out.getvalue()


def _pdf(data: bytes) -> bytes:
    """Written anew: earlier versions, properties, embedded files, scripts and the authors of notes stay behind."""
    try:
        writer = PdfWriter(clone_from=PdfReader(io.BytesIO(data)))
        root = writer._root_object
        for key in ("/Metadata", "/Names", "/OpenAction", "/AA", "/PieceInfo", "/AcroForm"):
            root.pop(NameObject(key), None)
        for page in writer.pages:
            for key in ("/Metadata", "/PieceInfo", "/AA", "/Annots"):
                page.pop(NameObject(key), None)
        writer.metadata = None
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, ValueError, KeyError, TypeError, AttributeError, RecursionError, OSError):
        raise ReadError("这个 PDF 读不了：已损坏、加密或者没有传完。请重新生成后上传。") from None
    return out.getvalue()


def _docx(data: bytes) -> bytes:
    """Packed anew with blank properties; names of authors are taken out of the text's marks."""
    out = io.BytesIO()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as target:
            for part in package.infolist():
                body = package.read(part)
                if _PROPERTIES.match(part.filename):
                    body = _BLANK[part.filename].encode() if part.filename in _BLANK else b""
                elif part.filename.startswith("word/media/") and (kind := _kind(body)) in (JPEG, PNG):
                    body = _picture(body, kind)
                elif part.filename.endswith(".xml"):
                    body = _AUTHOR.sub(b"", body)
                target.writestr(zipfile.ZipInfo(part.filename, (1980, 1, 1, 0, 0, 0)), body, zipfile.ZIP_DEFLATED)
    except DAMAGED:
        raise ReadError("这个 .docx 已损坏或没有传完。请用 Word 重新保存后上传。") from None
    return out.getvalue()
