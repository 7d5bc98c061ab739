"""候选是不是姓名：先给每处出现打分（用字 + 左右文），再合全篇各处为一个候选的特征向量。"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, log

from justice.redaction import candidates, lexicon

_LISTING = frozenset("、和与及,")
FEATURES = (
    "bias", "best", "best_high", "second", "third", "mean", "worst", "many", "positive", "spelling", "spelling_low",
    "alone", "alone_best", "three", "four", "extensions", "share", "word", "left", "right", "both",
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


def document_band(count: int) -> int:
    """候选字样在多少篇文书里见过 -> 档次（0–3）；各处常见的字样是词而不是姓名。"""
    return 0 if count < 2 else 1 if count < 4 else 2 if count < 12 else 3


def score(context: str, found: Mapping[str, Sequence[int]], weights: Mapping[str, float], seen: Mapping[str, int]) -> dict[str, Group]:
    """给每个候选的每处出现打分。``weights`` 为特征权重，``seen`` 为字样的篇数。"""
    get = weights.get
    spelled: dict[str, float] = {}
    raw: dict[str, dict[int, float]] = {}
    rivals: dict[int, list[float]] = defaultdict(list)
    for name, starts in found.items():
        size = len(name)
        spelling = get("", 0.0) + get(f"d{size}{document_band(seen.get(name, 0))}", 0.0)
        spelling += sum([get(feature, 0.0) for feature in candidates.spelling_features(name)])
        spelled[name] = spelling
        raw[name] = scores = {}
        for start in starts:
            value = spelling + sum([get(f, 0.0) for f in candidates.context_features(context, start, start + size)])
            scores[start] = value
            rivals[start].append(exp(min(value, 30.0)))
    groups = {}
    for name, scores in raw.items():
        size = len(name)
        # 同一起点的长短两读互斥：得分是“此读”对“另一读或不是姓名”的对数几率。
        odds = {start: value - log(max(1.0, 1.0 + sum(rivals[start]) - exp(min(value, 30.0)))) for start, value in scores.items()}
        followers = {context[start + size] for start in scores}
        share = len(scores) / max(1, len(raw.get(name[:-1], ()))) if size > 2 else 0.0
        word = float(lexicon.words().get(name, 0))
        groups[name] = Group(name, spelled[name], odds, len(followers) / len(scores), share, word)
    return groups


def neighbours(context: str, groups: Mapping[str, Group], odds: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """候选 -> 并列的左邻、右邻中最像姓名者的对数几率（截断在 ±4，没有并列者为 0）。"""
    ends: dict[int, float] = {}
    begins: dict[int, float] = {}
    for name, group in groups.items():
        value = max(-4.0, min(4.0, odds[name]))
        for start in group.scores:
            if value > begins.get(start, -9.0):
                begins[start] = value
            if value > ends.get(start + len(name), -9.0):
                ends[start + len(name)] = value
    found = {}
    for name, group in groups.items():
        size = len(name)
        left = [ends.get(s - 1, 0.0) for s in group.scores if context[s - 1] in _LISTING]
        right = [begins.get(s + size + 1, 0.0) for s in group.scores if context[s + size] in _LISTING]
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
