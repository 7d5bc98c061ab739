"""The ledger: sealing many entries, what a proof costs among them, a verification and its memory."""

import random
import statistics
import time
import tracemalloc
from collections.abc import Callable
from itertools import count

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core import ledger
from core.ledger.merkle import consistency_holds, inclusion_holds, leaf_hash
from core.ledger.sealing import latest, seal
from core.ledger.tree import consistency_proof, inclusion_proofs, roots
from core.ledger.verifying import verify
from core.models import LedgerEntry, LedgerLeaf

LOG = ledger.PUBLICATION


def sealing(size: int = 100_000) -> dict:
    """Seconds to seal `size` entries at once; queries and milliseconds of a proof; seconds and memory of a verification."""
    moment = timezone.now()
    for start in range(0, size, 5000):
        ledger.append([LedgerEntry(log=LOG, act="publish", kind="bench", public_id=f"b{n}", organ_code="辽0802", digest=f"{n:064x}", at=moment) for n in range(start, min(start + 5000, size))])
    used = time.process_time()
    sealed = _seconds(seal)
    used = time.process_time() - used
    root = bytes.fromhex(latest(LOG).root)
    inclusion = [_cost(lambda at=at: _included(at, size, root)) for at in random.Random(1).sample(range(size), 25)]
    consistency = [_cost(lambda first=first: _consistent(first, size, root)) for first in random.Random(2).sample(range(1, size), 25)]
    client = Client()
    client.get("/ledger/")
    fresh = count()  # an address that no cache has
    pages = [_cost(lambda n=n: client.get(f"/ledger/items/b{n}.json", {"x": next(fresh)}).json()["acts"][0]["proof"][0]) for n in random.Random(3).sample(range(size), 25)]
    verified = _seconds(verify)
    peaks = {part: _peak(part) for part in (size // 10, size)} if size >= 10_000 else {}
    return {
        "entries": size, "seal_seconds": round(sealed, 1), "seal_processor_seconds": round(used, 1), "asked": "<= 60", "inclusion": _told(inclusion), "consistency": _told(consistency), "item_page_json": _told(pages),
        "queries_asked": "<= 10", "verify_seconds": round(verified, 1), "verify_peak_mb": {str(part): round(peak, 1) for part, peak in peaks.items()},
    }  # fmt: skip


def _seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def _cost(work: Callable[[], object]) -> tuple[int, float]:
    """Queries, and milliseconds without counting them."""
    with CaptureQueriesContext(connection) as seen:
        work()
    return len(seen), _seconds(work) * 1000


def _told(costs: list[tuple[int, float]]) -> dict:
    return {"queries": max(n for n, _ in costs), "ms": round(statistics.median(ms for _, ms in costs), 1)}


def _included(at: int, size: int, root: bytes) -> None:
    (proof,) = inclusion_proofs(LOG, [at], size)
    leaf = LedgerLeaf.objects.get(log=LOG, index=at).data.encode()
    assert inclusion_holds(at, size, leaf_hash(leaf), proof, root)


def _consistent(first: int, size: int, root: bytes) -> None:
    (old,) = roots(LOG, [first])
    assert consistency_holds(first, size, old, root, consistency_proof(LOG, first, size))


def _peak(part: int) -> float:
    """Megabytes that a verification of the first `part` leaves holds at most."""
    from unittest import mock

    tracemalloc.start()
    with mock.patch("core.ledger.verifying.leaves.size_of", return_value=part):
        verify()
    peak = tracemalloc.get_traced_memory()[1] / 1_048_576
    tracemalloc.stop()
    return peak
