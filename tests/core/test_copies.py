"""Backup and restore, as an operator does it: real processes, a filled portal, an empty directory."""

import json
import os
import resource
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from core.services.copies import CopyError, backup, restore, verify
from tests.conftest import missing

ROOT = Path(__file__).resolve().parents[2]
LOOK = """
import json
from core.models import AuditEntry, LedgerEntry
from core.sealed import SealedError, open_file
from core.uploads import path_of
from django.contrib.sessions.models import Session
from django.test import Client
from django.conf import settings
from core.models import User
from openness.models import Judgment
published = Judgment.objects.public().order_by("public_id").first()
waiting = Judgment.objects.filter(state="review", organ__code="辽0802").order_by("-id").first()
try:
    original = waiting.source.text.open_unaudited()
    upload = open_file(path_of("a" * 32)).read().decode()
except SealedError as error:
    original = upload = ""
client = Client(HTTP_HOST="localhost")
client.force_login(User.objects.get(username="shenheyuan"))
screen = client.get(f"/admin/openness/review/{waiting.public_id}/")
print(json.dumps({
    "ledger": LedgerEntry.objects.count(), "public": published.text, "number": published.case_number, "original": original, "upload": upload,
    "page": Client(HTTP_HOST="localhost").get(published.get_absolute_url()).status_code, "sessions": Session.objects.exclude(session_key=client.session.session_key).count(),
    "screen": [screen.status_code, "密钥打不开这份封存内容" in screen.content.decode()], "media": (settings.MEDIA_ROOT / "a" / "picture.txt").read_text(),
}))
"""
FILL = """
from django.core.management import call_command
call_command("demo", judgments=12)
from core.models import Organ
from tests.factories import make_judgment
make_judgment(Organ.objects.get(code="辽0802"))
from django.conf import settings
from pathlib import Path
from core.sealed import seal_file
from django.contrib.sessions.backends.db import SessionStore
SessionStore().save(must_create=True)
seal_file(iter(["待处理".encode()]), Path(settings.UPLOAD_ROOT) / ("a" * 32))
(Path(settings.UPLOAD_ROOT) / "b.part").write_text("half")
(settings.MEDIA_ROOT / "a").mkdir(parents=True)
(settings.MEDIA_ROOT / "a" / "picture.txt").write_text("picture")
(settings.MEDIA_ROOT / "link").symlink_to(settings.PORTAL_KEYS / "secret.key")
"""


class Portal:
    """An installation in a directory of its own."""

    def __init__(self, home: Path, keys: Path, database: str = ""):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_", "PYTEST_", "DATABASE_"))}
        self.data, self.keys = home, keys
        self.env = {**clean, "PORTAL_DATA": str(home), "PORTAL_KEYS": str(keys), "DJANGO_SETTINGS_MODULE": "portal.settings.local", "LOG_LEVEL": "ERROR"}
        if database:
            self.env["DATABASE_URL"] = database

    def run(self, *arguments: str) -> subprocess.CompletedProcess:
        return subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=self.env, capture_output=True, text=True, timeout=300)

    def do(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    def refused(self, *arguments: str) -> str:
        done = self.run(*arguments)
        assert done.returncode == 1 and "Traceback" not in done.stderr, done.stderr[-3000:]
        return done.stderr

    def look(self) -> dict:
        return json.loads(self.do("shell", "--no-imports", "-c", LOOK).splitlines()[-1])

    def fill(self) -> "Portal":
        self.do("shell", "--no-imports", "-c", FILL)
        return self


@pytest.fixture(scope="module")
def portal(tmp_path_factory):
    home = tmp_path_factory.mktemp("filled")
    return Portal(home / "data", home / "keys").fill()


@pytest.fixture(scope="module")
def copy(portal):
    """A backup of the filled portal, and what the command said."""
    target = portal.data.parent / "copies" / "monday"
    done = portal.run("backup", str(target))
    assert done.returncode == 0, done.stderr[-3000:]
    return target, done


def test_a_copy_restored_on_an_empty_machine_is_the_same_portal(portal, copy, tmp_path):
    there, before = Portal(tmp_path / "data", portal.keys), portal.look()
    digest = copy[1].stdout.split("清单摘要 ")[1][:64]
    done = there.run("restore", str(copy[0]), "--digest", digest)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "密钥" not in done.stderr and "照来文逐件重做" in done.stderr
    after = there.look()
    assert before["sessions"] and not after["sessions"], "sessions of the past end"
    assert {**before, "sessions": 0} == after and after["ledger"] > 0 and after["original"] and after["upload"] == "待处理"
    assert after["screen"] == [200, False]
    found = json.loads(there.do("find", before["number"], "--json").splitlines()[-1])
    assert found["total"] >= 1 and not found["degraded"]
    assert "不是空的" in there.refused("restore", str(copy[0])) and there.look()["ledger"] == after["ledger"]


def test_a_copy_holds_no_key_no_index_no_half_file_and_says_so(portal, copy):
    target, done = copy
    names = {p.relative_to(target).as_posix() for p in target.rglob("*") if p.is_file()}
    assert names == {"manifest.json", "database.sqlite3", "media/a/picture.txt", f"uploads/{'a' * 32}"}
    kept = b"".join(p.read_bytes() for p in target.rglob("*") if p.is_file())
    assert not [k for p in portal.keys.iterdir() for k in p.read_bytes().split() if k in kept]
    assert "没有密钥" in done.stderr and "永远打不开" in done.stderr
    assert {stat.S_IMODE(p.stat().st_mode) for p in target.rglob("*") if p.is_file()} == {0o600} and stat.S_IMODE(target.stat().st_mode) == 0o700


@pytest.mark.parametrize("name", ["database.sqlite3", f"uploads/{'a' * 32}", "media/a/picture.txt"])
def test_a_changed_or_missing_file_is_refused_by_name(copy, tmp_path, name):
    broken = tmp_path / "copy"
    shutil.copytree(copy[0], broken)
    raw = bytearray((broken / name).read_bytes())
    raw[len(raw) // 2] ^= 1
    (broken / name).write_bytes(raw)
    with pytest.raises(CopyError, match=f"{name} 与清单不符"):
        verify(broken)
    (broken / name).unlink()
    with pytest.raises(CopyError, match=f"{name} 缺失"):
        verify(broken)


def test_an_added_file_another_manifest_and_a_broken_one_are_refused(copy, tmp_path):
    broken = tmp_path / "copy"
    shutil.copytree(copy[0], broken)
    (broken / "media" / "more.txt").write_text("x")
    with pytest.raises(CopyError, match=r"media/more.txt 不在清单里"):
        verify(broken)
    with pytest.raises(CopyError, match="摘要与给出的不符"):
        verify(copy[0], "0" * 64)
    (broken / "manifest.json").write_text("{")
    with pytest.raises(CopyError, match="读不懂"):
        verify(broken)
    with pytest.raises(CopyError, match=r"没有 manifest.json"):
        verify(tmp_path)


def test_a_link_in_a_copy_is_refused_though_everything_named_is_whole(copy, tmp_path):
    """A folder that leads elsewhere holds no file to be checked, and would be copied into the portal."""
    broken, elsewhere = tmp_path / "copy", tmp_path / "elsewhere"
    shutil.copytree(copy[0], broken)
    elsewhere.mkdir()
    (elsewhere / "private.txt").write_text("x")
    (broken / "media" / "more").symlink_to(elsewhere)
    with pytest.raises(CopyError, match="media/more 是链接"):
        verify(broken)


def test_a_full_disk_leaves_neither_half_a_copy_nor_half_a_portal(portal, copy, tmp_path):
    def small():
        resource.setrlimit(resource.RLIMIT_FSIZE, (65536, 65536))  # like a full disk: the database is larger

    there = Portal(tmp_path / "data", portal.keys)
    for here, arguments in ((portal, ("backup", str(tmp_path / "copy"))), (there, ("restore", str(copy[0])))):
        done = subprocess.run([sys.executable, "manage.py", *arguments], cwd=ROOT, env=here.env, capture_output=True, text=True, timeout=300, preexec_fn=small)
        assert done.returncode == 1 and "什么都没有留下" in done.stderr and "Traceback" not in done.stderr, done.stderr[-2000:]
    assert {p.name for p in tmp_path.iterdir()} == {"data"} and {p.name for p in there.data.rglob("*")} <= {"incoming", "portal.sqlite3"}
    assert sum(p.stat().st_size for p in there.data.rglob("*.sqlite3")) <= 8192, "a database without a table"


def test_a_damaged_copy_leaves_the_empty_machine_empty(portal, copy, tmp_path):
    broken, there = tmp_path / "copy", Portal(tmp_path / "data", portal.keys)
    shutil.copytree(copy[0], broken)
    (broken / "media" / "a" / "picture.txt").write_text("another")
    assert "media/a/picture.txt 与清单不符" in there.refused("restore", str(broken))
    assert {p.name for p in there.data.iterdir()} == {"incoming"}


def test_without_the_keys_the_public_part_works_and_the_sealed_part_says_why_not(portal, copy, tmp_path):
    there = Portal(tmp_path / "data", tmp_path / "other-keys")
    done = there.run("restore", str(copy[0]))
    assert done.returncode == 0 and "不是备份时的密钥" in done.stderr
    seen = there.look()
    assert seen["page"] == 200 and seen["original"] == "" and seen["screen"] == [503, True]


def test_a_copy_goes_neither_into_the_data_nor_over_something_nor_to_the_keys(copy, settings, tmp_path):
    settings.PORTAL_DATA, settings.PORTAL_KEYS = tmp_path / "data", tmp_path / "keys"
    for target, said in ((tmp_path / "data" / "copy", "数据目录"), (tmp_path, "数据目录"), (copy[0], "不是空目录"), (tmp_path / "keys" / "copy", "密钥")):
        with pytest.raises(CopyError, match=said):
            backup(target)
    assert not list(copy[0].parent.glob("*.part")) and not list(tmp_path.iterdir())


def test_a_copy_of_a_newer_version_is_refused(copy, tmp_path):
    newer = tmp_path / "copy"
    shutil.copytree(copy[0], newer)
    manifest = json.loads((newer / "manifest.json").read_text())
    manifest["migrations"].append("core.9999_of_the_future")
    (newer / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(CopyError, match=r"core.9999_of_the_future"):
        restore(newer)


def test_a_missing_tool_of_postgresql_is_said_so(settings, monkeypatch):
    from core.services import database_copies

    monkeypatch.setattr(database_copies.shutil, "which", lambda tool: None)
    with pytest.raises(database_copies.DatabaseCopyError, match="找不到 pg_dump"):
        database_copies._run("pg_dump", "x")


@pytest.mark.service
def test_a_copy_of_postgresql_is_restored_on_an_empty_database(tmp_path):
    server = os.environ.get("TEST_POSTGRES_URL", "")
    if not server:
        missing("TEST_POSTGRES_URL is not set: run the tests through services/run")
    names = [f"copies_{os.getpid()}_{n}" for n in ("from", "to")]
    base = server.rsplit("/", 1)[0]
    with psycopg.connect(server, autocommit=True) as admin:
        for name in names:
            admin.execute(f"CREATE DATABASE {name}")
    try:
        here = Portal(tmp_path / "here", tmp_path / "keys", f"{base}/{names[0]}").fill()
        here.do("backup", str(tmp_path / "copy"))
        there = Portal(tmp_path / "there", tmp_path / "keys", f"{base}/{names[1]}")
        there.do("restore", str(tmp_path / "copy"))
        before, after = here.look(), there.look()
        assert {**before, "sessions": 0} == after and after["ledger"] > 0
        assert "数据库不是空的" in Portal(tmp_path / "third", tmp_path / "keys", f"{base}/{names[1]}").refused("restore", str(tmp_path / "copy"))
    finally:
        with psycopg.connect(server, autocommit=True) as admin:
            for name in names:
                admin.execute(f"DROP DATABASE {name} WITH (FORCE)")
