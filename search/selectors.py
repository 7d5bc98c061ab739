"""Reading: from a query to a page of hits that are public at this moment."""

import logging
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from core.models import Organ
from core.searchable import SearchDocument, kinds
from search import queries, snippets, status
from search.engines import engine
from search.engines.base import FACETS, EngineError, Result, Sort, facet_values
from search.meant import meant

log = logging.getLogger(__name__)

PAGE_SIZE = 20
# Beyond this page nobody reads and only machines ask; a narrower query or an export serves them better.
MAX_PAGE = 500
# Without the engine so many records of a kind are looked at in the database.
LOOKED_UP = 200


@dataclass(frozen=True)
class Hit:
    """A public record that answers a query, with its title and a passage in which the words are marked."""

    document: SearchDocument
    title: SafeString
    passage: snippets.Passage

    @property
    def snippet(self) -> SafeString:
        """The passage as escaped HTML with <mark>."""
        return mark_safe(self.passage.html)  # noqa: S308 (escaped piece by piece in search.snippets)


@dataclass(frozen=True)
class Found:
    """An answer: how many records in all, this page of them, and the counts by facet value (most frequent first).

    `meant`: where nothing was found, other queries that may have been meant.
    `degraded`: the engine did not answer; the hits are numbers and titles found in the database, without counts.
    """

    query: queries.Query
    total: int
    hits: list[Hit]
    page: int
    facets: dict[str, list[tuple[str, int]]] = field(default_factory=dict)
    meant: list[str] = field(default_factory=list)
    degraded: bool = False
    milliseconds: float = 0.0

    @property
    def too_deep(self) -> bool:
        """Whether the page asked for lies beyond what is served."""
        return self.page > MAX_PAGE


def find(
    text: str,
    *,
    kind: str | None = None,
    filters: Mapping[str, str] | None = None,
    sort: Sort = Sort.FIT,
    page: int = 1,
    limit: int = PAGE_SIZE,
    facets: Iterable[str] = FACETS,
) -> Found:
    """Search public records. Any text, filter value and page number is answered; nothing is raised.

    `filters` narrows by facet (search.engines.base.FACETS). Hits are read again through their kind's public queryset,
    one database query per kind: what stopped being public is left out here, whatever the index says.
    """
    began = time.perf_counter()
    query = queries.parse(text)
    page = max(page, 1)
    chosen = {name: value for name, value in {**(filters or {}), **({"kind": kind} if kind else {})}.items() if name in FACETS}
    if page > MAX_PAGE or (text.strip() and query.empty):
        return Found(query, 0, [], page)
    if sort == Sort.FIT and not query.by_fit:
        sort = Sort.DATE
    degraded = False
    try:
        result = engine().search(
            query, filters=chosen, sort=sort, offset=(page - 1) * limit, limit=limit, facets=tuple(facets)
        )
        documents = public_documents(result.keys)
    except EngineError as error:
        log.error("search engine: %s", error)
        degraded, documents = True, _looked_up(query, chosen, limit)
        result = Result(len(documents), [document.key for document in documents])
    gone = len(result.keys) - len(documents)
    total = result.total - gone
    wanted = snippets.highlighter(query.marks)
    return Found(
        query=query,
        total=total,
        hits=[_hit(document, wanted) for document in documents],
        page=page,
        facets=result.facets,
        meant=_meant(query) if not total and not degraded else [],
        degraded=degraded,
        milliseconds=(time.perf_counter() - began) * 1000,
    )


def _meant(query: queries.Query) -> list[str]:
    with suppress(EngineError):
        return meant(query)
    return []


def organ_names(codes: Iterable[str]) -> dict[str, str]:
    """Short names of organs by code."""
    return dict(Organ.objects.filter(code__in=list(codes)).values_list("code", "short_name"))


@dataclass(frozen=True)
class IndexState:
    """For the staff: the indexer's last heartbeat (None when it never ran), documents in the index, what is wrong with it."""

    heartbeat: status.Heartbeat | None
    documents: int | None
    fault: str

    @property
    def healthy(self) -> bool:
        """Whether somebody indexes and the index answers."""
        return bool(self.heartbeat and self.heartbeat.alive and not self.fault)


def index_state() -> IndexState:
    """State of the index and of the indexer; how many deliveries wait for it is the outbox's to tell."""
    try:
        documents, fault = engine().stats().documents, ""
    except EngineError as error:
        documents, fault = None, str(error)
    return IndexState(status.read_heartbeat(), documents, fault)


def _hit(document: SearchDocument, wanted: Any) -> Hit:
    title = mark_safe(snippets.marked(document.title, wanted).html)  # noqa: S308 (escaped piece by piece)
    return Hit(document, title, snippets.passage(document.text, wanted))


def by_kind(keys: Iterable[str]) -> dict[str, list[str]]:
    """Keys of documents as public ids by the slug of their kind."""
    wanted: dict[str, list[str]] = {}
    for key in keys:
        slug, _, public_id = key.partition(":")
        wanted.setdefault(slug, []).append(public_id)
    return wanted


def public_documents(keys: list[str]) -> list[SearchDocument]:
    """The documents of these keys that are public now, in this order."""
    found = {}
    for slug, ids in by_kind(keys).items():
        if kind := kinds().get(slug):
            for record in kind.queryset().filter(public_id__in=ids):
                document = kind.document(record)
                found[document.key] = document
    return [found[key] for key in keys if key in found]


def _looked_up(query: queries.Query, filters: Mapping[str, str], limit: int) -> list[SearchDocument]:
    """Numbers and titles from the database, while the engine is away."""
    text = query.numbers[0].canonical if query.numbers else " ".join(term.text for term in (*query.parts, *query.words))
    if not text:
        return []
    documents: list[SearchDocument] = []
    for slug, kind in kinds().items():
        if filters.get("kind", slug) == slug:
            documents += [kind.document(record) for record in kind.lookup(text)[:LOOKED_UP]]
    return [document for document in documents if filters.items() <= facet_values(document).items()][:limit]
