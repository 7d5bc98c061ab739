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
from functools import cache

from opencc import OpenCC

ANALYSIS_VERSION = 2
MAX_WORD = 64

_HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_RUN = re.compile(f"([{_HAN}]+)|((?:(?![{_HAN}])[^\\W_])+)")
# Laid-out texts break lines inside a sentence: white space between two Han characters is layout, not language.
_LAYOUT = re.compile(f"(?<=[{_HAN}])\\s+(?=[{_HAN}])")
# Zero-width and direction marks, soft hyphen, variation selectors, byte order mark: they hide a word from its reader.
# Lone surrogates are no text at all.
_INVISIBLE = re.compile(
    r"[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff\ud800-\udfff\U000e0000-\U000e0fff]"
)


def fold(text: str) -> str:
    """The text as it is compared: NFKC, lower case, no invisible characters, traditional characters as simplified ones.

    Its length may differ from the input's.
    """
    return unicodedata.normalize("NFKC", _INVISIBLE.sub("", text)).lower().translate(_simplified())


@cache
def _simplified() -> dict[int, str]:
    """Traditional characters to simplified ones (繁简), one to one."""
    characters = [chr(code) for code in range(0x4E00, 0xA000)]
    simple = OpenCC("t2s").convert("\n".join(characters)).split("\n")
    return {ord(one): other for one, other in zip(characters, simple, strict=True) if one != other}


def runs(text: str) -> list[tuple[str, str]]:
    """The runs of a text in order, each as (Han characters, "") or ("", word); punctuation and symbols only separate."""
    return _runs(fold(text))


def _runs(folded: str) -> list[tuple[str, str]]:
    return _RUN.findall(_LAYOUT.sub("", folded))


class _Doubled(dict[int, str]):
    """Translation table: a character inside a run ends one bigram and begins the next."""

    def __missing__(self, code: int) -> str:
        self[code] = f"{chr(code)} {chr(code)}"
        return self[code]


_DOUBLED = _Doubled()


def _spaced(parts: Iterable[tuple[str, str]]) -> str:
    # One translation a run: this line decides how long a rebuild takes.
    return " ".join(f"{han[0]}{han[1:-1].translate(_DOUBLED)}{han[1:][-1:]}" if han else word[:MAX_WORD] for han, word in parts)


def analyse(text: str) -> tuple[str, str]:
    """What an engine indexes of a text, in two whitespace-tokenised fields.

    Its tokens in order, and its distinct characters: a query of one single Han character is looked up in the latter.
    """
    folded = fold(text)
    return _spaced(_runs(folded)), " ".join(set(folded))


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
        if parts and len(parts[end][0]) == 1:
            edges.append(parts.pop(end)[0])
    phrase = _spaced(parts).split()
    return Pattern(tuple(phrase), tuple(edges)) if phrase or edges else None
