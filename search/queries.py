"""What somebody typed -> what to look for. Pure; understands any input and raises on none.

Words are all required; “phrases” in Chinese or straight quotes stay together; -词 excludes; case numbers (案号) in any
bracket, width or spacing are taken out first, whole or as a fragment (辽08民终123, 民终123号); articles of laws too
(刑法第264条, 刑法264). 法院:站前 案由:借贷 年份:2019-2021 类型:裁定书 法条:刑法264 日期:2020-03 narrow by a field.
"""

import re
from contextlib import suppress
from dataclasses import dataclass, field

from justice import case_numbers, statutes
from justice.case_numbers import CaseNumber, CaseNumberError, Fragment
from justice.statutes import Statute
from search.analysis import Pattern, fold, pattern

MAX_LENGTH = 200
MAX_TERMS = 12

# What a field is called by those who type it, and by the engines.
FIELDS = {
    "法院": "organ", "单位": "organ", "机关": "organ", "案由": "cause", "年份": "year", "年度": "year", "日期": "date", "时间": "date",
    "法条": "statute", "类型": "kind", "类别": "kind", "种类": "kind",
}  # fmt: skip
_DAY = re.compile(r"(\d{4})(?:[-./年](\d{1,2})(?:[-./月](\d{1,2}))?)?[年月日]?")
_TO = re.compile(r"\s*(?:至|到|~|\.\.|—|(?<=\d{4})-(?=\d{4}))\s*")

_OPEN, _CLOSE = "“”„「『\"", "”“」』\""
_PIECE = re.compile(
    rf"(?P<exclude>(?<!\S)[-−–])?(?:(?P<field>{'|'.join(FIELDS)}):\s*)?(?:[{_OPEN}](?P<phrase>[^{_CLOSE}]*)[{_CLOSE}]?|(?P<word>[^\s{_OPEN}]+))"
)
# 民终123号 张: what follows the number is a word of its own.
_MORE_AFTER_NUMBER = re.compile(r"号\S{0,2}\s+\S")


@dataclass(frozen=True)
class Term:
    """One word or phrase, as typed (folded) and as tokens."""

    text: str
    pattern: Pattern


@dataclass(frozen=True)
class NumberPart(Term):
    """A part of a case number; documents that have it come first, documents that mention it after them."""

    fragment: Fragment


@dataclass(frozen=True)
class Field:
    """A narrowing by a field (字段): `name` is organ, cause, kind (`pattern`: what it must contain) or date (`first` to
    `last`, both included, as yyyymmdd). `text` is as typed: 法院:站前."""

    text: str
    name: str
    pattern: Pattern | None = None
    first: int = 0
    last: int = 0


@dataclass(frozen=True)
class Query:
    """A parsed query. `text` is what was typed (cut to MAX_LENGTH characters, `cut` says so); the rest is what it asks.

    `strange`: fields whose value says nothing (年份:abc); they are told, and narrow nothing.
    """

    text: str
    numbers: tuple[CaseNumber, ...] = ()
    parts: tuple[NumberPart, ...] = ()
    words: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    statutes: tuple[Statute, ...] = ()
    fields: tuple[Field, ...] = ()
    strange: tuple[str, ...] = ()
    cut: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing searchable was typed (nothing at all, punctuation, emoji)."""
        return not (self.by_fit or self.excluded or self.fields)

    @property
    def by_fit(self) -> bool:
        """Whether some records can answer better than others."""
        return bool(self.numbers or self.parts or self.words or self.statutes)

    @property
    def marks(self) -> tuple[str, ...]:
        """What a highlight marks: the numbers, their parts, the words, the articles in either spelling."""
        articles = (spelling for statute in self.statutes for spelling in statute.spellings)
        return (*(number.base for number in self.numbers), *(term.text for term in (*self.parts, *self.words)), *articles)


def parse(text: str) -> Query:
    """Parse whatever was typed; at most MAX_LENGTH characters and MAX_TERMS terms of it count."""
    typed = text[: MAX_LENGTH * 4].strip()
    folded = fold(typed)
    cut = len(text.strip()) > len(typed) or len(folded) > MAX_LENGTH
    rest, numbers = _take_numbers(folded[:MAX_LENGTH])
    rest, articles = statutes.take(rest, "法条:")
    read = _Read(numbers=numbers, statutes=articles)
    pieces = list(_PIECE.finditer(rest))
    for piece in pieces[:MAX_TERMS]:
        read.sort_in(piece)
    if len(pieces) > 1 and not (read.numbers or read.parts or read.excluded or read.fields or read.statutes):
        # 辽08 民终 123: typed with spaces, a number only as a whole.
        whole = _read_number(rest)
        if isinstance(whole, CaseNumber):
            read.words, read.numbers = [], [whole]
        elif whole:
            read.words, read.parts = [], [whole]
    asked = {name: tuple(values) for name, values in vars(read).items()}
    return Query(text=typed[:MAX_LENGTH], **asked, cut=cut or len(pieces) > MAX_TERMS)


@dataclass
class _Read:
    """What has been read of a query so far."""

    numbers: list[CaseNumber] = field(default_factory=list)
    parts: list[NumberPart] = field(default_factory=list)
    words: list[Term] = field(default_factory=list)
    excluded: list[Term] = field(default_factory=list)
    statutes: list[Statute] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    strange: list[str] = field(default_factory=list)

    def sort_in(self, piece: re.Match[str]) -> None:
        """Put one piece of a query where it belongs."""
        content = piece["phrase"] if piece["word"] is None else piece["word"]
        if piece["field"] and not piece["exclude"]:
            self._field(piece["field"], content)
            return
        number = _read_number(content) if piece["word"] and not piece["exclude"] else None
        if isinstance(number, CaseNumber):
            self.numbers.append(number)
        elif number:
            self.parts.append(number)
        elif tokens := pattern(content):
            (self.excluded if piece["exclude"] else self.words).append(Term(content.strip(), tokens))

    def _field(self, called: str, content: str) -> None:
        name, text = FIELDS[called], f"{called}:{content.strip()}"
        days = _days(content) if name in ("year", "date") else None
        if days:
            self.fields.append(Field(text, "date", None, *days))
        elif name == "statute" and (statute := statutes.parse(content)):
            self.statutes.append(statute)
        elif name in ("organ", "cause", "kind") and (tokens := pattern(content)):
            self.fields.append(Field(text, name, tokens))
        else:
            self.strange.append(text)


def _days(text: str) -> tuple[int, int] | None:
    """2019, 2019-2021, 2020-03, 2020年3月5日至2021年, 2020至 as first and last day (yyyymmdd); None when it is no time."""
    typed = [end.strip() for end in _TO.split(text.strip(), maxsplit=1)]
    ends = [_DAY.fullmatch(end) for end in typed]
    if not any(ends) or any(end and not match for end, match in zip(typed, ends, strict=True)):
        return None
    first, last = ends[0], ends[-1]
    if first and last and _day(first, 1, 1) > _day(last, 1, 1):
        first, last = last, first
    return _day(first, 1, 1) if first else 0, _day(last, 12, 31) if last else 9999_12_31


def _day(match: re.Match[str], month: int, day: int) -> int:
    """What was typed of a day as yyyymmdd; what is missing of it is `month`, `day`."""
    return int(match[1]) * 10_000 + int(match[2] or month) * 100 + int(match[3] or day)


def _take_numbers(text: str) -> tuple[str, list[CaseNumber]]:
    """Cut the complete case numbers out of a query: what is left, and the numbers, each once."""
    rest, numbers, end = [], {}, 0
    for found in case_numbers.find(text):
        rest.append(text[end : found.start])
        end = found.end
        numbers[found.number.canonical] = found.number
    rest.append(text[end:])
    return " ".join(rest), list(numbers.values())[:MAX_TERMS]


def _read_number(text: str) -> CaseNumber | NumberPart | None:
    """A case number without brackets, or a part that can stand for one: a running number, and its court or its type."""
    if _MORE_AFTER_NUMBER.search(text):
        return None
    with suppress(CaseNumberError):
        return case_numbers.parse(text)
    part, tokens = case_numbers.fragment(text), pattern(text)
    if part is None or tokens is None or not (part.number and (part.court_code or part.type)):
        return None
    return NumberPart(text.strip(), tokens, part)
