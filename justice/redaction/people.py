"""文书中的自然人：当事人、被害人、证人、其他人，以及不隐名的法官、书记员、检察员与代理律师。

候选按姓氏取出并打分（:mod:`scoring`），公职与代理人按其称谓除外，其余从最像姓名的开始逐个认定；
先认定者占住其文字（“赵栋超”占住后，“赵栋”只看别处的出现）。既不够像、又不能排除的列为存疑。
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from operator import mul

from justice import names
from justice.plain_text import everywhere, longest, starts
from justice.redaction import candidates, circumstances, frames, lexicon, roles, scoring

_SURE, _DOUBTFUL = -2.0, -5.0
_CIVIL = (-2.6, -6.5)
"""民事、行政、执行文书的两道门槛：像姓名的一般词语少得多，漏下的多半真是人。"""

_PLAIN = -3.5
_SURE_IF_CALLED, _SURE_IF_KIN = -3.5, -5.0
_CALLINGS = frozenset({"kin", "friend", "job", "named"})
_FORCED = 12.0
_REGION_ENDS = frozenset("省市县区镇乡")
_UNSCORED = -6.0
_NOWHERE: frozenset[int] = frozenset()
_ORGAN_WORDS = frozenset(
    [
        "法院",
        "本院",
        "原审",
        "法官",
        "检察",
        "公安",
        "政府",
        "律师",
        "被告",
        "原告",
        "公司",
        "银行",
        "合同",
        "当事",
        "证人",
        "法律",
    ]
)
_PLACE_AFTER = re.compile(r"[省市县区镇乡村路街屯站港]|大街|大道|街道|小区|社区|广场|机场|水库")
_LOOKS = 3
_USUAL = 2
_ITEM = re.compile(r"[、和与及]([一-鿿]{2,3})(?=[、和与及,。;)等])")
_AFTER_PERSON = re.compile(r"[一-鿿]某{1,3}\d{0,2}$")
_BEFORE_PERSON = re.compile(r"[、和与及][一-鿿]某")
_WINDOW = 8
_SHIFT = len(candidates.PAD)


@dataclass(slots=True)
class People:
    """``persons``：姓名 -> 身份集合；``kept``：不隐的公职与代理人；``uncertain``：（起点、终点、说明）；``elsewhere``：与姓名同形的词语的起点；``lay``：不是律师的代理人。"""

    persons: dict[str, set[str]] = field(default_factory=dict)
    kept: set[str] = field(default_factory=set)
    uncertain: list[tuple[int, int, str]] = field(default_factory=list)
    elsewhere: set[int] = field(default_factory=set)
    lay: set[str] = field(default_factory=set)


def find(text: str, occupied: list[tuple[int, int]]) -> People:
    """折叠文本 ``text`` 中的人；``occupied`` 是已知不含姓名的区间（案号、号码、住址、机关名称）。"""
    context = candidates.padded(text)
    callings = lexicon.callings()
    found = {
        name: at
        for name, at in candidates.collect(context).items()
        if name[:2] not in callings and not (name[-1] in _REGION_ENDS and name[:-1] in lexicon.places())
    }
    groups = scoring.score(context, found, scoring.weights())
    criminal = circumstances.is_criminal_case(text)
    framed = frames.Framed() if criminal else frames.find(context, found)
    _add_framed(groups, framed)
    readings = _best_readings(groups)
    declared = roles.declared_names(text, readings)
    foreign = roles.foreign_names(text)
    if not criminal:
        foreign |= frames.nicknames(text) | frames.runs(text)
    kept_at, kept, lay, unclear = roles.kept_names(text, readings)
    declared |= lay
    kept -= declared
    closed = _covered(text, kept | foreign, kept_at, occupied)
    _drop(groups, closed)
    odds = _odds(context, groups, declared)
    floors = (_SURE, _DOUBTFUL) if criminal else _CIVIL
    covered = _covered(text, declared | foreign, set(), [])
    accepted, rest = _choose(context, groups, odds, covered, floors, framed)
    accepted |= declared | foreign
    if rest:
        accepted |= _second_look(context, groups, accepted, rest, floors)
    if accepted and not criminal:
        accepted |= _beside(context, found, accepted, closed)
        for name in accepted & rest.keys():
            del rest[name]
    people = People(roles.groups(text, accepted), kept, lay=lay)
    for name in sorted(accepted & lexicon.everyday()):
        _set_apart(text, name, people)
    for name, (start, value) in sorted(rest.items(), key=lambda item: item[1]):
        people.uncertain.append((start - _SHIFT, start - _SHIFT + len(name), _reason(name, value)))
    people.uncertain += _listed(text, accepted, kept | rest.keys(), occupied)
    for name, start in unclear.items():
        if name in kept:
            people.uncertain.append((start, start + len(name), f"代理人“{name}”未写明是律师，是否隐名请核对"))
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
    for name, listed in everywhere(kept, text).items():
        for start in listed:
            covered.update(range(start + _SHIFT, start + _SHIFT + len(name)))
    return covered


def _drop(groups: dict[str, scoring.Group], covered: set[int]) -> None:
    for name in list(groups):
        size = len(name)
        scores = {
            start: value
            for start, value in groups[name].scores.items()
            if covered.isdisjoint(range(start, start + size))
        }
        if scores:
            groups[name].scores = scores
        else:
            del groups[name]


def _add_framed(groups: dict[str, scoring.Group], framed: frames.Framed) -> None:
    """凭句位像姓名、模型却不看好的候选也要列入。"""
    words = lexicon.words()
    for listed in (framed.sure, framed.unsure):
        for name in listed.keys() - groups.keys():
            scores = dict.fromkeys(listed[name], _UNSCORED)
            groups[name] = scoring.Group(
                name, scoring.weights().spelling(name), scores, 1.0, 1.0, float(words.get(name, 0))
            )


def _odds(context: str, groups: dict[str, scoring.Group], declared: set[str]) -> dict[str, float]:
    first, second = lexicon.model()["first"], lexicon.model()["second"]
    vectors = {name: scoring.vector(group, list(group.scores)) for name, group in groups.items()}
    odds = {name: _FORCED if name in declared else _dot(first, vector) for name, vector in vectors.items()}
    at = len(scoring.FEATURES) - 3
    masked = scoring.masked_names(context)
    for _ in range(2):  # 第二遍时，第一遍认定的人已可为其并列者作证
        beside = scoring.neighbours(context, groups, odds, masked)
        for name, vector in vectors.items():
            left, right = beside[name]
            vector[at:] = [left, right, min(left, right)]
            if name not in declared:
                odds[name] = _dot(second, vector)
    return odds


def _dot(weights: list[float], vector: list[float]) -> float:
    return sum(map(mul, weights, vector))


def _wordlike(name: str) -> bool:
    """自身或其一半是常用词（“张欠条”“向卖家”）。"""
    words = lexicon.words()
    surname, given = names.split_name(name)
    return name in words or given in words or (len(surname) == 1 and name[:2] in words)


def _worth_asking(name: str, value: float) -> bool:
    """拿不准的是否值得问人：以处所字结尾的、得分又低又含常用词的不问。"""
    return name[-1] not in lexicon.PLACE_ENDS and (value > _PLAIN or not _wordlike(name))


def _called(context: str, name: str, starts: list[int], value: float) -> bool:
    """是否有一处紧接在亲属、身份、职务之后（“会计庹玉”“家属褚艳”），又不是常用词。"""
    called = {
        "kin" if candidates.kin(context, start) else candidates.calling(context, start) for start in starts
    }
    if "kin" in called:  # 亲属称谓之后，名与词同形的（“其妻雷富强”）也是人
        words = lexicon.words()
        return name not in words and name[:2] not in words
    return value > _SURE_IF_CALLED and not called.isdisjoint(_CALLINGS) and not _wordlike(name)


def _choose(
    context: str,
    groups: dict[str, scoring.Group],
    odds: dict[str, float],
    covered: set[int],
    floors: tuple[float, float],
    framed: frames.Framed,
) -> tuple[set[str], dict[str, tuple[int, float]]]:
    """从最像的开始认定（得分高于 ``floors`` 的前一个；后一个以下不问）；``covered`` 是已有归属的文字。返回认定的姓名，以及拿不准的（首处起点、得分）。"""
    second = lexicon.model()["second"]
    sure, doubtful = floors
    accepted: set[str] = set()
    rest: dict[str, tuple[int, float]] = {}
    asked = framed.sure.keys() | framed.unsure.keys()
    for name in sorted((n for n in groups if odds[n] > doubtful or n in asked), key=lambda n: -odds[n]):
        group, value, size = groups[name], odds[name], len(name)
        free = [s for s in group.scores if covered.isdisjoint(range(s, s + size))]
        if not free:
            continue
        if len(free) < len(group.scores) and value < _FORCED:
            value = min(value, _dot(second, scoring.vector(group, free)))
        if (
            value > _SURE
            or (value > sure and _worth_asking(name, value))
            or (value > _SURE_IF_KIN and _called(context, name, free, value))
            or not framed.sure.get(name, _NOWHERE).isdisjoint(free)
        ):
            accepted.add(name)
            for start in free:
                covered.update(range(start, start + size))
        elif (value > doubtful and _worth_asking(name, value)) or (
            name[-1] not in lexicon.PLACE_ENDS and not framed.unsure.get(name, _NOWHERE).isdisjoint(free)
        ):
            rest[name] = (free[0], value)
    return accepted, rest


def _plain(name: str) -> bool:
    return name in lexicon.words() or name[:2] in lexicon.places() or name[-1] in lexicon.PLACE_ENDS


def _listed(
    text: str, persons: set[str], told: set[str], occupied: list[tuple[int, int]]
) -> list[tuple[int, int, str]]:
    """与隐名的人并列、写法像姓名而没有认出的（“周某4、王国有、张某2”），每个一处，列为存疑。"""
    found: dict[str, tuple[int, int, str]] = {}
    hidden = _masked(persons, text)
    for match in _ITEM.finditer(hidden):
        (start, end), name = match.span(1), match[1]
        if names.surnames().get(name[0], 0) < _USUAL or "某" in name or name in found or _plain(name):
            continue
        beside = _AFTER_PERSON.search(hidden, max(0, start - _WINDOW), start - 1) or _BEFORE_PERSON.match(
            hidden, end
        )
        if beside and name not in told and not any(low < end and start < high for low, high in occupied):
            found[name] = (start, end, f"“{name}”与姓名并列，可能是姓名")
    return list(found.values())


def _second_look(
    context: str,
    groups: dict[str, scoring.Group],
    accepted: set[str],
    rest: dict[str, tuple[int, float]],
    floors: tuple[float, float],
) -> set[str]:
    """邻人隐去之后再看拿不准的（否则脱敏后再脱敏一次会多隐一人）；认定的从 ``rest`` 移出。"""
    second = lexicon.model()["second"]
    found: set[str] = set()
    for _ in range(_LOOKS):
        hidden = _masked(accepted | found, context)
        begun = {start for name in rest for start in groups[name].scores}
        shown = {
            name: starts
            for name, group in groups.items()
            if (
                starts := [
                    start for start in group.scores if start in begun and hidden.startswith(name, start)
                ]
            )
        }
        again = scoring.score(hidden, shown, scoring.weights())
        beside = scoring.neighbours(hidden, again, dict.fromkeys(again, -9.0), scoring.masked_names(hidden))
        more = set()
        for name in rest.keys() & again.keys():
            value = _dot(second, scoring.vector(again[name], list(again[name].scores), beside[name]))
            if value > _SURE or (value > floors[0] and _worth_asking(name, value)):
                more.add(name)
        if not more:
            break
        found |= more
        for name in more:
            del rest[name]
    return found


def _beside(context: str, found: dict[str, list[int]], accepted: set[str], closed: set[int]) -> set[str]:
    """与认出的人并列的（“与组员代表沈某、黎某、覃雨琪开会”）：并列就是句位。"""
    more: set[str] = set()
    for _ in range(_LOOKS):
        hidden = _masked(accepted | more, context)
        framed = frames.beside(hidden, found)
        new = {name for name, at in framed.sure.items() if not all(start in closed for start in at)}
        if not new:
            break
        more |= new
    return more


def _masked(persons: set[str], text: str) -> str:
    """隐去 ``persons``，长度不变：“张磊楠”写作“张某某”。"""
    pieces, last = [], 0
    for start, name in longest(persons, text):
        pieces += [text[last : start + 1], "某" * (len(name) - 1)]
        last = start + len(name)
    return "".join([*pieces, text[last:]])


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
