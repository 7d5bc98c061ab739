"""候选是不是姓名：先给每处出现打分（用字 + 左右文），再合全篇各处为一个候选的特征向量。"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from justice.plain_text import around
from justice.redaction import candidates, lexicon
from justice.redaction.weights import Weights, weights

__all__ = ["FEATURES", "Group", "masked_names", "neighbours", "score", "vector", "weights"]

_NEVER_A_NAME = -10.5
"""用字分低于此的候选（常用词、各处常见的字样），任何上下文都救不回来。"""

_HOPELESS = -5.0
_TOO_LOW = -12.0
"""用字与左文已经这么低，右文补不回来。"""

_NEAR = 4.0
_MASKED = re.compile(r"[一-鿿]某{1,2}[甲乙丙丁戊己庚辛壬癸]?0{0,2}")
_LISTING = frozenset("、和与及,")
FEATURES = (
    "bias",
    "best",
    "best_high",
    "second",
    "third",
    "mean",
    "worst",
    "many",
    "positive",
    "spelling",
    "spelling_low",
    "alone",
    "alone_best",
    "three",
    "four",
    "extensions",
    "share",
    "word",
    "left",
    "right",
    "both",
)


@dataclass(slots=True)
class Group:
    """一个候选：用字分、各处起点及其得分（对数几率），以及同起点长短两读的计数。"""

    name: str
    spelling: float
    scores: dict[int, float]
    extensions: float
    share: float
    word: float


def score(context: str, found: Mapping[str, Sequence[int]], weights: Weights) -> dict[str, Group]:
    """给候选的每处出现打分；绝无可能是姓名的候选不在结果中。"""
    raw = raw_scores(context, found, weights)
    groups = {}
    for name, scores in raw.items():
        if not scores or max(scores.values()) < _HOPELESS:
            continue
        odds = _against_rivals(context, name, raw)
        if max(odds.values()) < _HOPELESS:
            continue
        size = len(name)
        followers = {context[start + size] for start in scores}
        share = len(scores) / max(1, len(found.get(name[:-1], ()))) if size > 2 else 0.0
        word = float(lexicon.words().get(name, 0))
        groups[name] = Group(name, weights.spelling(name), odds, len(followers) / len(scores), share, word)
    return groups


def _against_rivals(context: str, name: str, raw: Mapping[str, Mapping[int, float]]) -> dict[int, float]:
    """同一起点的长短两读互斥：得分是“此读”对“另一读或不是姓名”的对数几率。"""
    size = len(name)
    shorter = raw.get(name[:-1], {})
    odds = {}
    for start, value in raw[name].items():
        rival = shorter.get(start)
        if rival is None and (longer := raw.get(context[start : start + size + 1])):
            rival = longer.get(start)
        odds[start] = value if rival is None else value - log(1.0 + exp(min(rival, 30.0)))
    return odds


def raw_scores(
    context: str, found: Mapping[str, Sequence[int]], weights: Weights
) -> dict[str, dict[int, float]]:
    """用字分 + 左文分 + 右文分。左文分同一起点只算一次；这是全模块最热的循环。"""
    spelling, near, after, common = weights.spelling, weights.before, weights.after, weights.common
    before: dict[int, float] = {}
    raw: dict[str, dict[int, float]] = {}
    for name, starts in found.items():
        base = spelling(name)
        if base < _NEVER_A_NAME or name in common or name[:2] in common:
            continue
        size = len(name)
        scores = raw[name] = {}
        for start in starts:
            value = before.get(start)
            if value is None:
                value = near(context[start - 2 : start + 1])
                if value is None:
                    value = _far(context, start, weights)
                before[start] = value
            value += base
            if value >= _TOO_LOW:
                end = start + size
                scores[start] = value + after(context[end - 1 : end + 2])
    return raw


def _far(context: str, start: int, weights: Weights) -> float:
    """左文分，连同左三、四字与之前的称谓。"""
    left = weights.left.get
    return (
        weights.near(context[start - 2 : start + 1])
        + weights.calling.get(candidates.calling(context, start), 0.0)
        + left(context[start - 2 : start], 0.0)
        + left(context[start - 3 : start], 0.0)
        + left(context[start - 4 : start], 0.0)
    )


def masked_names(context: str) -> list[tuple[int, int]]:
    """原文已隐名者（“马某1、”）的区间：也是并列的人。"""
    return [match.span() for match in around(_MASKED, "某", 1, context)]


def neighbours(
    context: str, groups: Mapping[str, Group], odds: Mapping[str, float], masked: Sequence[tuple[int, int]]
) -> dict[str, tuple[float, float]]:
    """候选 -> 并列的左邻、右邻中最像姓名者的对数几率（0 至 4，没有并列的姓名为 0）。"""
    ends = {end: _NEAR for _, end in masked}
    begins = {start: _NEAR for start, _ in masked}
    for name, group in groups.items():
        value = min(_NEAR, odds[name])
        if value > 0:
            for start in group.scores:
                begins[start] = max(value, begins.get(start, 0.0))
                ends[start + len(name)] = max(value, ends.get(start + len(name), 0.0))
    found = {}
    for name, group in groups.items():
        size = len(name)
        left = [ends[s - 1] for s in group.scores if s - 1 in ends and context[s - 1] in _LISTING]
        right = [
            begins[s + size + 1]
            for s in group.scores
            if s + size + 1 in begins and context[s + size] in _LISTING
        ]
        found[name] = (max(left, default=0.0), max(right, default=0.0))
    return found


def vector(group: Group, starts: Sequence[int], beside: tuple[float, float] = (0.0, 0.0)) -> list[float]:
    """候选在 ``starts`` 这些出现处的特征，次序同 ``FEATURES``。"""
    ranked = sorted((group.scores[start] for start in starts), reverse=True)
    count = len(ranked)
    best = ranked[0]
    left, right = beside
    return [
        1.0,
        max(-6.0, min(6.0, best)),
        max(0.0, min(4.0, best - 2.0)),
        max(-6.0, min(6.0, ranked[1])) if count > 1 else 0.0,
        max(-6.0, min(6.0, ranked[2])) if count > 2 else 0.0,
        max(-6.0, min(6.0, sum(ranked) / count)),
        max(-6.0, ranked[-1]),
        log(count),
        sum(value > 0 for value in ranked) / count,
        max(-6.0, min(6.0, group.spelling)),
        min(0.0, group.spelling + 4.0),
        float(count == 1),
        best if count == 1 else 0.0,
        float(len(group.name) == 3),
        float(len(group.name) == 4),
        group.extensions,
        group.share,
        group.word,
        left,
        right,
        min(left, right),
    ]
