"""同一文本的“折叠”写法：全角转半角、去空白与不可见字符，并保留到原文的位置对应。

法院文书的同一姓名、号码常被换行、空格、全角数字或零宽字符隔开。检测一律在折叠后的文本上做，
结果再映射回原文的码点位置，因此各种版式走同一条路径。
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

# 空白、零宽、双向控制、变体选择符：不承载文字，却能把姓名或号码隔开。空白逐一列出，比 ``\\s`` 查得快。
_SPACES = "".join(filter(str.isspace, map(chr, range(0x3001))))
_INVISIBLE = re.compile(
    f"[{_SPACES}\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0001-\U000e007f]+"
)
_UNUSUAL = re.compile(r"[^一-鿿!-~。、“”《》\n ]")
"""不是常用汉字、半角字符、折叠时不变的标点的字：只有它们可能要改写。"""

_FEW = 32
"""词不多时逐个去找，比编一条正则快。"""

_DASHES = {ord(c): "-" for c in "‐‑‒–—―−﹣－ー"}


class _Widths(dict[int, str]):
    """逐码点的 NFKC 表；会变成多个字符的（如 ㈱）保持原样，使长度不变。"""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = unicodedata.normalize("NFKC", char)
        self[code] = _DASHES.get(ord(folded), folded) if len(folded) == 1 else char
        return self[code]


_WIDTHS = _Widths(_DASHES)


@dataclass(frozen=True, slots=True)
class Folded:
    """折叠后的文本 ``text`` 与位置表：``origin(i)`` 给出第 i 个字符在原文的码点位置。"""

    text: str
    cuts: tuple[int, ...]
    _removed: tuple[int, ...]

    def origin(self, at: int) -> int:
        """折叠文本中第 ``at`` 个字符在原文中的码点位置。"""
        return at + self._removed[bisect_right(self.cuts, at) - 1]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """折叠文本的非空区间 [start, end) 对应的原文区间（含其间的空白）。"""
        return self.origin(start), self.origin(end - 1) + 1


def fold(text: str) -> Folded:
    """折叠 ``text``；不改动原文，时间与长度成正比。"""
    same_length = text
    for char in set(_UNUSUAL.findall(text)):  # 一篇里要改写的字不过几十种，逐种替换比逐字查表快
        if (plain := _WIDTHS[ord(char)]) != char:
            same_length = same_length.replace(char, plain)
    cuts, removed, pieces, last, total = [0], [0], [], 0, 0
    for match in _INVISIBLE.finditer(same_length):
        start, end = match.span()
        pieces.append(same_length[last:start])
        total += end - start
        cuts.append(end - total)
        removed.append(total)
        last = end
    pieces.append(same_length[last:])
    return Folded("".join(pieces), tuple(cuts), tuple(removed))


def starts(text: str, word: str) -> Iterator[int]:
    """``word`` 在 ``text`` 中各次出现的起点，互不重叠。"""
    at = text.find(word)
    while at >= 0:
        yield at
        at = text.find(word, at + len(word))


def matches(pattern: re.Pattern[str], begin: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """同 ``pattern.finditer(text)``，但只在 ``begin`` 匹配之处试。

    备选多的 ``pattern`` 在每个字上都要逐个试过；``begin`` 只认开头，以字符或字面起头，扫得快。凡 ``pattern`` 的起点须也是 ``begin`` 的起点。
    """
    at = 0
    while found := begin.search(text, at):
        match = pattern.match(text, found.start())
        if match:
            yield match
        at = match.end() if match else found.start() + 1


def around(pattern: re.Pattern[str], mark: str, reach: int, text: str) -> Iterator[re.Match[str]]:
    """同 ``pattern.finditer(text)``，但从少见的 ``mark`` 找起，只在其前 ``reach`` 字以内试。

    ``pattern`` 的每处，在开头一字之后、``reach`` 字以内须有 ``mark``。
    """
    last, at = 0, text.find(mark, 1)
    while at > 0:
        for start in range(max(last, at - reach), at):
            if match := pattern.match(text, start):
                yield match
                last = match.end()
                break
        else:
            last = at
        at = text.find(mark, last + 1)


def everywhere(words: Collection[str], text: str) -> dict[str, list[int]]:
    """每个词同 :func:`starts` 的各处起点；词多时全文只过一遍，不逐词去找。"""
    if len(words) <= _FEW:
        return {word: list(starts(text, word)) for word in words}
    found: dict[str, list[int]] = {word: [] for word in words}
    sizes = sorted({len(word) for word in words})
    pattern, at = any_of(words), 0
    while match := pattern.search(text, at):
        at = match.start()
        for size in sizes:  # 同一起点还有更短的词
            listed = found.get(match.group()[:size]) if size <= len(match.group()) else None
            if listed is not None and (not listed or listed[-1] + size <= at):
                listed.append(at)
        at += 1
    return found


def longest(words: Collection[str], text: str) -> list[tuple[int, str]]:
    """``words`` 在 ``text`` 中的各处（起点、词）：从左到右，同一起点取最长的，互不重叠。同 ``any_of(words).finditer(text)``。"""
    if len(words) > _FEW:
        return [(match.start(), match.group()) for match in any_of(words).finditer(text)]
    begun: list[tuple[int, int, str]] = []
    for word in words:
        at = text.find(word)
        while at >= 0:
            begun.append((at, -len(word), word))
            at = text.find(word, at + 1)
    found, last = [], 0
    for at, less, word in sorted(begun):
        if at >= last:
            found.append((at, word))
            last = at - less
    return found


def any_of(words: Iterable[str]) -> re.Pattern[str]:
    """匹配 ``words`` 中任一个的正则，长者优先；同样的词得到同一个（已缓存的）正则。

    首字相同的并在一起：词多时，每个字上不必把所有的词都试一遍。
    """
    begun: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda word: (-len(word), word)):
        begun.setdefault(word[0], []).append(re.escape(word[1:]))
    return re.compile("|".join(f"{re.escape(first)}(?:{'|'.join(rest)})" for first, rest in begun.items()))
