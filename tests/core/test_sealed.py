"""Sealed fields and files: nothing in the clear, keys rotate, an opening is audited."""

import hashlib
from contextlib import closing
from dataclasses import replace

import pytest
from cryptography.fernet import Fernet
from django.db import connection, transaction

from core.models import AuditEntry
from core.sealed import Sealed, SealedError, fingerprint, open_file, seal_file
from openness.models import JudgmentSource

SECRET = "王小五的住址是站前区幸福里十七号"


@pytest.fixture
def source(city):
    """A sealed original, read again."""
    made = JudgmentSource.objects.create(organ=city["辽0802"], text=Sealed.seal(SECRET), title=Sealed.seal("王小五案"), fingerprint=fingerprint(SECRET))
    return JudgmentSource.objects.get(pk=made.pk)


def test_a_sealed_text_is_read_back_and_says_so_in_the_audit_log(source, member):
    actor = member("reviewer")
    assert source.text.open(actor=actor, purpose="审核", target="judgment:x", organ=source.organ) == SECRET
    entry = AuditEntry.objects.get(action="sealed.open")
    assert (entry.actor, entry.purpose, entry.target, entry.organ) == (actor, "审核", "judgment:x", source.organ)


def test_the_database_holds_nothing_in_the_clear(source):
    if connection.vendor == "sqlite":
        raw = connection.connection.serialize()  # the file's bytes, this transaction's pages with them
        assert source.fingerprint.encode() in raw
    else:
        with connection.cursor() as cursor:
            cursor.execute("SELECT text, title FROM openness_judgmentsource")
            raw = b"".join(bytes(v) for row in cursor.fetchall() for v in row)
    for spelling in ("utf-8", "utf-16-le", "gb18030"):
        assert SECRET.encode(spelling) not in raw and "王小五".encode(spelling) not in raw


def test_it_shows_nothing_of_itself(source):
    assert repr(source.text) == str(source.text) == f"{source.text}" == "<Sealed>"


def test_a_plain_text_is_refused_by_the_column(city):
    with pytest.raises(TypeError), transaction.atomic():
        JudgmentSource.objects.create(organ=city["辽0802"], text=SECRET, title=Sealed.seal("x"), fingerprint="x")
    assert not JudgmentSource.objects.exists()


def test_keys_rotate_and_old_seals_still_open(settings):
    old = Sealed.seal(SECRET)
    new_key = Fernet.generate_key()
    settings.KEYS = replace(settings.KEYS, sealing=(new_key, *settings.KEYS.sealing))
    assert old.open_unaudited() == SECRET
    fresh = Sealed.seal(SECRET)
    settings.KEYS = replace(settings.KEYS, sealing=(new_key,))
    assert fresh.open_unaudited() == SECRET  # the newest key seals
    with pytest.raises(ValueError, match="PORTAL_KEYS"):
        old.open_unaudited()


def test_equal_secrets_are_found_without_opening_them_and_across_rotations(settings):
    before = fingerprint(SECRET)
    settings.KEYS = replace(settings.KEYS, sealing=(Fernet.generate_key(),))
    assert fingerprint(SECRET) == before != fingerprint(SECRET + "。")
    settings.KEYS = replace(settings.KEYS, pepper=b"another pepper")
    assert fingerprint(SECRET) != before


def test_a_file_is_sealed_in_pieces_and_read_back(tmp_path):
    pieces = [SECRET.encode(), b"\n\x00\xff", SECRET.encode() * 100]
    digest = seal_file(iter(pieces), tmp_path / "deep" / "file")
    raw = (tmp_path / "deep" / "file").read_bytes()
    assert SECRET.encode() not in raw and b"\xe7\x8e\x8b" not in raw
    with closing(open_file(tmp_path / "deep" / "file")) as plain:
        assert plain.read() == b"".join(pieces)
    assert digest == hashlib.sha256(b"".join(pieces)).hexdigest()


def test_a_file_is_sealed_whole_or_not_at_all(tmp_path):
    def cut_off():
        yield b"half"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        seal_file(cut_off(), tmp_path / "file")
    assert list(tmp_path.iterdir()) == []


def test_a_changed_file_does_not_open(tmp_path):
    seal_file(iter([b"one", b"two"]), tmp_path / "file")
    raw = bytearray((tmp_path / "file").read_bytes())
    raw[40] ^= 1
    (tmp_path / "file").write_bytes(raw)
    with pytest.raises(SealedError):
        open_file(tmp_path / "file")
