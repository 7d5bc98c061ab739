"""Run as a program by pdf.py: a PDF on standard input, {text, notes} or {error} as JSON on standard output.

What a reader of the page sees is taken and nothing else: words under a box are a reason to refuse the file, since
nobody can tell whether they were meant to be read.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.converter import PDFLayoutAnalyzer
from pdfminer.layout import LTChar, LTContainer, LTCurve, LTImage, LTPage
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from .confined import confine
from .pdf_lines import Glyph, Line, lines_of, paragraphs

_MAX_SECONDS = 25
_MAX_PAGES, _MAX_GLYPHS = 500, 1_000_000
_PICTURE = 0.5  # share of a page that is covered by pictures when the page is one
_DARK, _LIGHT = 0.4, 0.95
_ALIKE = 0.08
_COVERS = frozenset({"Redact", "Square", "Circle", "Polygon", "Highlight", "FreeText", "Ink", "Stamp"})
_PLAIN = frozenset({"Link", "Popup"})  # a note that says nothing itself; every other one may hold words
_NO_FILE = 10_000  # of a name tree's nodes: more is a tree without end
_INVISIBLE_MODES = (3, 7)

_LEFT_OUT = {
    "remarks": "批注没有收（{} 处）", "fields": "表单里填的字、签章没有收（{} 处）", "files": "PDF 里附带的文件没有读（{} 个）", "scripts": "PDF 里的脚本没有运行（{} 段）",
}  # fmt: skip


class Refused(Exception):
    """The file is not taken; the message is the sentence for staff."""


@dataclass(frozen=True, slots=True)
class _Fill:
    """A filled shape: where, how light (0 black, 1 white), when in the order of painting."""

    box: tuple[float, float, float, float]
    light: float
    order: int


class _Pages(PDFLayoutAnalyzer):
    """Keeps the pages as they were painted, and of each character whether it was painted at all."""

    def __init__(self, manager: PDFResourceManager):
        super().__init__(manager, laparams=None)
        self.pages: list[LTPage] = []
        self._mode = 0

    def render_string(self, textstate, seq, ncs, graphicstate) -> None:
        """Notes the render mode that its characters will have."""
        self._mode = textstate.render
        before = len(self.cur_item._objs)
        super().render_string(textstate, seq, ncs, graphicstate)
        if len(self.cur_item._objs) == before and any(isinstance(part, bytes) and part for part in seq):
            raise Refused("PDF 里有的字没有可读的编码，会漏字，没有读取。请上传生成它的 .docx，或把文字存成 .txt。")

    def render_char(self, *args, **kwargs) -> float:
        """Marks the character."""
        advance = super().render_char(*args, **kwargs)
        self.cur_item._objs[-1].painted = self._mode not in _INVISIBLE_MODES  # type: ignore[attr-defined]
        return advance

    def receive_layout(self, ltpage: LTPage) -> None:
        """Keeps one page."""
        self.pages.append(ltpage)


def read(data: bytes) -> dict[str, Any]:
    """What the program answers. Refused with the sentence where the file is not taken."""
    document = PDFDocument(PDFParser(io.BytesIO(data)))
    _refuse_layers(document)
    notes: dict[str, int] = dict(zip(("files", "scripts"), _besides(document.catalog), strict=True))
    device = _Pages(manager := PDFResourceManager())
    interpreter = PDFPageInterpreter(manager, device)
    found: list[Line] = []
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if number > _MAX_PAGES:
            raise Refused(f"PDF 超过 {_MAX_PAGES} 页，不像一篇文书，没有读取。")
        interpreter.process_page(page)
        found += lines_of(_glyphs(device.pages.pop(), _annotations(page, notes), number, notes), number)
    if not found:
        raise Refused("PDF 里没有文字。扫描件、图片里的字读不出来，请上传生成它的 .docx，或把文字存成 .txt。")
    return {"text": paragraphs(found), "notes": _sentences(notes)}


def _refuse_layers(document: PDFDocument) -> None:
    layers = resolve1(document.catalog.get("OCProperties")) or {}
    if resolve1((resolve1(layers.get("D")) or {}).get("OFF")):
        raise Refused("PDF 里有关闭的图层，看得见的和读得出的不一样，没有读取。请上传生成它的 .docx。")


def _glyphs(page: LTPage, covers: list[_Fill], number: int, notes: dict[str, int]) -> list[Glyph]:
    """The characters of a page that a reader sees. Refused for a page that is a picture and for covered words."""
    items = list(_flat(page))
    chars = [(order, item) for order, item in enumerate(items) if isinstance(item, LTChar)]
    if len(chars) > _MAX_GLYPHS:
        raise Refused("PDF 一页的文字异常多，不像一篇文书，没有读取。")
    fills = [_Fill(i.bbox, _lightness(i.non_stroking_color), order) for order, i in enumerate(items) if isinstance(i, LTCurve) and i.fill]
    pictures = [(order, i) for order, i in enumerate(items) if isinstance(i, LTImage)]
    if sum(i.width * i.height for _, i in pictures) > _PICTURE * page.width * page.height:
        raise Refused(f"PDF 第 {number} 页是图片（扫描件），字读不准，没有读取。请上传生成它的 .docx，或把文字存成 .txt。")
    # a picture with a mask lets the words through, as a seal does
    fills += [_Fill(i.bbox, 0.0, order) for order, i in pictures if not {"SMask", "Mask"} & set(i.stream.attrs)]
    fills += [_Fill(c.box, c.light, len(items)) for c in covers]
    notes["pictures"] = notes.get("pictures", 0) + len(pictures)
    seen: list[Glyph] = []
    for order, char in chars:
        if not char.get_text().strip():
            continue
        if not char.upright or not getattr(char, "painted", True) or not _inside(char, page.bbox):
            notes["unseen"] = notes.get("unseen", 0) + 1
            continue
        ink = _lightness(char.graphicstate.ncolor)
        ground = next((f for f in reversed(fills) if f.order < order and _inside(char, f.box)), None)
        over = any(f.order > order and (f.light < _DARK or f.light > _LIGHT) and _inside(char, f.box) for f in fills)
        if over or (ground is not None and abs(ground.light - ink) < _ALIKE):
            raise Refused(f"PDF 第 {number} 页有被色块盖住的文字，看得见的和读得出的不一样，没有读取。请上传没有遮盖的原件，遮蔽由本站来做。")
        if ground is None and ink > _LIGHT:
            notes["unseen"] = notes.get("unseen", 0) + 1
            continue
        seen.append(Glyph(char.x0, char.y0, char.x1, char.y1, char.size, char.get_text()))
    return seen


def _flat(container: LTContainer) -> Iterator[Any]:
    for item in container:
        if isinstance(item, LTContainer):
            yield from _flat(item)
        else:
            yield item


def _inside(char: LTChar, box: tuple[float, float, float, float]) -> bool:
    x, y = (char.x0 + char.x1) / 2, (char.y0 + char.y1) / 2
    return box[0] <= x <= box[2] and box[1] <= y <= box[3]


def _lightness(color: Any) -> float:
    """How light a colour is, 0 to 1; what cannot be told (patterns, spot colours) counts as black."""
    parts = color if isinstance(color, list | tuple) else (color,)
    if not parts or not all(isinstance(p, int | float) for p in parts):
        return 0.0
    if len(parts) == 4:
        return max(0.0, 1 - min(1.0, sum(parts[:3]) / 3 + parts[3]))
    return min(1.0, max(0.0, sum(parts) / len(parts)))


def _annotations(page: PDFPage, notes: dict[str, int]) -> list[_Fill]:
    """Boxes that were laid over a page as notes; counts what notes, forms, files and scripts hang on it."""
    found = []
    notes["scripts"] += bool(resolve1(page.attrs.get("AA")))
    for reference in resolve1(page.annots) or ():
        note = resolve1(reference)
        if not isinstance(note, dict):
            continue
        kind = _name(note.get("Subtype"))
        words = "files" if kind == "FileAttachment" else "fields" if kind == "Widget" else "remarks"
        notes[words] = notes.get(words, 0) + (kind not in _PLAIN)
        notes["scripts"] += _is_script(note.get("A")) or bool(resolve1(note.get("AA")))
        if kind in _COVERS:
            found += _cover(note)
    return found


def _cover(note: dict) -> list[_Fill]:
    box = [float(resolve1(n)) for n in resolve1(note.get("Rect")) or ()]
    colour = [resolve1(n) for n in resolve1(note.get("IC")) or resolve1(note.get("C")) or ()]
    if len(box) != 4:
        return []
    return [_Fill((min(box[0], box[2]), min(box[1], box[3]), max(box[0], box[2]), max(box[1], box[3])), _lightness(colour), 0)]


def _besides(catalog: dict) -> tuple[int, int]:
    """How many files the document carries in it, and how many scripts."""
    names = resolve1(catalog.get("Names")) or {}
    scripts = _leaves(names.get("JavaScript")) + _is_script(catalog.get("OpenAction")) + bool(resolve1(catalog.get("AA")))
    return _leaves(names.get("EmbeddedFiles")) + _count(catalog.get("AF")), scripts + bool((resolve1(catalog.get("AcroForm")) or {}).get("XFA"))


def _leaves(tree: Any) -> int:
    """How many entries a name tree has."""
    waiting, found = [tree], 0
    for _ in range(_NO_FILE):
        if not waiting:
            return found
        node = resolve1(waiting.pop()) or {}
        found += _count(node.get("Names")) // 2
        waiting += resolve1(node.get("Kids")) or ()
    raise Refused("PDF 的结构异常庞大，不像一篇文书，没有读取。")


def _count(entries: Any) -> int:
    return len(resolve1(entries) or ())


def _is_script(action: Any) -> bool:
    action = resolve1(action)
    return isinstance(action, dict) and _name(action.get("S")) in ("JavaScript", "Launch", "SubmitForm", "ImportData")


def _name(entry: Any) -> str:
    return str(getattr(resolve1(entry), "name", ""))


def _sentences(notes: dict[str, int]) -> list[str]:
    said = []
    if notes.get("unseen"):
        said.append(f"看不见的和斜放的文字没有收（{notes['unseen']} 个字）")
    if notes.get("pictures"):
        said.append(f"图片里的字没有读（{notes['pictures']} 张）")
    for name, sentence in _LEFT_OUT.items():
        if notes.get(name):
            said.append(sentence.format(notes[name]))
    return said


def main() -> None:
    """Reads, answers, and never takes more than its share."""
    confine(_MAX_SECONDS)
    try:
        answer = read(sys.stdin.buffer.read())
    except Refused as refusal:
        answer = {"error": str(refusal)}
    except PDFPasswordIncorrect:
        answer = {"error": "PDF 加了密码，没有读取。请去掉密码后重新上传。"}
    sys.stdout.write(json.dumps(answer, ensure_ascii=False))


if __name__ == "__main__":
    main()
