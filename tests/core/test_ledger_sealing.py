"""Sealing: every entry gets one place, every checkpoint continues the one before, whoever dies or races."""

from datetime import timedelta

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.db.models import Count
from django.utils import timezone

from core import ledger
from core.ledger import sealing, tree
from core.ledger.entries import leaf_data
from core.ledger.merkle import Growing, consistency_holds, inclusion_holds, leaf_hash
from core.ledger.notes import NoteError, Statement, VerifierKey, opened, statement_parse, vkey_parse
from core.ledger.sealing import latest, seal
from core.ledger.signing import known_keys, pen, rotate, trusted_keys
from core.ledger.tree import LedgerBroken, consistency_proof, inclusion_proofs, roots, size_of
from core.models import AuditEntry, Checkpoint, LedgerEntry, LedgerKey, LedgerLeaf, LedgerNode

pytestmark = pytest.mark.django_db
LOG = ledger.PUBLICATION


@pytest.fixture(autouse=True)
def own_keys(settings, tmp_path):
    """A directory of keys that no other test knows."""
    settings.PORTAL_KEYS = tmp_path / "keys"
    settings.PORTAL_KEYS.mkdir()


def acts(count, start=0):
    """So many entries, appended."""
    made = [LedgerEntry(log=LOG, act="publish", kind="judgment", public_id=f"id{start + n}", organ_code="辽0802", digest=f"{start + n:064x}", at=timezone.now()) for n in range(count)]
    ledger.append(made)
    return list(LedgerEntry.objects.order_by("-id")[:count][::-1])


def reference():
    """The tree over all entries in their places, grown leaf by leaf."""
    return Growing().extend(leaf_hash(leaf_data(leaf.entry).encode()) for leaf in LedgerLeaf.objects.filter(log=LOG).order_by("index").select_related("entry"))


def test_sealing_places_every_entry_in_order_and_signs_the_root():
    entries = acts(5)
    done = seal()
    assert [(s.log, s.size, s.added, s.signed) for s in done] == [(LOG, 5, 5, True)]
    assert list(LedgerLeaf.objects.order_by("index").values_list("index", "entry_id")) == [(n, e.pk) for n, e in enumerate(entries)]
    text, key = opened(latest(LOG).note, known_keys())
    said = statement_parse(text)
    assert said.size == 5 and said.root == reference().root() and said.origin.endswith(f"/ledger/{LOG}") and key == pen().key


def test_sealing_again_changes_nothing():
    acts(3)
    seal()
    before = list(Checkpoint.objects.values())
    assert [(s.added, s.signed) for s in seal()] == [(0, False)]
    assert list(Checkpoint.objects.values()) == before and LedgerLeaf.objects.count() == 3


def test_an_empty_log_has_no_checkpoint():
    assert [(s.size, s.signed) for s in seal()] == [(0, False)] and latest(LOG) is None


@pytest.mark.parametrize("sizes", [(1, 254, 1, 1, 300), (255, 257), (513,), (700, 1, 323)])
def test_a_tree_that_grew_in_steps_is_the_tree_of_its_entries(sizes, monkeypatch):
    monkeypatch.setattr(sealing, "BATCH", 200)
    seen = []
    for count in sizes:
        acts(count, size_of(LOG))
        seal()
        seen.append((latest(LOG).size, bytes.fromhex(latest(LOG).root)))
    size, root = seen[-1]
    assert size == sum(sizes) and root == reference().root()
    assert LedgerNode.objects.filter(level=1).count() == size // 256
    leaves = [leaf_hash(d.encode()) for d in LedgerLeaf.objects.order_by("index").values_list("data", flat=True)]
    wanted = sorted({0, 1, 255, size // 2, size - 1} & set(range(size)))
    for index, proof in zip(wanted, inclusion_proofs(LOG, wanted, size), strict=True):
        assert inclusion_holds(index, size, leaves[index], proof, root)
    for first, old in seen:
        assert roots(LOG, [first]) == [old] and consistency_holds(first, size, old, root, consistency_proof(LOG, first, size))


def test_a_tree_of_many_levels_proves_each_leaf(monkeypatch):
    """With four rows to a node instead of 256, three hundred leaves have five levels, as billions have."""
    for module in (sealing, tree):
        monkeypatch.setattr(module, "BITS", 2)
    monkeypatch.setattr(sealing, "WIDTH", 4)
    for count in (7, 120, 1, 172):
        acts(count, size_of(LOG))
        seal()
    assert dict(LedgerNode.objects.values_list("level").annotate(Count("id")).order_by()) == {1: 75, 2: 18, 3: 4, 4: 1}
    size, root = latest(LOG).size, bytes.fromhex(latest(LOG).root)
    assert size == 300 and root == reference().root()
    leaves = list(LedgerLeaf.objects.order_by("index").values_list("data", flat=True))
    for index, proof in enumerate(inclusion_proofs(LOG, range(size), size)):
        assert inclusion_holds(index, size, leaf_hash(leaves[index].encode()), proof, root)


def test_a_proof_costs_a_query_for_each_level(django_assert_num_queries):
    acts(600)
    seal()
    with django_assert_num_queries(2):
        proofs = inclusion_proofs(LOG, [3, 300, 599], 600)
    with django_assert_num_queries(2):
        grown = consistency_proof(LOG, 259, 600)
    assert [len(p) for p in proofs] == [10, 10, 6] and grown


@pytest.mark.parametrize("batches", [0, 1, 2])
def test_a_sealing_that_was_killed_goes_on_where_it_was(monkeypatch, batches):
    monkeypatch.setattr(sealing, "BATCH", 4)
    acts(10)
    left = iter([True] * batches)
    real = sealing._place
    with monkeypatch.context() as dying:
        dying.setattr(sealing, "_place", lambda name, behind: real(name, behind) if next(left, False) else (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            seal()
    assert LedgerLeaf.objects.count() == 4 * batches and not Checkpoint.objects.exists()
    seal()
    assert latest(LOG).size == 10 and bytes.fromhex(latest(LOG).root) == reference().root()


def test_a_sealing_killed_before_its_signature_is_signed_by_the_next(monkeypatch):
    acts(3)
    with monkeypatch.context() as dying:
        dying.setattr(sealing, "_sign", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            seal()
    assert size_of(LOG) == 3 and latest(LOG) is None
    assert [(s.added, s.signed) for s in seal()] == [(0, True)]


def test_whoever_meets_a_quicker_sealer_begins_anew(monkeypatch):
    """Between reading and writing the other one sealed the same entries."""
    acts(3)
    real, interrupted = sealing._place, []

    def late(name, behind):
        if not interrupted:
            interrupted.append(True)
            real(name, behind)
            with transaction.atomic():
                LedgerLeaf(log=LOG, index=0, entry=LedgerEntry.objects.first(), data="the same place").save()
        return real(name, behind)

    monkeypatch.setattr(sealing, "_place", late)
    seal()
    assert interrupted and latest(LOG).size == 3 and bytes.fromhex(latest(LOG).root) == reference().root()


def test_two_checkpoints_cannot_follow_the_same_one():
    acts(2)
    seal()
    with pytest.raises(IntegrityError), transaction.atomic():
        Checkpoint.objects.create(log=LOG, size=9, previous=0, root="", note="", last_entry=1, at=timezone.now())


def test_old_ground_is_gone_over_no_more_once_a_day_has_passed_twice():
    with time_machine.travel(timezone.now(), tick=False) as clock:
        first, *_ = acts(3)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE core_ledgerentry SET log = 'elsewhere' WHERE id = %s", [first.pk])
        seal()
        clock.shift(timedelta(hours=30))
        acts(1, 3)
        seal()
        assert sealing._settled(LOG) >= first.pk
        clock.shift(timedelta(days=3))
        acts(1, 4)
        seal()
        assert sealing._settled(LOG) > first.pk
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_ledgerentry SET log = %s WHERE id = %s", [LOG, first.pk])
    assert [s.added for s in seal()] == [0], "it came days too late, as no transaction does"


def test_an_entry_that_appears_behind_later_ones_is_sealed():
    """On PostgreSQL a slow transaction may show its entry after later numbers were sealed."""
    late, *_ = acts(3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_ledgerentry SET log = 'elsewhere' WHERE id = %s", [late.pk])
    seal()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_ledgerentry SET log = %s WHERE id = %s", [LOG, late.pk])
    assert [s.added for s in seal()] == [1] and LedgerLeaf.objects.get(entry=late).index == 2


def test_nothing_is_signed_upon_a_tree_that_was_changed():
    acts(3)
    seal()
    acts(1, 3)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_ledgerleaf SET data = '{}' WHERE \"index\" = 1")
    with pytest.raises(LedgerBroken, match="前 3 条"):
        seal()
    assert latest(LOG).size == 3


def test_nothing_is_signed_upon_a_tree_that_became_shorter():
    acts(3)
    seal()
    with connection.cursor() as cursor:
        cursor.execute('DELETE FROM core_ledgerleaf WHERE "index" = 2')
        cursor.execute("DELETE FROM core_ledgerentry WHERE public_id = 'id2'")
    with pytest.raises(LedgerBroken, match="签过 3 条"):
        seal()


def test_nothing_is_signed_after_a_checkpoint_that_is_not_ours():
    acts(1)
    seal()
    acts(1, 1)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_checkpoint SET note = 'x'")
    with pytest.raises(LedgerBroken):
        seal()


def test_a_rotated_key_is_endorsed_by_the_one_before():
    acts(1)
    seal()
    old, new = pen().key, rotate(actor=None)
    assert pen().key == new != old and trusted_keys() == [old, new]
    assert AuditEntry.objects.filter(action="ledger.rotated").exists()
    acts(1, 1)
    seal()
    assert opened(latest(LOG).note, [new])[1] == new


def test_a_rotation_that_was_killed_is_ended_by_the_next_signature(settings):
    from core.keys import ledger_key_rotate

    old = pen().key
    ledger_key_rotate(settings.PORTAL_KEYS)
    acts(1)
    seal()
    assert trusted_keys()[0] == old and len(trusted_keys()) == 2


def test_a_key_that_nobody_endorses_signs_nothing(settings):
    pen()
    (settings.PORTAL_KEYS / "ledger.keys").unlink()
    acts(1)
    with pytest.raises(LedgerBroken, match="背书"):
        seal()


def test_an_endorsement_that_was_forged_is_not_believed(settings):
    pen()
    rotate(actor=None)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_ledgerkey SET endorsement = (SELECT 'x')")
    with pytest.raises(NoteError):
        trusted_keys()


def test_the_key_file_is_readable_by_nobody_else_and_each_use_reads_the_same(settings):
    assert pen().key == pen().key and not (settings.PORTAL_KEYS / "ledger.keys").stat().st_mode & 0o077
    assert "Signer" in repr(pen().signer) and LedgerKey.objects.count() == 1


def test_a_note_tells_a_changed_text_and_a_strange_key():
    mine = pen()
    note = mine.sign(Statement("origin", 5, bytes(32)).text)
    assert opened(note, [mine.key])[0] == Statement("origin", 5, bytes(32)).text
    for bad, keys in ((note.replace("5", "6", 1), [mine.key]), (note, []), (note.split("\n\n")[0], [mine.key]), (note, [VerifierKey(mine.key.name, bytes(32))])):
        with pytest.raises(NoteError):
            opened(bad, keys)


def test_a_published_verifier_key_is_read_and_written_alike():
    """The example of c2sp.org/signed-note's first implementation, golang.org/x/mod/sumdb/note."""
    text = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert str(vkey_parse(text)) == text
    note = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
    assert opened(note, [vkey_parse(text)])[1].name == "PeterNeumann"
    with pytest.raises(NoteError):
        vkey_parse(text.replace("c74f20a3", "c74f20a4"))
