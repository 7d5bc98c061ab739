"""A .docx as its reader sees it with all changes accepted, and notes on what was left out.

Only the parts that hold the document's own words are opened: not headers and footers, not comments, not the
properties with their author names. Everything is bounded by what is really unfolded, not by what a header says.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, BinaryIO, TypeVar
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
#: Word keeps some dozens of parts in a file, one more for each picture.
_MAX_PARTS = 5_000
#: The parser looks at an unfinished tag anew with each piece it is given: large pieces, and no tag without end.
_PIECE, _MAX_TAG = MEBI // 2, 2 * MEBI
_MARGIN, _MAX_MARGINS = re.compile(r"(?:header|footer)\d*\.xml"), 30
_WORDS = re.compile("[^\\W\\d_第页共]")
#: What zipfile and its decompressors raise for a damaged, cut-off, encrypted or exotic archive.
DAMAGED = (
    zipfile.BadZipFile,
    EOFError,
    OSError,
    RuntimeError,
    ValueError,
    LookupError,  # an encoding that nobody knows
    ArithmeticError,  # an offset that no file has
    struct.error,
    zlib.error,
    lzma.LZMAError,
)


class _Bounded:
    """A reader that stops, by its own count and not the header's, after a number of bytes or in a tag without end."""

    def __init__(self, stream: IO[bytes], limit: int):
        self._stream, self._left, self._limit = stream, limit, limit
        self._tag = 0

    def read(self, size: int = 0) -> bytes:
        """The next piece; never as little as the parser asks for."""
        data = self._stream.read(_PIECE)
        self._left -= len(data)
        last = data.rfind(b"<")  # may stand in no attribute
        self._tag = self._tag + len(data) if last < 0 else len(data) - last
        if self._tag > _MAX_TAG:
            raise _monstrous()
        if self._left < 0:
            raise ReadError(f"这个 .docx 解压后超过 {self._limit // MEBI} MB，不像一篇文书。请检查文件。")
        return data


def docx_text(stream: BinaryIO) -> tuple[str, tuple[str, ...]]:
    """(text, notes): paragraphs a line each, table rows a line each; notes are Chinese sentences on what was left
    out. Raises ReadError for what is no sound .docx and for one with macros.
    """
    body = read_package(stream, Body)
    return body.text(), body.notes()


B = TypeVar("B", bound=Body)


def read_package(stream: BinaryIO, kind: type[B]) -> B:
    """The words of a .docx in a gatherer of this kind. Raises ReadError as docx_text()."""
    try:
        with zipfile.ZipFile(stream) as package:
            return _read(package, kind)
    except (DefusedXmlException, ParseError):
        raise ReadError("这个 .docx 的正文已损坏，或含有不允许的外部引用。请用 Word 重新保存为 .docx。") from None
    except ReadError:
        raise
    except DAMAGED:
        raise ReadError("这个 .docx 已损坏或没有传完。请用 Word 重新保存后上传。") from None


def _monstrous() -> ReadError:
    return ReadError("这个 .docx 的结构异常庞大（可能是炸弹），不像一篇文书。请检查文件。")


class _Parts:
    """The XML parts of a package, within one bound on the elements of all: each costs memory and time wherever it stands."""

    def __init__(self, package: zipfile.ZipFile):
        self._package, self._left = package, _MAX_ELEMENTS
        self.names = frozenset(package.namelist())
        if len(self.names) > _MAX_PARTS:
            raise _monstrous()

    def head(self, path: str) -> bytes:
        """The beginning of a part, b"" where there is none."""
        return self._package.open(path).read(_MAX_SIDE_BYTES) if path in self.names else b""

    def tree(self, path: str) -> Element | None:
        """A whole part that is small beside the body, None where there is none."""
        if path not in self.names:
            return None
        root = None
        with self._package.open(path) as stream:
            for _, element in self._events(_Bounded(stream, _MAX_SIDE_BYTES)):
                root = element
        if root is None:
            raise ParseError(path)
        return root

    def blocks(self, path: str) -> Iterator[Element]:
        """The paragraphs and tables that stand directly in the body, each dropped when the next is read."""
        depth, parent = 0, None
        with self._package.open(path) as stream:
            for event, element in self._events(_Bounded(stream, _MAX_XML_BYTES)):
                depth += 1 if event == "start" else -1
                if event == "start" and depth == 2 and local(element) == "body":
                    parent = element
                elif event == "end" and depth == 2 and parent is not None:
                    yield element
                    parent.clear()

    def _events(self, stream: _Bounded) -> Iterator[tuple[str, Element]]:
        depth = 0
        for event, element in iterparse(stream, events=("start", "end")):
            if event == "start":
                self._left, depth = self._left - 1, depth + 1
                if self._left < 0 or depth > _MAX_DEPTH:
                    raise _monstrous()
            else:
                depth -= 1
            yield event, element


def _read(package: zipfile.ZipFile, gatherer: type[B]) -> B:
    parts = _Parts(package)
    _refuse_macros(parts)
    main = _main_part(parts)
    folder = posixpath.dirname(main)

    def side(name: str) -> Element | None:
        return parts.tree(posixpath.join(folder, name))

    styles = Styles(side("styles.xml"))
    body = gatherer(styles, Numbers(side("numbering.xml"), styles))
    for kind in ("footnotes", "endnotes"):
        body.keep_notes(kind, side(f"{kind}.xml"))
    for block in parts.blocks(main):
        body.add(block)
    external, embedded = _relations(parts, main)
    body.found(external=external, embedded=embedded, comments=_comments(side("comments.xml")), margins=_margins(parts, folder))
    return body


def _refuse_macros(parts: _Parts) -> None:
    if b"macroenabled" in parts.head("[Content_Types].xml").lower() or any(name.lower().endswith(("vbaproject.bin", "vbadata.xml")) for name in parts.names):
        raise ReadError("这个 Word 文件带宏，没有读取。请在 Word 里另存为不带宏的 .docx 后重新上传。")


def _main_part(parts: _Parts) -> str:
    if _BODY in parts.names:
        return _BODY
    for relation in parts.tree("_rels/.rels") or ():
        target = relation.get("Target", "").lstrip("/")
        if relation.get("Type", "").endswith("/officeDocument") and target.endswith(".xml") and target in parts.names:
            return target
    raise ReadError("文件不是 Word 文档（.docx）：里面没有正文。请用 Word 重新保存为 .docx。")


def _relations(parts: _Parts, main: str) -> tuple[int, int]:
    """How many links lead out of the file, and how many objects are embedded, by the main part's relations."""
    folder, name = posixpath.split(main)
    external = embedded = 0
    for part in (name, "settings.xml", "footnotes.xml", "endnotes.xml"):
        for relation in parts.tree(posixpath.join(folder, "_rels", f"{part}.rels")) or ():
            external += relation.get("TargetMode", "").lower() == "external"
            embedded += relation.get("Type", "").rpartition("/")[2] in ("oleObject", "package", "aFChunk", "control", "chart", "diagramData")
    return external, embedded


def _comments(root: Element | None) -> int:
    return sum(local(e) == "comment" for e in root) if root is not None else 0


def _margins(parts: _Parts, folder: str) -> int:
    """How many headers and footers hold more than a page number."""
    paths = [name for name in parts.names if _MARGIN.fullmatch(posixpath.relpath(name, folder or "."))]
    words = ("".join(e.text or "" for e in (root.iter() if root is not None else ()) if local(e) == "t") for root in map(parts.tree, sorted(paths)[:_MAX_MARGINS]))
    return sum(_WORDS.search(text) is not None for text in words)
