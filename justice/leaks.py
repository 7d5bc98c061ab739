"""公开文本的泄露检查：应当删除的标识号码，以及本文书、本案隐去的姓名。

检查在折叠文本上进行（全角、空白、换行、零宽字符、汉字数字均已化一），故换一种写法躲不过去。
案号、金额、运单号、单位的统一社会信用代码、法条不是泄露。
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from justice import identifiers
from justice.plain_text import any_of, fold


@dataclass(frozen=True, slots=True)
class Leak:
    """一处泄露：``start``、``end`` 为输入文本的码点位置；``kind`` 为号码种类或 ``name``。"""

    start: int
    end: int
    kind: str


def find(text: str, withheld: Iterable[str] = ()) -> list[Leak]:
    """``text`` 中的泄露，按位置排序。``withheld`` 是不得出现的姓名、字号等字样，空白与单字忽略。"""
    folded = fold(text)
    found = [
        Leak(*folded.span(start, end), kind)
        for start, end, kind in identifiers.find_folded(folded)
        if kind not in identifiers.PUBLISHABLE
    ]
    words = {word for raw in withheld if len(word := fold(raw).text) > 1}
    if words:
        found += [Leak(*folded.span(*match.span()), "name") for match in any_of(words).finditer(folded.text)]
    return sorted(found, key=lambda leak: (leak.start, leak.end))
