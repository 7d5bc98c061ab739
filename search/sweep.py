"""The sweep (对账): what the index holds against what is public, by key and version; what differs is indexed anew.

It reads both in pieces, so that a million records need no more memory than a thousand, and writes nothing into the
index itself: a difference is an event (record.drifted) that the indexer takes like any other change.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass

from core import events
from core.searchable import SearchKind, kinds
from search import status
from search.engines import engine
from search.engines.base import Engine
from search.indexer import Indexer, pages

PATIENCE_SECONDS = 60
POLL_SECONDS = 0.5
SENT_TOGETHER = 1000

Key = tuple[str, str]


@dataclass(frozen=True)
class Drift:
    """How far the index is from the database: public records `checked`; of these `missing` from the index or `stale` in
    it; `extra` ones that are not public; `repaired` of all these by the end of the sweep."""

    checked: int
    missing: int
    stale: int
    extra: int
    repaired: int = 0

    @property
    def left(self) -> int:
        """Differences that the sweep did not see repaired."""
        return self.missing + self.stale + self.extra - self.repaired


def sweep(*, patience: float = PATIENCE_SECONDS) -> Drift:
    """Compares, has the differences indexed, and looks again for at most `patience` seconds. EngineError without index."""
    living = engine()
    checked, missing, stale = _unlike(living)
    extra = _extra(living)
    wrong = [*missing, *stale, *extra]
    for start in range(0, len(wrong), SENT_TOGETHER):
        together = wrong[start : start + SENT_TOGETHER]
        events.emit_many("record.drifted", [{"kind": slug, "public_id": public_id} for slug, public_id in together])
    left = _repair(living, wrong, patience) if wrong else 0
    drift = Drift(checked, len(missing), len(stale), len(extra), len(wrong) - left)
    status.write_sweep(asdict(drift))
    return drift


def _unlike(living: Engine) -> tuple[int, list[Key], list[Key]]:
    """How many records are public; those that the index lacks; those that it holds in another version."""
    checked, missing, stale = 0, list[Key](), list[Key]()
    for kind, versions in _public():
        indexed = living.versions([f"{kind.slug}:{public_id}" for public_id in versions])
        checked += len(versions)
        for public_id, version in versions.items():
            found = indexed.get(f"{kind.slug}:{public_id}")
            if found is None:
                missing.append((kind.slug, public_id))
            elif found != version:
                stale.append((kind.slug, public_id))
    return checked, missing, stale


def _public() -> Iterator[tuple[SearchKind, dict[str, int]]]:
    """Every public record as its version by public id, kind by kind, in pieces."""
    for kind in kinds().values():
        for page in pages(kind.queryset().values_list("pk", "public_id", "version", named=True)):
            yield kind, {row.public_id: row.version for row in page}


def _extra(living: Engine) -> list[Key]:
    """What the index holds and nobody may see any more."""
    return [key for piece in living.all_versions() for key in _gone(piece)]


def _gone(keys: Iterable[str]) -> list[Key]:
    wanted: dict[str, set[str]] = {}
    for key in keys:
        slug, _, public_id = key.partition(":")
        wanted.setdefault(slug, set()).add(public_id)
    gone = []
    for slug, ids in wanted.items():
        known = _among(kinds().get(slug), sorted(ids))
        gone += [(slug, public_id) for public_id in ids if public_id not in known]
    return gone


def _among(kind: SearchKind | None, ids: list[str]) -> dict[str, int]:
    """Which of these are public now, with their versions."""
    found: dict[str, int] = {}
    for start in range(0, len(ids), SENT_TOGETHER) if kind else ():
        rows = kind.queryset().filter(public_id__in=ids[start : start + SENT_TOGETHER])  # type: ignore[union-attr]
        found |= dict(rows.values_list("public_id", "version"))
    return found


def _repair(living: Engine, wrong: list[Key], patience: float) -> int:
    """Waits for the indexer, or is it where none runs; how many of the differences are still there."""
    end = time.monotonic() + patience
    while left := sum(1 for start in range(0, len(wrong), SENT_TOGETHER) for _ in _still(living, wrong[start : start + SENT_TOGETHER])):
        try:
            with status.sole_indexer():
                Indexer(living).run(once=True)
        except status.Busy:
            time.sleep(POLL_SECONDS)
        if time.monotonic() > end:
            break
    return left


def _still(living: Engine, keys: list[Key]) -> Iterator[Key]:
    """Those of the keys whose place in the index is not that of the database now."""
    indexed = living.versions([f"{slug}:{public_id}" for slug, public_id in keys])
    for slug, ids in _by_kind(keys).items():
        public = _among(kinds().get(slug), ids)
        yield from ((slug, public_id) for public_id in ids if public.get(public_id) != indexed.get(f"{slug}:{public_id}"))


def _by_kind(keys: Iterable[Key]) -> dict[str, list[str]]:
    wanted: dict[str, list[str]] = {}
    for slug, public_id in keys:
        wanted.setdefault(slug, []).append(public_id)
    return wanted
