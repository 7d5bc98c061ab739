"""A single .txt, .docx or .pdf, on its own, in a folder or in an archive."""

from __future__ import annotations

import io
from pathlib import PurePosixPath

from .docx import docx_text
from .encodings import ADVICE, decode, foreign_format
from .pdf import pdf_text
from .rows import MAX_DOCUMENT_BYTES, MEBI, ReadError, clean

TEXT_SUFFIXES = (".txt", ".text")
DOCUMENT_SUFFIXES = (*TEXT_SUFFIXES, ".docx", ".pdf")
ARCHIVE_SUFFIXES = (".zip", ".rar", ".7z", ".gz", ".tgz", ".tar", ".bz2", ".xz")
ZIP_MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
#: Files that operating systems and editors leave behind: nobody meant to hand them in.
_LITTER = ("__macosx", ".ds_store", "thumbs.db", "desktop.ini")


def is_litter(name: str) -> bool:
    """Is it a by-product (resource forks, thumbnails, lock files) rather than something handed in?"""
    parts = [part.lower() for part in PurePosixPath(name).parts]
    return any(part in _LITTER or part.startswith(("~$", "._")) for part in parts)


def refusal(name: str) -> str | None:
    """Why a file of this name is not read; None for .txt, .docx and .pdf."""
    suffix = PurePosixPath(name).suffix.lower()
    if suffix in DOCUMENT_SUFFIXES:
        return None
    if suffix in ARCHIVE_SUFFIXES:
        return "压缩包里的压缩包不读取。请解开后把里面的文书直接放进一个 zip。"
    if suffix in (".docm", ".dotm"):
        return "带宏的 Word 文件没有读取。请在 Word 里另存为不带宏的 .docx 后重新上传。"
    if suffix == ".doc":
        return "旧版 Word（.doc）不能读取。请用 Word 另存为 .docx 后重新上传。"
    if suffix == ".ofd":
        return "OFD 文件不能读取。请上传生成它的 .docx，或把文字存成 .txt。"
    return f"不能读取{suffix or '没有扩展名的'}文件，只读 .txt、.docx 和有文字的 .pdf。{ADVICE}"


def read_document(data: bytes, name: str) -> tuple[str, tuple[str, ...]]:
    """(cleaned text, notes on what was left out) of one document by its name and first bytes. Raises ReadError."""
    if not data:
        raise ReadError("文件是空的（0 字节），可能上传中断。请重新上传。")
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ReadError(
            f"文件超过 {MAX_DOCUMENT_BYTES // MEBI} MB，不像一篇文书。请检查，图片请从文书中去掉。"
        )
    if data.lstrip()[:4] == b"%PDF":
        return _cleaned(*pdf_text(data))
    foreign = foreign_format(data[:512])
    if foreign is not None:
        raise ReadError(f"这是{foreign}，不能读取。{ADVICE}")
    notes: tuple[str, ...] = ()
    if data.startswith(ZIP_MAGIC):
        text, notes = docx_text(io.BytesIO(data))
    elif name.lower().endswith(".docx"):
        raise ReadError("文件名是 .docx，内容却不是 Word 文档。请用 Word 重新保存为 .docx。")
    elif name.lower().endswith(".pdf"):
        raise ReadError("文件名是 .pdf，内容却不是 PDF。请重新生成后上传，或上传 .docx。")
    else:
        text = decode(data)
    return _cleaned(text, notes)


def _cleaned(text: str, notes: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    text = clean(text)
    if not text.strip():
        raise ReadError("文件里没有文字。扫描件、图片里的字读不出来，请上传文字版。")
    return text, notes
