"""The words of a Word document, block by block: runs, tables, notes, text boxes, tracked changes, hidden text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from xml.etree.ElementTree import Element

from justice.names import compound_surnames, surnames

from .docx_numbers import Numbers, Styles, child, local, switched_on, value

_SIGNS = {"br": "\n", "cr": "\n", "tab": "\t", "ptab": "\t", "noBreakHyphen": "-", "softHyphen": ""}
# Gone with the change accepted: what was deleted, and where moved text used to stand.
_DELETED = frozenset({"del", "moveFrom"})
_TRACKED = frozenset({"ins", "moveTo"})
# Hold no words of the document: properties, field codes, phonetic guides.
_SILENT = frozenset({"pPr", "rPr", "tblPr", "tblGrid", "trPr", "tcPr", "sdtPr", "sdtEndPr", "instrText", "delText", "delInstrText", "rt", "rubyPr", "sectPr", "ctrlPr", "fldData"})
_WRAPPING = frozenset({"sdt", "sdtContent", "customXml", "ins", "smartTag", "AlternateContent", "Fallback"})  # around rows and cells
_OBJECTS = frozenset({"object", "OLEObject", "altChunk", "chart", "relIds", "control"})
# Field codes (域代码) that fetch what they show from elsewhere.
_FETCHING = re.compile(r"(?i)\s*(?:INCLUDETEXT|INCLUDEPICTURE|INCLUDE|IMPORT|DDE|DDEAUTO|LINK|RD)\b")
_PAPER = 0xF0  # of red, green and blue: lighter words are not seen on paper
_TINY = 4  # half points: two points are no type
_HAN = re.compile(r"[\u3400-\u9fff]+")
# One character in a cell that is an answer of its own, not a piece of a name.
_ANSWERS = frozenset("男女汉满回无有是否元年月日时分岁号")
_COUNTS = frozenset("一二三四五六七八九十甲乙丙丁")  # before a name they number its row; behind, they are its last character
_COMMON = 3  # rank of a surname from which two characters and one more are taken for a name
_SENTENCES = (
    ("deleted", "修订中删除的内容没有收（{n} 处）"),
    ("inserted", "修订中插入的内容已收（{n} 处）"),
    ("hidden", "隐藏文字没有收（{n} 处）"),
    ("comments", "批注没有收（{n} 条）"),
    ("embedded", "嵌入的对象没有读（{n} 个）"),
    ("external", "指向文件外的链接没有读（{n} 处）"),
    ("pictures", "图片里的字没有读（{n} 张）"),
    ("symbols", "认不出的特殊符号写作□（{n} 个）"),
    ("unseen", "白色或极小的文字没有收（{n} 处）"),
    ("margins", "页眉页脚没有收（{n} 处）"),
)


class Body:
    """Gathers lines of text in reading order and counts what is left out."""

    def __init__(self, styles: Styles, numbers: Numbers):
        self._styles, self._numbers = styles, numbers
        self._notes: dict[tuple[str, str], Element] = {}
        self._left: Counter[str] = Counter()
        self._out: list[str] = []
        self._cited = 0
        self._joined = ""
        self._ground = 0  # how many of what stands around the words may lay a colour under them

    def keep_notes(self, kind: str, root: Element | None) -> None:
        """Footnotes or endnotes, to be written below the paragraph that cites them."""
        for note in root if root is not None else ():
            if value(note, "type") in (None, "normal"):
                self._notes[(kind, value(note, "id") or "")] = note

    def add(self, block: Element) -> None:
        """One block of the body."""
        self._out += self._block(block)

    def found(self, **counts: int) -> None:
        """What the package itself tells of things that are not read; the larger of two counts stands."""
        for name, count in counts.items():
            self._left[name] = max(self._left[name], count)

    def text(self) -> str:
        """All lines, each with its break."""
        last = [self._joined] if self._joined else []
        return "".join(f"{line}\n" for line in [*self._out, *last])

    def notes(self) -> tuple[str, ...]:
        """Sentences on what was left out."""
        return tuple(sentence.format(n=self._left[name]) for name, sentence in _SENTENCES if self._left[name])

    def _blocks(self, elements: Iterable[Element]) -> list[str]:
        return [line for element in elements for line in self._block(element)]

    def _block(self, element: Element) -> list[str]:
        name = local(element)
        if name == "p":
            return self._paragraph(element)
        if name == "tbl":
            return self._table(element)
        if name in _DELETED:
            self._left["deleted"] += 1
            return []
        if name in _OBJECTS:
            self._left["embedded"] += 1
            return []
        if name in _SILENT:
            return []
        if name == "AlternateContent":
            return self._blocks(_chosen(element))
        return self._blocks(element)  # sdt, customXml, ins and whatever else only wraps

    def _paragraph(self, element: Element) -> list[str]:
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle")) or self._styles.default
        below: list[str] = []
        shaded = child(properties, "shd") is not None
        self._ground += shaded
        text = self._inline(element, self._styles.hidden(style), below)
        self._ground -= shaded
        if text.strip():
            text = self._numbers.label(element) + text
        text, self._joined = self._joined + text, ""
        mark = child(properties, "rPr")
        if any(child(mark, name) is not None for name in _DELETED):
            self._joined = text  # its end was deleted: the next paragraph goes on in this line
            return below
        return [text, *below]

    def _inline(self, element: Element, hidden: bool, below: list[str]) -> str:
        return "".join(self._piece(e, hidden, below) for e in element)

    def _piece(self, element: Element, hidden: bool, below: list[str]) -> str:
        name = local(element)
        if name == "r":
            return self._run(element, hidden, below)
        if name == "t":
            return element.text or ""
        if name in _SIGNS:
            return _SIGNS[name]
        if name in _DELETED:
            self._left["deleted"] += 1
            return ""
        if name in _SILENT:
            code = element.text or "" if name == "instrText" else ""
            self._left["external"] += _FETCHING.match(code) is not None
            return ""
        if name == "fldSimple":
            self._left["external"] += _FETCHING.match(value(element, "instr") or "") is not None
        if name in _TRACKED and any(True for _ in element):
            self._left["inserted"] += 1
        return self._special(element, name, hidden, below)

    def _special(self, element: Element, name: str, hidden: bool, below: list[str]) -> str:
        if name in ("footnoteReference", "endnoteReference"):
            return "" if hidden else self._cite(f"{name.removesuffix('Reference')}s", value(element, "id") or "", below)
        if name == "sym":
            self._left["symbols"] += 1
            return "□"
        if name == "AlternateContent":  # text boxes stand twice: once for new Word, once for old
            return self._inline(_chosen(element), hidden, below)
        if name == "txbxContent":
            if hidden:
                self._left["hidden"] += 1
            else:
                self._ground += 1
                below += self._blocks(element)
                self._ground -= 1
            return ""
        if name == "bdo" and value(element) == "rtl":  # the letters stand there from right to left
            return f"\u202e{self._inline(element, hidden, below)}\u202c"
        if name in ("pic", "imagedata", "textpath"):
            self._left["pictures"] += 1
            return ""
        if name in _OBJECTS:
            self._left["embedded"] += 1
            return ""
        return self._inline(element, hidden, below)

    def _run(self, element: Element, hidden: bool, below: list[str]) -> str:
        properties = child(element, "rPr")
        vanish = child(properties, "vanish")
        if vanish is not None:
            hidden = switched_on(vanish)
        elif (style := value(child(properties, "rStyle"))) is not None:
            hidden = hidden or self._styles.hidden(style)
        text = self._inline(element, hidden, below)
        if hidden and text:
            self._left["hidden"] += 1
            return ""
        if text.strip() and self._unseen(properties):
            self._left["unseen"] += 1
            return ""
        return text

    def _unseen(self, properties: Element | None) -> bool:
        """Whether the words are white on white paper or too small to be read."""
        size = value(child(properties, "sz"))
        if size is not None and size.isdecimal() and int(size) <= _TINY:
            return True
        ink = child(properties, "color")
        white = _is_white((value(ink) or "").replace("auto", "")) or (value(ink, "themeColor") or "").startswith(("background", "light"))
        ground = child(properties, "shd")
        coloured = ground is not None and not _is_white(value(ground, "fill") or "auto")
        return white and not self._ground and not coloured and child(properties, "highlight") is None

    def _cite(self, kind: str, number: str, below: list[str]) -> str:
        note = self._notes.pop((kind, number), None)
        if note is None:
            return ""
        self._cited += 1
        mark = f"〔注{self._cited}〕"
        below.append(mark + "\n".join(line for line in self._blocks(note) if line.strip()).strip())
        return mark

    def _table(self, table: Element) -> list[str]:
        coloured = child(table, "tblPr", "tblStyle") is not None or any(local(e) == "shd" for e in table.iter())
        self._ground += coloured
        lines = [line for row in table for line in self._row(row)]
        self._ground -= coloured
        return lines

    def _row(self, row: Element) -> list[str]:
        name = local(row)
        if name in _WRAPPING:
            return [line for inner in _chosen(row) for line in self._row(inner)]
        if name != "tr":
            return []
        if switched_on(child(row, "trPr", "hidden")):
            self._left["hidden"] += 1
            return []
        if child(row, "trPr", "del") is not None:
            self._left["deleted"] += 1
            return []
        cells = [c for e in row for c in _cells(e)]
        texts = [self._cell(cell) for cell in cells]
        texts = [text for text in texts if text.strip()]
        if any("\n" in text for text in texts):
            return texts
        return ["\t".join(_joined(texts))] if texts else []

    def _cell(self, cell: Element) -> str:
        if child(cell, "tcPr", "cellDel") is not None:
            self._left["deleted"] += 1
            return ""
        lines = [line for line in self._blocks(cell) if line.strip()]
        if self._joined:  # a deleted paragraph end does not reach beyond its cell
            lines, self._joined = [*lines, self._joined], ""
        return "\n".join(lines)


def _is_white(colour: str) -> bool:
    """Whether a colour cannot be told from paper; "auto" under words is paper."""
    if re.fullmatch("[0-9A-Fa-f]{6}", colour):
        return min(bytes.fromhex(colour)) >= _PAPER
    return colour.lower() in ("white", "auto")


def _chosen(element: Element) -> Element:
    """Of what is written for new and for old Word (mc:AlternateContent), the new; any other element itself."""
    choice = child(element, "Choice") if local(element) == "AlternateContent" else None
    return choice if choice is not None else element


def _cells(element: Element) -> list[Element]:
    if local(element) == "tc":
        return [element]
    return [c for e in _chosen(element) for c in _cells(e)] if local(element) in _WRAPPING else []


def _joined(cells: list[str]) -> list[str]:
    """Cells of one row; a name that was set into two or three cells comes out whole."""
    found: list[str] = []
    for cell in cells:
        if found and _one_name(found[-1], cell):
            found[-1] = found[-1].strip() + cell.strip()
        else:
            found.append(cell)
    return found


def _one_name(left: str, right: str) -> bool:
    left, right = left.strip(), right.strip()
    if not _HAN.fullmatch(left + right) or left in _ANSWERS | _COUNTS or right in _ANSWERS or len(right) > 2:
        return False
    if left in surnames():
        return True
    if len(right) != 1:
        return False
    return (left[:2] in compound_surnames() and len(left) == 3) or (len(left) == 2 and surnames().get(left[0], 0) >= _COMMON)
