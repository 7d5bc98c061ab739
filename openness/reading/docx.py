"""The words of a .docx in reading order, tables included, without python-docx's whole tree in memory."""

from __future__ import annotations

import lzma
import zipfile
import zlib
from typing import IO, BinaryIO
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .rows import MAX_DOCUMENT_BYTES, MEBI, ReadError

_BODY = "word/document.xml"
#: XML is many times its text; beyond this the file is a bomb or no judgment.
_MAX_XML_BYTES = 6 * MAX_DOCUMENT_BYTES
#: What zipfile and its decompressors raise for a damaged, cut-off, encrypted or exotic archive.
DAMAGED = (
    zipfile.BadZipFile,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    zlib.error,
    lzma.LZMAError,
)
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


class _Bounded:
    """A reader that stops, by its own count and not the header's, after a number of bytes."""

    def __init__(self, stream: IO[bytes], limit: int):
        self._stream, self._left = stream, limit

    def read(self, size: int = 64 * 1024) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(f"这个 .docx 解压后超过 {_MAX_XML_BYTES // MEBI} MB，不像一篇文书。请检查文件。")
        return data


def docx_text(stream: BinaryIO) -> str:
    """Paragraphs and table cells, a line each. Raises ReadError for what is no sound .docx."""
    try:
        with zipfile.ZipFile(stream) as package:
            if _BODY not in package.namelist():
                raise ReadError("文件不是 Word 文档（.docx）：里面没有正文。请用 Word 重新保存为 .docx。")
            with package.open(_BODY) as body:
                return _words(_Bounded(body, _MAX_XML_BYTES))
    except (DefusedXmlException, ParseError):
        raise ReadError(
            "这个 .docx 的正文已损坏，或含有不允许的外部引用。请用 Word 重新保存为 .docx。"
        ) from None
    except ReadError:
        raise
    except DAMAGED:
        raise ReadError("这个 .docx 已损坏或没有传完。请用 Word 重新保存后上传。") from None


def _words(stream: _Bounded) -> str:
    words: list[str] = []
    fallbacks = 0  # text boxes stand twice: once for new Word, once as a fallback for old
    for event, element in iterparse(stream, events=("start", "end")):
        name = element.tag.rpartition("}")[2]
        if name == "Fallback":
            fallbacks += 1 if event == "start" else -1
        elif event == "end" and not fallbacks:
            if name == "t":
                words.append(element.text or "")
            elif name in _BREAKS:
                words.append(_BREAKS[name])
            elif name == "p":
                words.append("\n")
        if event == "end" and name in ("p", "tr", "Fallback"):
            element.clear()
    return "".join(words)
