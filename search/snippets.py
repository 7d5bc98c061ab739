"""Passages of public texts with the words of a query marked. Pure; what leaves here is escaped.

The engine is not asked: passages are cut from the public text as it stands in the database now. The text is compared
folded, but character by character, so that places in the folded text are places in the text.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from search.analysis import fold, runs

WIDTH = 110
# Beyond this a text is not searched for passages, nor more than so many places: bounded time for any record.
MAX_TEXT = 120_000
MAX_PLACES = 200

_HIDDEN = "\u200b"


class _Folded(dict[int, str]):
    """Translation table that learns: one character in, one character out, invisible ones as zero-width space."""

    def __missing__(self, code: int) -> str:
        folded = fold(chr(code))
        self[code] = folded if len(folded) == 1 else _HIDDEN if not folded else chr(code)
        return self[code]


_FOLDED = _Folded()


@dataclass(frozen=True)
class Segment:
    """A piece of a passage, marked or not."""

    text: str
    marked: bool = False


@dataclass(frozen=True)
class Passage:
    """A passage as pieces; `…` stands where the text goes on."""

    segments: tuple[Segment, ...]

    @property
    def text(self) -> str:
        """Plain text."""
        return "".join(segment.text for segment in self.segments)

    @property
    def html(self) -> str:
        """Escaped, with the marked pieces in <mark>."""
        return "".join(f"<mark>{escape(s.text)}</mark>" if s.marked else escape(s.text) for s in self.segments)


def highlighter(marks: Iterable[str]) -> re.Pattern[str] | None:
    """One expression that finds any of the words or phrases in a folded text; None when there is nothing to find."""
    found = {expression for mark in marks if (expression := _expression(mark))}
    return re.compile("|".join(sorted(found, key=len, reverse=True))) if found else None


def passage(text: str, wanted: re.Pattern[str] | None, width: int = WIDTH) -> Passage:
    """About `width` characters of a text, where most of the different words stand; its beginning when none does."""
    places = _places(text, wanted)
    start = _best(places, width, len(text))
    end = min(len(text), start + width)
    segments = _segments(text, places, start, end)
    if start:
        segments.insert(0, Segment("…"))
    if end < len(text):
        segments.append(Segment("…"))
    return Passage(tuple(segments))


def marked(text: str, wanted: re.Pattern[str] | None) -> Passage:
    """A whole text, a title for one, with its words marked."""
    return Passage(tuple(_segments(text, _places(text, wanted), 0, len(text))))


def _expression(mark: str) -> str:
    """Han characters with layout between them allowed, words at their borders, anything but words between the runs."""
    pieces = []
    for han, word in runs(mark):
        pieces.append(rf"[\s{_HIDDEN}]*".join(han) if han else rf"(?<![0-9a-z]){re.escape(word)}(?![0-9a-z])")
    return r"[\W_]{0,9}".join(pieces)


def _places(text: str, wanted: re.Pattern[str] | None) -> list[tuple[int, int, str]]:
    if wanted is None:
        return []
    folded = text[:MAX_TEXT].translate(_FOLDED)
    found = []
    for match in wanted.finditer(folded):
        found.append((match.start(), match.end(), match[0]))
        if len(found) == MAX_PLACES:
            break
    return found


def _best(places: list[tuple[int, int, str]], width: int, length: int) -> int:
    """Where the passage begins: with a third of what is left of its width before the best group of words."""
    if not places:
        return 0
    best, most = 0, (0, 0)
    for index, (start, _, _) in enumerate(places):
        group = [place for place in places[index : index + 12] if place[1] <= start + width]
        score = (len({word for _, _, word in group}), len(group))
        if score > most:
            best, most = index, score
    first, last = places[best][0], max(places[best][1], places[min(best + most[1], len(places)) - 1][1])
    lead = max(0, width - (last - first)) // 3
    return max(0, min(first - lead, length - width))


def _segments(text: str, places: list[tuple[int, int, str]], start: int, end: int) -> list[Segment]:
    segments, at = [], start
    for first, last, _ in places:
        first, last = max(first, at), min(last, end)
        if first >= last:
            continue
        segments += [Segment(_one_line(text[at:first])), Segment(_one_line(text[first:last]), True)]
        at = last
    segments.append(Segment(_one_line(text[at:end])))
    return [segment for segment in segments if segment.text]


def _one_line(text: str) -> str:
    return re.sub(r"\s+", " ", text)
