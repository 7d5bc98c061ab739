"""What a search engine does for this portal. The page, the commands and the indexer know nothing else of an engine.

An engine holds public documents only and answers with keys: whoever shows a hit reads it again through its kind's
`.public()`, so that an index that lags shows nothing withdrawn.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from core.searchable import SearchDocument, kinds
from search.queries import Query

# What results can be narrowed by, and counted by: name of the filter = name of the engine's field.
FACETS = ("kind", "label", "organ", "year", "cause")
# What a query narrows by in words (法院:站前): name of the field.
NAMED = ("organ", "cause", "kind")
# Values of one facet that an answer lists, most frequent first.
FACET_VALUES = 30


class EngineError(Exception):
    """The engine cannot answer: no index yet, a broken one, a server that is down. Pages serve a lesser answer."""


class Sort(StrEnum):
    """Order of the hits (排序)."""

    FIT = "fit"
    DATE = "date"
    NEWS = "news"  # what became public last comes first; no page offers it, feeds and alerts ask for it


@dataclass(frozen=True)
class Span:
    """Of what became public after `after`, until `until` and including it: two spans that follow each other share nothing."""

    after: datetime
    until: datetime


def facet_values(document: SearchDocument) -> dict[str, str]:
    """The facets of a document that have a value."""
    values = {name: getattr(document, name) for name in FACETS}
    return {name: str(value) for name, value in values.items() if value}


def named(document: SearchDocument) -> dict[str, str]:
    """The words of a document that a field of a query looks at (queries.Field), by NAMED."""
    kind = kinds().get(document.kind)
    return {"organ": document.organ_name, "cause": document.cause, "kind": f"{kind.label if kind else ''} {document.label}"}


@dataclass(frozen=True)
class Result:
    """One page of hits: how many there are in all, the keys of this page in order, and counts by facet value."""

    total: int
    keys: list[str]
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Stats:
    """State of an index: documents in it, its name (analysis and schema version, build), when it last changed."""

    documents: int
    name: str
    changed_at: datetime


class Writer(Protocol):
    """Collects changes; nothing is visible, and nothing is promised, before `commit` returns."""

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Insert or replace documents by their key."""

    def delete(self, keys: Iterable[str]) -> None:
        """Delete documents by key; keys that are not there do no harm."""

    def commit(self) -> None:
        """Make the changes durable and visible, all of them or none."""


class Build(Writer, Protocol):
    """A new index beside the living one."""

    def swap(self) -> None:
        """Let everybody read the new index from now on, and drop the old one."""


class Engine(Protocol):
    """A search engine. Every method raises EngineError, and nothing else, when the engine cannot do its work."""

    def search(
        self,
        query: Query,
        *,
        filters: Mapping[str, str],
        sort: Sort,
        offset: int,
        limit: int,
        facets: Sequence[str] = (),
        most: int = FACET_VALUES,
        span: Span | None = None,
    ) -> Result:
        """The hits offset..offset+limit. An empty query means every document (within the filters, and the span of time
        in which it became public).

        `most`: values of each facet that are counted, the most frequent ones.
        """

    def versions(self, keys: Collection[str]) -> dict[str, int]:
        """The version under which each of these documents is indexed; keys that are not are left out."""

    def all_versions(self) -> Iterator[dict[str, int]]:
        """Every document of the living index, as its version by key, in pieces small enough for memory."""

    def writer(self) -> AbstractContextManager[Writer]:
        """The one writer of the living index; leaving without commit forgets the changes."""

    def build(self) -> AbstractContextManager[Build]:
        """A writer of a new, empty index; leaving without swap drops it."""

    def stats(self) -> Stats:
        """How the living index is doing; an index that opens, counts and reads is whole enough to serve."""
