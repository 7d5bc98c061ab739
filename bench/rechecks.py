"""Published texts checked again with new rules."""

import resource
import time
from tempfile import TemporaryDirectory

from bench.imports import imported, judgments_file
from openness.models import Judgment
from openness.services.rechecks import recheck_begin, recheck_run


def speed(size: int = 1000) -> dict:
    """Texts a second and core: wall clock and processor time of one process over the public texts of `size` documents."""
    with TemporaryDirectory() as folder:
        imported(judgments_file(folder, size, seed=4))
    characters = sum(len(text) for text in Judgment.objects.public().values_list("text", flat=True).iterator())
    run = recheck_begin()
    begun, used = time.perf_counter(), _processor()
    for _ in recheck_run(run=run):
        pass
    spent, used = time.perf_counter() - begun, _processor() - used
    run.refresh_from_db()
    return {
        "checked": run.checked, "held": run.held, "characters_each": round(characters / run.checked), "seconds": round(spent, 2),
        "per_second": round(run.checked / spent, 1), "per_second_and_core": round(run.checked / used, 1), "asked": ">= 60",
    }  # fmt: skip


def _processor() -> float:
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime
