"""Registry of what can be searched (可检索类别). Rooms above register; `search` imports no one above it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import QuerySet


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """What the index knows of a public record; made from public fields only. `date` is the decision's, `public_from` the news'."""

    key: str
    kind: str
    public_id: str
    title: str
    text: str
    url: str
    organ: str
    organ_name: str
    date: date | None
    year: int | None
    case_number: str
    label: str
    cause: str
    version: int
    public_from: datetime | None = None


@dataclass(frozen=True, slots=True)
class SearchKind:
    """One public kind: its `.public()` queryset, record -> document, and a look-up in the database for dark days."""

    slug: str
    label: str
    queryset: Callable[[], QuerySet]
    document: Callable[[Any], SearchDocument]
    lookup: Callable[[str], QuerySet]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a room says above the hits of a query: `tone` is good, bad or plain."""

    tone: str
    title: str
    text: str
    url: str = ""
    link_text: str = ""


_kinds: dict[str, SearchKind] = {}
_answerers: list[Callable[[str], Iterable[Answer]]] = []


def register_kind(kind: SearchKind) -> None:
    """Makes a kind searchable."""
    _kinds[kind.slug] = kind


def kinds() -> dict[str, SearchKind]:
    """Registered kinds by slug."""
    return dict(_kinds)


def register_answer(answer: Callable[[str], Iterable[Answer]]) -> Callable[[str], Iterable[Answer]]:
    """Registers a function query -> answers; usable as a decorator."""
    if answer not in _answerers:
        _answerers.append(answer)
    return answer


def answers(query: str) -> list[Answer]:
    """What the rooms say to `query`."""
    return [answer for answerer in _answerers for answer in answerer(query)]
