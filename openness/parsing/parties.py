"""Who the case is about: parties with their legal representatives, and the prosecuting organ.

Two ways of writing are read: the block of parties that laid-out documents begin with, and the narrative of
texts whose block was cut away (“某人民检察院以……起诉书指控被告人甲、乙犯……罪”). Counsel and agents are no parties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from .names import names_between
from .narrative import told_parties
from .source import Part

_PARTY_ROLES = (
    "附带民事公益诉讼起诉人|附带民事公益诉讼被告人|附带民事公益诉讼被告单位|附带民事公益诉讼被告|附带民事诉讼原告单位|附带民事诉讼原告人|附带民事诉讼原告|附带民事诉讼被告人|附带民事诉讼被告单位"
    "|附带民事诉讼被告|附带民事原告人|附带民事被告人|原审附带民事诉讼原告人|原审附带民事诉讼被告人|公益诉讼起诉人|原公诉机关|公诉机关|抗诉机关|公诉人"
    "|原审被告单位|原审被告人|原审原告人|原审自诉人|原审原告|原审被告|原审第三人|一审原告|一审被告|一审第三人|二审上诉人"
    "|二审被上诉人|原告单位|原告人|原告|被告单位|被告人|被告|第三人|被上诉人|上诉单位|上诉人|再审申请人|被申请执行人|申请执行人"
    "|被申请人|复议申请人|申请复议人|申请人|被执行人|异议人|案外人|利害关系人|被保全人|申请保全人|自诉人|反诉原告|反诉被告|被罚款人|被拘留人"
    "|赔偿请求人|赔偿义务机关|复议机关|申诉人|被申诉人|原申请执行人|罪犯|执行机关|被害人|起诉人|债务人|债权人|管理人|移送执行机构"
)
_REPRESENTATIVE_ROLES = "法定代表人|法人代表|法定代理人|主要负责人|负责人|诉讼代表人|代表人|经营者|业主|投资人|执行事务合伙人|指定代理人"
_OTHER_ROLES = (
    "共同委托诉讼代理人|委托诉讼代理人|委托代理人|特别授权代理人|指定辩护人|诉讼代理人|辩护人|共同委托代理人|值班律师|翻译人员|翻译"
    "|代理人|出庭负责人|行政机关负责人|住所地|住所|住址|地址|经营场所|统一社会信用代码|组织机构代码|公民身份号码|身份证号码|联系电话"
)
_ROLES = f"{_PARTY_ROLES}|{_REPRESENTATIVE_ROLES}|{_OTHER_ROLES}"
_KEPT = frozenset(f"{_PARTY_ROLES}|{_REPRESENTATIVE_ROLES}".split("|"))
_PAREN = r"(?:\([^()]{0,60}\))"
#: Words behind a role that begin no name: 上述四被上诉人的共同委托诉讼代理人.
_NO_NAME = r"(?![的之等共均暨及与和]|委托|法定|诉讼|辩护)"
_ENTRY = re.compile(
    rf"(?:[一二三四五六七八九十两各上述以]{{0,4}})(?P<role>(?:{_ROLES})(?:暨(?:{_ROLES}))?)"
    rf"(?P<status>{_PAREN}*)(?:自报|自称)?(?:姓名)?(?P<colon>:?){_NO_NAME}"
    rf"(?P<name>(?:{_PAREN}|[^,。;:()]){{1,80}}?)"
    rf"(?=[,。;:]|{_PAREN}?$|{_PAREN}[,。;:]|\([^()]*$|因涉嫌|因犯|因本案|(?:{_ROLES}){_PAREN}*:)"
)
#: Where a new entry may begin inside a sentence whose full stop is missing.
_INSIDE = re.compile(
    rf"(?:{_ROLES}){_PAREN}*(?::|(?={_NO_NAME}[\u4e00-\u9fff·]{{2,5}},(?:男|女|住|19\d\d年)))"
)
_END = re.compile(
    r"一案|以被告人|提起公诉|向本院(?:提起|提出|申请|起诉)|本院(?:受理|立案|依法|于|在|经审|认为|审理|作出|根据|依照)|审理终结|指控|经审理|经审查"
    r"|不服[^。]{0,60}(?:判决|裁定|决定)|与被(?:告|执行人|申请人|上诉人)|申请再审"
)


def read_parties(head: Part, start: int, title: str) -> list[tuple[str, str]]:
    """(role, name) in the order of the document, each once; role with its status in brackets as written."""
    listed = list(_block(head, start))
    told = [] if _complete(listed) else list(told_parties(head, start, title))
    seen: dict[tuple[str, str], None] = {}
    names: set[str] = set()
    for role, name in listed + told:
        if (role, name) not in seen and not (name in names and (role, name) in told):
            seen[role, name] = None
            names.add(name)
    return list(seen)


def _complete(listed: list[tuple[str, str]]) -> bool:
    """Has the block somebody beside the prosecuting organ?"""
    return any(not role.endswith(("公诉机关", "公诉人", "执行机关")) for role, _ in listed)


def block_end(text: str, start: int) -> int:
    """Where the block of parties ends and the course of the proceedings begins."""
    position = start
    while position < len(text):
        stop = text.find("。", position)
        stop = len(text) if stop < 0 else stop + 1
        sentence = text[position:stop]
        if _END.search(sentence) and not re.match(
            r"(?:因|20\d\d年|曾因|于20)[^。]*(?:拘留|逮捕|取保|判处|判刑|抓获)", sentence
        ):
            return position
        position = stop
    return len(text)


def _block(head: Part, start: int) -> Iterator[tuple[str, str]]:
    text = head.text
    if not re.match(rf"[::,。;]?(?:{_ROLES})", text[start : start + 40]):
        return
    start += text[start] in ":,。;"
    end = block_end(text, start)
    position = start
    while position < end:
        stop = text.find("。", position, end)
        stop = end if stop < 0 else stop
        yield from _sentence(head, position, stop)
        position = stop + 1
        while position < end and text[position] in ";,、)":
            position += 1


def _sentence(head: Part, start: int, stop: int) -> Iterator[tuple[str, str]]:
    text = head.text
    position = start
    while position < stop:
        match = _ENTRY.match(text, position, stop)
        if match is not None:
            if match["role"].partition("暨")[0] in _KEPT:
                role = head.said(match.start("role"), match.end("status"))
                yield from (
                    (role, name) for name in names_between(head, match.start("name"), match.end("name"))
                )
            position = match.end()
        following = _INSIDE.search(text, position + (match is None), stop)
        if following is None:
            return
        position = following.start()
