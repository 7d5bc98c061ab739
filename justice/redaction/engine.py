"""脱敏：折叠、检测、跟踪、替换。见 :func:`redact`。"""

from __future__ import annotations

import re

from justice import case_numbers, identifiers
from justice.plain_text import Folded, fold
from justice.redaction import aliases, companies, organs, people, profiles
from justice.redaction.result import Doubt, Redaction, Span, apply

RULESET = "2026.1"
"""规则集版本：已公开文本记着所用版本，版本变了就重新检查。"""

def redact(text: str, profile: str = "2024") -> Redaction:
    """按口径 ``profile`` 脱敏 ``text``；位置均为输入的码点。口径名不存在时抛 ``ValueError``。"""
    chosen = profiles.profile(profile)
    folded = fold(text)
    marked = identifiers.find_folded(folded)
    numbers = [(number.start, number.end) for number in case_numbers.find(folded.text)]
    taken = [*numbers, *((start, end) for start, end, _ in marked), *organs.occupied(folded.text)]
    found = people.find(folded.text, taken)
    withheld = [name for name, groups in found.persons.items() if groups & chosen.mask]
    called = aliases.assign(folded.text, sorted(withheld, key=folded.text.find))
    edits = [(start, end, kind, "" if kind == "address" else chosen.mask_text) for start, end, kind in marked if _mask(kind)]
    edits += _occurrences(folded.text, called)
    if chosen.trade:
        litigants = companies.find(folded.text)
        edits += companies.edits(folded.text, litigants)
        called |= companies.names(litigants)
    spans = [Span(*folded.span(start, end), kind, new, chosen.cite) for start, end, kind, new in _disjoint(edits, numbers)]
    doubts = [_doubt(text, folded, *item) for item in found.uncertain]
    return Redaction(apply(text, spans), spans, doubts, called)


def _mask(kind: str) -> bool:
    return kind not in identifiers.PUBLISHABLE


def _occurrences(text: str, called: dict[str, str]) -> list[tuple[int, int, str, str]]:
    if not called:
        return []
    pattern = re.compile("|".join(map(re.escape, sorted(called, key=len, reverse=True))))
    return [(*match.span(), "name", called[match.group()]) for match in pattern.finditer(text)]


def _disjoint(edits: list[tuple[int, int, str, str]], protected: list[tuple[int, int]]) -> list[tuple[int, int, str, str]]:
    kept: list[tuple[int, int, str, str]] = []
    for edit in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if kept and edit[0] < kept[-1][1]:
            continue
        if any(start < edit[1] and edit[0] < end for start, end in protected):
            continue
        kept.append(edit)
    return kept


def _doubt(text: str, folded: Folded, start: int, end: int, passage: tuple[int, int], reason: str) -> Doubt:
    """位置是存疑的字样本身（遮的就是它），``text`` 是连同左右的片段。"""
    left, right = folded.span(*passage)
    return Doubt(*folded.span(start, end), text[left:right][:20], reason)
