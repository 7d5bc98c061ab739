"""Numbers of list paragraphs in a .docx (自动编号): Word keeps "一、" apart from the text; here it is written out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

_DIGITS = "〇一二三四五六七八九"
_FORMAL = "零壹贰叁肆伍陆柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
_PLACE = re.compile(r"%([1-9])")
_LONGEST_CHAIN = 20  # styles that are based on one another
_LARGEST = 99_999
_LONGEST_LABEL = 60  # signs and places of a number: it is written before each of its paragraphs


def local(element: Element) -> str:
    """The tag without its namespace: transitional and strict files alike."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def child(element: Element | None, *path: str) -> Element | None:
    """The element at the end of a path of local names, None where one is missing."""
    for name in path:
        element = next((e for e in element if local(e) == name), None) if element is not None else None
    return element


def value(element: Element | None, name: str = "val") -> str | None:
    """An attribute by its local name; None without element or attribute."""
    if element is None:
        return None
    return next((v for k, v in element.attrib.items() if k.rpartition("}")[2] == name), None)


def switched_on(element: Element | None) -> bool:
    """Whether an on/off property is there and not switched off."""
    return element is not None and (value(element) or "true").lower() not in ("0", "false", "off", "none")


def _whole(text: str | None, default: int = 0) -> int:
    return int(text) if text is not None and re.fullmatch(r"-?\d{1,9}", text) else default


@dataclass
class _Level:
    start: int = 1
    form: str = "decimal"
    text: str = ""
    suffix: str = "tab"
    legal: bool = False


@dataclass
class _List:
    abstract: str
    levels: dict[int, _Level]
    restarts: dict[int, int] = field(default_factory=dict)


class Styles:
    """What styles.xml says of hidden text and of numbering, followed through "based on"."""

    def __init__(self, root: Element | None = None):
        styles = [e for e in root if local(e) == "style"] if root is not None else []
        self._by_id = {value(e, "styleId") or "": e for e in styles}
        self._unseen = switched_on(child(root, "docDefaults", "rPrDefault", "rPr", "vanish"))
        self.default = next((value(e, "styleId") for e in styles if value(e, "default") in ("1", "true") and value(e, "type") == "paragraph"), None)

    def _chain(self, name: str | None) -> Iterator[Element]:
        for _ in range(_LONGEST_CHAIN):
            style = self._by_id.get(name or "")
            if style is None:
                return
            yield style
            name = value(child(style, "basedOn"))

    def hidden(self, name: str | None) -> bool:
        """Whether text in this style is hidden (隐藏文字)."""
        for style in self._chain(name):
            vanish = child(style, "rPr", "vanish")
            if vanish is not None:
                return switched_on(vanish)
        return self._unseen

    def numbering(self, name: str | None) -> tuple[str | None, int]:
        """(id of the list, level) that a paragraph style carries."""
        for style in self._chain(name):
            properties = child(style, "pPr", "numPr")
            if properties is not None:
                return value(child(properties, "numId")), _whole(value(child(properties, "ilvl")))
        return None, 0


class Numbers:
    """Counts the lists of a document in its order."""

    def __init__(self, root: Element | None, styles: Styles):
        self._styles = styles
        self._counts: dict[str, dict[int, int]] = {}
        self._restarted: set[tuple[str, int]] = set()
        abstracts, self._lists = {}, {}
        for element in root if root is not None else ():
            if local(element) == "abstractNum":
                abstracts[value(element, "abstractNumId")] = {_whole(value(e, "ilvl")): _level(e) for e in element if local(e) == "lvl"}
        for element in root if root is not None else ():
            if local(element) == "num":
                self._add(element, abstracts)

    def _add(self, element: Element, abstracts: dict) -> None:
        abstract = value(child(element, "abstractNumId")) or ""
        found = _List(abstract, dict(abstracts.get(abstract, {})))
        for override in (e for e in element if local(e) == "lvlOverride"):
            level = _whole(value(override, "ilvl"))
            if (own := child(override, "lvl")) is not None:
                found.levels[level] = _level(own)
            if (start := value(child(override, "startOverride"))) is not None:
                found.restarts[level] = _whole(start, 1)
        self._lists[value(element, "numId") or ""] = found

    def label(self, paragraph: Element) -> str:
        """The number that stands before this paragraph, "" for none; counts it."""
        properties = child(paragraph, "pPr")
        own = child(properties, "numPr")
        style, level = self._styles.numbering(value(child(properties, "pStyle")) or self._styles.default)
        number = value(child(own, "numId")) if own is not None else None
        if number is None:
            number = style
        if own is not None and child(own, "ilvl") is not None:
            level = _whole(value(child(own, "ilvl")))
        found = self._lists.get(number or "0")
        if found is None or level not in found.levels or number == "0":
            return ""
        return self._counted(number or "", found, level)

    def _counted(self, number: str, found: _List, level: int) -> str:
        counts = self._counts.setdefault(found.abstract, {})
        start = found.levels[level].start
        if level in found.restarts and (number, level) not in self._restarted:
            self._restarted.add((number, level))
            counts.pop(level, None)
            start = found.restarts[level]
        counts[level] = counts[level] + 1 if level in counts else start
        for deeper in [n for n in counts if n > level]:
            del counts[deeper]
        return _shown(found, counts, level)


def _level(element: Element) -> _Level:
    return _Level(
        _whole(value(child(element, "start")), 0),
        value(child(element, "numFmt")) or "decimal",
        (value(child(element, "lvlText")) or "")[:_LONGEST_LABEL],
        value(child(element, "suff")) or "tab",
        switched_on(child(element, "isLgl")),
    )


def _shown(found: _List, counts: dict[int, int], level: int) -> str:
    here = found.levels[level]
    if here.form == "none":
        return ""
    if here.form == "bullet":
        return "· "

    def place(match: re.Match[str]) -> str:
        at = int(match.group(1)) - 1
        of = found.levels.get(at, _Level())
        return numeral(counts.get(at, of.start), "decimal" if here.legal and at != level else of.form)

    text = _PLACE.sub(place, here.text)
    return text if not text or here.suffix == "nothing" or not (text[-1].isascii() or text[-1].isalnum()) else f"{text} "


def numeral(number: int, form: str) -> str:
    """A count as Word writes it in one of its formats; an unknown format gives plain digits."""
    if not 0 < number <= _LARGEST:
        return str(number)
    if form in ("chineseCounting", "chineseCountingThousand", "japaneseCounting", "taiwaneseCounting", "taiwaneseCountingThousand", "koreanCounting"):
        return _counting(number, _DIGITS, "十百千")
    if form in ("chineseLegalSimplified", "ideographLegalTraditional", "japaneseLegal"):
        return _counting(number, _FORMAL, "拾佰仟")
    if form in ("ideographDigital", "japaneseDigitalTenThousand", "taiwaneseDigital"):
        return "".join(_DIGITS[int(d)] for d in str(number))
    if form == "ideographTraditional":
        return _STEMS[(number - 1) % 10]
    if form == "ideographZodiac":
        return _BRANCHES[(number - 1) % 12]
    if form in ("lowerLetter", "upperLetter"):
        letters = chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form == "lowerLetter" else letters.upper()
    if form in ("lowerRoman", "upperRoman"):
        return _roman(number) if form == "lowerRoman" else _roman(number).upper()
    return _enclosed(number, form)


def _enclosed(number: int, form: str) -> str:
    if form in ("decimalEnclosedCircle", "decimalEnclosedCircleChinese") and number <= 20:
        return chr(0x2460 + number - 1)
    if form == "decimalEnclosedParen" and number <= 20:
        return chr(0x2474 + number - 1)
    if form == "ideographEnclosedCircle" and number <= 10:
        return chr(0x3280 + number - 1)
    return str(number)


def _counting(number: int, digits: str, units: str) -> str:
    if number >= 10_000:
        head, rest = divmod(number, 10_000)
        return _counting(head, digits, units) + "万" + (("零" if rest < 1000 else "") + _counting(rest, digits, units) if rest else "")
    written, zero = "", False
    for power in (3, 2, 1, 0):
        digit = number // 10**power % 10
        if digit:
            written += ("零" if zero and written else "") + digits[digit] + (units[power - 1] if power else "")
            zero = False
        elif written:
            zero = True
    return written[1:] if digits == _DIGITS and 10 <= number < 20 else written


def _roman(number: int) -> str:
    written = ""
    for size, sign in _ROMAN:
        count, number = divmod(number, size)
        written += sign * count
    return written
