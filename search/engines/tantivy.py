"""The embedded engine: tantivy, an index in a directory, one writer (the indexer), readers in every process.

Only this file knows tantivy. Under `root` stands one directory per analysis and schema version, in it one directory per
build and the file CURRENT, which names the living one; replacing that file is the swap. Readers notice a commit or a
swap by the time stamps of two small files, so that a commit is visible to the next search in every process.
"""

import os
import secrets
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import tantivy
from tantivy import Occur
from tantivy import Query as Q

from core.searchable import SearchDocument
from justice import case_numbers, statutes
from search.analysis import ANALYSIS_VERSION, Pattern, analyse
from search.engines.base import (
    FACET_VALUES,
    FACETS,
    NAMED,
    EngineError,
    Result,
    Sort,
    Span,
    Stats,
    facet_values,
    named,
)
from search.queries import Field, NumberPart, Query, Term

SCHEMA_VERSION = 3
HEAP_BYTES = 96_000_000
# Shards of a facet are counted whole: the counts shown are true, whatever the number of values.
_WHOLE_SEGMENT = 1_000_000
# Documents that are read together where all are read.
_PIECE = 20_000
_ORDER = {Sort.DATE: "day", Sort.NEWS: "published"}
_EPOCH, _MICROSECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(microseconds=1)
# What comes first whatever its words: the number itself, its other documents (之一), a part of it; a mention comes last.
_EXACT, _SAME_CASE, _PART, _TITLE = 1000.0, 500.0, 200.0, 4.0


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, fast=True, tokenizer_name="raw", index_option="basic")
    for name in ("number", "base", "part", "cited", "statute"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in ("title", "body"):
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="position")
    for name in NAMED:
        builder.add_text_field(f"{name}_words", tokenizer_name="whitespace", index_option="position")
    builder.add_text_field("character", tokenizer_name="whitespace", index_option="basic")
    builder.add_unsigned_field("day", fast=True, indexed=True)
    builder.add_unsigned_field("published", fast=True)
    builder.add_unsigned_field("version", stored=True, fast=True)
    return builder.build()


_SCHEMA = _schema()


@contextmanager
def _guard() -> Iterator[None]:
    """Everything that goes wrong inside tantivy leaves as EngineError, its panics (BaseException) included."""
    try:
        yield
    except EngineError:
        raise
    except (OSError, ValueError, RuntimeError) as error:
        raise EngineError(str(error)) from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise EngineError(str(error)) from error


# --- documents --------------------------------------------------------------------------------------------------------


def _parts(number: case_numbers.CaseNumber | case_numbers.Fragment) -> list[str]:
    """A case number, or what is known of one, as terms of the field `part`."""
    named = {"y": number.year, "c": number.court_code, "s": number.special, "t": number.type, "n": number.number}
    return [f"{mark}{value}" for mark, value in named.items() if value]


def _moment(at: datetime) -> int:
    """A time as the index compares it: whole microseconds, as the database keeps them; none before 1970."""
    return max((at - _EPOCH) // _MICROSECOND, 0)


def _document(source: SearchDocument) -> tantivy.Document:
    """A SearchDocument as tantivy stores it: tokens made here, nothing readable but the key."""
    document = tantivy.Document()
    document.add_text("key", source.key)
    document.add_unsigned("version", source.version)
    document.add_unsigned("day", int(source.date.strftime("%Y%m%d")) if source.date else 0)
    document.add_unsigned("published", _moment(source.public_from) if source.public_from else 0)
    for name, value in facet_values(source).items():
        document.add_text(name, value)
    if source.case_number:
        document.add_text("number", source.case_number)
        with suppress(case_numbers.CaseNumberError):
            number = case_numbers.parse(source.case_number)
            document.add_text("base", number.base)
            for part in _parts(number):
                document.add_text("part", part)
    for base in {found.number.base for found in case_numbers.find(source.text)}:
        document.add_text("cited", base)
    for statute in statutes.find(source.text):
        document.add_text("statute", statute.key)
    for name, words in named(source).items():
        document.add_text(f"{name}_words", " ".join(analyse(words)))
    (title, title_characters), (text, text_characters) = analyse(source.title), analyse(source.text)
    document.add_text("title", title)
    document.add_text("body", f"{title} {text}")
    document.add_text("character", f"{title_characters} {text_characters}")
    return document


# --- queries ----------------------------------------------------------------------------------------------------------


def _all(clauses: list[Q]) -> Q:
    return clauses[0] if len(clauses) == 1 else Q.boolean_query([(Occur.Must, clause) for clause in clauses])


def _any(clauses: list[Q]) -> Q:
    return clauses[0] if len(clauses) == 1 else Q.boolean_query([(Occur.Should, clause) for clause in clauses])


def _exact(field: str, value: str, score: float) -> Q:
    return Q.const_score_query(Q.term_query(_SCHEMA, field, value, "basic"), score)


def _contains(pattern: Pattern, field: str, characters: str = "character") -> list[Q]:
    """Clauses that must all hold for a field to contain a pattern."""
    clauses = [_exact(characters, character, 0.1) for character in pattern.edges]
    if len(pattern.phrase) == 1:
        clauses.append(Q.term_query(_SCHEMA, field, pattern.phrase[0]))
    elif pattern.phrase:
        clauses.append(Q.phrase_query(_SCHEMA, field, list(pattern.phrase)))
    return clauses


def _word(term: Term) -> Q:
    """The body contains the word; when the title does too, the document ranks higher."""
    body = _all(_contains(term.pattern, "body"))
    if not term.pattern.phrase:
        return body
    title = Q.boost_query(_all(_contains(term.pattern, "title")), _TITLE)
    return Q.boolean_query([(Occur.Must, body), (Occur.Should, title)])


def _number(number: case_numbers.CaseNumber) -> Q:
    return _any(
        [
            _exact("number", number.canonical, _EXACT),
            _exact("base", number.base, _SAME_CASE),
            _exact("cited", number.base, 1.0),
        ]
    )


def _part(part: NumberPart) -> Q:
    own = _all([Q.term_query(_SCHEMA, "part", value, "basic") for value in _parts(part.fragment)])
    return _any([Q.const_score_query(own, _PART), _all(_contains(part.pattern, "body"))])


def _statute(statute: statutes.Statute) -> Q:
    return _exact("statute", statute.key, 1.0)


def _field(field: Field) -> Q:
    """The document lies within a field; none is the better for it."""
    if field.pattern is None:
        within = Q.range_query(_SCHEMA, "day", tantivy.FieldType.Unsigned, field.first, field.last)
    else:
        within = _all(_contains(field.pattern, f"{field.name}_words", f"{field.name}_words"))
    return Q.const_score_query(within, 0.0)


def _published(span: Span) -> Q:
    """Scores nothing."""
    bounds = _moment(span.after), _moment(span.until)
    wanted = Q.range_query(_SCHEMA, "published", tantivy.FieldType.Unsigned, *bounds, include_lower=False, include_upper=True)
    return Q.const_score_query(wanted, 0.0)


def _tantivy_query(query: Query, filters: Mapping[str, str], span: Span | None) -> Q:
    clauses = [(Occur.Must, _number(number)) for number in query.numbers]
    clauses += [(Occur.Must, _part(part)) for part in query.parts]
    clauses += [(Occur.Must, _statute(statute)) for statute in query.statutes]
    clauses += [(Occur.Must, _field(field)) for field in query.fields]
    clauses += [(Occur.Must, _word(term)) for term in query.words]
    clauses += [(Occur.MustNot, _all(_contains(term.pattern, "body"))) for term in query.excluded]
    clauses += [(Occur.Must, _exact(name, value, 0.0)) for name, value in filters.items()]
    if span:
        clauses.append((Occur.Must, _published(span)))
    if not any(occur == Occur.Must for occur, _ in clauses):
        clauses.append((Occur.Must, Q.all_query()))
    return Q.boolean_query(clauses)


# --- the index --------------------------------------------------------------------------------------------------------


class _Writer:
    """A writer of one index directory. Deleting by key and adding are one commit."""

    def __init__(self, index: tantivy.Index) -> None:
        self._writer = index.writer(HEAP_BYTES, num_threads=1)

    def put(self, documents: Iterable[SearchDocument]) -> None:
        """Insert or replace documents by their key."""
        with _guard():
            for document in documents:
                self._writer.delete_documents_by_term("key", document.key)
                self._writer.add_document(_document(document))

    def delete(self, keys: Iterable[str]) -> None:
        """Delete documents by key."""
        with _guard():
            for key in keys:
                self._writer.delete_documents_by_term("key", key)

    def commit(self) -> None:
        """Durable and visible to the next search of every process."""
        with _guard():
            self._writer.commit()

    def close(self) -> None:
        """Forget what was not committed, let merges end, free the lock. The index may have been replaced meanwhile."""
        with suppress(EngineError), _guard():
            self._writer.wait_merging_threads()


class _Build(_Writer):
    """A new index beside the living one."""

    def __init__(self, engine: "TantivyEngine", name: str) -> None:
        self._engine, self._name = engine, name
        super().__init__(tantivy.Index(_SCHEMA, path=str(engine.home / name), reuse=False))

    def swap(self) -> None:
        """Point CURRENT at this build, durably, and drop every other build."""
        self.commit()
        self.close()
        with _guard():
            self._engine.point_at(self._name)


class TantivyEngine:
    """Engine over the indexes under one root directory (search.engines.base.Engine)."""

    def __init__(self, root: Path) -> None:
        self.home = root / f"a{ANALYSIS_VERSION}s{SCHEMA_VERSION}"
        self._pointer = self.home / "CURRENT"
        self._lock = threading.Lock()
        self._index: tantivy.Index | None = None
        self._seen: tuple[Any, ...] = ()

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
        """See Engine.search."""
        with _guard():
            searcher = self._searcher()
            wanted = _tantivy_query(query, filters, span)
            found = searcher.search(wanted, limit=max(limit, 1), offset=offset, order_by_field=_ORDER.get(sort))
            total = found.count  # type: ignore[attr-defined]  # missing in the binding's stubs
            keys = [searcher.doc(address)["key"][0] for _, address in found.hits[:limit]]
            return Result(total, keys, self._facets(searcher, wanted, facets, most) if total else {})

    @staticmethod
    def _facets(searcher: tantivy.Searcher, wanted: Q, facets: Sequence[str], most: int = FACET_VALUES) -> dict[str, list[tuple[str, int]]]:
        if not facets:
            return {}
        terms = {"size": most, "segment_size": _WHOLE_SEGMENT}
        answer = searcher.aggregate(wanted, {name: {"terms": {"field": name, **terms}} for name in facets})
        counts = {name: [(b["key"], b["doc_count"]) for b in answer[name]["buckets"]] for name in facets}
        return {name: sorted(values, key=lambda value: (-value[1], value[0])) for name, values in counts.items()}

    def versions(self, keys: Collection[str]) -> dict[str, int]:
        """See Engine.versions."""
        if not keys:
            return {}
        with _guard():
            searcher = self._searcher()
            found = searcher.search(Q.term_set_query(_SCHEMA, "key", list(keys)), limit=len(keys))
            documents = [searcher.doc(address) for _, address in found.hits]
            return {document["key"][0]: document["version"][0] for document in documents}

    def all_versions(self) -> Iterator[dict[str, int]]:
        """See Engine.all_versions. One commit is read throughout."""
        with _guard():
            searcher = self._searcher()
        for offset in range(0, searcher.num_docs, _PIECE):
            with _guard():
                found = searcher.search(Q.all_query(), limit=_PIECE, offset=offset)
                documents = [searcher.doc(address) for _, address in found.hits]
            yield {document["key"][0]: document["version"][0] for document in documents}

    @contextmanager
    def writer(self) -> Iterator[_Writer]:
        """See Engine.writer."""
        with _guard():
            writer = _Writer(tantivy.Index.open(str(self._current())))
        try:
            yield writer
        finally:
            writer.close()

    @contextmanager
    def build(self) -> Iterator[_Build]:
        """See Engine.build."""
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        with _guard():
            (self.home / name).mkdir(parents=True)
            build = _Build(self, name)
        try:
            yield build
        finally:
            if self._name() != name:
                build.close()
                shutil.rmtree(self.home / name, ignore_errors=True)

    def stats(self) -> Stats:
        """See Engine.stats. Reads a document and a facet, so that a damaged index shows here first."""
        with _guard():
            searcher = self._searcher()
            for _, address in searcher.search(Q.all_query(), limit=1).hits:
                searcher.doc(address)
            self._facets(searcher, Q.all_query(), FACETS)
            changed = datetime.fromtimestamp((self._current() / "meta.json").stat().st_mtime, UTC)
            return Stats(searcher.num_docs, f"{self.home.name}/{self._name()}", changed)

    def point_at(self, name: str) -> None:
        """Make a finished build the living index, and drop the others."""
        fresh = self.home / f".CURRENT-{name}"
        with fresh.open("w") as file:
            file.write(name)
            file.flush()
            os.fsync(file.fileno())
        fresh.replace(self._pointer)
        for other in self.home.iterdir():
            if other.is_dir() and other.name != name:
                shutil.rmtree(other, ignore_errors=True)

    def _name(self) -> str:
        try:
            return self._pointer.read_text().strip()
        except FileNotFoundError:
            return ""

    def _current(self) -> Path:
        name = self._name()
        if not name:
            raise EngineError(f"no index yet in {self.home}")
        return self.home / name

    def _searcher(self) -> tantivy.Searcher:
        """A searcher over the last commit of the living index."""
        with self._lock:
            try:
                return self._refresh().searcher()
            except (OSError, ValueError, EngineError):
                # A swap between reading CURRENT and opening what it named: the second look sees the new one.
                self._index, self._seen = None, ()
                return self._refresh().searcher()

    def _refresh(self) -> tantivy.Index:
        current = self._current()
        meta = (current / "meta.json").stat()
        seen = (current, meta.st_ino, meta.st_mtime_ns)
        if self._index is None or self._seen[0] != current:
            self._index = tantivy.Index.open(str(current))
            self._index.config_reader("manual")
        if seen != self._seen:
            self._index.reload()
            self._seen = seen
        return self._index
