"""A .docx as its reader sees it with all changes accepted, and notes on what was left out.

Only the parts that hold the document's own words are opened: not headers and footers, not comments, not the
properties with their author names. Everything is bounded by what is really unfolded, not by what a header says.
"""

from __future__ import annotations

import lzma
import posixpath
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from .docx_body import Body
from .docx_numbers import Numbers, Styles, local
from .rows import MAX_DOCUMENT_BYTES, MEBI, ReadError

_BODY = "word/document.xml"
#: XML is many times its text; beyond this the file is a bomb or no judgment.
_MAX_XML_BYTES = 6 * MAX_DOCUMENT_BYTES
_MAX_SIDE_BYTES = MAX_DOCUMENT_BYTES
#: A judgment has some ten thousand elements; each costs memory, however short its name.
_MAX_ELEMENTS = 400_000
_MAX_DEPTH = 200
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


class _Bounded:
    """A reader that stops, by its own count and not the header's, after a number of bytes."""

    def __init__(self, stream: IO[bytes], limit: int):
        self._stream, self._left, self._limit = stream, limit, limit

    def read(self, size: int = 64 * 1024) -> bytes:
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise ReadError(f"这个 .docx 解压后超过 {self._limit // MEBI} MB，不像一篇文书。请检查文件。")
        return data


def docx_text(stream: BinaryIO) -> tuple[str, tuple[str, ...]]:
    """(text, notes): paragraphs a line each, table rows a line each; notes are Chinese sentences on what was left
    out. Raises ReadError for what is no sound .docx and for one with macros.
    """
    try:
        with zipfile.ZipFile(stream) as package:
            return _read(package)
    except (DefusedXmlException, ParseError):
        raise ReadError("这个 .docx 的正文已损坏，或含有不允许的外部引用。请用 Word 重新保存为 .docx。") from None
    except ReadError:
        raise
    except DAMAGED:
        raise ReadError("这个 .docx 已损坏或没有传完。请用 Word 重新保存后上传。") from None


def _read(package: zipfile.ZipFile) -> tuple[str, tuple[str, ...]]:
    names = frozenset(package.namelist())
    _refuse_macros(package, names)
    main = _main_part(package, names)
    folder = posixpath.dirname(main)

    def side(name: str) -> Element | None:
        path = posixpath.join(folder, name)
        return _tree(package, path) if path in names else None

    styles = Styles(side("styles.xml"))
    body = Body(styles, Numbers(side("numbering.xml"), styles))
    for kind in ("footnotes", "endnotes"):
        body.keep_notes(kind, side(f"{kind}.xml"))
    for block in _blocks(package, main):
        body.add(block)
    external, embedded = _relations(package, names, main)
    body.found(external=external, embedded=embedded, comments=_comments(side("comments.xml")))
    return body.text(), body.notes()


def _refuse_macros(package: zipfile.ZipFile, names: frozenset[str]) -> None:
    types = package.open("[Content_Types].xml").read(_MAX_SIDE_BYTES).lower() if "[Content_Types].xml" in names else b""
    if b"macroenabled" in types or any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in names):
        raise ReadError("这个 Word 文件带宏，没有读取。请在 Word 里另存为不带宏的 .docx 后重新上传。")


def _main_part(package: zipfile.ZipFile, names: frozenset[str]) -> str:
    if _BODY in names:
        return _BODY
    for relation in _tree(package, "_rels/.rels") if "_rels/.rels" in names else ():
        target = relation.get("Target", "").lstrip("/")
        if relation.get("Type", "").endswith("/officeDocument") and target.endswith(".xml") and target in names:
            return target
    raise ReadError("文件不是 Word 文档（.docx）：里面没有正文。请用 Word 重新保存为 .docx。")


def _relations(package: zipfile.ZipFile, names: frozenset[str], main: str) -> tuple[int, int]:
    """How many links lead out of the file, and how many objects are embedded, by the main part's relations."""
    folder, name = posixpath.split(main)
    external = embedded = 0
    for part in (name, "settings.xml", "footnotes.xml", "endnotes.xml"):
        path = posixpath.join(folder, "_rels", f"{part}.rels")
        for relation in _tree(package, path) if path in names else ():
            external += relation.get("TargetMode", "").lower() == "external"
            embedded += relation.get("Type", "").rpartition("/")[2] in ("oleObject", "package", "aFChunk", "control", "chart", "diagramData")
    return external, embedded


def _comments(root: Element | None) -> int:
    return sum(local(e) == "comment" for e in root) if root is not None else 0


def _tree(package: zipfile.ZipFile, path: str) -> Element:
    """A whole part that is small beside the body."""
    root = None
    with package.open(path) as stream:
        for _, element in _events(_Bounded(stream, _MAX_SIDE_BYTES)):
            root = element
    if root is None:
        raise ParseError(path)
    return root


def _blocks(package: zipfile.ZipFile, path: str) -> Iterator[Element]:
    """The paragraphs and tables that stand directly in the body, each dropped when the next is read."""
    depth, parent = 0, None
    with package.open(path) as stream:
        for event, element in _events(_Bounded(stream, _MAX_XML_BYTES), ("start", "end")):
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 2 and local(element) == "body":
                parent = element
            elif event == "end" and depth == 2 and parent is not None:
                yield element
                parent.clear()


def _events(stream: _Bounded, wanted: tuple[str, ...] = ("start", "end")) -> Iterator[tuple[str, Element]]:
    count = depth = 0
    for event, element in iterparse(stream, events=wanted):
        if event == "start":
            count, depth = count + 1, depth + 1
            if count > _MAX_ELEMENTS or depth > _MAX_DEPTH:
                raise ReadError("这个 .docx 的结构异常庞大（可能是炸弹），不像一篇文书。请检查文件。")
        else:
            depth -= 1
        yield event, element
