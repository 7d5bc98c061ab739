"""Work in the background (后台任务): carries ids, reads again, can be repeated."""

import time

from django.db import transaction

from core import events, uploads
from core.events import LeaseLost
from core.sealed import open_file
from openness.enums import BatchKind, BatchState
from openness.models import ImportBatch, PatrolRun, RecheckRun
from openness.reading import read
from openness.reading.counting import expected
from openness.reading.records import read_records
from openness.reading.registers import read_register
from openness.services import holidays, inbox, patrol, patrol_letters, rechecks
from openness.services.courts import Courts
from openness.services.duties import duties_settle
from openness.services.duty_sources import periodic_duties
from openness.services.entry_imports import IMPORTS, columns_of, hearing_columns
from openness.services.imports import import_rows
from openness.services.registers import register_import
from openness.services.reminders import remind

TURN_SECONDS = 60.0  # of a batch, where others wait


def uploads_needed() -> list[str]:
    """Names of kept uploads that have not been read to their end."""
    return list(ImportBatch.objects.exclude(upload="").exclude(state=BatchState.DONE).values_list("upload", flat=True))


def scan_inbox() -> int:
    """Takes what courts put into the inbox; returns how many files were new."""
    return len(inbox.scan().received)


def begin_recheck() -> bool:
    """Starts the check of every published text where the rules are newer than the last one; whether one is under way."""
    return rechecks.recheck_begin() is not None


def open_periodic_duties() -> int:
    """Opens the duties of periods that ended."""
    return periodic_duties()


def settle_duties() -> int:
    """Brings duties and documents together that missed each other."""
    return duties_settle()


def remind_of_duties() -> int:
    """Reminds of duties and of steps of review, once a day."""
    return remind()


def process_recheck(run_id: int) -> None:
    """Checks published texts with today's rules to the end; a run that was killed goes on where it was."""
    for _ in rechecks.recheck_run(run=RecheckRun.objects.get(pk=run_id)):
        pass


def begin_patrol() -> int:
    """Starts the night's patrol of everything public, unless one is under way; returns the run's number."""
    return patrol.patrol_begin().pk


def process_patrol(run_id: int) -> None:
    """Looks at every public surface to the end; a run that was killed goes on where it was."""
    for _ in patrol.patrol_run(run=PatrolRun.objects.get(pk=run_id)):
        pass


def tell_of_patrol(run_id: int) -> None:
    """Letters about what a patrol found."""
    patrol_letters.letters_send(run=PatrolRun.objects.get(pk=run_id))


def recount_due_dates(year: int) -> None:
    """Counts open due dates anew after a year's holiday notice; begins again where it was killed, with the same result."""
    for _ in holidays.due_dates_recount(year=year):
        pass


def process_batch(batch_id: int) -> None:
    """Reads an uploaded file to its end; a batch that was killed goes on behind the last row that it answered, and one
    that had its turn while others wait goes on behind them.
    """
    batch = ImportBatch.objects.select_related("organ", "actor", "item").get(pk=batch_id)
    if batch.state == BatchState.DONE:
        uploads.discard(batch.upload)  # killed between the last row and this
        return
    try:
        read_to_end = _read_on(batch)
    except LeaseLost:
        raise  # it goes on in another worker
    except Exception as error:
        # The outbox tries again from where it stopped; until then the screen must not say that it runs.
        ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.FAILED, error=f"{type(error).__name__}，稍后自动重试")
        raise
    if read_to_end:
        uploads.discard(batch.upload)


def _read_on(batch: ImportBatch) -> bool:
    """Reads the upload from behind the last row that was answered; False where the rest is left to a later delivery."""
    began, arrived = time.monotonic(), 0.0
    filename = batch.filename.open_unaudited()
    with open_file(uploads.path_of(batch.upload)) as plain:
        if batch.kind == BatchKind.REGISTER:
            steps = register_import(batch=batch, rows=read_register(plain, filename), organ=batch.organ, month=batch.month, actor=batch.actor, item=batch.item)
        elif batch.kind in IMPORTS:
            columns = columns_of(batch.item) if batch.item else hearing_columns()
            steps = IMPORTS[batch.kind](batch=batch, records=read_records(plain, columns, filename))
        else:
            ImportBatch.objects.filter(pk=batch.pk, total=None).update(total=expected(plain, filename))
            steps = import_rows(batch=batch, rows=read(plain, filename), courts=Courts.of_batch(batch))
        for _ in steps:
            spent = time.monotonic() - began
            arrived = arrived or spent  # the way to where it goes on is gone again each turn: a turn is longer than that
            if spent > max(TURN_SECONDS, 2 * arrived) and events.others_wait():
                with transaction.atomic():
                    events.emit("import.received", batch_id=batch.pk)
                return False
    return True
