"""The sweep: whatever drifted between database and index is found, told and mended."""

import json
from dataclasses import replace
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from core.models import Delivery, Event, Organ
from search import doctor, status
from search.engines.tantivy import TantivyEngine
from search.indexer import Indexer
from search.sweep import sweep
from tests.search.conftest import organ_document, organs

pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(engine, organ_kind, make_organ):
    """Four organs in the index."""
    for code in ("A1", "A2", "A3", "A4"):
        make_organ(code, "双方签订买卖合同")
    Indexer(engine).run(once=True)
    return engine


def spoil(engine):
    """One organ missing from the index, one stale in it, one extra."""
    with engine.writer() as writer:
        writer.delete(["organ:A1"])
        (old,) = organs().filter(code="A2")
        writer.put([replace(organ_document(old), version=7)])
        writer.commit()
    Organ.objects.filter(code="A3").update(active=False)


def test_what_agrees_is_left_alone(indexed):
    assert vars(sweep()) == {"checked": 4, "missing": 0, "stale": 0, "extra": 0, "repaired": 0}
    assert not Event.objects.exists()


def test_missing_stale_and_extra_records_are_mended(indexed):
    spoil(indexed)
    assert vars(sweep()) == {"checked": 3, "missing": 1, "stale": 1, "extra": 1, "repaired": 3}
    assert list(indexed.all_versions()) == [{"organ:A1": 1, "organ:A2": 1, "organ:A4": 1}]
    assert vars(sweep()) == {"checked": 3, "missing": 0, "stale": 0, "extra": 0, "repaired": 0}


def test_a_kind_that_is_no_more_is_extra(indexed, organ_kind):
    from core import searchable

    del searchable._kinds["organ"]
    found = sweep(patience=0)
    assert (found.checked, found.extra) == (0, 4)


def test_a_running_indexer_does_the_work_and_what_it_leaves_is_told(indexed):
    spoil(indexed)
    with status.sole_indexer():
        found = sweep(patience=0)
    assert (found.repaired, found.left) == (0, 3)
    assert Delivery.objects.filter(handler="search.record.drifted", state="pending").count() == 3


def test_the_command_prints_what_it_did_and_fails_when_something_is_left(indexed):
    spoil(indexed)
    out = StringIO()
    call_command("search_sweep", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"checked": 3, "missing": 1, "stale": 1, "extra": 1, "repaired": 3}
    spoil(indexed)
    with status.sole_indexer(), pytest.raises(CommandError, match="没有修复"):
        call_command("search_sweep", "--wait", "0", stdout=StringIO())


def test_without_an_index_the_command_says_what_to_do(engine, organ_kind):
    with pytest.raises(CommandError, match="search_rebuild"):
        call_command("search_sweep", stdout=StringIO())


def test_keys_come_in_pieces_and_each_once(engine, organ_kind, make_organ, monkeypatch):
    monkeypatch.setattr("search.engines.tantivy._PIECE", 3)
    for number in range(10):
        make_organ(f"A{number}")
    Indexer(engine).run(once=True)
    pieces = list(engine.all_versions())
    assert [len(piece) for piece in pieces] == [3, 3, 3, 1]
    assert len({key for piece in pieces for key in piece}) == 10


def test_the_doctor_finds_nothing_where_all_is_well(indexed, monkeypatch):
    status.write_heartbeat("running", status.last_clock())
    sweep()
    out = StringIO()
    call_command("search_doctor", stdout=out)
    assert "4 件，公开 4 件" in out.getvalue() and "不好" not in out.getvalue()


def test_the_doctor_names_a_missing_index_a_dead_indexer_and_what_a_sweep_left(indexed, tmp_path, monkeypatch):
    spoil(indexed)
    with status.sole_indexer():
        sweep(patience=0)
    monkeypatch.setattr(doctor, "engine", lambda: TantivyEngine(tmp_path / "nowhere"))
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("search_doctor", "--json", stdout=out)
    assert {finding["what"] for finding in json.loads(out.getvalue()) if not finding["well"]} == {"索引", "索引进程", "对账"}
