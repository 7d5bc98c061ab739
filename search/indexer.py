"""The indexer (索引进程): the only writer of the index.

It takes the deliveries of the queue "index" in batches, reads the records again through their public querysets, puts
what is public and deletes what is not, commits, and only then marks the deliveries done: whoever kills it loses
nothing. What becomes public or expires by the clock alone it finds by itself. It builds a new index beside the living
one when there is none, when the analysis changed, when it is damaged or when somebody asks, and keeps the living one
fresh meanwhile.
"""

import logging
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import datetime

from django.db import Error as DatabaseError
from django.db import close_old_connections
from django.db.models import Model, QuerySet
from django.utils import timezone

from core import events
from core.models import Delivery
from core.publishing import PublicRecord
from core.searchable import SearchDocument, SearchKind, kinds
from search import status
from search.engines.base import Engine, EngineError, Writer
from search.suspects import Suspects

log = logging.getLogger(__name__)

BATCH = 400
IDLE_SECONDS = 0.25
CLOCK_SECONDS = 5
HEALTH_SECONDS = 30
HEARTBEAT_SECONDS = 1
LONGEST_PAUSE = 30

Key = tuple[str, str]


def refresh(writer: Writer, keys: Iterable[Key]) -> dict[Key, Exception]:
    """Bring the index up to these records as they are now: what is public is put, what is not is deleted.

    Returns what went wrong, by key; the others are done as soon as the writer commits.
    """
    errors: dict[Key, Exception] = {}
    wanted: dict[str, set[str]] = {}
    for slug, public_id in keys:
        wanted.setdefault(slug, set()).add(public_id)
    for slug, ids in wanted.items():
        kind = kinds().get(slug)
        if kind is None:
            errors |= {(slug, public_id): LookupError(slug) for public_id in ids}
            continue
        documents, failed = _documents(kind, kind.queryset().filter(public_id__in=ids))
        errors |= failed
        writer.put(documents)
        known = {document.public_id for document in documents} | {public_id for _, public_id in failed}
        writer.delete(f"{slug}:{public_id}" for public_id in ids - known)
    return errors


class Indexer:
    """The loop. One per installation: run it inside status.sole_indexer()."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._stop = threading.Event()
        self._clock = status.last_clock()
        self._looked = self._beaten = self._examined = 0.0

    def stop(self, *_: object) -> None:
        """End after the batch in hand; usable as a signal handler."""
        self._stop.set()

    def run(self, *, once: bool = False) -> None:
        """Index until stopped, or, with `once`, until nothing is left to do.

        Failures of the engine or the database are waited out, with `once` they are raised.
        """
        pause = IDLE_SECONDS
        while not self._stop.is_set():
            try:
                if self._serve(once=once):
                    break
                pause = IDLE_SECONDS
            except (EngineError, DatabaseError, OSError) as error:  # OSError: the disk is full
                if once:
                    raise
                log.error("indexer waits %s s: %s: %s", pause, type(error).__name__, error)
                self._beat("waiting", force=True)
                close_old_connections()
                self._stop.wait(pause)
                pause = min(pause * 2, LONGEST_PAUSE)
        self._beat("stopped", force=True)

    def rebuild(self, living: Writer | None = None) -> int | None:
        """Build a new index beside the living one and swap; how many documents it holds, None when stopped half-way.

        While it runs the `living` index is kept fresh; what changed meanwhile is brought into the new one before the
        swap. A record that kills the process again and again is left out: no delivery counts it here.
        """
        began, suspects = timezone.now(), Suspects.left()
        try:
            count = self._build(living, suspects)
        except Exception:
            suspects.survived()
            raise
        if count is None:
            return None
        suspects.forget()
        self._clock = began
        self._beat("running", force=True)
        return count

    def _build(self, living: Writer | None, suspects: Suspects) -> int | None:
        count, touched = 0, set[Key]()
        with self._engine.build() as build:
            for kind in kinds().values():
                for page in pages(kind.queryset()):
                    for records in suspects.apart(kind.slug, page):
                        documents, failed = _documents(kind, records)
                        build.put(documents)
                        count += len(documents)
                        touched |= failed.keys()
                    self._beat("rebuilding")
                    if living:
                        touched |= self.step(living)
                    if self._stop.is_set():
                        return None
            refresh(build, touched - suspects.given_up)
            build.swap()
        return count

    def step(self, writer: Writer) -> set[Key]:
        """Take one batch of deliveries into the index; the records they were about.

        What is new goes together. What was tried before goes alone behind it, for it may be what killed the indexer:
        it alone is counted, until it is a dead letter.
        """
        deliveries = events.claim(events.INDEX, BATCH)
        new = [delivery for delivery in deliveries if not delivery.attempts]
        for together in [new] * bool(new) + [[delivery] for delivery in deliveries if delivery.attempts]:
            if self._stop.is_set():
                break
            if events.begin(together):
                self._deliver(writer, together)
        return {_key(delivery.event.payload) for delivery in deliveries}

    def _deliver(self, writer: Writer, deliveries: list[Delivery]) -> None:
        """One commit of the index. While the engine or the database is down no attempt is lost."""
        keys = {delivery.id: _key(delivery.event.payload) for delivery in deliveries}
        try:
            errors = refresh(writer, keys.values())
            writer.commit()
        except (EngineError, DatabaseError):
            events.give_back(deliveries)
            raise
        events.complete(delivery for delivery in deliveries if keys[delivery.id] not in errors)
        for delivery in deliveries:
            if error := errors.get(keys[delivery.id]):
                events.fail(delivery, error)

    def look_at_clock(self, writer: Writer) -> set[Key]:
        """Index what became public, and delete what expired, by time alone since the last look."""
        if time.monotonic() - self._looked < CLOCK_SECONDS:
            return set()
        now, moved = timezone.now(), set[Key]()
        for slug, kind in kinds().items():
            for page in _turned(kind, self._clock, now):
                indexed = self._engine.versions([f"{slug}:{public_id}" for public_id, _ in page])
                late = {(slug, public_id) for public_id, version in page if indexed.get(f"{slug}:{public_id}") != version}
                refresh(writer, late)
                writer.commit()
                moved |= late
        self._clock, self._looked = now, time.monotonic()
        return moved

    def _serve(self, *, once: bool) -> bool:
        """Serve the living index until told to stop; False when the index was replaced and must be opened anew."""
        events.forsake(events.INDEX)  # only one indexer runs: what is leased now is that of a dead or a failed one
        try:
            self._examine()
        except EngineError as error:
            log.warning("building an index: %s", error)
            if self.rebuild() is None:
                return True
        with self._engine.writer() as writer:
            while not self._stop.is_set():
                if status.rebuild_requested():
                    if self.rebuild(writer) is not None:
                        status.rebuild_done()
                    return self._stop.is_set()
                moved = self.step(writer) or self.look_at_clock(writer)
                self._beat("running")
                if not moved and once:
                    return True
                if not moved:
                    self._stop.wait(IDLE_SECONDS)
                if time.monotonic() - self._examined > HEALTH_SECONDS:
                    self._examine()
        return True

    def _examine(self) -> None:
        """EngineError when the living index is missing or damaged, whoever did it."""
        self._examined = time.monotonic()
        self._engine.stats()

    def _beat(self, state: str, *, force: bool = False) -> None:
        if force or time.monotonic() - self._beaten > HEARTBEAT_SECONDS:
            with suppress(OSError):  # a full disk: it is told by the silence
                status.write_heartbeat(state, self._clock)
            self._beaten = time.monotonic()


def _key(payload: dict) -> Key:
    return payload.get("kind", ""), payload.get("public_id", "")


def _documents(kind: SearchKind, records: Iterable[Model]) -> tuple[list[SearchDocument], dict[Key, Exception]]:
    """Records as documents; one that cannot be read stops nobody but itself."""
    documents, failed = [], {}
    for record in records:
        try:
            documents.append(kind.document(record))
        except Exception as error:  # whatever a kind's mapper raises belongs to this record alone
            log.exception("no search document of a %s", kind.slug)
            failed[kind.slug, record.public_id] = error  # type: ignore[attr-defined]
    return documents, failed


def pages(queryset: QuerySet) -> Iterator[list]:
    """A queryset (of records, or of named rows with their pk) in pages of BATCH: constant memory, no cursor held open."""
    queryset = queryset.order_by("pk")
    page = list(queryset[:BATCH])
    while page:
        yield page
        page = list(queryset.filter(pk__gt=page[-1].pk)[:BATCH])


def _turned(kind: SearchKind, since: datetime, now: datetime) -> Iterator[list[tuple[str, int | None]]]:
    """Records whose beginning or end lies in (since, now], in pages: public id, version (None when no longer public)."""
    model = kind.queryset().model
    if not issubclass(model, PublicRecord):
        return
    risen = kind.queryset().filter(public_from__gt=since, public_from__lte=now)
    gone = model._default_manager.filter(public_until__gt=since, public_until__lte=now)
    for queryset, public in ((risen, True), (gone, False)):
        for page in pages(queryset.values_list("pk", "public_id", "version", named=True)):
            yield [(row.public_id, row.version if public else None) for row in page]
