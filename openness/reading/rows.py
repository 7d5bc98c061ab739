"""What a reader hands on: one row per document, or one clear sentence why there is none."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

KIBI = 1024
MEBI = 1024 * KIBI

#: The longest line of a JSONL file and the largest single document that are read, in bytes.
MAX_LINE_BYTES = 8 * MEBI
MAX_DOCUMENT_BYTES = 8 * MEBI

# Characters nobody sees and everybody trips over: C0 and C1 controls (but not tab and line feed), soft
# hyphens, joiners and fillers, marks that turn the direction of writing, variation selectors, tags.
_INVISIBLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U000e0000-\U000e0fff]"
)
_LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Row:
    """One document of an import file.

    position: line of a JSONL file or place in an archive or folder, from 1. name: what staff know it by
    (the id, the path in the archive). text: the cleaned text, None where error is set. fields: what the row
    itself says (id, title, case_number, court as str; decided_on, effective_on as date). error: a Chinese
    sentence that says what is wrong, where, and what to do; None for a good row. notes: what was left out of a good
    row, a Chinese phrase each.
    """

    position: int
    name: str
    text: str | None = None
    fields: Mapping[str, str | date] = field(default_factory=dict)
    error: str | None = None
    notes: tuple[str, ...] = ()


class ReadError(ValueError):
    """A file or entry that cannot be read; the message is a complete Chinese sentence for staff."""


def clean(text: str) -> str:
    """Text without control, zero-width and direction-turning characters; line breaks stay, as line feeds.

    HTML is left alone: it is text here and is escaped where it is shown.
    """
    text = _LINE_BREAK.sub("\n", text)
    text = _INVISIBLE.sub("", text)
    return _SURROGATE.sub("\ufffd", text)


def parse_day(value: str) -> date | None:
    """A date as registers write it (2026-10-08, 2026/10/8, 2026.10.8, 20261008, 2026年10月8日); None if it is none."""
    match = _DAY.fullmatch(re.sub(r"\s+", "", value))
    if match is None:
        return None
    year, month, day = (int(part) for part in match.groups() if part is not None)
    try:
        return date(year, month, day)
    except ValueError:
        return None


_DAY = re.compile(
    r"(?:(\d{4})[-/.．－／年](\d{1,2})[-/.．－／月](\d{1,2})日?|(\d{4})(\d{2})(\d{2}))(?:T?00:00(?::00)?(?:\.0+)?Z?)?"
)
