"""依法不在互联网公布的裁判文书（法释〔2016〕19号 第四条）：明确属于的不公开或拒收，仅仅提到的存疑。

规则是 ``justice/rules/bars.toml`` 里的数据；这里只会读它：看文书名称、案由和正文，从不猜测。
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Literal

from justice import rules
from justice.plain_text import Folded, fold

Action = Literal["none", "exempt", "refuse", "doubt"]
_QUOTE = 20
_HEAD = 12_000
_FAMILIES = (
    ("criminal", re.compile(r"^刑事|^强制医疗|罪")),
    ("enforcement", re.compile(r"^执行")),
    ("administrative", re.compile(r"^行政|赔偿")),
    ("civil", re.compile(r"^民事|支付令|调解书")),
)
_ACCUSED_IN_HEAD = re.compile(r"[:。号]被告人[^,。;:]{2,12},[^。]{0,12}[男女],|公诉机关[^。]{2,30}检察院")
_STAGES = re.compile(r"指控|审理终结|一案")
_DATE = r"(\d{4})年(\d{1,2})月(\d{1,2})日"
_CHARGED = re.compile(rf"{_DATE}[^。]{{0,60}}提起(?:公诉|诉讼)")
_CASE_YEAR = re.compile(r"\((20\d\d|19\d\d)\)[^。,]{2,24}?刑")
_RECENTLY = 2  # 起诉前两年内刚满岁数的，犯罪时可能未满
_PARTY = re.compile(r"被告人|罪犯|原告人|自诉人|被害人|上诉人|被申请人|公诉机关")


@dataclass(frozen=True)
class Doubt:
    """正文 ``text`` 一处（码点 ``start`` 到 ``end``，至多 20 字）提到了某种情形，``reason`` 说明要核对什么。"""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True)
class Ground:
    """一种不公开的情形：代码、公布给公众的理由、依据。"""

    code: str
    label: str
    document: str
    article: str
    action: Literal["exempt", "refuse"]


@dataclass(frozen=True)
class Bar:
    """检查结果。``ground`` 是理由代码，``quote`` 是所依据的原文（至多 20 字；依据文书名称或案由时为空）。

    ``action``：none 可以公开；doubt 须由审核人看过 ``doubts``；exempt 不公开；refuse 拒收且不保存。
    """

    action: Action
    ground: str = ""
    article: str = ""
    quote: str = ""
    doubts: tuple[Doubt, ...] = ()


@lru_cache
def grounds() -> tuple[Ground, ...]:
    """全部情形，按条文顺序。"""
    return tuple(Ground(r.id, r.title, r.document, r.article, r.data["action"]) for r in rules.load("bars"))


def screen(text: str, kind: str, cause: str) -> Bar:
    """检查一份文书。``kind`` 是文书名称（民事裁定书），``cause`` 是案由；都可以为空。"""
    folded = fold(text)
    family = _family(folded.text, kind, cause)
    doubts: list[Doubt] = []
    best: tuple[_Screen, tuple[int, int] | None] | None = None
    for item in _screens():
        sure, place = item.applies(folded.text, kind, cause, family)
        if sure and not item.any_of(item.unless, folded.text):
            if best is None or (item.action == "refuse" and best[0].action != "refuse"):
                best = item, place
            continue
        doubt = _doubt(item, text, folded, family, place)
        if doubt is not None:
            doubts.append(doubt)
    if best is None:
        return Bar("doubt" if doubts else "none", doubts=tuple(doubts))
    item, place = best
    quote = _quoted(text, folded, place)[2] if place else ""
    return Bar(item.action, item.code, item.article, quote, tuple(doubts))


def _family(folded: str, kind: str, cause: str) -> str:
    for name, pattern in _FAMILIES:
        if pattern.search(kind):
            return name
    if cause.endswith("罪") or _ACCUSED_IN_HEAD.search(folded[:2_000]):
        return "criminal"
    return "civil" if "纠纷" in cause else ""


def _doubt(
    item: _Screen, text: str, folded: Folded, family: str, place: tuple[int, int] | None
) -> Doubt | None:
    if place is None and (not item.mention_families or family in item.mention_families):
        place = item.any_of(item.mentions, folded.text) or item.nearly_of_age(folded.text, family)
    if place is None:
        return None
    start, end, quote = _quoted(text, folded, place)
    return Doubt(start, end, quote, item.doubt)


def _quoted(text: str, folded: Folded, place: tuple[int, int]) -> tuple[int, int, str]:
    """(起, 止, 原文)，至多 20 字；版式留下的空白太多时从头截取。"""
    start, end = folded.span(*place)
    end = min(end, start + _QUOTE)
    return start, end, text[start:end]


@lru_cache
def _screens() -> tuple[_Screen, ...]:
    return tuple(_Screen(rule) for rule in rules.load("bars"))


class _Screen:
    """一条规则，正则表达式已编译。"""

    def __init__(self, rule: rules.Rule):
        data: Any = rule.data
        self.code, self.article, self.action = rule.id, f"{rule.document} {rule.article}", data["action"]
        self.families, self.mention_families = data["families"], data["mention_families"]
        self.words, self.doubt = data["words"], data["doubt"]
        self.kinds, self.causes = _compiled(data["kinds"]), _compiled(data["causes"])
        self.explicit, self.unless = _compiled(data["explicit"]), _compiled(data["unless"])
        self.mentions = _compiled(data["mentions"])
        self.causes_with = [(re.compile(x["cause"]), re.compile(x["text"])) for x in data["causes_with"]]
        self.guardian_of: list[str] = data.get("guardian_of", [])
        self.under_age: int = data.get("under_age", 0)

    def applies(self, text: str, kind: str, cause: str, family: str) -> tuple[bool, tuple[int, int] | None]:
        """(是否明确属于, 所依据的正文位置)。``text`` 是折叠后的正文。"""
        if any(pattern.search(kind) for pattern in self.kinds):
            return True, None
        if self.families and family not in self.families:
            return False, None
        if any(pattern.search(cause) for pattern in self.causes):
            return True, None
        for of_cause, of_text in self.causes_with:
            if of_cause.search(cause) and (found := of_text.search(text)):
                return True, found.span()
        place = self.any_of(self.explicit, text) or self._guardian(text) or self._minor(text)
        return place is not None, place

    def any_of(self, patterns: tuple[re.Pattern[str], ...], text: str) -> tuple[int, int] | None:
        """最先出现的一处。"""
        if not patterns or not (patterns is self.unless or any(word in text for word in self.words)):
            return None
        found = [match.span() for pattern in patterns if (match := pattern.search(text))]
        return min(found) if found else None

    def _guardian(self, text: str) -> tuple[int, int] | None:
        """首部当事人栏里，法定代理人是跟在被告人之后列出的。"""
        if not self.guardian_of:
            return None
        stop = _STAGES.search(text, 0, _HEAD)
        head = text[: stop.start() if stop else _HEAD]
        position = head.find("。法定代理人")
        while position >= 0:
            before = [match[0] for match in _PARTY.finditer(head, 0, position)]
            if before and before[-1] in self.guardian_of:
                return position + 1, min(len(head), position + 12)
            position = head.find("。法定代理人", position + 1)
        return None

    def _minor(self, text: str) -> tuple[int, int] | None:
        return next(
            (place for place, day in self._births(text) if self._of_age(day) > _charged_on(text)), None
        )

    def nearly_of_age(self, text: str, family: str) -> tuple[int, int] | None:
        """被告人起诉前不久才满岁数的一处：犯罪时可能未满。"""
        if family not in self.families:
            return None
        charged = _charged_on(text)
        since = date(charged.year - _RECENTLY, charged.month, min(charged.day, 28))
        return next((place for place, day in self._births(text) if self._of_age(day) > since), None)

    def _of_age(self, born: date) -> date:
        return date(born.year + self.under_age, born.month, min(born.day, 28))

    def _births(self, text: str) -> Iterator[tuple[tuple[int, int], date]]:
        """首部列明的被告人的出生日期。"""
        if not self.under_age:
            return
        for match in _birth_pattern(tuple(self.guardian_of)).finditer(text[:_HEAD]):
            year, month, day = map(int, match.groups())
            if 1 <= month <= 12 and 1 <= day <= 31:
                yield match.span(), date(year, month, min(day, 28))


def _compiled(patterns: list[str]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


@lru_cache
def _birth_pattern(roles: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        rf"(?:{'|'.join(roles)}):?[^,。;:]{{2,40}}(?:,曾用名[^,。]{{2,8}})?,[男女],(?:于)?{_DATE}(?:出?生)"
    )


def _charged_on(text: str) -> date:
    """提起公诉之日；正文没有写的，取案号年份的最后一日，没有案号的取今天之后，使任何人都算成年。"""
    match = _CHARGED.search(text[:_HEAD])
    if match is not None:
        year, month, day = map(int, match.groups())
        if 1 <= month <= 12:
            return date(year, month, min(max(day, 1), 28))
    number = _CASE_YEAR.search(text[:_HEAD])
    return date(int(number[1]), 12, 28) if number else date.max
