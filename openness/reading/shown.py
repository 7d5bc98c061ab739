"""What stands in an answer of the portal, whatever its format: its words, and what its metadata betray.

Nothing here knows the database. Words that belong together are joined, words of different blocks are not: a number that
is cut by <b> is found, the end of one cell and the beginning of the next are no number.
"""

from __future__ import annotations

import html
import io
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from PIL import Image
from PIL.ExifTags import IFD
from pypdf import PdfReader

from .documents import ZIP_MAGIC
from .pdf import pdf_text

STOP = "\n。\n"
AUTHOR, POSITION = "author", "position"
_MAX_UNFOLDED = 120 * 1024 * 1024
_INLINE = frozenset(["a", "abbr", "b", "bdi", "bdo", "cite", "code", "data", "em", "font", "i", "ins", "del", "kbd", "mark", "q", "s", "small", "span", "strong", "sub", "sup", "time", "u", "var", "wbr"])
_LABELS = frozenset({"dt", "th"})
_QUIET = frozenset(["class", "id", "for", "name", "type", "rel", "role", "method", "action", "style", "lang", "dir", "scope", "headers", "width", "height", "d", "viewbox", "points", "x", "y", "cx", "cy", "r", "fill"])
_MARKUP = re.compile(r"<!--(?P<note>.*?)-->|<(?P<end>/?)(?P<name>[a-zA-Z][\w:-]*)(?P<rest>(?:[^<>\"']|\"[^\"]*\"|'[^']*')*)>|<[!?][^>]*>", re.S)
_ATTRIBUTE = re.compile(r"([\w:-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_SPACES = re.compile(r"[ \t\r\f\v]+")
_PART = re.compile(r"^(?:word|xl|docProps)/.*\.xml$")
_SETTINGS = ("styles.xml", "fontTable.xml", "settings.xml", "webSettings.xml", "numbering.xml")
_BREAK = re.compile(r"</(?:\w+:)?(?:p|si|row|c|is|tc|title|subject|creator|keywords|description|lastModifiedBy|category)>")
_WHO = re.compile(r"<(?:dc:creator|cp:lastModifiedBy|Manager)>\s*[^<\s][^<]*<|\sw:author=\"[^\"]+\"")
_ARTIST = frozenset({0x013B, 0x8298, 0x9C9D, 0xA430})  # of Exif: artist, copyright, Windows' author, camera owner


@dataclass(frozen=True, slots=True)
class Shown:
    """The words of an answer, and which kinds of metadata name somebody or somewhere."""

    words: str
    traces: tuple[str, ...] = ()


def shown(data: bytes, content_type: str) -> Shown:
    """What stands in an answer. ValueError or the reader's own error where it cannot be read."""
    if data.lstrip()[:5] == b"%PDF-":
        return _pdf(data)
    if data.startswith(ZIP_MAGIC):
        return _office(data)
    if content_type.startswith("image/") and "svg" not in content_type:
        return _picture(data)
    text = data.decode("utf-8-sig", "replace")
    return Shown(markup_words(text) if "html" in content_type or "xml" in content_type else _plain(text, content_type))


def _plain(text: str, content_type: str) -> str:
    if "json" in content_type:  # characters that JSON escapes are shown as what they are
        text = re.sub(r"\\u([0-9a-fA-F]{4})", lambda m: chr(int(m[1], 16)), text)
        return re.sub(r'\\n|\\t|",?|[\[\]{}]', STOP, text)
    if content_type == "text/calendar":
        return re.sub(r"\r?\n", STOP, re.sub(r"\r?\n ", "", text))
    return re.sub(r"\r?\n|,", STOP, text) if content_type == "text/csv" else text


def markup_words(text: str) -> str:
    """Words of HTML, Atom or another markup: text, comments, scripts, and what stands in attributes."""
    aside: list[str] = []

    def put(match: re.Match[str]) -> str:
        if (name := match["name"]) is None:
            aside.append(match["note"] or "")
            return ""
        name = name.lower()
        if match["rest"] and "=" in match["rest"]:
            aside.extend(_attributes(match["rest"]))
        if name in _INLINE:
            return ""
        return "：" if match["end"] and name in _LABELS else STOP

    body = html.unescape(_SPACES.sub(" ", _MARKUP.sub(put, text)))
    if "<" in body:  # escaped markup inside a feed
        body = _MARKUP.sub(put, body)
    return STOP.join([body, *map(html.unescape, aside)])


def _attributes(rest: str) -> Iterator[str]:
    for name, double, single in _ATTRIBUTE.findall(rest):
        value = double or single
        if len(value) > 3 and name.lower() not in _QUIET and not value.startswith("/static/"):
            yield unquote(value)


def _office(data: bytes) -> Shown:
    """Every part of a Word or Excel file, hidden ones too, its properties and its pictures."""
    words, traces = [], set()
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        if sum(item.file_size for item in package.infolist()) > _MAX_UNFOLDED:
            raise ValueError("解压后过大")
        for name in package.namelist():
            if "/media/" in name and name.lower().endswith((".jpg", ".jpeg", ".png")):
                picture = _picture(package.read(name))
                words.append(picture.words)
                traces |= set(picture.traces)
            elif _PART.match(name) and not name.endswith(_SETTINGS) and "/theme/" not in name:
                part = package.read(name).decode("utf-8", "replace")
                words.append(html.unescape(re.sub(r"<[^>]*>", "", _BREAK.sub("\n", part))))
                traces |= {AUTHOR} if _WHO.search(part) else set()
    return Shown(STOP.join(words), tuple(sorted(traces)))


def _pdf(data: bytes) -> Shown:
    """Its pages, read in a process of their own, and its properties."""
    reader = PdfReader(io.BytesIO(data))
    known = {str(k): str(v) for k, v in (reader.metadata or {}).items()}
    packet = reader.root_object.get("/Metadata") if hasattr(reader, "root_object") else None
    xmp = markup_words(packet.get_object().get_data().decode("utf-8", "replace")) if packet is not None else ""
    words, _ = pdf_text(data)
    named = known.get("/Author", "").strip()
    return Shown(STOP.join([words, *known.values(), xmp]), (AUTHOR,) if named else ())


def _picture(data: bytes) -> Shown:
    """What a picture says besides its pixels."""
    with Image.open(io.BytesIO(data)) as image:
        exif = image.getexif()
        inner = {**exif.get_ifd(IFD.Exif), **exif.get_ifd(IFD.GPSInfo)}
        values = [*exif.items(), *inner.items()]
        words = [_said(value) for value in [*(v for _, v in values), *(v for k, v in image.info.items() if k not in ("exif", "icc_profile"))]]
        traces = {AUTHOR for key, value in values if key in _ARTIST and _said(value)} | ({POSITION} if exif.get_ifd(IFD.GPSInfo) else set())
    return Shown(STOP.join(filter(None, words)), tuple(sorted(traces)))


def _said(value: object) -> str:
    if isinstance(value, bytes):
        decode: Callable[[str], str] = lambda code: value.decode(code, "ignore").strip("\0 ")  # noqa: E731
        return f"{decode('utf-8')}{STOP}{decode('utf-16-le')}" if len(value) > 3 else ""
    return str(value).strip("\0 ") if isinstance(value, str) else ""
