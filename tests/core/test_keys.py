"""Keys of an installation: made once, readable by nobody else, the newest seals."""

import stat
from concurrent.futures import ThreadPoolExecutor

from cryptography.fernet import Fernet

from core.keys import ledger_key_rotate, ledger_signers, load_keys, signature_holds


def test_a_directory_without_keys_is_filled_once(tmp_path):
    first = load_keys(tmp_path / "keys")
    assert load_keys(tmp_path / "keys") == first
    assert len(first.secret_key) >= 50 and len(first.pepper) == 32 and len(first.sealing) == 1


def test_nobody_else_can_read_them(tmp_path):
    load_keys(tmp_path / "keys")
    for path in [tmp_path / "keys", *(tmp_path / "keys").iterdir()]:
        assert not path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO), path.name


def test_processes_that_start_together_end_with_the_same_keys(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        found = set(pool.map(lambda _: load_keys(tmp_path / "keys"), range(24)))
    assert len(found) == 1
    assert sorted(p.name for p in (tmp_path / "keys").iterdir()) == ["pepper.key", "sealing.keys", "secret.key"]


def test_a_key_put_first_becomes_the_one_that_seals(tmp_path):
    old = load_keys(tmp_path)
    fresh = Fernet.generate_key().decode()
    path = tmp_path / "sealing.keys"
    path.write_text(f"{fresh}\n{path.read_text()}")
    assert load_keys(tmp_path).sealing == (fresh.encode(), *old.sealing)


def test_two_installations_share_nothing(tmp_path):
    one, other = load_keys(tmp_path / "1"), load_keys(tmp_path / "2")
    assert one.secret_key != other.secret_key and one.sealing != other.sealing and one.pepper != other.pepper


def test_the_ledgers_key_is_made_at_its_first_use_and_a_new_one_stands_first(tmp_path):
    (old,) = ledger_signers(tmp_path)
    assert ledger_signers(tmp_path)[0].public == old.public
    ledger_key_rotate(tmp_path)
    new, kept = ledger_signers(tmp_path)
    assert kept.public == old.public != new.public
    assert not (tmp_path / "ledger.keys").stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    assert signature_holds(new.public, new.sign(b"x"), b"x") and not signature_holds(old.public, new.sign(b"x"), b"x")
