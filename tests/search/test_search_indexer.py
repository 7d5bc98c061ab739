"""The indexer: what is announced gets into the index, is marked done only afterwards, and survives any failure."""

import errno
import json
import os
from contextlib import contextmanager
from dataclasses import replace
from types import SimpleNamespace
from unittest.mock import Mock

import pytest

from core import events, searchable
from core.enums import DeliveryState
from core.models import Delivery, Organ
from search import status
from search.engines.base import EngineError, Sort
from search.indexer import Indexer, refresh
from search.queries import parse

pytestmark = pytest.mark.django_db


def found(engine, text):
    result = engine.search(parse(text), filters={}, sort=Sort.FIT, offset=0, limit=50)
    return {key.removeprefix("organ:") for key in result.keys}


def announce(code, topic="record.published"):
    events.emit(topic, kind="organ", public_id=code)


def states():
    return list(Delivery.objects.filter(queue=events.INDEX).order_by("id").values_list("state", flat=True))


def run(engine):
    Indexer(engine).run(once=True)


def test_the_first_run_builds_the_index_from_what_is_public(engine, organ_kind, make_organ):
    make_organ("A", "已经公开的内容")
    make_organ("B", "不公开的内容", active=False)
    run(engine)
    assert found(engine, "公开的内容") == {"A"}


def test_published_records_are_put_and_withdrawn_ones_deleted(engine, organ_kind, make_organ):
    run(engine)
    make_organ("A", "先公开")
    announce("A")
    run(engine)
    assert found(engine, "先公开") == {"A"}
    Organ.objects.filter(code="A").update(active=False)
    announce("A", "record.withdrawn")
    run(engine)
    assert found(engine, "先公开") == set()
    assert states() == [DeliveryState.DONE] * 2


def test_an_event_about_what_is_not_public_puts_nothing(engine, organ_kind, make_organ):
    run(engine)
    make_organ("A", "仍在审核", active=False)
    announce("A")
    announce("never")
    run(engine)
    assert engine.stats().documents == 0
    assert states() == [DeliveryState.DONE] * 2


def test_the_same_event_twice_changes_nothing(engine, organ_kind, make_organ):
    run(engine)
    make_organ("A", "一份文书")
    announce("A")
    announce("A", "record.corrected")
    announce("A")
    run(engine)
    assert engine.stats().documents == 1


def test_delivered_one_by_one_the_same_happens(engine, organ_kind, make_organ):
    run(engine)
    make_organ("A", "逐件投递")
    announce("A")
    assert events.drain(events.INDEX) == 1
    assert found(engine, "逐件投递") == {"A"}


def test_nothing_is_done_before_the_commit(engine, organ_kind, make_organ, monkeypatch):
    run(engine)
    make_organ("A", "提交失败")
    announce("A")
    whole = engine.writer

    @contextmanager
    def full_disk():
        with whole() as writer:
            yield SimpleNamespace(put=writer.put, delete=writer.delete, commit=Mock(side_effect=EngineError("full")))

    with monkeypatch.context() as patch:
        patch.setattr(engine, "writer", full_disk)
        with pytest.raises(EngineError):
            run(engine)
    assert states() == [DeliveryState.PENDING]
    assert found(engine, "提交失败") == set()
    run(engine)
    assert states() == [DeliveryState.DONE]
    assert found(engine, "提交失败") == {"A"}


class Killed(BaseException):
    """Stands for kill -9: nothing of the indexer's own code catches it."""


def test_a_delivery_that_kills_every_indexer_becomes_a_dead_letter_alone(engine, organ_kind, make_organ, monkeypatch):
    run(engine)
    real = organ_kind.document

    def document(organ):
        if organ.code == "B":
            raise Killed
        return real(organ)

    monkeypatch.setitem(searchable._kinds, "organ", replace(organ_kind, document=document))
    for code in "ABC":
        make_organ(code, "好的文书")
        announce(code)
    for attempt in range(events.MAX_ATTEMPTS):
        with pytest.raises(Killed):
            run(engine)
        make_organ(f"D{attempt}", "好的文书")
        announce(f"D{attempt}")
    assert found(engine, "好的文书") >= {"A", "D0", "D6"}
    run(engine)
    dead = Delivery.objects.get(state=DeliveryState.DEAD)
    assert dead.event.payload["public_id"] == "B" and dead.attempts == events.MAX_ATTEMPTS and dead.last_error
    others = Delivery.objects.exclude(pk=dead.pk)
    assert {d.state for d in others} == {DeliveryState.DONE} and max(d.attempts for d in others) == 2


def test_a_record_that_kills_every_rebuild_is_left_out_of_the_new_index_alone(engine, organ_kind, make_organ, monkeypatch, caplog):
    """No delivery counts it: it would kill the indexer at its start for ever."""
    real = organ_kind.document

    def document(organ):
        if organ.code == "B":
            raise Killed
        return real(organ)

    monkeypatch.setitem(searchable._kinds, "organ", replace(organ_kind, document=document))
    for code in "ABC":
        make_organ(code, "好的文书")
    for _ in range(3):
        with pytest.raises(Killed):
            run(engine)
    run(engine)
    assert found(engine, "好的文书") == {"A", "C"} and "organ:B killed the indexer" in caplog.text
    monkeypatch.setitem(searchable._kinds, "organ", organ_kind)
    status.request_rebuild()
    run(engine)
    assert found(engine, "好的文书") == {"A", "B", "C"}, "the next rebuild tries it again"


def test_a_full_disk_during_a_rebuild_blames_no_record(engine, organ_kind, make_organ, monkeypatch):
    make_organ("A", "好的文书")
    with monkeypatch.context() as patch:
        patch.setattr("search.indexer._documents", Mock(side_effect=EngineError("full")))
        for _ in range(4):
            with pytest.raises(EngineError):
                run(engine)
    run(engine)
    assert found(engine, "好的文书") == {"A"}


def test_a_heartbeat_that_cannot_be_written_stops_nothing(engine, organ_kind, make_organ, monkeypatch):
    monkeypatch.setattr(status, "write_heartbeat", Mock(side_effect=OSError(errno.ENOSPC, "No space left on device")))
    make_organ("A", "好的文书")
    run(engine)
    assert found(engine, "好的文书") == {"A"}


def test_an_engine_that_is_down_costs_no_attempt(engine, organ_kind, make_organ, monkeypatch):
    run(engine)
    make_organ("A", "引擎停了")
    announce("A")
    for _ in range(events.MAX_ATTEMPTS + 1):
        with monkeypatch.context() as patch, pytest.raises(EngineError):
            patch.setattr("search.indexer.refresh", Mock(side_effect=EngineError("down")))
            run(engine)
    run(engine)
    assert states() == [DeliveryState.DONE] and Delivery.objects.get().attempts == 1


def test_a_lease_of_a_killed_indexer_is_free_at_once_and_its_attempt_counts(engine, organ_kind, make_organ):
    run(engine)
    make_organ("A", "被杀之前")
    announce("A")
    leased = events.claim(events.INDEX)
    assert len(leased) == 1 and events.begin(leased)
    run(engine)
    assert found(engine, "被杀之前") == {"A"}
    assert Delivery.objects.get().attempts == 2


def test_a_record_that_cannot_be_read_stops_only_itself(engine, organ_kind, make_organ):
    run(engine)
    make_organ("A", "好的文书")
    make_organ("B", "坏的文书", short_name="坏")
    announce("A")
    announce("B")
    run(engine)
    assert found(engine, "文书") == {"A"}
    assert states() == [DeliveryState.DONE, DeliveryState.PENDING]
    assert "ValueError" in Delivery.objects.get(state=DeliveryState.PENDING).last_error


def test_an_unknown_kind_or_payload_fails_its_delivery_alone(engine, organ_kind, make_organ):
    run(engine)
    events.emit("record.published", kind="nothing", public_id="x")
    events.emit("record.published", something="else")
    run(engine)
    assert set(states()) == {DeliveryState.PENDING}
    assert all("LookupError" in error for error in Delivery.objects.values_list("last_error", flat=True))


def test_a_damaged_index_is_rebuilt(engine, organ_kind, make_organ):
    make_organ("A", "原有文书")
    run(engine)
    for path in engine.home.glob("*/*.idx"):
        path.write_bytes(b"")
    run(engine)
    assert found(engine, "原有文书") == {"A"}


def test_a_rebuild_keeps_the_living_index_fresh_and_loses_nothing(engine, organ_kind, make_organ, monkeypatch):
    monkeypatch.setattr("search.indexer.BATCH", 2)
    for number in range(7):
        make_organ(f"A{number}", "原有文书")
    indexer = Indexer(engine)
    indexer.run(once=True)
    Organ.objects.filter(code="A0").update(address="改过的文书")
    announce("A0", "record.corrected")
    Organ.objects.filter(code="A1").update(active=False)
    announce("A1", "record.withdrawn")
    seen = []
    original = indexer.step

    def step(writer):
        moved = original(writer)
        seen.append((found(engine, "改过的文书"), found(engine, "原有文书")))
        if len(seen) == 2:
            # Withdrawn after its page was read: the new index must not bring it back.
            Organ.objects.filter(code="A2").update(active=False)
            announce("A2", "record.withdrawn")
        return moved

    monkeypatch.setattr(indexer, "step", step)
    before = engine.stats().name
    with engine.writer() as writer:
        assert indexer.rebuild(writer) == 6
    assert seen[0][0] == {"A0"}
    assert engine.stats().name != before
    assert found(engine, "改过的文书") == {"A0"}
    assert found(engine, "原有文书") == {"A3", "A4", "A5", "A6"}


def test_a_request_to_rebuild_is_carried_out_once(engine, organ_kind, make_organ):
    make_organ("A", "原有文书")
    run(engine)
    before = engine.stats().name
    status.request_rebuild()
    run(engine)
    assert not status.rebuild_requested()
    assert engine.stats().name != before
    assert found(engine, "原有文书") == {"A"}


def test_a_stopped_rebuild_leaves_the_living_index_and_the_request(engine, organ_kind, make_organ):
    make_organ("A", "原有文书")
    run(engine)
    before = engine.stats().name
    indexer = Indexer(engine)
    indexer.stop()
    assert indexer.rebuild() is None
    assert engine.stats().name == before


def test_only_one_indexer_runs_and_the_second_hears_which(data):
    with status.sole_indexer(), pytest.raises(status.Busy, match="进程号"), status.sole_indexer():
        pass
    with status.sole_indexer():
        assert (data / "search" / "indexer.lock").read_text() == str(os.getpid())


def test_the_heartbeat_tells_whether_somebody_indexes(engine, organ_kind, data, db):
    assert status.read_heartbeat() is None
    run(engine)
    heartbeat = status.read_heartbeat()
    assert heartbeat.state == "stopped"
    assert not heartbeat.alive
    status.write_heartbeat("running", status.last_clock())
    assert status.read_heartbeat().alive
    file = data / "search" / "heartbeat.json"
    file.write_text(json.dumps({**json.loads(file.read_text()), "at": 0}))
    assert not status.read_heartbeat().alive
    file.write_text("{")
    assert status.read_heartbeat() is None


def test_refresh_answers_what_went_wrong(engine, organ_kind, make_organ):
    run(engine)
    make_organ("B", "坏", short_name="坏")
    with engine.writer() as writer:
        errors = refresh(writer, [("organ", "B"), ("organ", "C")])
    assert set(errors) == {("organ", "B")}
