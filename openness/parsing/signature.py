"""The last lines: who decided (审判组织), who assisted, and the day that is written there."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from .source import Part

_ROLES = (
    "代理审判员|助理审判员|人民审判员|审判长|审判员|人民陪审员|陪审员|执行长|执行员|主审法官|独任法官|院长"
    "|法官助理|代理书记员|见习书记员|实习书记员|代书记员|书记员|速录员|速录人员|校对责任人|打印责任人"
)
_SUPPORT = ("校对责任人", "打印责任人", "速录员", "速录人员")
_DIGIT = "0-9〇○零一二三四五六七八九十Oo◯"
_DATE = rf"(?P<year>[12][0-9]{{3}}|[一二][{_DIGIT}]{{3}})年(?P<month>[{_DIGIT}元]{{1,3}})月(?P<day>[{_DIGIT}]{{1,4}})日"
_ANY_DATE = re.compile(_DATE)
_PERSON = r"(?:[\u3400-\u9fff·•A-Za-z*×Xx]{1,12}?\d{0,2})"
_NAME = rf"(?P<name>{_PERSON}(?:、{_PERSON})*?)"
_AFTER = r"\(|-|—|第?\d+页|附|本件|此件|《|以上|$|相关法律|法律条文|本案|本判决|本裁定|适用|\["
_DATE_AHEAD = r"[12一二][0-9〇○零一二三四五六七八九Oo◯]{3}年"
_MEMBER = re.compile(rf"(?P<role>{_ROLES})[::]?{_NAME}(?<!、)(?=(?:{_ROLES})|{_DATE_AHEAD}|{_AFTER})")
_SEAL = re.compile(r"\((?:院印|印章?|代)\)")
_LAST_DATE = re.compile(rf"[。)](?:\(院印\))?({_DATE})(?:\(院印\))?(?=$|附|本件|书记员|法官助理|\()")
_VALUES = {char: value for value, char in enumerate("零一二三四五六七八九")} | {c: 0 for c in "〇○Oo◯"}


@dataclass(frozen=True)
class Signature:
    """members: (role, name) in the order of signing. start: where the signatures begin in the tail's text."""

    members: tuple[tuple[str, str], ...]
    decided_on: date | None
    start: int


def read_signature(tail: Part) -> Signature:
    """The signatures and date of a document; empty for one that stops before them."""
    text = tail.text
    best: Signature | None = None
    position = 0
    while (match := _MEMBER.search(text, position)) is not None:
        block = _block(tail, match)
        position = block[2]
        signature = Signature(block[0], block[1], match.start())
        strong = signature.decided_on is not None or len(signature.members) > 1 or position >= len(text)
        if strong and (best is None or _weight(signature) >= _weight(best)):
            best = signature
    if best is None or best.decided_on is None:
        dated = _unsigned_date(text)
        best = Signature(best.members if best else (), dated[0], best.start if best else dated[1])
    return best


def _weight(signature: Signature) -> tuple[bool, int]:
    return signature.decided_on is not None, len(signature.members)


def _block(tail: Part, match: re.Match[str]) -> tuple[tuple[tuple[str, str], ...], date | None, int]:
    """(members, date, end) of the run of role-and-name lines that begins with match."""
    members: list[tuple[str, str]] = []
    day: date | None = None
    current: re.Match[str] | None = match
    end = match.end()
    while current is not None:
        role = current["role"]
        if role not in _SUPPORT:
            said = tail.said(current.start("name"), current.end("name"))
            members += [(role, name) for name in said.split("、") if name]
        end = current.end()
        if (seal := _SEAL.match(tail.text, end)) is not None:
            end = seal.end()
        if (dated := _ANY_DATE.match(tail.text, end)) is not None:
            day = read_day(dated) or day
            end = dated.end()
            if (seal := _SEAL.match(tail.text, end)) is not None:
                end = seal.end()
        current = _MEMBER.match(tail.text, end)
    return tuple(members), day, end


def _unsigned_date(text: str) -> tuple[date | None, int]:
    """The date alone under a decision that nobody signs by name (committees, orders)."""
    dispositive = re.search(r"(?:判决|裁定|决定)如下|特此(?:通知|公告|决定)|限令", text)
    if dispositive is not None:
        for match in reversed(list(_LAST_DATE.finditer(text, dispositive.end()))):
            return read_day(match), match.start(1)
    return None, len(text)


def read_day(match: re.Match[str]) -> date | None:
    """The date of a match of year, month and day in Arabic or Chinese digits; None when there is no such day."""
    year = int("".join(str(_VALUES.get(char, char)) for char in match["year"]))
    try:
        return date(year, _small(match["month"]), _small(match["day"]))
    except ValueError:
        return None


def _small(digits: str) -> int:
    """A number below 100: 12, 十二, 二十, 元 (the first month), 一二, 〇五. Raises ValueError."""
    if digits == "元":
        return 1
    if digits.isascii() and digits.isdigit():
        return int(digits)
    if "十" not in digits:
        return int("".join(str(_VALUES.get(char, char)) for char in digits))
    tens, _, ones = digits.partition("十")
    ten = _VALUES.get(tens, 1) if tens and tens.isalpha() else int(tens or 1)
    return ten * 10 + (_VALUES.get(ones, 0) if not ones.isascii() else int(ones or 0))
