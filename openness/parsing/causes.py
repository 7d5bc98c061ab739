"""The cause of a case (案由): crimes for criminal cases, otherwise what stands before “一案”."""

from __future__ import annotations

import re

from .crimes import causes, named_crimes, said_crimes, statutory
from .source import Part

_WITHIN = 6_000
_CASE = re.compile(r"一案|(?<=纠纷)(?:案|,|;|。)|(?<=赔偿)案")
_SHORT_FORMS = re.compile(r"\((?:(?:以下|下)?(?:简称|称)|曾用名|又名)[^()]*\)")
_WORDS = re.compile(r"[\u4e00-\u9fff、《》“”]{2,24}")
_COMPENSATION = re.compile(
    r"(?:以|因)(?P<reason>[\u4e00-\u9fff、]{2,14}?)(?:为由)?,?(?:向[^,。]{2,30})?申请[^,。]{0,30}赔偿"
)
_TITLE_END = re.compile(
    r"(?:(?:一审|二审|再审|再审审查与审判监督|申请再审|首次执行|执行实施类|执行审查类|其他|速裁|简易程序|非诉执行审查)*"
    r"(?:刑事附带民事|刑事|民事|行政赔偿|行政|执行|国家赔偿|赔偿)?(?:判决书|裁定书|决定书|调解书|通知书)|一案|案)+$"
)


def read_cause(head: Part, tail: Part, start: int, kind: str, title: str, names: list[str]) -> str:
    """The cause in the document's own words, "" where it says none. names: the parties, to end them before it."""
    if kind.startswith("刑事") or _is_criminal(head.text[start : start + 400]):
        return "、".join(_crimes(head, tail, start, title))
    if (
        "赔偿" in kind
        and "行政" not in kind
        and (told := _COMPENSATION.search(head.text, start, start + _WITHIN))
    ):
        return told["reason"].removesuffix("赔偿") + "赔偿"
    administrative = "行政" in kind
    return (
        _labelled(head.text[start : start + _WITHIN])
        or _before_case(head.text[start : start + _WITHIN], names, administrative)
        or _of_title(title, administrative)
        or _loose(head.text[start : start + _WITHIN], administrative)
    )


def _labelled(text: str) -> str:
    match = re.search(r"案由:([\u4e00-\u9fff、()]{2,24}?(?:纠纷|[,。;]|$))", text)
    return match[1].rstrip(",。;") if match else ""


def _is_criminal(text: str) -> bool:
    return "公诉机关" in text[:60] or re.match(r"[:,]?罪犯", text) is not None


def _crimes(head: Part, tail: Part, start: int, title: str) -> list[str]:
    """Convicted crimes of a verdict; else the charged ones, unless the title, which follows the verdict, says others."""
    verdict = [match.end() for match in re.finditer("判决如下", tail.text)]
    if verdict:
        convicted = said_crimes(re.split(r"如不服本判决|审判长|审判员", tail.text[verdict[-1] :])[0])
        if convicted:
            return convicted
    charged, titled = _charged(head.text, start), named_crimes(title)
    of_charge, of_title = {statutory(crime) for crime in charged}, {statutory(crime) for crime in titled}
    if not titled or (of_charge & of_title and not of_charge < of_title):
        return charged or titled
    return titled


def _charged(text: str, start: int) -> list[str]:
    """Crimes of the indictment: what stands in its sentence; else the first that the account names."""
    account = text[start : start + _WITHIN]
    labelled = re.search(r"指控罪名:([^。]{2,60})", account)
    if labelled is not None:
        return named_crimes(labelled[1])
    for match in re.finditer(r"指控|公诉|控诉|自诉|审理", account):
        stop = account.find("。", match.start())
        crimes = said_crimes(account[match.start() : stop if stop > 0 else match.start() + 600])
        if crimes:
            return crimes
    return said_crimes(account)[:1] or named_crimes(account[:300])


def _before_case(text: str, names: list[str], administrative: bool) -> str:
    for match in _CASE.finditer(text):
        sentence_start = max(text.rfind(mark, 0, match.start()) for mark in "。;") + 1
        segment = _SHORT_FORMS.sub("", text[sentence_start : match.start()])
        if not re.search(r"与|诉|因|关于|申请|执行|审理", segment):
            continue
        cause = _official_end(segment, administrative) or _after_names(segment, names)
        cause = cause or (_official_in(segment) if administrative else "")
        if cause:
            return cause
    return ""


def _official_end(segment: str, administrative: bool) -> str:
    """The longest official name that the segment ends with."""
    official = causes("civil") | (causes("administrative") if administrative else frozenset())
    for length in range(min(30, len(segment)), 3, -1):
        end = segment[-length:]
        if end in official:
            return end
    return ""


def _after_names(segment: str, names: list[str]) -> str:
    """What stands behind the last party's name, or the last words that end with 纠纷."""
    ends = [segment.rfind(name) + len(name) for name in names if name and name in segment]
    rest = segment[max(ends) :] if ends else ""
    rest = re.sub(r"^(?:\([^()]*\)|[、,与诉及和因]|之间|申请|[一二三四五六七八九十]+人|等)+", "", rest)
    if _WORDS.fullmatch(rest):
        return rest
    loose = re.search(r"(?:与|诉|因|、|及|和)?([^,;与诉因及和、]{2,20}纠纷)$", segment)
    return loose[1] if loose else ""


def _of_title(title: str, administrative: bool) -> str:
    stem = _TITLE_END.sub("", title)
    stem = re.sub(r"(?:一审|二审|再审)$", "", stem)
    return _official_end(stem, administrative) if stem != title else ""


def _loose(text: str, administrative: bool) -> str:
    """Cases that are told without “一案”: what is applied for."""
    match = re.search(r"申请(?:支付令|公示催告|宣告[\u4e00-\u9fff]{2,12}|实现担保物权|人身安全保护令)", text)
    if match is not None:
        return match[0]
    return _official_in(text[:1_500]) if administrative else ""


def _official_in(text: str) -> str:
    """The administrative cause that stands first in a text; of two at one place the longer."""
    found = [
        (text.find(name), -len(name), name)
        for name in causes("administrative")
        if name in text and len(name) >= 4
    ]
    return min(found)[2] if found else ""
