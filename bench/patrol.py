"""The leaks patrol over public records."""

import resource
import time
from tempfile import TemporaryDirectory

from bench.imports import imported, judgments_file
from core.visitor import visit
from openness.models import Judgment
from openness.services.patrol import patrol_begin, patrol_run

ASKED = 20_000  # records in ten minutes


def speed(size: int = 400) -> dict:
    """Milliseconds of one processor a record, every surface included, beside those of rendering its page alone; what
    20,000 records would take; how much memory the second half took beyond the first."""
    with TemporaryDirectory() as folder:
        imported(judgments_file(folder, size, seed=4))
    pages = [j.get_absolute_url() for j in Judgment.objects.public().only("public_id")[:100]]
    visit(pages[0])
    begun = time.process_time()
    for page in pages:
        visit(page)
    alone = (time.process_time() - begun) / len(pages)
    run = patrol_begin(kind="judgment")
    half, steps = 0, patrol_run(run=run)
    begun, wall = time.process_time(), time.perf_counter()
    for step in steps:
        if not half and step.checked * 2 >= step.total:
            half = _memory()
    used, spent = time.process_time() - begun, time.perf_counter() - wall
    run.refresh_from_db()
    each = used / run.checked
    return {
        "records": run.checked, "held": run.held, "unread": run.failed, "ms_each": round(each * 1000, 1), "page_alone_ms": round(alone * 1000, 1), "against_page": round(each / alone, 1),
        "minutes_for_20000": round(each * ASKED / 60, 1), "asked": "<= 10", "wall_seconds": round(spent, 1), "memory_growth_mb": round((_memory() - half) / 1024, 1),
        "surfaces_ms": {slug: round(row["us"] / 1000 / run.checked, 1) for slug, row in run.surfaces.items()},
    }  # fmt: skip


def _memory() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
