"""Tampering by SQL: each kind is named by ledger_verify, and an untouched ledger is found in order."""

import json
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from core import ledger
from core.ledger import sealing
from core.ledger.entries import leaf_data
from core.ledger.notes import Statement
from core.ledger.sealing import latest, seal
from core.ledger.signing import pen, rotate, stamp
from core.ledger.tree import roots
from core.ledger.verifying import verify
from core.models import Checkpoint, LedgerEntry, LedgerKey, LedgerLeaf
from core.publishing import correct, hold, publish, send_back, withdraw
from openness.models import Judgment
from tests.factories import make_judgment, make_notice, published

pytestmark = pytest.mark.django_db
LOG = ledger.PUBLICATION


@pytest.fixture
def sealed(city, settings, tmp_path):
    """Records of every standing, sealed in two steps, four hours ago."""
    settings.PORTAL_KEYS, settings.LEDGER_DROP = tmp_path / "keys", tmp_path / "drop"
    settings.PORTAL_KEYS.mkdir()
    court = city["辽0802"]
    with time_machine.travel(timezone.now() - timedelta(hours=5), tick=True):
        made = {"public": published(court), "corrected": published(court), "held": published(court), "withdrawn": published(court), "returned": published(court)}
        make_judgment(court)
        correct(record=made["corrected"], actor=None, changes={"cause": "借款合同纠纷"}, note="案由写错")
        seal()
        hold(record=made["held"], actor=None, reason="核查")
        withdraw(record=made["withdrawn"], actor=None, reason="law")
        hold(record=made["returned"], actor=None, reason="核查")
        send_back(record=made["returned"], actor=None)
        publish(record=make_notice(court), actor=None)
        seal()
    return made


def sql(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def codes():
    return [f.code for f in verify().findings]


def test_an_untouched_ledger_is_in_order(sealed):
    report = verify()
    assert report.findings == [] and report.total == 0
    assert report.leaves == {LOG: 10} and report.checkpoints == 2 and report.records == 7


def leaf_of(record):
    """Number (from 0) of the record's first leaf, and its entry."""
    entry = LedgerEntry.objects.filter(public_id=record.public_id).order_by("id").select_related("leaf").first()
    return entry.leaf.index, entry.pk


FIELDS = {
    "digest": ("digest = repeat_zero", "digest_changed"),
    "act": ("act = 'withdraw'", "act_changed"),
    "organ": ("organ_code = '辽0881'", "organ_changed"),
    "public_id": ("public_id = 'aaaaaaaaaa'", "public_id_changed"),
    "kind": ("kind = 'exemption'", "kind_changed"),
    "time": ("at = '2026-01-01 00:00:00+00:00'", "at_changed"),
    "reason": ("reason = 'error'", "reason_changed"),
    "log": ("log = 'elsewhere'", "log_changed"),
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_changed_field_is_named_with_the_number_of_its_entry(sealed, field):
    change, code = FIELDS[field]
    index, pk = leaf_of(sealed["public"])
    sql(f"UPDATE core_ledgerentry SET {change.replace('repeat_zero', chr(39) + '0' * 64 + chr(39))} WHERE id = %s", pk)
    found = next(f for f in verify().findings if f.code == code and f.number)
    assert found.number == index + 1 and found.item == f"judgment:{sealed['public'].public_id}" and found.log == LOG


def test_a_field_changed_in_entry_and_leaf_alike_breaks_the_root(sealed):
    index, pk = leaf_of(sealed["public"])
    sql("UPDATE core_ledgerentry SET organ_code = '辽0881' WHERE id = %s", pk)
    sql("UPDATE core_ledgerleaf SET data = %s WHERE entry_id = %s", leaf_data(LedgerEntry.objects.get(pk=pk)), pk)
    found = next(f for f in verify().findings if f.code == "root_changed")
    assert found.number == 1 and "第 1 至 6 条" in found.says and index < 6


def test_a_leaf_that_was_rewritten_is_named(sealed):
    sql("UPDATE core_ledgerleaf SET data = ' ' || data WHERE \"index\" = 2")
    assert codes()[:2] == ["leaf_changed", "root_changed"]


def remove(pk):
    """An entry and its leaf."""
    sql("DELETE FROM core_ledgerleaf WHERE entry_id = %s", pk)
    sql("DELETE FROM core_ledgerentry WHERE id = %s", pk)


def test_a_row_deleted_from_the_middle_is_named(sealed):
    index, pk = leaf_of(sealed["corrected"])
    remove(pk)
    found = verify().findings[0]
    assert found.code == "row_deleted" and found.number == index + 1


def test_a_row_deleted_with_those_behind_it_moved_up_breaks_the_root(sealed):
    index, pk = leaf_of(sealed["corrected"])
    remove(pk)
    for row in list(LedgerLeaf.objects.filter(index__gt=index).order_by("index").values_list("index", flat=True)):
        sql('UPDATE core_ledgerleaf SET "index" = %s WHERE "index" = %s', row - 1, row)
    assert {"root_changed", "rows_missing_at_end"} <= set(codes())


def test_an_entry_deleted_behind_its_leaf_is_named(sealed):
    index, pk = leaf_of(sealed["public"])
    other = LedgerEntry.objects.order_by("-id").first()
    sql("UPDATE core_ledgerleaf SET entry_id = %s WHERE entry_id = %s", 10**9, pk)
    sql("DELETE FROM core_ledgerentry WHERE id = %s", pk)
    found = verify().findings
    sql("UPDATE core_ledgerleaf SET entry_id = %s WHERE entry_id = %s", other.pk + 1, 10**9)
    sql("INSERT INTO core_ledgerentry SELECT %s, log, act, kind, public_id, organ_code, digest, reason, at FROM core_ledgerentry WHERE id = %s", other.pk + 1, other.pk)
    assert found[0].code == "row_deleted" and found[0].number == index + 1 and found[0].item.endswith(sealed["public"].public_id)
    assert "public_without_entry" in [f.code for f in found]


def test_the_last_rows_deleted_are_named(sealed):
    for entry in LedgerEntry.objects.order_by("-id")[:2]:
        remove(entry.pk)
    found = next(f for f in verify().findings if f.code == "rows_missing_at_end")
    assert found.number == 9


def test_the_last_rows_deleted_with_their_checkpoint_leave_records_without_entries(sealed):
    for entry in LedgerEntry.objects.order_by("-id")[:4]:
        remove(entry.pk)
    sql("DELETE FROM core_checkpoint WHERE size = 10")
    assert sorted(codes()) == ["public_without_entry", *["state_contradicts"] * 3]


def test_an_inserted_row_is_named(sealed):
    sql(
        "INSERT INTO core_ledgerentry (log, act, kind, public_id, organ_code, digest, reason, at) VALUES (%s, 'withdraw', 'judgment', %s, '辽0802', %s, 'law', %s)",
        LOG, sealed["public"].public_id, "0" * 64, "2026-01-01 00:00:00+00:00",
    )  # fmt: skip
    assert sorted(codes()) == ["row_inserted", "withdrawal_undone"]
    seal()
    assert codes() == ["withdrawal_undone"], "once sealed it stands in the log for good, against the record"


def test_an_inserted_act_on_nothing_is_named(sealed):
    sql(
        "INSERT INTO core_ledgerentry (log, act, kind, public_id, organ_code, digest, reason, at) VALUES (%s, 'publish', 'judgment', 'zzzzzzzzzz', '辽0802', %s, '', %s)",
        LOG, "0" * 64, timezone.now(),
    )  # fmt: skip
    seal()
    assert codes() == ["record_deleted"]


def swap(one, other):
    for at, to in ((one, 10**6), (other, one), (10**6, other)):
        sql('UPDATE core_ledgerleaf SET "index" = %s WHERE "index" = %s', to, at)


def test_a_swapped_order_is_named(sealed):
    swap(1, 2)
    assert codes() == ["order_changed", "root_changed"]


def test_a_swapped_order_within_a_whole_block_is_named(sealed):
    many(600)
    swap(300, 301)
    found = verify().findings
    assert [f.code for f in found] == ["order_changed", "root_changed"] and found[0].number == 257 and "第 257 至 512 条" in found[1].says


def many(count):
    """So many acts more, on the public record, ending as it stands."""
    last = LedgerEntry.objects.filter(act="publish").order_by("id").first()
    ledger.append([LedgerEntry(**{f: getattr(last, f) for f in ("log", "act", "kind", "public_id", "organ_code", "digest")}, at=timezone.now()) for _ in range(count)])
    seal()


def test_a_changed_node_is_named_and_the_leaves_are_not_blamed(sealed):
    many(600)
    sql("UPDATE core_ledgernode SET hash = %s WHERE \"index\" = 1", "0" * 64)
    assert codes() == ["node_changed"]


def test_a_deleted_and_an_inserted_node_are_named(sealed):
    many(600)
    sql('DELETE FROM core_ledgernode WHERE "index" = 0')
    sql("INSERT INTO core_ledgernode (log, level, \"index\", hash) VALUES (%s, 1, 7, 'x'), (%s, 2, 0, 'x')", LOG, LOG)
    assert sorted(codes()) == ["node_deleted", "node_inserted", "node_inserted"]


@pytest.mark.parametrize("column", ["size = 5", "root = '00'", "at = '2026-01-01 00:00:00+00:00'", "previous = 3"])
def test_a_changed_checkpoint_is_named(sealed, column):
    sql(f"UPDATE core_checkpoint SET {column} WHERE size = 6")
    assert "checkpoint_changed" in codes()


def test_a_deleted_checkpoint_is_named(sealed):
    sql("DELETE FROM core_checkpoint WHERE size = 6")
    assert codes() == ["checkpoint_deleted"]


def test_a_deleted_last_checkpoint_is_named(sealed):
    sql("DELETE FROM core_checkpoint WHERE size = 10")
    assert codes() == ["unsigned"]


def test_a_forged_signature_is_named(sealed):
    note = Checkpoint.objects.get(size=6).note
    sql("UPDATE core_checkpoint SET note = %s WHERE size = 6", note[:-10] + "AAAAAAA==\n")
    assert codes() == ["signature_forged"]


def test_a_root_that_was_signed_anew_by_a_key_of_ones_own_is_named(sealed):
    from core.keys import Signer
    from core.ledger.notes import VerifierKey, sign

    thief = Signer(bytes(range(32)))
    key = VerifierKey(pen().key.name, thief.public)
    text = latest(LOG).note.split("\n\n")[0] + "\n"
    sql("UPDATE core_checkpoint SET note = %s WHERE size = 10", sign(text, key, thief))
    assert codes() == ["signature_forged"]
    sql("INSERT INTO core_ledgerkey (vkey, endorsement, at) VALUES (%s, '', %s)", str(key), timezone.now())
    assert "key_not_endorsed" in codes()
    sql("DELETE FROM core_ledgerkey WHERE vkey != %s", str(key))
    assert "keys_replaced" in codes()


def test_a_public_text_changed_past_the_ledger_is_named(sealed):
    sql("UPDATE openness_judgment SET text = text || '。' WHERE id = %s", sealed["public"].pk)
    found = verify().findings
    assert [f.code for f in found] == ["text_changed"] and found[0].item == f"judgment:{sealed['public'].public_id}"


def test_a_held_text_changed_past_the_ledger_is_named(sealed):
    sql("UPDATE openness_judgment SET title = '别的' WHERE id = %s", sealed["held"].pk)
    assert codes() == ["text_changed"]


def test_a_record_made_public_without_an_entry_is_named(sealed):
    sql("UPDATE openness_judgment SET state = 'published', salt = %s, public_from = %s WHERE state = 'review' AND salt = ''", "00" * 16, timezone.now())
    assert codes() == ["public_without_entry"]


@pytest.mark.parametrize(("who", "code"), [("withdrawn", "withdrawal_undone"), ("held", "hold_undone")])
def test_a_withdrawal_or_hold_that_was_undone_is_named(sealed, who, code):
    sql("UPDATE openness_judgment SET state = 'published' WHERE id = %s", sealed[who].pk)
    assert codes() == [code]


def test_a_record_taken_off_without_an_entry_is_named(sealed):
    sql("UPDATE openness_judgment SET state = 'withdrawn', salt = '' WHERE id = %s", sealed["public"].pk)
    assert codes() == ["state_contradicts"]


def test_a_salt_kept_or_a_reason_changed_after_a_withdrawal_is_named(sealed):
    sql("UPDATE openness_judgment SET salt = %s, withdrawn_reason = 'error' WHERE id = %s", "00" * 16, sealed["withdrawn"].pk)
    assert codes() == ["salt_kept", "reason_changed"]


def test_a_history_rewritten_and_signed_by_ourselves_is_named_by_the_copies_of_others(sealed, settings):
    """Whoever holds key and database can make everything agree; not what lies with another organ."""
    folder = settings.LEDGER_DROP / "yk-jcy"
    folder.mkdir(parents=True)
    (folder / "publication-2026-11-24-10.checkpoint").write_text(latest(LOG).note, encoding="utf-8")
    assert codes() == []
    _, pk = leaf_of(sealed["public"])
    sql("UPDATE core_ledgerentry SET at = '2026-01-01 00:00:00+00:00' WHERE id = %s", pk)
    sql("UPDATE core_ledgerleaf SET data = %s WHERE entry_id = %s", leaf_data(LedgerEntry.objects.get(pk=pk)), pk)
    mine = pen()
    for checkpoint in Checkpoint.objects.order_by("size"):
        (root,) = roots(LOG, [checkpoint.size])
        said = Statement(f"{mine.key.name}/{LOG}", checkpoint.size, root, (f"time {stamp(checkpoint.at)}", f"previous {checkpoint.previous}"))
        sql("UPDATE core_checkpoint SET root = %s, note = %s WHERE id = %s", root.hex(), mine.sign(said.text), checkpoint.pk)
    assert codes() == ["history_rewritten"]
    sql("DELETE FROM core_checkpoint WHERE size = 10")
    assert "checkpoint_deleted" in codes()
    (folder / "publication-2026-11-24-10.checkpoint").write_text("x", encoding="utf-8")
    assert "copy_unreadable" in codes()


def test_rotated_keys_and_old_signatures_hold_together(sealed):
    rotate(actor=None)
    published(Judgment.objects.first().organ)
    seal()
    assert codes() == [] and LedgerKey.objects.count() == 2


def test_what_happens_while_it_looks_is_no_finding(sealed, monkeypatch):
    """A record that is corrected between two reads, a tree that grows under the walk."""
    from core.ledger.verifying import records

    real = records._with_last

    def busy(model):
        for record, last in real(model):
            if record.pk == sealed["public"].pk and model is Judgment:
                correct(record=Judgment.objects.get(pk=record.pk), actor=None, changes={"cause": "租赁合同纠纷"}, note="案由写错")
                last = LedgerEntry.objects.order_by("-id").first()
            yield record, last

    monkeypatch.setattr(records, "_with_last", busy)
    assert codes() == []


def test_the_command_names_it_and_fails(sealed):
    out = StringIO()
    call_command("ledger_verify", json=True, stdout=out)
    assert json.loads(out.getvalue().splitlines()[-1])["ok"] is True and "全部相符" in out.getvalue()
    sql("UPDATE openness_judgment SET text = 'x' WHERE id = %s", sealed["public"].pk)
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("ledger_verify", json=True, stdout=out)
    told = json.loads(out.getvalue().splitlines()[-1])
    assert ended.value.code == 1 and told["findings"][0]["code"] == "text_changed" and "绕过账本" in out.getvalue()


def test_the_seal_command_says_how_far_it_is(sealed):
    published(Judgment.objects.first().organ)
    out = StringIO()
    call_command("ledger_seal", json=True, stdout=out)
    (row,) = json.loads(out.getvalue().splitlines()[-1])["logs"]
    assert row == {"log": LOG, "added": 1, "size": 11, "signed": True, "root": latest(LOG).root} and sealing.BATCH <= 500
