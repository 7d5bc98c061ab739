"""Parties told in sentences: texts whose block of parties was cut away tell them in the account of the proceedings."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from justice.names import surnames

from .crimes import is_crime
from .names import bare_name
from .source import Part

_WITHIN = 3_000
_UNTIL = re.compile(r"审理终结|经审理查明|公诉机关指控[:,]")
_PROSECUTOR = re.compile(
    r"(?P<name>[\u4e00-\u9fff]{2,40}?人民检察院(?:[\u4e00-\u9fff]{0,8}?(?:分院|派出检察院))?)"
    r"(?=以|于\d|起诉|指控|提起|\d{4}年)"
)
_BEFORE_PROSECUTOR = re.compile(r"^.*(?:审理|由)")
_CHAR = r"[\u3400-\u9fff\U00020000-\U0003ffff×xX*A-Z]"
_NO_NAME = "(?!原审|被告|附带|上诉|自诉|委托|法定|诉讼|指定|辩护|公诉|指控|犯罪|向本|本院|依法|等|之|的|均|及|和|与|共同|其|各|在|因|对)"
_PERSON = rf"[\u3400-\u9fff]{{1,10}}[·•][\u3400-\u9fff·•]{{1,16}}|{_CHAR}{{2,6}}?\d{{0,2}}"
_COMPANY = r"[\u4e00-\u9fffA-Za-z×*Xx]{2,40}?(?:公司|厂|店|社|中心|集团|局|医院|学校|经营部)"
_STRONG = (
    "(?:等[一二三四五六七八九十0-9]*人?)?(?:犯(?!罪)|涉嫌|因涉嫌|构成|拒不|及其|及辩护|和辩护|及各自|均到|到庭|均不服|不服|提起|一案|以被告"
    "|及[^,。;]{0,12}(?:代理人|辩护人)|各自|在庭审|[、,;]?(?:原审|附带|被告))"
)
_MARK = r"[、,]|和|及(?!其)"
# 何俊荣何某某: two names without a mark between them, told apart by the 某 of the second.
_ONE = re.compile(
    rf"{_NO_NAME}(?P<name>(?:{_PERSON}|{_COMPANY})(?:\([^()]{{0,40}}\))?)"
    rf"(?={_STRONG}|{_MARK}|[。;]|以|向本院|均|诉称|提出|[\u4e00-\u9fff]某)"
)
_WHOLE = re.compile(
    rf"{_NO_NAME}(?P<name>[^、,。;()犯系以与在]{{2,40}}?(?:公司|厂|合作社|集团|经营部))(?:\([^()]{{0,40}}\))?(?=[、,。;犯及的]|涉嫌|构成)"
)
_COMPANY_END = re.compile(r"(?:公司|厂|店|社|中心|集团|局|院|校|部|所|会|站|行)(?:\(.*)?$")
_IS_STRONG = re.compile(_STRONG)
_IS_MARK = re.compile(_MARK)
_ROLE = re.compile(
    r"原审附带民事诉讼原告人|附带民事诉讼原告人|附带民事诉讼被告人|附带民事公益诉讼起诉人|原审被告单位|原审被告人|被告单位"
    r"|被告人|上诉人|自诉人|罪犯|法定代理人|诉讼代表人|(?:指控|;)(?=[^,。;]{2,30}犯(?!罪))"
)
_MASKED = re.compile(r".{1,2}某{1,2}[甲乙丙丁戊己庚辛某一二三四五六七八九]?\d{0,2}|.{1,2}某.")
_NAME_LIKE = re.compile(r".*·.*|.+公司|[^犯打的]{2,4}\d{0,2}")
_NO_LIKE = re.compile("到庭|向本|辩护|共同|表示|提出|当庭|如实")
_CIVIL = re.compile(
    r"(?:原告(?P<a>[^。]{2,200}?)(?:与|诉)被告(?P<b>[^。]{2,300}?)(?:、第三人(?P<c>[^。]{2,100}?))?"
    r"|上诉人(?P<d>[^。]{2,200}?)因与被上诉人(?P<e>[^。]{2,200}?)"
    r"|申请执行人(?P<f>[^。]{2,200}?)与被执行人(?P<g>[^。]{2,200}?))(?P<cause>[\u4e00-\u9fff、]{2,24}?纠纷)(?:一案|案)"
)
_CIVIL_ROLES = {
    "a": "原告", "b": "被告", "c": "第三人", "d": "上诉人", "e": "被上诉人", "f": "申请执行人", "g": "被执行人",
}  # fmt: skip
_SHORT_FORM = re.compile(r"[（(](?:以下)?简?称[^（）()]*[)）]")


def told_parties(head: Part, start: int, title: str) -> Iterator[tuple[str, str]]:
    """(role, name) from the account of the proceedings; names only the title has come last."""
    text = head.text[: start + _WITHIN]
    stop = _UNTIL.search(text, start)
    end = stop.start() if stop is not None and stop.start() > start + 20 else len(text)
    prosecutor = _PROSECUTOR.search(text, start, min(end, start + 700))
    if prosecutor is not None:
        yield "公诉机关", _BEFORE_PROSECUTOR.sub("", prosecutor["name"])
    yield from _civil(head, text, start, end)
    found = list(_criminal(head, text, start, end))
    yield from found
    accused = any(role.endswith(("被告人", "被告单位")) for role, _ in found)
    titled = list(_titled(head, title, start, whole=accused))
    if not (accused or titled or found):
        titled = _repeated(head.text[start:])
    yield from (("被告人", name) for name in titled)


def _criminal(head: Part, text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    for role in _ROLE.finditer(text, start, end):
        names, strong = _list_at(text, role.end(), end)
        if strong or all(_is_name(text[first:last]) for first, last in names):
            for first, last in names:
                if f"简称{text[first:last]})" not in text and f"简称“{text[first:last]}”)" not in text:
                    yield _role_of(role[0], text[first:last]), bare_name(head.said(first, last))


def _role_of(said: str, name: str) -> str:
    """The role of one name of a list: 被告单位甲公司、乙 makes 乙 a person accused."""
    if not said.endswith(("人", "单位", "代表人", "罪犯")):
        return "被告人"
    return said if not said.endswith("单位") or _COMPANY_END.search(name) else said.replace("单位", "人")


def _list_at(text: str, position: int, end: int) -> tuple[list[tuple[int, int]], bool]:
    """(spans of the names that stand at a position, does a verb or 及其辩护人 follow the last of them?)."""
    names: list[tuple[int, int]] = []
    while (
        position < end and (match := _WHOLE.match(text, position) or _ONE.match(text, position)) is not None
    ):
        names.append(match.span("name"))
        position = match.end()
        if _IS_STRONG.match(text, position) is not None:
            return names, True
        mark = _IS_MARK.match(text, position)
        if mark is not None:
            position = mark.end()
        elif text[position + 1 : position + 2] != "某":
            break
    return names, False


def _is_name(said: str) -> bool:
    """Without a verb behind it a word counts only when it looks like a name."""
    name = re.sub(r"\(.*", "", said)
    if "某" in name and not name.endswith("公司"):
        return _MASKED.fullmatch(name) is not None
    if _NAME_LIKE.fullmatch(name) is None or _NO_LIKE.search(name):
        return False
    return len(name) > 4 or name[0] in surnames() or name[:2] in surnames()


def _civil(head: Part, text: str, start: int, end: int) -> Iterator[tuple[str, str]]:
    match = _CIVIL.search(text, start, min(end, start + 1_500))
    if match is None:
        return
    for group, role in _CIVIL_ROLES.items():
        if match[group]:
            said = _SHORT_FORM.sub("", head.said(*match.span(group)))
            yield from ((role, bare_name(name)) for name in said.split("、") if bare_name(name))


def _titled(head: Part, title: str, start: int, whole: bool) -> Iterator[str]:
    """Names of the title that the text itself calls 被告人 somewhere: titles alone are often damaged.

    whole: only those that stand by themselves, since others are known already.
    """
    title = re.sub(r"^(?:关于)?被告人", "", title)
    account = head.text[start:]
    for said in re.split(r"[、,，]", re.split(r"一审|二审|犯|等|诉", title)[0]):
        lengths = [len(said)] if whole else range(min(len(said), 4), 1, -1)
        for length in lengths:
            if (
                _is_name(said[:length])
                and not is_crime(said[:length].removesuffix("罪") + "罪")
                and _is_accused(said[:length], account)
            ):
                yield said[:length]
                break


def _repeated(text: str) -> list[str]:
    """The one whom a text without any account of the proceedings keeps calling 被告人."""
    common = Counter(re.findall(r"被告人(?=([\u4e00-\u9fff]{3}))", text)).most_common(1)
    if not common or common[0][1] < 2 or not _is_name(common[0][0]):
        return []
    whole, short = common[0][0], common[0][0][:2]
    return [whole if text.count(f"被告人{short}") == common[0][1] else short]


def _is_accused(name: str, text: str) -> bool:
    """Does the name stand right behind 被告人, or in a list of short names that begins there?"""
    position = text.find(name)
    while position >= 0:
        before = text[max(0, position - 80) : position]
        role = before.rfind("被告人")
        listed = before[role + 3 :].split("、") if role >= 0 else ["?????"]
        if (
            text[position + len(name) : position + len(name) + 1] != "某"
            and listed.pop() == ""
            and all(len(p) <= 4 for p in listed)
        ):
            return True
        position = text.find(name, position + 1)
    return False
