"""Parties told in sentences: texts whose block of parties was cut away tell them in the account of the proceedings."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .crimes import crime_at
from .names import bare_name
from .source import Part

_WITHIN = 3_000
_UNTIL = re.compile(r"审理终结|经审理查明|公诉机关指控[:,]")
_PROSECUTOR = re.compile(
    r"(?:^|[:,。;、的]|审理|由|日)(?P<name>[\u4e00-\u9fff]{2,24}?人民检察院(?:[\u4e00-\u9fff]{0,8}?(?:分院|派出检察院))?)"
    r"(?=以|于\d|起诉|指控|提起|\d{4}年)"
)
_PERSON = r"(?:[\u3400-\u9fff·•*×XxA-Za-z]{1,12}?\d{0,2})"
_COMPANY = r"(?:[\u4e00-\u9fffA-Za-z×*Xx]{2,40}?(?:公司|厂|店|社|中心|局|院|部|所)(?:\((?:以下)?简?称[^()]{0,30}\))?)"
_ONE = rf"(?:{_COMPANY}|{_PERSON}(?:\([^()]{{0,40}}\))?)"
_LIST = rf"(?P<names>{_ONE}(?:(?:、|和|及){_ONE})*?)"
_ROLE = (
    r"(?P<role>附带民事诉讼原告人|附带民事诉讼被告人|附带民事公益诉讼起诉人|原审被告单位|原审被告人|被告单位|被告人|上诉人|自诉人|罪犯"
    r"|法定代理人|诉讼代表人|法定代表人)"
)
_ENDS = r"犯|涉嫌|构成|因涉嫌|及其|及辩护人|和辩护人|、被告|;被告|,被告|、原审|、上诉|不服|均|到庭|向本院|提起|一案|以被告|的近亲属|诉称|指控|及附带|及法定|及诉讼|及委托"
_GROUP = re.compile(rf"{_ROLE}{_LIST}(?={_ENDS}|[,;。](?!(?:男|女)))")
_ACCUSED = re.compile(rf"(?:指控|[;、,]){_LIST}(?=犯[\u4e00-\u9fff、]{{2,40}}?罪)")
_CIVIL = re.compile(
    r"(?:原告(?P<a>[^。]{2,200}?)(?:与|诉)被告(?P<b>[^。]{2,300}?)(?:、第三人(?P<c>[^。]{2,100}?))?"
    r"|上诉人(?P<d>[^。]{2,200}?)因与被上诉人(?P<e>[^。]{2,200}?)"
    r"|申请执行人(?P<f>[^。]{2,200}?)与被执行人(?P<g>[^。]{2,200}?))(?P<cause>[\u4e00-\u9fff、]{2,24}?纠纷)(?:一案|案)"
)
_CIVIL_ROLES = dict(a="原告", b="被告", c="第三人", d="上诉人", e="被上诉人", f="申请执行人", g="被执行人")
_NOT_A_NAME = re.compile(
    r"^(?:[在因对提经未已系不无以认供辩犯到是也自向被持将把其]|均|因犯|于20|于19|于庭|当庭|如实|主动|家属|亲属|构成|涉嫌|等|之|们|的)|^(?:及|和|与)"
)
_TAIL = re.compile(r"(?:等[一二三四五六七八九十\d]*人?|均|各自|二人|三人|到庭.*|提出.*|犯)$")


def told_parties(head: Part, start: int, title: str) -> Iterator[tuple[str, str]]:
    """(role, name) from the account of the proceedings; names only the title has come last."""
    text = head.text[: start + _WITHIN]
    stop = _UNTIL.search(text, start)
    end = stop.start() if stop is not None and stop.start() > start + 20 else len(text)
    prosecutor = _PROSECUTOR.search(text, start, min(end, start + 700))
    if prosecutor is not None:
        yield "公诉机关", prosecutor["name"]
    yield from _civil(head, text, start, end)
    found = list(_criminal(head, text, start, end))
    yield from found
    if not any(role in ("被告人", "原审被告人", "被告单位") for role, _ in found):
        yield from ((role, name) for role, name in _titled(head, title, start))


def _criminal(head: Part, text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    groups = sorted(
        [*_GROUP.finditer(text, start, end), *_ACCUSED.finditer(text, start, end)], key=lambda m: m.start("names")
    )
    for match in groups:
        role = match["role"] if "role" in match.re.groupindex else "被告人"
        for piece in re.finditer(r"[^、和及]+|[^、]+", match["names"]):
            first = match.start("names") + piece.start()
            name = _person(head.said(first, first + len(piece[0])))
            if name:
                yield role, name


def _person(said: str) -> str:
    name = _TAIL.sub("", bare_name(said))
    if _NOT_A_NAME.search(name) or len(name) < 2 or crime_at(name):
        return ""
    return name


def _civil(head: Part, text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    match = _CIVIL.search(text, start, end)
    if match is None:
        return
    for group, role in _CIVIL_ROLES.items():
        if match[group]:
            said = re.sub(r"[（(](?:以下)?简?称[^（）()]*[)）]", "", head.said(*match.span(group)))
            yield from ((role, bare_name(name)) for name in said.split("、") if bare_name(name))


def _titled(head: Part, title: str, start: int) -> Iterator[tuple[str, str]]:
    """Names of the title that the text itself calls 被告人 somewhere: titles alone are often damaged."""
    title = re.sub(r"^(?:关于)?被告人", "", title)
    for name in re.split(r"[、,，]", re.split(r"一审|二审|犯|等|诉", title)[0]):
        if 2 <= len(name) <= 12 and re.search(rf"(?:被告人|、){re.escape(name)}", head.text[start:]):
            yield "被告人", name
