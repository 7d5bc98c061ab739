"""What is set on paper: the parts of a judgment in the order of the courts' form."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Paper:
    """A judgment to be set. paragraphs: (kind, words), kind "para" or "sign"; foot: lines below the rule.

    published (aware) is the only date that a file tells of itself.
    """

    title: str
    court: str
    kind: str
    number: str
    paragraphs: tuple[tuple[str, str], ...]
    foot: tuple[str, ...]
    published: datetime
