"""What somebody may have meant (您是不是要找): words that we have, near to words that found nothing.

The words are those of organs, causes of action, kinds and laws - never of texts, so that no person's name can be offered.
Near is: the same sounds (民间借待), the sounds or their first letters written out (minjianjiedai, mjjd), one character
wrong, missing, too many or two of them swapped.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from django.core.cache import cache
from pypinyin import Style, lazy_pinyin

from core.models import Organ
from core.searchable import kinds
from justice.statutes import names as law_names
from search import queries
from search.analysis import fold
from search.engines import engine
from search.engines.base import Sort

REMEMBERED_SECONDS = 600
# Causes and kinds of documents that are known to us; there are about a thousand causes in the Supreme Court's list.
VALUES = 3000
SHORTEST, LONGEST = 3, 20  # characters of a word that is compared: two characters resemble too much
FEWEST_LETTERS = 3
OFFERED = 3
_ENDINGS = ("纠纷", "罪", "案", "一案", "案件")


@dataclass(frozen=True)
class _Word:
    text: str
    sounds: str
    initials: str


def meant(query: queries.Query) -> list[str]:
    """Other queries to offer, best first: the text with one word replaced. For a query that found nothing.

    EngineError when the engine is away.
    """
    offered: dict[str, None] = {}
    for term in query.words:
        for word in near(term.text, vocabulary()):
            if term.text in fold(query.text):
                offered[fold(query.text).replace(term.text, word, 1)] = None
    return list(offered)[:OFFERED]


def near(typed: str, words: Iterable[str]) -> list[str]:
    """Those of the words that may be meant, the nearest first; none when the word itself is one of them."""
    typed = fold(typed).replace(" ", "")
    known = _read(tuple(words))
    if any(word.text == typed for word in known):
        return []
    letters = typed.replace("'", "")
    if letters.isascii() and letters.isalpha():
        found = [w for w in known if letters == w.sounds] or [w for w in known if len(letters) >= FEWEST_LETTERS and letters == w.initials]
        return [word.text for word in found]
    if not SHORTEST <= len(typed) <= LONGEST or typed.isascii():
        return []
    sounds = _sounds(typed)
    alike = [word for word in known if word.sounds == sounds and len(word.text) == len(typed)]
    return [word.text for word in alike] or [word.text for word in known if abs(len(word.text) - len(typed)) <= 1 and _one_apart(typed, word.text)]


def vocabulary() -> tuple[str, ...]:
    """The words that are offered, the most frequent first; remembered for REMEMBERED_SECONDS."""
    return cache.get_or_set("search.vocabulary", _vocabulary, REMEMBERED_SECONDS) or ()


def _vocabulary() -> tuple[str, ...]:
    everything = queries.parse("")
    counted = engine().search(everything, filters={}, sort=Sort.DATE, offset=0, limit=1, facets=("cause", "label"), most=VALUES).facets
    values = [value for name in ("cause", "label") for value, _ in counted.get(name, ())]
    organs = [name for pair in Organ.objects.filter(active=True).values_list("short_name", "name") for name in pair]
    whole = [*values, *organs, *(kind.label for kind in kinds().values()), *law_names()]
    shorter = [word.removesuffix(ending) for word in values for ending in _ENDINGS if word.endswith(ending) and len(word) - len(ending) >= SHORTEST]
    return tuple(dict.fromkeys(fold(word) for word in [*whole, *shorter]))


@lru_cache(maxsize=2)
def _read(words: tuple[str, ...]) -> tuple[_Word, ...]:
    return tuple(_Word(word, _sounds(word), "".join(lazy_pinyin(word, style=Style.FIRST_LETTER))) for word in words)


def _sounds(text: str) -> str:
    return "".join(lazy_pinyin(text))


def _one_apart(a: str, b: str) -> bool:
    """Whether one character too many, missing, other, or two neighbours swapped is all the difference."""
    if len(a) > len(b):
        a, b = b, a
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    if len(a) < len(b):
        return a[at:] == b[at + 1 :]
    return a[at + 1 :] == b[at + 1 :] or (a[at : at + 2] == b[at : at + 2][::-1] and a[at + 2 :] == b[at + 2 :])
