"""The two ends of a document, folded: a parse looks at the head and the tail, never at the long middle."""

from __future__ import annotations

import re
from dataclasses import dataclass

from justice.plain_text import Folded, fold

#: Code points read from either end. Eighteen defendants with their histories fill about 6,000; the articles of
#: law some courts print behind the signatures about 4,000.
HEAD_CHARS = 12_000
TAIL_CHARS = 8_000
_SPACES = re.compile(r"\s+")
_LATIN_SPACE = re.compile(r"(?<=[A-Za-zＡ-Ｚａ-ｚ.,])\s+(?=[A-Za-zＡ-Ｚａ-ｚ])")


@dataclass(frozen=True)
class Part:
    """A stretch of a document: the original, and its folded form (half width, no white space) to look in."""

    original: str
    folded: Folded

    @property
    def text(self) -> str:
        """The folded text; every offset of the parsers is one of it."""
        return self.folded.text

    def said(self, start: int, end: int) -> str:
        """The original wording of text[start:end]: its own width, no white space but between Latin words."""
        if start >= end:
            return ""
        first, last = self.folded.span(start, end)
        words = _LATIN_SPACE.sub("\ue000", self.original[first:last])
        return _SPACES.sub("", words).replace("\ue000", " ")


def head_of(text: str) -> Part:
    """The first part of a document."""
    return _part(text[:HEAD_CHARS])


def tail_of(text: str) -> Part:
    """The last part of a document; overlaps the head of a short one."""
    return _part(text[-TAIL_CHARS:])


def _part(text: str) -> Part:
    return Part(text, fold(text))
