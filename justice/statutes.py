"""法条：从文书里读出援引的法律和条号，从检索词里认出法条。纯函数。

“《中华人民共和国刑法》第二百六十四条、第五十二条”“刑法第264条”“刑法264”折算成同一种写法：刑法、264。
款、项不计：按条查，哪一款由读者在文书里看。
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from justice import rules

_DIGITS = {**{c: n for n, c in enumerate("零一二三四五六七八九")}, "〇": 0, "○": 0, "两": 2}
_UNITS = {"十": 10, "百": 100, "千": 1000}
_NUMERAL = r"(?:[0-9]{1,4}|[零〇○一二两三四五六七八九十百千]{1,9})"
_AFTER = r"(?:之[一二三四五六七八九十1-9])?"
_ARTICLE = re.compile(rf"第\s*({_NUMERAL})\s*条({_AFTER})")
# Between two articles of one law: 第一款第（三）项、和第……
_BETWEEN = re.compile(r"(?:[\s、，,和及与的]|以及|之规定|规定|第[一二三四五六七八九十0-9]{1,3}(?:[、,，][一二三四五六七八九十0-9]{1,3})*款|第?[（(][一二三四五六七八九十0-9]{1,3}[）)]项?|第[一二三四五六七八九十0-9]{1,3}项)+")
_MARKED = re.compile(r"《([^《》\n]{2,60}(?:《[^《》\n]{2,40}》[^《》\n]{0,20})?)》\s*(?:（[^（）]{1,12}）)?\s*(?=第)")
_VERSION = re.compile(r"[（(][^（）()]{0,14}(?:修正|修订|试行|公布|年)[^（）()]{0,8}[）)]")
_NATION = "中华人民共和国"
MOST = 200  # articles read from one text


@dataclass(frozen=True, slots=True)
class Statute:
    """One article of one law: `law` without 中华人民共和国, `article` in Arabic digits with its 之一 (264, 133之一)."""

    law: str
    article: str

    @property
    def key(self) -> str:
        """刑法264: what an index holds."""
        return f"{self.law}{self.article}"

    @property
    def label(self) -> str:
        """刑法第264条."""
        number, _, after = self.article.partition("之")
        return f"{self.law}第{number}条{'之' + after if after else ''}"

    @property
    def spellings(self) -> tuple[str, str]:
        """The article as texts write it: 第二百六十四条, 第264条."""
        number, _, after = self.article.partition("之")
        tail = f"条之{after}" if after else "条"
        return f"第{numeral(int(number))}{tail}", f"第{number}{tail}"


def find(text: str) -> list[Statute]:
    """The articles that a text cites, each once, in order of their first place; at most MOST."""
    found: dict[Statute, None] = {}
    for law, end in _laws(text):
        while len(found) < MOST and (article := _ARTICLE.match(text, end)):
            if statute := _statute(law, article[1], article[2]):
                found[statute] = None
            end = article.end()
            if between := _BETWEEN.match(text, end):
                end = between.end()
    return list(found)


def parse(text: str) -> Statute | None:
    """The article that somebody typed (刑法第264条, 刑法264, 《刑诉法》第十五条); None when it is something else."""
    typed = _typed().fullmatch(text.strip())
    return _statute(_name(typed["law"]), typed["number"], typed["after"] or "") if typed else None


def take(text: str, lead: str = "") -> tuple[str, list[Statute]]:
    """Cuts the articles out of a query: what is left, and the articles, each once.

    `lead`: what may stand before an article and goes with it (法条:刑法264, 法条:“刑法第264条”).
    """
    found: dict[Statute, None] = {}

    def cut(match: re.Match[str]) -> str:
        statute = _statute(_name(match["law"]), match["number"], match["after"] or "")
        if statute is None:
            return match[0]
        found[statute] = None
        return " "

    return _typed(lead).sub(cut, text), list(found)


def names() -> list[str]:
    """The laws that are known by name, and what they are called for short."""
    return [name for row in rules.table("statute_names")["statute"] for name in (row["name"], *row.get("also", []))]


def numeral(number: int) -> str:
    """1 to 9999 in Chinese as statutes write it: 264 -> 二百六十四, 15 -> 十五, 1001 -> 一千零一."""
    out, skipped = "", False
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if not digit:
            skipped = bool(out)
            continue
        out += ("零" if skipped else "") + "零一二三四五六七八九"[digit] + unit
        skipped = False
    return out.removeprefix("一") if out.startswith("一十") else out


def _value(numeral: str) -> int:
    """二百六十四 or 264 as a number; 0 when it is none (十百)."""
    if numeral.isascii():
        return int(numeral)
    if not any(c in _UNITS for c in numeral):  # 二六四
        return int("".join(str(_DIGITS[c]) for c in numeral)) if len(numeral) <= 4 else 0
    total, digit, last = 0, 0, 10_000
    for character in numeral:
        if unit := _UNITS.get(character):
            if unit >= last or (not digit and unit != 10):
                return 0
            total, digit, last = total + (digit or 1) * unit, 0, unit
        else:
            digit = _DIGITS[character]
    return total + digit


def _statute(law: str, number: str, after: str) -> Statute | None:
    value = _value(number)
    return Statute(law, f"{value}{after}") if value else None


def _laws(text: str) -> Iterator[tuple[str, int]]:
    """(law, where its articles begin) in a text: names in book marks, and known names without."""
    places = {m.end(): _name(m[1]) for m in _MARKED.finditer(text)}
    for match in _bare().finditer(text):
        places.setdefault(match.end(), _name(match[1]))
    for end in sorted(places):
        yield places[end], end


def _name(written: str) -> str:
    """A law's name as it is compared."""
    name = _VERSION.sub("", written.translate(str.maketrans("〈〉<>", "《》《》"))).replace(_NATION, "").strip("《》 ")
    return _short().get(name, name)


@cache
def _short() -> dict[str, str]:
    return {also: row["name"] for row in rules.table("statute_names")["statute"] for also in row.get("also", [])}


@cache
def _known() -> str:
    return "|".join(sorted(map(re.escape, names()), key=len, reverse=True))


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"(?:{_NATION})?({_known()})\s*(?=第\s*{_NUMERAL}\s*条)")


@cache
def _typed(lead: str = "") -> re.Pattern[str]:
    before = rf"(?:{re.escape(lead)}\s*(?P<quote>[“”\"])?\s*)?" if lead else "(?P<quote>(?!))?"
    law = rf"《[^《》]{{2,60}}》|(?:{_NATION})?(?:{_known()})"
    return re.compile(rf"{before}(?P<law>{law})\s*第?\s*(?P<number>{_NUMERAL})\s*(?:条(?P<after>{_AFTER})|(?=[\s，。、；“”\"]|$))(?(quote)\s*[“”\"]?)")
