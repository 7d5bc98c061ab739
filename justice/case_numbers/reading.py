"""认案号：``parse`` 认整段文字，``find`` 在文书里找，``fragment`` 认检索词里的一部分。"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from justice.case_numbers.characters import (
    BRACKETED_YEAR,
    chinese_ordinal,
    compact,
    compact_before,
    year_of,
)
from justice.case_numbers.grammar import YEAR, Grammar, grammar
from justice.case_numbers.number import CaseNumber, CaseNumberError, Found, Fragment

_LONGEST = 200
_QUOTES = "《》“”\"'‘’「」。，,；;:："
_DOCUMENT_KIND = re.compile(
    r"(?:刑事附带民事|刑事|民事|行政赔偿|行政|执行|国家赔偿)?(?:判决书|裁定书|调解书|决定书|通知书|起诉书)$"
)
_BARE_YEAR = re.compile(rf"^\(?{YEAR}年?\)?")
_EXAMPLE = "例如（2017）辽08民终123号"


@dataclass(frozen=True)
class Unreadable:
    """文中形如法院案号、却不能接受的一段，``reason`` 说明为什么。"""

    start: int
    end: int
    reason: str


def parse(text: str) -> CaseNumber:
    """把整段文字读成一个案号；读不成抛 ``CaseNumberError``，信息说明缺什么、错在哪里。"""
    if len(text) > _LONGEST:
        raise CaseNumberError(f"这段文字太长，不像一个案号，{_EXAMPLE}。")
    plain = compact(text, kept=_LONGEST)[0].strip(_QUOTES)
    plain = _DOCUMENT_KIND.sub("", plain).strip(_QUOTES)
    if not plain:
        raise CaseNumberError(f"没有填写案号，{_EXAMPLE}。")
    rules = grammar()
    plain = _BARE_YEAR.sub(lambda found: f"({found['year']})", plain)
    for form in (rules.new, rules.old):
        found = form.fullmatch(plain)
        if found and (number := _court_number(found, rules)):
            return number
    authority = _authority_number(plain, rules)
    if authority:
        return authority
    raise CaseNumberError(_what_is_wrong(plain, rules))


def find(text: str) -> list[Found]:
    """文中的全部案号，按出现次序，互不重叠；起诉书、处罚决定书的文号归检察、公安，不会当成法院案号。"""
    return [item for item in _scan(text) if isinstance(item, Found)]


def unreadable(text: str) -> list[Unreadable]:
    """文中法院代字齐全、类型代字却不在表内的案号，供逐行报告。"""
    return [item for item in _scan(text) if isinstance(item, Unreadable)]


def fragment(query: str) -> Fragment | None:
    """检索词若是案号或它的一部分（``2017辽08民终123``、``民终123号``、``辽08``），给出各部分；否则 None。"""
    try:
        whole = parse(query)
    except CaseNumberError:
        return _partial(compact(query, kept=40)[0].strip(_QUOTES), grammar())
    return Fragment(whole.year, whole.court_code, whole.type, whole.number, whole.special)


def _scan(text: str) -> Iterator[Found | Unreadable]:
    rules = grammar()
    done = 0
    for year in BRACKETED_YEAR.finditer(text):
        if year.start() < done:
            continue
        item = _at(text, year.start(), done, rules)
        if item:
            done = item.end
            yield item


def _at(text: str, start: int, done: int, rules: Grammar) -> Found | Unreadable | None:
    plain, positions = compact(text, start)
    new = rules.new.match(plain)
    if new and (number := _court_number(new, rules)):
        return Found(start, positions[new.end() - 1] + 1, number)
    old = rules.old.match(plain)
    # 旧写法没有统一代字，须有“字”或“号”作证，最高人民法院不写简称的须有“字”
    if old and (old["zi"] or (old["hao"] and old["court"])) and (number := _court_number(old, rules)):
        return Found(start, positions[old.end() - 1] + 1, number)
    tail = rules.authority_tail.match(plain)
    if tail:
        before, places = compact_before(text, start)
        head = rules.procuratorate.search(before) or rules.police.search(before)
        if head and places[head.start()] >= done:
            return Found(places[head.start()], positions[tail.end() - 1] + 1, _authority(head, tail))
    if new and new["hao"] and new["court"][-1].isdigit():
        return Unreadable(start, positions[new.end() - 1] + 1, _unknown_type(new["type"]))
    return None


def _court_number(found: re.Match[str], rules: Grammar) -> CaseNumber | None:
    """匹配到的法院案号；类型代字不在表内、或这一写法不成立时为 None。"""
    if not found["number"].strip("0"):
        return None
    year = year_of(found["year"])
    suffix = _suffix(found["inner"] or found["outer"] or "")
    if found.re is rules.old:
        return CaseNumber("court_old", year, found["court"], "", found["type"], found["number"], suffix)
    kind = rules.split_type(found["type"])
    # 2016 年以前“云刑初字”是云岩区法院，不是云南高院
    if kind is None or (year < 2016 and len(found["court"]) == 1 and found["zi"]):
        return None
    random_number = kind[1] == "刑核" and len(found["number"]) == 8
    number = found["number"] if random_number else found["number"].lstrip("0")
    return CaseNumber("court", year, found["court"], *kind, number, suffix)


def _suffix(text: str) -> str:
    if text.startswith("之") and text[1:].isdigit():
        return "之" + chinese_ordinal(int(text[1:])) if int(text[1:]) else ""
    return f"-{int(text[1:])}" if text.startswith("-") else text


def _authority_number(plain: str, rules: Grammar) -> CaseNumber | None:
    for bracket in re.finditer(r"\(", plain):
        tail = rules.authority_tail.fullmatch(plain[bracket.start() :])
        if tail:
            before = plain[: bracket.start()]
            head = rules.procuratorate.fullmatch(before) or rules.police.fullmatch(before)
            return _authority(head, tail) if head else None
    return None


def _authority(head: re.Match[str], tail: re.Match[str]) -> CaseNumber:
    police = "plain" in head.re.groupindex
    unit = (head["unit"] or head["plain"] or "") if police else head["unit"]
    authority = "police" if police else "procuratorate"
    return CaseNumber(authority, year_of(tail["year"]), head["code"], unit, head["type"], tail["number"])  # type: ignore[arg-type]


def _unknown_type(kind: str) -> str:
    return f"类型代字“{kind}”不在人民法院案件类型及其代字标准中，请核对案号，{_EXAMPLE}。"


def _what_is_wrong(plain: str, rules: Grammar) -> str:
    year = re.match(rf"\({YEAR}\)", plain)
    if not year:
        digits = re.search(r"\d{4}", plain)
        if not digits:
            return f"案号缺少年份，{_EXAMPLE}。"
        if plain.lstrip("(").startswith(digits[0]):
            return f"案号的年份“{digits[0]}”不对，{_EXAMPLE}。"
        return f"“{plain[:40]}”不是案号：案号以年份开头，{_EXAMPLE}。"
    rest = plain[year.end() :]
    found = rules.new.match(plain) or rules.old.match(plain)
    if found and not found["number"].strip("0"):
        return "案号的编号不能是零。"
    new = rules.new.match(plain)
    if new and rules.split_type(new["type"]) is None:
        return _unknown_type(new["type"])
    if found and found.end() < len(plain):
        return f"案号“{plain[: found.end()]}”之后有多余的文字“{plain[found.end() :][:20]}”。"
    court = rules.court.match(rest)
    if not court:
        return f"年份之后应是法院代字（如辽08、辽0802），“{rest[:20]}”里没有。"
    if not re.search(r"\d", rest[court.end() :]):
        return f"案号缺少编号，{_EXAMPLE}。"
    return f"“{plain[:40]}”不是完整的案号，{_EXAMPLE}。"


def _partial(plain: str, rules: Grammar) -> Fragment | None:
    shape = re.fullmatch(
        rf"(?:\(?{YEAR}年?\)?)?(?P<court>{rules.court.pattern})?(?P<type>[\u3400-\u9fff]*?)字?"
        rf"第?(?P<number>\d{{1,8}})?(?:号.{{0,4}})?",
        plain,
    )
    if not shape:
        return None
    year = year_of(shape["year"]) if shape["year"] else None
    kind = rules.split_type(shape["type"])
    if kind:
        found = Fragment(year, shape["court"], kind[1], _unpadded(shape["number"]), kind[0])
        return found if any((year, found.court_code, found.number)) else None
    if not shape["type"]:
        named = shape["court"] and shape["court"][-1].isdigit() and not shape["number"]
        return Fragment(year, shape["court"]) if named else None
    words = (shape["court"] or "") + shape["type"]
    old = re.fullmatch(rf"(?P<court>[^\d]{{0,8}}?)(?P<type>{rules.old_type.pattern})", words)
    if not old or not (shape["number"] and ("字" in plain or "号" in plain)):
        return None
    return Fragment(year, old["court"] or None, old["type"], shape["number"])


def _unpadded(number: str | None) -> str | None:
    return number.lstrip("0") or None if number else None
