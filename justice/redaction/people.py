"""文书中的自然人：当事人、被害人、证人、其他人，以及不隐名的法官、书记员、检察员与代理律师。

候选按姓氏取出并打分（:mod:`scoring`），公职与代理人按其称谓除外，其余从最像姓名的开始逐个认定；
先认定者占住其文字（“赵栋超”占住后，“赵栋”只看别处的出现）。既不够像、又不能排除的列为存疑。
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from justice import names
from justice.plain_text import starts
from justice.redaction import candidates, lexicon, roles, scoring

_SURE = -2.0
_DOUBTFUL = -4.5
_SURE_IF_CALLED = -3.5
_CALLINGS = frozenset({"kin", "friend", "job", "named"})
_FORCED = 12.0
_ORGAN_WORDS = frozenset(
    {"法院", "本院", "原审", "法官", "检察", "公安", "政府", "律师", "被告", "原告", "公司", "银行", "合同", "当事", "证人", "法律"}
)
_PLACE_AFTER = re.compile(r"[省市县区镇乡村路街屯站港]|大街|大道|街道|小区|社区|广场|机场|水库")
_SHIFT = len(candidates.PAD)


@dataclass(slots=True)
class People:
    """``persons``：姓名 -> 身份集合；``kept``：不隐的公职与代理人；``uncertain``：（起点、终点、说明）；``elsewhere``：与姓名同形的词语的起点。"""

    persons: dict[str, set[str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    uncertain: list[tuple[int, int, str]] = field(default_factory=list)
    elsewhere: set[int] = field(default_factory=set)


def find(text: str, occupied: list[tuple[int, int]]) -> People:
    """折叠文本 ``text`` 中的人；``occupied`` 是已知不含姓名的区间（案号、号码、住址、机关名称）。"""
    context = candidates.padded(text)
    groups = scoring.score(context, candidates.collect(context), scoring.weights())
    readings = _best_readings(groups)
    declared = roles.declared_names(text, readings)
    foreign = roles.foreign_names(text)
    kept_at, kept = roles.kept_names(text, readings)
    kept -= declared
    _drop(groups, _covered(text, kept | foreign, kept_at, occupied))
    odds = _odds(context, groups, declared)
    accepted, rest = _choose(context, groups, odds, _covered(text, declared | foreign, set(), []))
    accepted |= declared | foreign
    people = People(roles.groups(text, accepted), kept)
    for name in accepted & lexicon.everyday():
        _set_apart(text, name, people)
    for name, (start, value) in sorted(rest.items(), key=lambda item: item[1]):
        people.uncertain.append((start - _SHIFT, start - _SHIFT + len(name), _reason(name, value)))
    return people


def _best_readings(groups: dict[str, scoring.Group]) -> dict[int, str]:
    """起点 -> 该处较可能的读法（姓 + 一字名还是两字名）。"""
    best: dict[int, tuple[float, str]] = {}
    for name, group in groups.items():
        for start, value in group.scores.items():
            if start not in best or value > best[start][0]:
                best[start] = (value, name)
    return {start - _SHIFT: name for start, (_, name) in best.items()}


def _covered(text: str, kept: set[str], kept_at: set[int], occupied: list[tuple[int, int]]) -> set[int]:
    """不隐者的姓名与已有归属的文字（含补字的位置）。"""
    covered = {at + _SHIFT for at in kept_at}
    for start, end in occupied:
        covered.update(range(start + _SHIFT, end + _SHIFT))
    for name in kept:
        for start in starts(text, name):
            covered.update(range(start + _SHIFT, start + _SHIFT + len(name)))
    return covered


def _drop(groups: dict[str, scoring.Group], covered: set[int]) -> None:
    for name in list(groups):
        size = len(name)
        scores = {
            start: value
            for start, value in groups[name].scores.items()
            if not any(at in covered for at in range(start, start + size))
        }
        if scores:
            groups[name].scores = scores
        else:
            del groups[name]


def _odds(context: str, groups: dict[str, scoring.Group], declared: set[str]) -> dict[str, float]:
    first, second = lexicon.model()["first"], lexicon.model()["second"]
    vectors = {name: scoring.vector(group, list(group.scores)) for name, group in groups.items()}
    odds = {name: _FORCED if name in declared else _dot(first, vector) for name, vector in vectors.items()}
    at = len(scoring.FEATURES) - 3
    for _ in range(2):  # 第二遍时，第一遍认定的人已可为其并列者作证
        beside = scoring.neighbours(context, groups, odds)
        for name, vector in vectors.items():
            left, right = beside[name]
            vector[at:] = [left, right, min(left, right)]
            if name not in declared:
                odds[name] = _dot(second, vector)
    return odds


def _dot(weights: list[float], vector: list[float]) -> float:
    return sum([a * b for a, b in zip(weights, vector, strict=True)])


def _called(context: str, name: str, starts: list[int]) -> bool:
    """是否有一处紧接在亲属、身份、职务之后（“会计庹玉”“家属褚艳”），又不是常用词。"""
    words = lexicon.words()
    surname, given = names.split_name(name)
    if name in words or given in words or (len(surname) == 1 and name[:2] in words):
        return False
    return any(candidates.calling(context, start) in _CALLINGS for start in starts)


def _choose(
    context: str, groups: dict[str, scoring.Group], odds: dict[str, float], covered: set[int]
) -> tuple[set[str], dict[str, tuple[int, float]]]:
    """从最像的开始认定；``covered`` 是已有归属的文字。返回认定的姓名，以及拿不准的（首处起点、得分）。"""
    second = lexicon.model()["second"]
    accepted: set[str] = set()
    rest: dict[str, tuple[int, float]] = {}
    for name in sorted((n for n in groups if odds[n] > _DOUBTFUL), key=lambda n: -odds[n]):
        group, value, size = groups[name], odds[name], len(name)
        free = [s for s in group.scores if not any(at in covered for at in range(s, s + size))]
        if not free:
            continue
        if len(free) < len(group.scores) and value < _FORCED:
            value = min(value, _dot(second, scoring.vector(group, free)))
        if value > _SURE or (value > _SURE_IF_CALLED and _called(context, name, free)):
            accepted.add(name)
            for start in free:
                covered.update(range(start, start + size))
        elif value > _DOUBTFUL:
            rest[name] = (free[0], value)
    return accepted, rest


def _set_apart(text: str, name: str, people: People) -> None:
    """姓名恰好也是常用词或地名（“法院”“向阳”“高平”）：明显不是人的出现处不动，列一处存疑。"""
    organ = name in _ORGAN_WORDS
    others = [
        start
        for start in starts(text, name)
        if not roles.precedes(text, start) and (organ or _PLACE_AFTER.match(text, start + len(name)))
    ]
    if others:
        people.elsewhere.update(others)
        people.uncertain.append((others[0], others[0] + len(name), f"“{name}”是姓名，也是常用词语，此处未隐"))


def _reason(name: str, value: float) -> str:
    return f"“{name}”可能是姓名" if value > -1.5 else f"“{name}”像是姓名，也可能是一般词语"
