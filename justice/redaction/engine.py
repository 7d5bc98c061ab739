"""脱敏：折叠、检测、跟踪、替换。见 :func:`redact`。"""

from __future__ import annotations

import re
from bisect import bisect_left
from itertools import accumulate

from justice import case_numbers, identifiers
from justice.plain_text import Folded, everywhere, fold, longest
from justice.redaction import aliases, circumstances, companies, organs, people, profiles, strange
from justice.redaction.result import Doubt, Redaction, Span, apply

_CUT = frozenset({"address", "seat"})
"""直接删去、不留符号的种类：县级区划之后的文字。"""

_AMOUNT = re.compile("[壹贰叁肆伍陆柒捌玖零拾佰仟万亿]{2,}(?:[元圆角分][壹贰叁肆伍陆柒捌玖零整正]?)*")
"""大写金额：“伍拾陆元柒角”里没有姓陆的人。"""

RULESET = "2026.7"
"""规则集版本：已公开文本记着所用版本，版本变了就重新检查。"""


def redact(text: str, profile: str = "2024") -> Redaction:
    """按口径 ``profile`` 脱敏 ``text``；位置均为输入的码点。口径名不存在时抛 ``ValueError``。"""
    chosen = profiles.profile(profile)
    plain = fold(text)
    folded = strange.stand_in(plain)
    marked = identifiers.find_folded(folded)
    numbers = [(number.start, number.end) for number in case_numbers.find(folded.text)]
    litigants = companies.find(folded.text)
    signs = companies.edits(folded.text, litigants)
    taken = [*numbers, *organs.occupied(folded.text), *(amount.span() for amount in _AMOUNT.finditer(folded.text))]
    taken += [(start, end) for start, end, _ in marked] + [(start, end) for start, end, _, _ in signs]
    found = people.find(_starred(folded.text, marked), taken)
    withheld = _withheld(folded.text, found, chosen)
    first = {name: min(at, default=-1) for name, at in everywhere(withheld, folded.text).items()}
    written = {name: plain.text[at : at + len(name)] for name, at in first.items()}
    called = aliases.assign(
        folded.text, sorted(withheld, key=lambda name: (first[name], -len(name), name))
    )
    called = {name: alias.replace(name[0], written[name][:1] or name[0]) for name, alias in called.items()}
    edits = [
        (start, end, kind, "" if kind in _CUT else chosen.mask_text)
        for start, end, kind in marked
        if _hidden(kind, chosen)
    ]
    edits += _occurrences(folded.text, called, found.elsewhere)
    if chosen.trade:
        edits += signs
        called |= companies.names(litigants)
        found.uncertain += companies.left_alone(folded.text, litigants)
    kept = _disjoint(edits, numbers)
    found.uncertain += strange.doubts(plain.text, [edit[:3] for edit in kept])
    called = {written.get(name) or name: alias for name, alias in called.items()}
    spans = [Span(*folded.span(start, end), kind, new, chosen.cite) for start, end, kind, new in kept]
    doubts = [_doubt(text, folded, *item) for item in found.uncertain]
    public = apply(text, spans)
    if doubts:  # 与常用词同形、有意留下的字样已列为存疑，不算隐去
        left = everywhere(called, fold(public).text)
        called = {name: alias for name, alias in called.items() if not left[name]}
    return Redaction(public, spans, doubts, called)


def _starred(text: str, marked: list[tuple[int, int, str]]) -> str:
    """号码换成等长的星号：号码紧挨着的姓名，第一遍就和脱敏后再看时一样认得。"""
    pieces, last = [], 0
    for start, end, kind in sorted(marked):
        if kind not in _CUT and start >= last:
            pieces += [text[last:start], "*" * (end - start)]
            last = end
    return "".join([*pieces, text[last:]])


def _withheld(text: str, found: people.People, profile: profiles.Profile) -> list[str]:
    """按口径要隐去的姓名。刑事案件里被告人以外的人都按被害人、证人对待；民事等案件的案外人、
    不是律师的代理人（法释〔2016〕19号第十一条第二项）只在全隐口径下隐去。"""
    if "parties" in profile.mask:
        return list(found.persons)
    parties = [name for name, groups in found.persons.items() if groups == {"parties"}]
    hidden = {name for name, groups in found.persons.items() if "victims" in groups}
    if circumstances.is_criminal_case(text):
        hidden |= found.persons.keys() - set(parties)
    hidden -= {name for name in found.lay if found.persons[name] == {"others"}}
    if "family" in profile.mask and circumstances.is_family_case(text):
        hidden |= set(parties)
    if "minors" in profile.mask:
        hidden |= circumstances.minors(text, parties)
    if "light" in profile.mask:
        hidden |= circumstances.light_sentences(text, parties)
    return [name for name in found.persons if name in hidden]


def _hidden(kind: str, profile: profiles.Profile) -> bool:
    """单位住所地、统一社会信用代码只在隐去字号的口径下隐去（否则门牌、代码会指出是谁）。"""
    return kind not in identifiers.PUBLISHABLE or profile.trade


def _occurrences(text: str, called: dict[str, str], elsewhere: set[int]) -> list[tuple[int, int, str, str]]:
    """``called`` 各姓名的每处出现；``elsewhere`` 是同形的一般词语所在，不动。"""
    return [
        (start, start + len(name), "name", called[name])
        for start, name in longest(called, text)
        if start not in elsewhere
    ]


def _disjoint(
    edits: list[tuple[int, int, str, str]], protected: list[tuple[int, int]]
) -> list[tuple[int, int, str, str]]:
    kept: list[tuple[int, int, str, str]] = []
    protected = sorted(protected)
    begins = [start for start, _ in protected]
    reach = [-1, *accumulate((end for _, end in protected), max)]  # 前 n 个区间最远到哪里
    for edit in sorted(edits, key=lambda edit: (edit[0], -edit[1])):
        if kept and edit[0] < kept[-1][1]:
            if edit[2] not in _CUT or edit[1] <= kept[-1][1]:
                continue
            edit = (kept[-1][1], *edit[1:])  # 住址左端多带了前面的姓名：余下的仍要删
        if edit[0] < reach[bisect_left(begins, edit[1])]:
            continue
        kept.append(edit)
    return kept


def _doubt(text: str, folded: Folded, start: int, end: int, reason: str) -> Doubt:
    """位置是存疑的字样本身（要遮的就是它），``text`` 是连同左右的片段。"""
    left, right = folded.span(*_passage(folded.text, start, end))
    return Doubt(*folded.span(start, end), text[left:right][:20], reason)


def _passage(text: str, start: int, end: int) -> tuple[int, int]:
    """存疑处连同左右各几个字，便于一眼判断；不跨句。"""
    left = max(start - 5, max(text.rfind(mark, 0, start) for mark in "。;") + 1)
    ends = [at for at in (text.find(mark, end) for mark in "。;") if at >= 0]
    return left, min([end + 5, len(text), *ends])
