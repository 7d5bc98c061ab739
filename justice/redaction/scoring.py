"""候选是不是姓名：先给每处出现打分（用字 + 左右文），再合全篇各处为一个候选的特征向量。"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, log

from justice.redaction import candidates, lexicon

_NEVER_A_NAME = -10.5
"""用字分低于此的候选（常用词、各处常见的字样），任何上下文都救不回来。"""

_COMMON = 12
_EVERYWHERE = 30
"""在这么多篇文书里都见过的词（词典有的 12 篇，没有的 30 篇）不是姓名。"""

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


def document_band(count: int) -> int:
    """候选字样在多少篇文书里见过 -> 档次（0–3）；各处常见的字样是词而不是姓名。"""
    return 0 if count < 2 else 1 if count < 4 else 2 if count < 12 else 3


class Weights:
    """按用途拆开的特征权重。文本前后已补句号，故左右文的切片不会越界。"""

    def __init__(self, weights: Mapping[str, float], seen: Mapping[str, int]) -> None:
        self.left = {key[1:]: value for key, value in weights.items() if key[0] == "<"}
        self.right = {key[1:]: value for key, value in weights.items() if key[0] == ">"}
        self.bands = {mark: [weights.get(f"{mark}{band}", 0.0) for band in range(4)] for mark in "lmrqt"}
        self.premises = [weights.get(f"z{flag}", 0.0) for flag in range(2)]
        self.calling = {key[1:]: value for key, value in weights.items() if key[0] == "c"}
        known = lexicon.words()
        self.common = frozenset(w for w, count in seen.items() if count >= (_COMMON if w in known else _EVERYWHERE))
        self._weights = weights
        self._seen = seen
        self.spelling = lru_cache(maxsize=100_000)(self._spelling)

    def _spelling(self, name: str) -> float:
        """候选自身的得分（与出现处无关）。"""
        get = self._weights.get
        seen = get(f"d{len(name)}{document_band(self._seen.get(name, 0))}", 0.0)
        return self._weights["bias"] + seen + sum(get(feature, 0.0) for feature in candidates.spelling_features(name))


@lru_cache
def weights() -> Weights:
    """随程序发布的权重。"""
    model = lexicon.model()
    return Weights(model["weights"], model["seen"])


def score(context: str, found: Mapping[str, Sequence[int]], weights: Weights) -> dict[str, Group]:
    """给候选的每处出现打分；绝无可能是姓名的候选不在结果中。"""
    raw = _raw_scores(context, found, weights)
    rivals: dict[int, float] = defaultdict(float)
    for scores in raw.values():
        for start, value in scores.items():
            rivals[start] += exp(min(value, 30.0))
    groups = {}
    for name, scores in raw.items():
        if not scores or max(scores.values()) < _HOPELESS:
            continue
        size = len(name)
        # 同一起点的长短两读互斥：得分是“此读”对“另一读或不是姓名”的对数几率。
        odds = {s: value - log(max(1.0, 1.0 + rivals[s] - exp(min(value, 30.0)))) for s, value in scores.items()}
        if max(odds.values()) < _HOPELESS:
            continue
        followers = {context[start + size] for start in scores}
        share = len(scores) / max(1, len(found.get(name[:-1], ()))) if size > 2 else 0.0
        word = float(lexicon.words().get(name, 0))
        groups[name] = Group(name, weights.spelling(name), odds, len(followers) / len(scores), share, word)
    return groups


def _raw_scores(context: str, found: Mapping[str, Sequence[int]], weights: Weights) -> dict[str, dict[int, float]]:
    """用字分 + 左文分 + 右文分。左文分同一起点只算一次；这是全模块最热的循环，故写成平铺的查表。"""
    word = lexicon.words().get
    left, right, spelling = weights.left.get, weights.right.get, weights.spelling
    band_l, band_m, band_r, band_q, band_t = weights.bands.values()
    calling, premises = weights.calling.get, weights.premises
    before: dict[int, float] = {}
    raw: dict[str, dict[int, float]] = {}
    for name, starts in found.items():
        base = spelling(name)
        if base < _NEVER_A_NAME or name in weights.common or name[:2] in weights.common:
            continue
        size = len(name)
        scores = raw[name] = {}
        for start in starts:
            value = before.get(start)
            if value is None:
                value = before[start] = (
                    calling(candidates.calling(context, start), 0.0)
                    + left(context[start - 1], 0.0)
                    + left(context[start - 2 : start], 0.0)
                    + left(context[start - 3 : start], 0.0)
                    + left(context[start - 4 : start], 0.0)
                    + band_l[word(context[start - 1 : start + 1], 0)]
                    + band_m[word(context[start - 2 : start + 1], 0)]
                )
            if base + value < _TOO_LOW:
                continue
            end = start + size
            scores[start] = (
                base
                + value
                + right(context[end], 0.0)
                + right(context[end : end + 2], 0.0)
                + band_r[word(context[end - 1 : end + 1], 0)]
                + band_q[word(context[end : end + 2], 0)]
                + premises[candidates.premises(context, end)]
                + band_t[word(context[end - 1 : end + 2], 0)]
            )
    return raw


def neighbours(context: str, groups: Mapping[str, Group], odds: Mapping[str, float]) -> dict[str, tuple[float, float]]:
    """候选 -> 并列的左邻、右邻中最像姓名者的对数几率（0 至 4，没有并列的姓名为 0）。"""
    # 原文已隐名者（“马某1、”）也是并列的人。
    masked = [match.span() for match in _MASKED.finditer(context)]
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
        right = [begins[s + size + 1] for s in group.scores if s + size + 1 in begins and context[s + size] in _LISTING]
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
