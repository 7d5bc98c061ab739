"""句位：只出现一次、左邻少见的人，凭“用字 + 右文”与所在的位置认（“小姨子侯某转来”“由糜某代收”）。

模型的左文特征只认得训练时见过的说法；位置却是一般的：称谓之后、介词之后、分句之首，右边接得上动词或标点的就是人。
只用于民事、行政、执行、赔偿文书：刑事文书的说法模型都见过，那里像姓名的一般词语又多。
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from justice import names
from justice.redaction import candidates, lexicon, roles, scoring

_ROLES = frozenset({"kin", "friend", "job", "named"})
_PREPOSITIONS = frozenset("由被让叫经替跟找给派请雇留是有与同向对和及为将把欠员师")
_FORMER = frozenset("原现前时新")
_COPULAS = frozenset("为是叫系")
_ROLE, _PREPOSITION, _EDGE, _OPEN = "role", "preposition", "edge", "open"
_FLOORS = {_ROLE: (-8.0, -8.5), _PREPOSITION: (-3.0, -6.0), _EDGE: (-1.5, -3.0), _OPEN: (-0.5, -2.5)}
"""各种位置上认定、存疑的两道门槛（用字分 + 右文分）：在真实文书上，高于前者的几乎都是人。"""

_LOOSE_MORE = 3.0
"""称谓之后，末字与右邻成词（“丈夫侯辰商[量]”）、前两字成词、末字是处所字（“市长[宁区]”）的，须再像这么多。"""

_WORD_GIVEN = 6.0
"""名与词同形而常用作名的（“团结”“建设”）：用字分把它当词扣去的，补回来。"""

_WORD_GIVEN_FROM = {_ROLE: 2, _PREPOSITION: 3}
_NEVER = 99
"""各种位置上，补回来的姓至少要这么常见。"""

_WORDLIKE_MORE = 1.5
"""像一般词语的须再像一些才认定；拿不准也不问。"""

_SIGNED = re.compile(r"(?:签|署|落款|户名|姓名)[^,。;“”]{0,6}[“\"]$")
_COVERBS = frozenset("向从和于由与付代归费都应并同经时")
"""这些字也是姓，却更常是虚词或名词的尾字：须再像一些。"""

_COVERB_MORE = 3.0
_RARE, _RARE_LESS = 1, 2.5
_USUAL = 2
_UNDER = 7
_SEEN, _GIVEN, _GIVEN_WORD = 4, 3, 5
_MARKS = frozenset(",。;:、")
_EDGES = frozenset(',。;:、(。“"的了在到过以从上后称')
_NO_NAME_BEFORE = frozenset("某省市县区镇乡村街路屯")
"""称谓之后少见的姓不那么要紧：姓氏表里末两档的，用字分补回一些。"""

_TITLE_MORE = 0.8
_TITLES = frozenset({"kin", "job"})
_PEOPLES = re.compile(r"族[,人)](?:(?<=[一-鿿]族.)(?<!汉族.)|(?<=[一-鿿]汉族.))")
_RUN = re.compile(rf"[{lexicon.more_sounds()}]{{3,6}}")
_NOT_A_RUN = re.compile(r"[省市县区州盟旗镇乡村路街族语话公]")
_BESIDE = re.compile(r"某0{0,2}[、和与及]")
_AHEAD = re.compile(r"[、和与及](?=[一-鿿]{1,2}某)")
# 人之后才有的话：“晁某手上”“丛某等人”“佟某诉钟某一案”。
_OWNING = re.compile(
    r"手[里上中]|名[下义]|家[里中、,。]|[的]?账户|等[人户\d一二三四五六七八九十]|夫妇|夫妻|父[子女]|母[子女]|兄弟|姐妹|[二两三四]人|之[妻夫父母子女]|先生|女士|本人"
)
_SUED = re.compile(r"诉(?![讼称请求])[^,。;]{2,24}(?:一案|纠纷)")
_CASE = re.compile(r"[^,。;]{0,16}(?:一案|纠纷)")
_NICKNAME = re.compile(r"[“\"]([老小大阿][一-鿿]{1,2}|[一-鿿]{2,4})[”\"]")
_AH = re.compile(r"阿(?!某)[一-鿿](?!姨|[·•・‧])")
_FAMILIAR = frozenset("老小大阿")
_HOPELESS = -9.5
_WINDOW = 16


@dataclass(slots=True)
class Framed:
    """``sure``、``unsure``：姓名 -> 各处起点（含补字的位置）。"""

    sure: dict[str, set[int]] = field(default_factory=dict)
    unsure: dict[str, set[int]] = field(default_factory=dict)


def find(context: str, found: Mapping[str, Sequence[int]]) -> Framed:
    """``found`` 为 :func:`candidates.collect` 的结果；同一起点的长短两读取较像的一个。"""
    best = _best(context, found)
    positions = {start: _position(context, start, start + len(name)) for start, (_, name) in best.items()}
    return _judge(context, best, positions)


def beside(hidden: str, found: Mapping[str, Sequence[int]]) -> Framed:
    """``hidden`` 已把认出的人换成“某”：与之并列的如同有称谓在前。"""
    listed: dict[int, str] = {}
    for match in _BESIDE.finditer(hidden):
        listed[match.end()] = _ROLE
    ahead = {match.start() for match in _AHEAD.finditer(hidden)}  # “工程款已与某某结清”：左边的未必是人
    shown: dict[str, list[int]] = {}
    for name, starts in found.items():
        at = [
            start
            for start in starts
            if (start in listed or start + len(name) in ahead) and hidden.startswith(name, start)
        ]
        if at:
            shown[name] = at
    best = _best(hidden, shown)
    return _judge(hidden, best, {start: listed.get(start) or _position_ahead(hidden, start) for start in best})


def _position_ahead(hidden: str, start: int) -> str:
    """连词左边的：称谓、标点之后才与右边的人同等看待。"""
    position = _position(hidden, start, start + 1)
    return _ROLE if position in (_ROLE, _EDGE) else _PREPOSITION


def _best(context: str, found: Mapping[str, Sequence[int]]) -> dict[int, tuple[float, str]]:
    weights = scoring.weights()
    words, surely = lexicon.words(), weights.spelling
    after, heads = weights.after, lexicon.calling_heads()
    best: dict[int, tuple[float, str]] = {}
    for name, starts in found.items():
        spelling, size = surely(name), len(name)
        if spelling < _HOPELESS or "某" in name or name in words:
            continue
        for start in starts:
            end = start + size
            value = spelling + after(context[end - 1 : end + 2])
            if context[end : end + 2] in heads:
                value += _TITLE_MORE * _title(context, end)
            if start not in best or value > best[start][0]:
                best[start] = (value, name)
    return best


def _judge(context: str, best: Mapping[int, tuple[float, str]], positions: Mapping[int, str]) -> Framed:
    framed = Framed()
    for start, (value, name) in best.items():
        if context[start + len(name)] in _NO_NAME_BEFORE or _calls(context, start):
            continue
        if name[0] in _FORMER and _calls(context, start + 1):  # “原出纳桑某”
            continue
        position = positions[start]
        surname = names.surnames().get(names.split_name(name)[0], 0)
        sure, unsure = _FLOORS[position]
        if name[0] in _COVERBS and (
            position != _ROLE or len(name) == 2 or names.surnames().get(name[1], 0) >= _USUAL
        ):
            value -= _COVERB_MORE
        if surname <= _RARE and position in (_ROLE, _PREPOSITION):
            value += _RARE_LESS if position == _ROLE else _RARE_LESS * _given(name)
        if surname >= _WORD_GIVEN_FROM.get(position, _NEVER) and name[1:] in lexicon.word_names():
            value += _WORD_GIVEN
        if position == _ROLE and _loose(context, start, name):
            value -= _LOOSE_MORE
        plain = _wordlike(context, start, name, position)
        if value > sure + _WORDLIKE_MORE * plain:
            framed.sure.setdefault(name, set()).add(start)
        elif value > unsure and (not plain or (value > sure and position in (_ROLE, _PREPOSITION))):
            framed.unsure.setdefault(name, set()).add(start)
    return framed


def _loose(context: str, start: int, name: str) -> bool:
    """末字与右邻成词，前两字成词，或首字常是虚词：更像是从词里切出来的。"""
    words, end = lexicon.words(), start + len(name)
    return (
        context[end - 1 : end + 1] in words
        or context[end - 2 : end + 1] in words
        or (len(name) > 2 and name[:2] in words)
        or name[-1] in lexicon.PLACE_ENDS
    )


def _given(name: str) -> bool:
    """名的每个字都是常见的名用字。"""
    levels = lexicon.given_characters()
    return min(levels.get(char, 0) for char in names.split_name(name)[1]) >= _GIVEN_WORD


def _position(context: str, start: int, end: int) -> str:
    before = context[start - 1]
    if before in '“"':
        signed = _SIGNED.search(context, max(0, start - _WINDOW), start)
        return _ROLE if signed or candidates.calling(context, start - 1) in _ROLES else _OPEN
    if before in _COPULAS and candidates.calling(context, start - 1) in _ROLES:  # “值日老师为彭想”
        return _ROLE
    if context[start - 2 : start] == "人员":
        return _ROLE
    if candidates.calling(context, start) in _ROLES or (before != "孙" and candidates.kin(context, start)):
        return _ROLE
    under = before == "在" and "下" in context[start + 2 : start + _UNDER]  # “在庹某胁迫下”
    if under or before in _PREPOSITIONS or _OWNING.match(context, end):
        return _PREPOSITION
    if _SUED.match(context, end) or (before == "诉" and _CASE.match(context, end)):
        return _PREPOSITION
    return _EDGE if before in _MARKS else _OPEN


def _wordlike(context: str, start: int, name: str, position: str) -> bool:
    """是否像一般词语：各处常见的字样；以处所字结尾的；称谓之外，含常用词或与左邻成词的（“公[司亦]”“主[张未予]”）。"""
    if lexicon.model()["seen"].get(name, 0) >= _SEEN or name[-1] in lexicon.PLACE_ENDS:
        return True
    if name[:2] in lexicon.places():
        return True
    if position == _OPEN and context[start - 1] not in _EDGES:
        return True
    words, levels = lexicon.words(), lexicon.given_characters()
    return position != _ROLE and (
        name[:2] in words
        or (name[1:] in words and not _given(name))
        or context[start - 1 : start + 1] in words
        or context[start - 2 : start + 1] in words
        or levels.get(name[-1], 0) < _GIVEN
    )


def _calls(context: str, start: int) -> bool:
    """``start`` 处本身就是一个称谓（“楼长”“马仔”“师傅”）。"""
    if context[start : start + 2] not in lexicon.calling_heads():
        return False
    callings = lexicon.callings()
    return any(context[start : start + size] in callings for size in (4, 3, 2))


def _title(context: str, end: int) -> int:
    """姓名之后紧接的职务、亲属称呼的长度（“熊欣副局长”“孔来怡姨妈”），没有则为 0。"""
    callings = lexicon.callings()
    return next((size for size in (4, 3, 2) if callings.get(context[end : end + size]) in _TITLES), 0)


def _of_another_people(text: str) -> bool:
    """写明了汉族以外的民族，或有带间隔号的姓名。"""
    return bool(_PEOPLES.search(text)) or roles.has_dotted(text)


def nicknames(text: str) -> set[str]:
    """称谓之后引号里的绰号、昵称（绰号“肥仔强”、牌友“老庞”）。"""
    found = set()
    for match in _NICKNAME.finditer(text):
        called = candidates.calling(text, match.start())
        if "某" in match[1]:
            continue
        if called == "named" or (called in _ROLES and match[1][0] in _FAMILIAR):
            found.add(match[1])
    if not _of_another_people(text):  # “马仔阿旺说”
        for match in _AH.finditer(text):
            if candidates.calling(text, match.start()) in _ROLES:
                found.add(match.group())
    return found


def runs(text: str) -> set[str]:
    """写明民族的文书里，称谓、介词之后一连串译名用字（“村支书沙马约布证实”“外孙阿苏木呷的”）。"""
    if not _of_another_people(text):
        return set()
    found = set()
    for match in _RUN.finditer(text):
        name = match.group()
        placed = _NOT_A_RUN.match(text, match.end()) or any(name[:n] in lexicon.places() for n in (2, 3, 4))
        if placed or name in lexicon.words() or roles.in_office(text, match.start()):
            continue
        if _position(text, *match.span()) in (_ROLE, _PREPOSITION):
            found.add(name)
    return found
