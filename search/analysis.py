"""One analysis for every engine: text -> tokens. Pure.

Runs of Han characters become overlapping bigrams (a lone character stays itself), letters and digits stay words; all after
NFKC, lower case and without invisible characters. Both the index and the queries go through here, so that two engines
answer alike and an index behaves like a substring search. Whoever changes what a text is turned into raises
ANALYSIS_VERSION: indexes are kept apart by it and rebuilt.
"""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from operator import add

ANALYSIS_VERSION = 1
MAX_WORD = 64

_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_HAN_CHARACTER = re.compile(f"[{_HAN}]")
_RUN = re.compile(f"[{_HAN}]+|(?:(?![{_HAN}])[^\\W_])+")
# Laid-out texts break lines inside a sentence: white space between two Han characters is layout, not language.
_LAYOUT = re.compile(f"(?<=[{_HAN}])\\s+(?=[{_HAN}])")
# Zero-width and direction marks, soft hyphen, variation selectors, byte order mark: they hide a word from its reader.
# Lone surrogates are no text at all.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def fold(text: str) -> str:
    """The text as it is compared: NFKC, lower case, no invisible characters. Its length may differ from the input's."""
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower()


def runs(text: str) -> list[tuple[str, bool]]:
    """The runs of a text in order, each with whether it is Han; punctuation and symbols only separate."""
    return [(run, _HAN_CHARACTER.match(run) is not None) for run in _RUN.findall(_LAYOUT.sub("", fold(text)))]


def _tokens(parts: Iterable[tuple[str, bool]]) -> list[str]:
    found: list[str] = []
    for run, han in parts:
        if not han:
            found.append(run[:MAX_WORD])
        elif len(run) == 1:
            found.append(run)
        else:
            found.extend(map(add, run, run[1:]))
    return found


def tokens(text: str) -> list[str]:
    """The tokens of a text in order: what an engine indexes, joined with spaces, in a whitespace-tokenised field."""
    return _tokens(runs(text))


def analyse(text: str) -> tuple[list[str], set[str]]:
    """The tokens of a text in order, and its Han characters: a query of one single character is looked up in these."""
    parts = runs(text)
    return _tokens(parts), set().union(*(run for run, han in parts if han))


@dataclass(frozen=True)
class Pattern:
    """What a document must contain for one word or phrase of a query.

    `phrase`: tokens that follow each other. `edges`: single Han characters at the ends of the words, which inside a
    document may stand in a longer run and are therefore no tokens there; they are looked up as characters.
    """

    phrase: tuple[str, ...]
    edges: tuple[str, ...] = ()


def pattern(text: str) -> Pattern | None:
    """The pattern of a word or phrase; None when it holds nothing searchable (punctuation, emoji)."""
    parts = list(runs(text))
    edges: list[str] = []
    for end in (0, -1):
        if parts and parts[end][1] and len(parts[end][0]) == 1:
            edges.append(parts.pop(end)[0])
    phrase = _tokens(parts)
    return Pattern(tuple(phrase), tuple(edges)) if phrase or edges else None
