"""Promise 3: whatever is killed, at any step, nothing is lost and nothing is written twice.

Here a write fails, each in turn, and the transaction with it, as when a process dies. tests/drill kills real ones.
"""

import io
import json
from itertools import count
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from core import events
from core.models import Delivery, Event, LedgerEntry
from openness import tasks
from openness.enums import BatchKind, BatchState
from openness.models import Duty, ImportBatch, ImportRow, Judgment, JudgmentSource, Masking
from openness.services import imports, registers
from openness.services.handin import batch_receive
from openness.tasks import process_batch
from tests.openness.conftest import text_of

pytestmark = pytest.mark.django_db
ROWS = [text_of(f"（2026）辽0802民初{n}号") for n in (1, 2, 3)] + ["太短"]


class Killed(BaseException):
    """The process dies here."""


class KillAtWrite:
    """Dies at the nth statement that writes."""

    def __init__(self, at):
        self.at, self.writes = at, 0

    def __call__(self, execute, sql, params, many, context):
        if not sql.startswith(("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")):
            self.writes += 1
            if self.writes == self.at:
                raise Killed
        return execute(sql, params, many, context)


@pytest.fixture(autouse=True)
def small_steps(settings, tmp_path, monkeypatch):
    """Chunks of two rows, uploads in a folder of their own."""
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    monkeypatch.setattr(imports, "CHUNK", 2)
    monkeypatch.setattr(registers, "CHUNK", 2)


@pytest.fixture
def clerk(city, member):
    """A clerk of a court that publishes clean documents at once."""
    city["辽0802"].publish_clean = True
    city["辽0802"].save()
    return member("clerk")


def upload(clerk, city):
    body = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in ROWS).encode()
    return batch_receive(upload=SimpleUploadedFile("a.jsonl", body), organ=city["辽0802"], actor=clerk)


def state():
    """Everything that an import leaves behind, without ids and times."""
    return {
        "answers": list(ImportRow.objects.order_by("position").values_list("position", "outcome", "case_number")),
        "judgments": sorted(Judgment.objects.values_list("case_number", "state", "version")),
        "counts": [m.objects.count() for m in (JudgmentSource, Masking, LedgerEntry)],
        "events": sorted(Event.objects.values_list("topic", flat=True)),
        "batch": list(ImportBatch.objects.values_list("state", "read")),
    }


def rolled_back(work):
    """Runs `work` and takes back what it wrote."""
    with transaction.atomic():
        try:
            return work()
        finally:
            transaction.set_rollback(True)


def test_an_import_that_dies_at_any_write_ends_as_if_it_had_not(clerk, city, settings):
    batch = upload(clerk, city)
    counter = KillAtWrite(0)

    def undisturbed():
        with connection.execute_wrapper(counter):
            process_batch(batch.pk)
        return state()

    sealed = (settings.UPLOAD_ROOT / batch.upload).read_bytes()
    expected = rolled_back(undisturbed)
    assert counter.writes > 15 and [o for _, o, _ in expected["answers"]] == ["published"] * 3 + ["rejected"]

    def disturbed(at):
        with pytest.raises(Killed), connection.execute_wrapper(KillAtWrite(at)):
            process_batch(batch.pk)
        assert ImportRow.objects.count() == ImportBatch.objects.get().read, "answers and count of rows read part"
        process_batch(batch.pk)
        return state()

    for at in range(1, counter.writes + 1):
        (settings.UPLOAD_ROOT / batch.upload).write_bytes(sealed)
        assert rolled_back(lambda at=at: disturbed(at)) == expected, f"died at write {at}"


def test_a_register_that_dies_at_any_write_ends_as_if_it_had_not(clerk, city, settings):
    from datetime import date

    lines = "案号,生效日期\n" + "".join(f"（2026）辽0802民初{n}号,2026-10-0{n}\n" for n in (8, 9)) + "（2026）辽0802民初3号,2026-10-12\n"
    batch = batch_receive(upload=SimpleUploadedFile("a.csv", lines.encode()), organ=city["辽0802"], actor=clerk, kind=BatchKind.REGISTER, month=date(2026, 10, 1))
    counter = KillAtWrite(0)

    def ended():
        process_batch(batch.pk)
        return state(), sorted(Duty.objects.values_list("case_number", "due_on"))

    def undisturbed():
        with connection.execute_wrapper(counter):
            return ended()

    def disturbed(at):
        with pytest.raises(Killed), connection.execute_wrapper(KillAtWrite(at)):
            process_batch(batch.pk)
        return ended()

    sealed = (settings.UPLOAD_ROOT / batch.upload).read_bytes()
    expected = rolled_back(undisturbed)
    assert len(expected[1]) == 3
    for at in range(1, counter.writes + 1):
        (settings.UPLOAD_ROOT / batch.upload).write_bytes(sealed)
        assert rolled_back(lambda at=at: disturbed(at)) == expected, f"died at write {at}"


def test_a_worker_killed_behind_the_last_row_leaves_no_upload(clerk, city, settings):
    """Everything is imported, the process dies before it marks its delivery: the next one only tidies up."""
    upload(clerk, city)
    (delivery,) = events.claim(events.WORK)
    process_batch(**delivery.event.payload)
    Delivery.objects.update(lease="", leased_until=None)
    before = state()
    events.drain(events.WORK)
    assert state() == before and list(settings.UPLOAD_ROOT.iterdir()) == []
    assert Delivery.objects.get(handler="openness.import").state == "done"


def test_an_upload_whose_record_cannot_be_written_is_not_kept(clerk, city, settings):
    with pytest.raises(Killed), connection.execute_wrapper(KillAtWrite(2)):
        upload(clerk, city)
    assert not ImportBatch.objects.exists() and list(settings.UPLOAD_ROOT.iterdir()) == []


def test_two_workers_on_one_batch_answer_each_row_once(clerk, city, settings, monkeypatch):
    """A worker was taken for dead, and another has read the first chunk when it wakes up."""
    batch = upload(clerk, city)
    sealed = (settings.UPLOAD_ROOT / batch.upload).read_bytes()
    real, woken = imports._understand, []

    def slow(items, courts):
        real(items, courts)
        if not woken:
            woken.append(1)
            process_batch(batch.pk)
            (settings.UPLOAD_ROOT / batch.upload).write_bytes(sealed)

    monkeypatch.setattr(imports, "_understand", slow)
    with pytest.raises(Exception, match=r"UNIQUE|unique"), transaction.atomic():
        process_batch(batch.pk)
    process_batch(batch.pk)
    assert [p for p, _, _ in state()["answers"]] == [1, 2, 3, 4]
    assert LedgerEntry.objects.count() == Judgment.objects.count() == 3
    assert ImportBatch.objects.get().state == BatchState.DONE and list(settings.UPLOAD_ROOT.iterdir()) == []


def test_a_long_batch_lets_others_go_first_and_is_read_to_its_end(clerk, city, settings, monkeypatch):
    """Rows are turns here: the batch that came later begins before the first one is at its end."""
    monkeypatch.setattr(tasks, "TURN_SECONDS", 2)
    monkeypatch.setattr(tasks, "time", SimpleNamespace(monotonic=count(1).__next__))
    monkeypatch.setattr(imports, "CHUNK", 1)
    long, short = upload(clerk, city), upload(clerk, city)
    order = []
    real = imports.import_rows

    def noted(*, batch, **more):
        order.append(batch.pk)
        yield from real(batch=batch, **more)

    monkeypatch.setattr(tasks, "import_rows", noted)
    while events.drain(events.WORK):
        pass
    assert order[:2] == [long.pk, short.pk] and len(order) > 2
    assert {b.state for b in ImportBatch.objects.all()} == {BatchState.DONE} and list(settings.UPLOAD_ROOT.iterdir()) == []
    assert LedgerEntry.objects.count() == Judgment.objects.count() == 3
    assert [list(b.rows.order_by("position").values_list("position", flat=True)) for b in ImportBatch.objects.all()] == [[1, 2, 3, 4]] * 2


def test_an_upload_cut_off_is_told_so(clerk, city):
    body = json.dumps({"text": ROWS[0]}, ensure_ascii=False).encode()
    whole = io.BytesIO(body + b"\n" + body[: len(body) // 2]).getvalue()
    batch = batch_receive(upload=SimpleUploadedFile("a.jsonl", whole), organ=city["辽0802"], actor=clerk)
    process_batch(batch.pk)
    good, cut = batch.rows.order_by("position")
    assert good.outcome == "published" and cut.outcome == "rejected" and cut.message
