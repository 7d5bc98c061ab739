"""姓名判别的权重（data/name_model.json），读入后按用途拆成查起来最快的表。"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from justice import names
from justice.redaction import candidates, lexicon

_COMMON = 12
_EVERYWHERE = 30
"""在这么多篇文书里都见过的词（词典有的 12 篇，没有的 30 篇）不是姓名。"""

_WORD_BANDS, _LEVELS = range(4), range(11)


def document_band(count: int) -> int:
    """候选字样在多少篇文书里见过 -> 档次（0–3）；各处常见的字样是词而不是姓名。"""
    return 0 if count < 2 else 1 if count < 4 else 2 if count < 12 else 3


@dataclass(frozen=True, slots=True)
class _Shape:
    """姓、名各几字的候选所用的权重：姓、名用字查表（表外的取 ``unlisted``），是否成词按档次取。"""

    surnames: dict[str, float]
    unknown: float
    word: list[float]
    head: list[float]
    rest: list[float]
    given: list[dict[str, float]]
    unlisted: list[float]
    unseen: float


class Weights:
    """按用途拆开的特征权重（特征见 :mod:`candidates`）。文本前后已补句号，故左右文的切片不会越界。"""

    def __init__(self, weights: Mapping[str, float], seen: Mapping[str, int]) -> None:
        self.left = {key[1:]: value for key, value in weights.items() if key[0] == "<"}
        self.right = {key[1:]: value for key, value in weights.items() if key[0] == ">"}
        self.bands = {mark: [weights.get(f"{mark}{band}", 0.0) for band in _WORD_BANDS] for mark in "lmrqt"}
        self.premises = [weights.get(f"z{flag}", 0.0) for flag in range(2)]
        self.calling = {key[1:]: value for key, value in weights.items() if key[0] == "c"}
        # 紧邻的两字不在其中的，更长的左右文、称谓、处所都没有权重，不必再查。
        self.tails = frozenset(key[-2:] for key in [*self.left, *lexicon.callings()] if len(key) > 1)
        self.heads = frozenset(key for key in [*self.right, *lexicon.premises()] if len(key) > 1)
        known = lexicon.words()
        self.common = frozenset(
            w for w, count in seen.items() if count >= (_COMMON if w in known else _EVERYWHERE)
        )
        self._shapes = {(size, more): _shape(weights, size, more) for size in (1, 2) for more in (1, 2)}
        self._seen = {
            name: weights.get(f"d{len(name)}{document_band(count)}", 0.0) for name, count in seen.items()
        }
        self._compound, self._band = names.compound_surnames(), known.get
        # 同样的用字、左右文在各篇文书里反复出现：记住算过的。
        self.spelling = lru_cache(maxsize=100_000)(self._spelling)
        self.before = lru_cache(maxsize=100_000)(self._before)
        self.after = lru_cache(maxsize=100_000)(self._after)

    def _spelling(self, name: str) -> float:
        """候选自身的得分（与出现处无关）：:func:`candidates.spelling_features` 的权重之和。"""
        size = 2 if len(name) > 2 and name[:2] in self._compound else 1
        shape, band = self._shapes[size, len(name) - size], self._band
        value = (
            shape.surnames.get(name[:size], shape.unknown)
            + shape.word[band(name, 0)]
            + shape.head[band(name[:2], 0)]
            + shape.rest[band(name[1:], 0)]
            + self._seen.get(name, shape.unseen)
        )
        for at, char in enumerate(name[size:]):
            value += shape.given[at].get(char, shape.unlisted[at])
        return value

    def _before(self, head: str) -> float | None:
        """左文分，``head`` 为左邻两字与姓的首字；还要看更远的左文或称谓时为 None。"""
        if head[:2] in self.tails:
            return None
        return self.near(head) + self.calling.get("", 0.0)

    def near(self, head: str) -> float:
        """左文分里只看左邻两字与姓的首字的部分。"""
        band = self._band
        return (
            self.left.get(head[1], 0.0)
            + self.bands["l"][band(head[1:], 0)]
            + self.bands["m"][band(head, 0)]
        )

    def _after(self, tail: str) -> float:
        """右文分，``tail`` 为名的尾字与其后两字：像不像接在姓名后面。"""
        pair, band = tail[1:], self._band
        value = (
            self.right.get(tail[1], 0.0)
            + self.bands["r"][band(tail[:2], 0)]
            + self.bands["q"][band(pair, 0)]
            + self.bands["t"][band(tail, 0)]
        )
        if pair in self.heads:
            return value + self.right.get(pair, 0.0) + self.premises[candidates.premises(tail, 1)]
        return value + self.premises[0]


def _shape(weights: Mapping[str, float], size: int, more: int) -> _Shape:
    """姓 ``size`` 字、名 ``more`` 字的候选的权重。"""
    kind = f"n{size}{more}"

    def of(feature: str) -> float:
        return weights.get(feature, 0.0)

    fixed = of("bias") + of(kind)
    levels = [[of(f"{kind}g{at}{level}") for level in _LEVELS] for at in range(more)]
    listed = lexicon.given_characters()
    return _Shape(
        surnames={name: fixed + of(f"{kind}s{common}") for name, common in names.surnames().items()},
        unknown=fixed + of(f"{kind}s0"),
        word=[of(f"{kind}w{band}") for band in _WORD_BANDS],
        head=[of(f"{kind}p{band}") for band in _WORD_BANDS],
        rest=[of(f"{kind}i{band}") for band in _WORD_BANDS],
        given=[{char: at[level] for char, level in listed.items()} for at in levels],
        unlisted=[at[candidates.UNLISTED] for at in levels],
        unseen=of(f"d{size + more}0"),
    )


@lru_cache
def weights() -> Weights:
    """随程序发布的权重。"""
    model = lexicon.model()
    return Weights(model["weights"], model["seen"])
