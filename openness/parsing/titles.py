"""A title for a document: its own, or composed of 当事人 + 案由 + 审级 + 文书种类."""

from __future__ import annotations

import re

from justice.case_numbers import CaseNumber
from justice.names import surnames

_ACCUSED = re.compile(r"^(?:原审)?被告(?:人|单位)|[（(]原审被告(?:人|单位)")
_FIRST = (
    "原告",
    "上诉人",
    "再审申请人",
    "申请执行人",
    "申请人",
    "异议人",
    "复议申请人",
    "赔偿请求人",
    "自诉人",
    "申诉人",
    "起诉人",
)
_SECOND = ("被告", "被上诉人", "被申请人", "被执行人", "被申请执行人", "赔偿义务机关", "被申诉人")
_LEVELS = (("终", "二审"), ("初", "一审"), ("申", "再审审查"), ("再", "再审"), ("提", "再审"))


def title_of(
    own: str, parties: list[tuple[str, str]], cause: str, kind: str, number: CaseNumber | None
) -> str:
    """The document's own title when it names a party that the text knows; else a composed one, "" without parties.

    Titles of harvested texts are often damaged at their first letter; a name that the text does not know could
    not be masked in them.
    """
    names = [name for _, name in parties]
    own = _repaired(own, names)
    if own and any(name in own for name in names):
        return own
    who = _who(parties, kind)
    if not who and not cause:
        return own
    return f"{who}{cause}{_level(number)}{kind}"


def _repaired(title: str, names: list[str]) -> str:
    """A title whose first letter was lost or spoilt, put right from the names that the text has."""
    for whole in ("关于被告人", "被告人", *names):
        rest = whole[1:]
        if title.startswith(whole) or not rest:
            continue
        if title[1:].startswith(rest) and title[0] not in surnames():
            return whole[0] + title[1:]
        if title.startswith(rest) and len(rest) > 1:
            return whole[0] + title
    return title


def _who(parties: list[tuple[str, str]], kind: str) -> str:
    accused = [name for role, name in parties if role.startswith("罪犯") or _ACCUSED.search(role)]
    if accused and "刑事" in kind:
        return _listed(accused)
    first, second = _of(parties, _FIRST), _of(parties, _SECOND)
    if not first and not second:
        return _listed(accused)
    return "与".join(_listed(side) for side in (first, second) if side)


def _of(parties: list[tuple[str, str]], roles: tuple[str, ...]) -> list[str]:
    return [name for role, name in parties if role.partition("（")[0].partition("(")[0] in roles]


def _listed(names: list[str]) -> str:
    return "、".join(names[:2]) + ("等" if len(names) > 2 else "")


def _level(number: CaseNumber | None) -> str:
    if number is None:
        return ""
    return next((name for mark, name in _LEVELS if mark in number.type), "")
