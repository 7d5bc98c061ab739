"""What somebody typed -> what to look for. Pure; understands any input and raises on none.

Words are all required; “phrases” in Chinese or straight quotes stay together; -词 excludes; case numbers (案号) in any
bracket, width or spacing are taken out first, whole or as a fragment (辽08民终123, 民终123号).
"""

import re
from contextlib import suppress
from dataclasses import dataclass

from justice import case_numbers
from justice.case_numbers import CaseNumber, CaseNumberError, Fragment
from search.analysis import Pattern, fold, pattern

MAX_LENGTH = 200
MAX_TERMS = 12

_OPEN, _CLOSE = "“”„「『\"", "”“」』\""
_PIECE = re.compile(
    rf"(?P<exclude>(?<!\S)[-−–])?(?:[{_OPEN}](?P<phrase>[^{_CLOSE}]*)[{_CLOSE}]?|(?P<word>[^\s{_OPEN}]+))"
)
# 民终123号 张: what follows the number is a word of its own.
_MORE_AFTER_NUMBER = re.compile(r"号\S{0,2}\s+\S")


@dataclass(frozen=True)
class Term:
    """One word or phrase, as typed (folded) and as tokens."""

    text: str
    pattern: Pattern


@dataclass(frozen=True)
class NumberPart(Term):
    """A part of a case number; documents that have it come first, documents that mention it after them."""

    fragment: Fragment


@dataclass(frozen=True)
class Query:
    """A parsed query. `text` is what was typed (cut to MAX_LENGTH characters, `cut` says so); the rest is what it asks."""

    text: str
    numbers: tuple[CaseNumber, ...] = ()
    parts: tuple[NumberPart, ...] = ()
    words: tuple[Term, ...] = ()
    excluded: tuple[Term, ...] = ()
    cut: bool = False

    @property
    def empty(self) -> bool:
        """Whether nothing searchable was typed (nothing at all, punctuation, emoji)."""
        return not (self.numbers or self.parts or self.words or self.excluded)

    @property
    def marks(self) -> tuple[str, ...]:
        """What a highlight marks: the numbers, their parts, the words."""
        return (*(number.base for number in self.numbers), *(term.text for term in (*self.parts, *self.words)))


def parse(text: str) -> Query:
    """Parse whatever was typed; at most MAX_LENGTH characters and MAX_TERMS terms of it count."""
    typed = text[: MAX_LENGTH * 4].strip()
    folded = fold(typed)
    cut = len(text.strip()) > len(typed) or len(folded) > MAX_LENGTH
    rest, numbers = _take_numbers(folded[:MAX_LENGTH])
    pieces = list(_PIECE.finditer(rest))
    parts: list[NumberPart] = []
    words: list[Term] = []
    excluded: list[Term] = []
    for piece in pieces[:MAX_TERMS]:
        _sort_in(piece, numbers, parts, words, excluded)
    if len(pieces) > 1 and not (numbers or parts or excluded):
        # 辽08 民终 123: typed with spaces, a number only as a whole.
        whole = _read_number(rest)
        if isinstance(whole, CaseNumber):
            words, numbers = [], [whole]
        elif whole:
            words, parts = [], [whole]
    return Query(
        text=typed[:MAX_LENGTH],
        numbers=tuple(numbers),
        parts=tuple(parts),
        words=tuple(words),
        excluded=tuple(excluded),
        cut=cut or len(pieces) > MAX_TERMS,
    )


def _sort_in(
    piece: re.Match[str], numbers: list[CaseNumber], parts: list[NumberPart], words: list[Term], excluded: list[Term]
) -> None:
    """Put one piece of a query where it belongs."""
    content = piece["phrase"] if piece["word"] is None else piece["word"]
    number = _read_number(content) if piece["word"] and not piece["exclude"] else None
    if isinstance(number, CaseNumber):
        numbers.append(number)
    elif number:
        parts.append(number)
    elif tokens := pattern(content):
        (excluded if piece["exclude"] else words).append(Term(content.strip(), tokens))


def _take_numbers(text: str) -> tuple[str, list[CaseNumber]]:
    """Cut the complete case numbers out of a query: what is left, and the numbers, each once."""
    rest, numbers, end = [], {}, 0
    for found in case_numbers.find(text):
        rest.append(text[end : found.start])
        end = found.end
        numbers[found.number.canonical] = found.number
    rest.append(text[end:])
    return " ".join(rest), list(numbers.values())[:MAX_TERMS]


def _read_number(text: str) -> CaseNumber | NumberPart | None:
    """A case number without brackets, or a part that can stand for one: a running number, and its court or its type."""
    if _MORE_AFTER_NUMBER.search(text):
        return None
    with suppress(CaseNumberError):
        return case_numbers.parse(text)
    part, tokens = case_numbers.fragment(text), pattern(text)
    if part is None or tokens is None or not (part.number and (part.court_code or part.type)):
        return None
    return NumberPart(text.strip(), tokens, part)
