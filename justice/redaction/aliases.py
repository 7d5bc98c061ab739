"""为要隐去的姓名分配称呼：一人一称，同姓者依出现先后编号，避开文中已有的称呼。"""

from __future__ import annotations

import re
from collections import defaultdict

from justice import names
from justice.plain_text import around

_TAKEN = re.compile(r"([一-鿿]{1,2}|[A-Z])某(\d{0,2})")


def assign(text: str, withheld: list[str]) -> dict[str, str]:
    """``withheld``（依首次出现排序）各自的称呼。``text`` 为折叠文本，其中已有的“张某1”不再分给别人。"""
    groups: dict[str, list[str]] = defaultdict(list)
    for name in withheld:
        groups[names.called_by(name)].append(name)
    taken: dict[str, set[str]] = defaultdict(set)
    if any(surname + "某" in text for surname in groups):
        for match in around(_TAKEN, "某", 2, text):
            for surname in {match[1], match[1][-1]}:
                taken[surname].add(match[2])
    result: dict[str, str] = {}
    for surname, members in groups.items():
        if len(members) == 1 and not taken[surname]:
            result[members[0]] = names.alias(members[0])
            continue
        free = (n for n in range(1, 10_000) if str(n) not in taken[surname])
        result.update({name: names.alias(name, next(free)) for name in members})
    return result
