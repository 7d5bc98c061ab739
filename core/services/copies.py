"""Backup and restore (备份、恢复): one consistent copy of database and files, with digests; keys and search index never.

A copy is a directory: `manifest.json`, `database.sqlite3` or `database.dump`, `media/`, `uploads/`.
"""

import hashlib
import json
import os
import shutil
import sqlite3
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils import timezone

from core.sealed import Sealed, SealedError
from core.services import database_copies

FORMAT = 1
MANIFEST = "manifest.json"
FOLDERS = {"media": "MEDIA_ROOT", "uploads": "UPLOAD_ROOT"}


class CopyError(RuntimeError):
    """A backup or a restore that cannot be done; the message says why and names the file."""


def backup(target: Path) -> dict:
    """Copies everything to `target`, which must not exist or be empty; whole or not at all. Returns the manifest.

    Files are copied before and after the database: whatever the database names is in one of the two rounds.
    """
    data = Path(settings.PORTAL_DATA)
    if target.is_relative_to(data) or data.is_relative_to(target):
        raise CopyError(f"备份不能放在数据目录 {data} 之内，也不能把它包在里面。")
    keys = Path(settings.PORTAL_KEYS)
    if target.is_relative_to(keys) or keys.is_relative_to(target):
        raise CopyError("备份不能和密钥放在一起。")
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise CopyError(f"{target} 已经存在而且不是空目录，请换一个。")
    draft = target.with_name(f"{target.name}.part")
    shutil.rmtree(draft, ignore_errors=True)
    draft.mkdir(parents=True, mode=0o700)
    try:
        _copy_folders(draft)
        name, counts = database_copies.dump(draft)
        _copy_folders(draft)
        manifest = _manifest(draft, name, counts)
        (draft / MANIFEST).write_text(json.dumps(manifest, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        _settle(draft)
        if target.exists():
            target.rmdir()
        draft.rename(target)
    except database_copies.DatabaseCopyError as error:
        raise CopyError(str(error)) from error
    except (OSError, sqlite3.Error) as error:
        raise CopyError(f"备份没有做成，什么都没有留下：{error}") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return manifest


def manifest_digest(folder: Path) -> str:
    """SHA-256 (hex) of the manifest: noted elsewhere, it proves the whole copy."""
    return _digest(folder / MANIFEST)


def verify(folder: Path, expected: str = "") -> dict:
    """Checks every file of a copy; returns its manifest. CopyError names the first file that is missing, changed or extra."""
    path = folder / MANIFEST
    if not path.is_file():
        raise CopyError(f"{folder} 里没有 {MANIFEST}，不是一份完整的备份。")
    if expected and expected.lower() != manifest_digest(folder):
        raise CopyError(f"{MANIFEST} 的摘要与给出的不符：这不是当时的那份备份，或者被改过。")
    try:
        manifest = json.loads(path.read_text(encoding="utf-8"))
        files = {str(name): (str(said["sha256"]), int(said["bytes"])) for name, said in manifest["files"].items()}
        known = manifest["format"] == FORMAT
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise CopyError(f"{MANIFEST} 读不懂，备份已损坏。") from error
    if not known:
        raise CopyError(f"备份的格式是 {manifest['format']}，这个版本只认 {FORMAT}。")
    for link in (p for p in folder.rglob("*") if p.is_symlink()):  # a folder that leads elsewhere would be copied unread
        raise CopyError(f"{link.relative_to(folder).as_posix()} 是链接，不是备份出来的，没有恢复任何东西。")
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if not p.is_dir()} - {MANIFEST}
    for name in sorted(there ^ set(files)):
        raise CopyError(f"{name} {'缺失' if name in files else '不在清单里'}，没有恢复任何东西。")
    for name, (digest, size) in sorted(files.items()):
        found = folder / name
        if found.stat().st_size != size or _digest(found) != digest:
            raise CopyError(f"{name} 与清单不符（被改过或已损坏），没有恢复任何东西。")
    return manifest


def restore(folder: Path, expected: str = "") -> dict:
    """Puts a verified copy into an empty installation, files first, so that nothing runs on half of it; returns its
    manifest. CopyError when the copy is damaged, of a newer version, when something is there already or the disk is
    full; the installation is as empty as before then.
    """
    manifest = verify(folder, expected)
    unknown = sorted(set(manifest["migrations"]) - _migrations_known())
    if unknown:
        raise CopyError(f"备份来自更新的版本（{unknown[0]}），请先装同一版本的代码。")
    for said in FOLDERS.values():
        place = Path(getattr(settings, said))
        if place.is_dir() and any(place.iterdir()):
            raise CopyError(f"{place} 不是空的。恢复只在空的数据目录上做，以免盖掉现有的内容。")
    try:
        database_copies.refuse_filled(manifest["database"])
        _fill(folder, manifest)
    except database_copies.DatabaseCopyError as error:
        raise CopyError(str(error)) from error
    return manifest


def _fill(folder: Path, manifest: dict) -> None:
    """Files, then the database; what was copied goes again when anything fails."""
    try:
        for name, said in FOLDERS.items():
            if (folder / name).is_dir():
                shutil.copytree(folder / name, getattr(settings, said), dirs_exist_ok=True)
        database_copies.load(folder, manifest["database"], manifest["counts"])
    except BaseException as error:
        for said in FOLDERS.values():
            shutil.rmtree(getattr(settings, said), ignore_errors=True)
        if isinstance(error, OSError):  # shutil.Error is one
            raise CopyError(f"没有恢复成，什么都没有留下：{error}") from error
        raise


def keys_fit(manifest: dict) -> bool:
    """Whether the keys of this installation open what the copy holds sealed."""
    try:
        return Sealed(manifest["key_check"].encode()).open_unaudited() == "portal"
    except SealedError:
        return False


def _manifest(folder: Path, database: str, counts: dict[str, int]) -> dict:
    files = {p.relative_to(folder).as_posix(): {"sha256": _digest(p), "bytes": p.stat().st_size} for p in sorted(_files(folder))}
    with connection.cursor() as cursor:
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        migrations = [f"{app}.{name}" for app, name in cursor.fetchall()]
    return {
        "format": FORMAT, "made_at": timezone.now().isoformat(timespec="seconds"), "city": settings.CITY, "database": database, "counts": counts,
        "migrations": migrations, "key_check": Sealed.seal("portal")._token.decode(), "files": files,
    }  # fmt: skip


def made_at(manifest: dict) -> datetime:
    """When a copy was made."""
    return datetime.fromisoformat(manifest["made_at"])


def _migrations_known() -> set[str]:
    """On disk, with those that a squashed one stands for."""
    found = MigrationLoader(None).disk_migrations
    return {f"{app}.{name}" for key, migration in found.items() for app, name in (key, *migration.replaces)}


def _copy_folders(draft: Path) -> None:
    """Copies files that are not yet in the draft. What vanishes meanwhile is finished with; .part files are not begun with."""
    for name, said in FOLDERS.items():
        source = Path(getattr(settings, said))
        for path in _files(source) if source.is_dir() else ():
            copy = draft / name / path.relative_to(source)
            if path.suffix == ".part" or copy.exists():
                continue
            copy.parent.mkdir(parents=True, exist_ok=True)
            try:
                shutil.copy2(path, copy)
            except FileNotFoundError:
                copy.unlink(missing_ok=True)


def _files(folder: Path) -> Iterator[Path]:
    """Real files below a folder; links, which could lead to the keys, are left out."""
    return (p for p in folder.rglob("*") if p.is_file() and not p.is_symlink())


def _settle(folder: Path) -> None:
    """Everything on the disk and for the owner only, before the copy gets its name."""
    for path in _files(folder):
        path.chmod(0o600)
        with path.open("rb") as handle:
            os.fsync(handle.fileno())


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()
