"""文书中的自然人：当事人、被害人、证人、其他人，以及不隐名的法官、书记员、检察员与代理律师。"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

from justice import names

_COURT = r"(?:代理检察员|检察员|公诉人|审判长|审判员|代理审判员|人民陪审员|陪审员|书记员|法官助理|执行员|辩护人|诉讼代理人|委托代理人|律师)"
_ROLE = r"(?:被告人|被害人|受害人|证人|原告人|原告|被告|上诉人|罪犯|死者|申请人|法定代表人|负责人|第三人|鉴定人)"
_AFTER = r"(?=[,、。;:(的]|[及均和与]|出庭|到庭|提出|认为|辩称|等|对|男|女|证言|陈述|犯|系|$)"


@dataclass(slots=True)
class People:
    """``persons``：姓名 -> 身份集合；``kept``：不隐的公职与代理人；``uncertain``：拿不准的（位置、说明）。"""

    persons: dict[str, set[str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    uncertain: list[tuple[int, int, str]] = field(default_factory=list)


@lru_cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    singles = "".join(name for name in names.surnames() if len(name) == 1)
    name = rf"(?:(?:{'|'.join(sorted(names.compound_surnames()))})[一-鿿]{{1,2}}?|[{singles}][一-鿿]{{1,2}}?)"
    listed = rf"[:]?({name}(?:[、和]{name})*){_AFTER}"
    return re.compile(_COURT + listed), re.compile(_ROLE + listed)


def find(text: str) -> People:
    """折叠文本 ``text`` 中的人。"""
    court, role = _patterns()
    people = People()
    for match in court.finditer(text):
        people.kept.update(re.split("[、和]", match[1]))
    for match in role.finditer(text):
        for name in re.split("[、和]", match[1]):
            if "某" not in name and name not in people.kept:
                group = "victims" if match.group()[:2] in ("被害", "证人", "受害", "鉴定") else "parties"
                people.persons.setdefault(name, set()).add(group)
    return people
