"""脱敏结果的数据结构。位置一律为输入文本的码点。"""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Span:
    """一处替换：``kind`` 为 name、trade_name 或标识号码种类；``rule`` 为所依据的规则与条文。"""

    start: int
    end: int
    kind: str
    replacement: str
    rule: str


@dataclass(frozen=True, slots=True)
class Doubt:
    """一处存疑：``text`` 为原文片段（不超过 20 字），``reason`` 说明疑点，须由人决定。"""

    start: int
    end: int
    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class Redaction:
    """脱敏后的 ``text``、按位置排序且互不重叠的 ``spans``、``doubts``，以及被隐去的 ``names``（原名 -> 称呼）。"""

    text: str
    spans: list[Span]
    doubts: list[Doubt]
    names: dict[str, str] = field(default_factory=dict)


def apply(text: str, spans: list[Span]) -> str:
    """把 ``spans`` 施于 ``text``。区间越界、重叠或未排序时抛 ``ValueError``。"""
    pieces, last = [], 0
    for span in spans:
        if not last <= span.start <= span.end <= len(text):
            raise ValueError(f"替换区间有误：{span.start}–{span.end}")
        pieces += [text[last : span.start], span.replacement]
        last = span.end
    return "".join([*pieces, text[last:]])
