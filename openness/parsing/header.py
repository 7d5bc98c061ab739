"""The first lines: title, court, kind of document, its own case number, and where the parties begin."""

from __future__ import annotations

import re
from dataclasses import dataclass

from justice import case_numbers
from justice.case_numbers import CaseNumber

from .source import Part

_WITHIN = 4_000
_KIND_WORDS = (
    r"(?:判决书|裁定书|决定书|调解书|通知书|意见书|支付令|保护令|强制令|消费令|搜查令|调查令|禁令|公告)"
)
_NOTE = r"(?:\([^()]{1,16}\))?"
_KIND_END = re.compile(
    rf"(?P<kind>[\u4e00-\u9fff]{{0,16}}?{_KIND_WORDS})(?P<note>{_NOTE}){_NOTE}(?:案号)?[::]?$"
)
_COURT_END = re.compile(r"法院(?:\(?赔偿委员会\)?|\(?国家赔偿委员会\)?)?")
_COURT_AND_KIND = re.compile(rf"法院(?:赔偿委员会)?(?P<kind>[\u4e00-\u9fff]{{2,16}}?{_KIND_WORDS})")
_CLASSED_KIND = re.compile(
    r"(?:刑事附带民事|刑事|民事|行政赔偿|行政|执行|国家赔偿)(?:判决书|裁定书|决定书|调解书|通知书)"
)
_BOUNDARY = re.compile(r"[^\u4e00-\u9fff]|书|号|案|罪|纠纷|令")
_PLACES = re.compile(
    "中华人民共和国|最高人民法院|北京|天津|上海|重庆|河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南"
    "|广东|海南|四川|贵州|云南|陕西|甘肃|青海|台湾|内蒙古|广西|西藏|宁夏|新疆|香港|澳门"
)
_LOWER_COURT = re.compile(r"(?:不服|审理|作出|作出的|依据|根据|生效的|执行|维持|撤销)[^,。;]{0,40}$")


@dataclass(frozen=True)
class Header:
    """What the first lines say. Offsets are of the head's folded text; "" and None where they say nothing."""

    title: str
    court: str
    kind: str
    number: CaseNumber | None
    body_start: int
    others: tuple[CaseNumber, ...]


def read_header(head: Part) -> Header:
    """The header of a document, with a title line or without, whatever its layout."""
    text = head.text
    found = [item for item in case_numbers.find(text[:_WITHIN]) if item.number.is_court]
    own = _own_number(text, found)
    if own is None:
        return _unnumbered(head, found)
    at, kind_start, kind = own
    item = found[at]
    court_start, court_end = _court(text, kind_start)
    title = _title(head, court_start if court_end else kind_start)
    body = _skip_repeated(text, item.end, found[at + 1 :])
    return Header(
        title=title,
        court=text[court_start:court_end],
        kind=kind,
        number=item.number,
        body_start=body,
        others=_others(item.number, found),
    )


def _own_number(text: str, found: list[case_numbers.Found]) -> tuple[int, int, str] | None:
    """(index, start of the kind, kind) of the number that stands right behind a court and a kind."""
    for index, item in enumerate(found):
        before = text[max(0, item.start - 60) : item.start]
        match = _KIND_END.search(before)
        if match is None:
            continue
        kind_start = item.start - len(before) + match.start("kind")
        court = text.rfind("法院", 0, kind_start + len(match["kind"]))
        kind = match["kind"]
        if court >= 0 and kind_start - court < 40:
            whole = text[court : kind_start + len(kind)]
            kind = _COURT_END.sub("", whole, count=1) if len(whole) < 40 else kind
            kind_start += len(match["kind"]) - len(kind)
        return index, kind_start, kind
    return None


def _unnumbered(head: Part, found: list[case_numbers.Found]) -> Header:
    """A header out of order: the number before the kind, apart from it, or missing."""
    text = head.text
    match = _COURT_AND_KIND.search(text[:800])
    kind, court = "", (0, 0)
    if match is not None:
        kind, court = match["kind"], _court(text, match.start("kind"))
    elif (apart := _CLASSED_KIND.search(text[:300])) is not None:
        kind, end = apart[0], text.find("法院", 0, 300)
        court = _court(text, end + len("法院")) if end >= 0 else court
    early = [item for item in found if item.start < 600 and not _LOWER_COURT.search(text[: item.start])]
    number = early[0].number if early else None
    ends = [match.end() if match else 0, early[0].end if early and early[0].start < 200 else 0]
    return Header(
        title=_title(head, court[0]),
        court=text[court[0] : court[1]],
        kind=kind,
        number=number,
        body_start=max(ends),
        others=_others(number, found),
    )


def _court(text: str, kind_start: int) -> tuple[int, int]:
    """The court's name, which ends right before the kind; a title before it is left out."""
    end = text.rfind("法院", 0, kind_start)
    if end < 0 or kind_start - end > 12:
        return kind_start, kind_start
    end += len("法院")
    start = max(0, end - 45)
    window = text[start : end - len("法院")]
    for boundary in _BOUNDARY.finditer(window):
        start = max(start, end - len("法院") - len(window) + boundary.end())
    place = _PLACES.search(text, start, end)
    if place is not None and place.start() > start and text[start : place.start()] != "中华人民共和国":
        start = place.start()
    return start, end


def _title(head: Part, end: int) -> str:
    """What stands before the court, if it is a title; numbers in front of it do not belong to it."""
    start = 0
    for item in case_numbers.find(head.text[:end]):
        if item.start <= start + 1:
            start = item.end
    title = head.said(start, end).strip("：:。，,")
    return title if re.search(r"书$|案$|决$|令$", title) and len(title) <= 300 else ""


def _skip_repeated(text: str, end: int, following: list[case_numbers.Found]) -> int:
    """The header printed twice: go on behind the second."""
    for item in following:
        between = text[end : item.start]
        if len(between) < 60 and "法院" in between and re.search(_KIND_WORDS + _NOTE + "$", between):
            return item.end
    return end


def _others(own: CaseNumber | None, found: list[case_numbers.Found]) -> tuple[CaseNumber, ...]:
    numbers = dict.fromkeys(item.number for item in found if item.number != own)
    return tuple(numbers)
