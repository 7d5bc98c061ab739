"""The database's part of backup and restore: SQLite's online copy, PostgreSQL's own tools on one snapshot."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection, transaction

SQLITE, POSTGRES = "database.sqlite3", "database.dump"


class DatabaseCopyError(RuntimeError):
    """The database cannot be copied or filled; the message says why."""


def dump(folder: Path) -> tuple[str, dict[str, int]]:
    """Copies the database into `folder` while it is in use; returns the file's name and the rows of each table in it."""
    if connection.vendor == "sqlite":
        return SQLITE, _dump_sqlite(folder / SQLITE)
    return POSTGRES, _dump_postgres(folder / POSTGRES)


def load(folder: Path, name: str, counts: dict[str, int]) -> None:
    """Fills an empty database and counts its rows; sessions of the past end. DatabaseCopyError when it is not empty."""
    refuse_filled(name)
    if name == SQLITE:
        connection.close()
        place = Path(settings.DATABASES["default"]["NAME"])
        place.parent.mkdir(parents=True, exist_ok=True)
        for side in ("-wal", "-shm"):
            Path(f"{place}{side}").unlink(missing_ok=True)
        fresh = place.with_name(f"{place.name}.part")  # whole or not at all
        try:
            shutil.copyfile(folder / name, fresh)
            fresh.chmod(0o600)
            fresh.replace(place)
        finally:
            fresh.unlink(missing_ok=True)
    else:
        _run("pg_restore", "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction", "--dbname", _database(), str(folder / name))
    found = _counts()
    wrong = [table for table, rows in counts.items() if found.get(table) != rows]
    if wrong:
        raise DatabaseCopyError(f"恢复后 {wrong[0]} 有 {found.get(wrong[0])} 行，备份时是 {counts[wrong[0]]} 行。请清空后重新恢复。")
    Session.objects.all().delete()


def refuse_filled(name: str) -> None:
    """DatabaseCopyError unless the database is empty and of the kind that `name` is a copy of."""
    wanted = SQLITE if connection.vendor == "sqlite" else POSTGRES
    if name != wanted:
        raise DatabaseCopyError(f"备份里是 {name}，本机的数据库要 {wanted}：两种数据库之间不能这样恢复，请看 DATABASE_URL。")
    tables = connection.introspection.table_names()
    if tables:
        raise DatabaseCopyError(f"数据库不是空的（已有 {len(tables)} 张表）。恢复只在空的数据库上做，以免盖掉现有的内容；先不要运行 migrate。")


def _dump_sqlite(path: Path) -> dict[str, int]:
    connection.ensure_connection()
    with closing(sqlite3.connect(path)) as copy:
        connection.connection.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, nothing beside it
        fault = copy.execute("PRAGMA quick_check").fetchone()[0]
        if fault != "ok":
            raise DatabaseCopyError(f"数据库文件已损坏：{fault}")
        tables = [row[0] for row in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")]
        return {table: copy.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0] for table in tables}  # noqa: S608 - names from the schema


def _dump_postgres(path: Path) -> dict[str, int]:
    """pg_dump reads the snapshot in which the rows are counted."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--snapshot={snapshot}", f"--file={path}", "--dbname", _database())
        return _counts()


def _counts() -> dict[str, int]:
    with connection.cursor() as cursor:
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608 - names from the schema
            rows[table] = cursor.fetchone()[0]
        return rows


def _database() -> str:
    return str(connection.settings_dict["NAME"])


def _run(tool: str, *arguments: str) -> None:
    """Runs a tool of PostgreSQL; the password goes by the environment, where no list of processes shows it."""
    if shutil.which(tool) is None:
        raise DatabaseCopyError(f"找不到 {tool}。请安装 PostgreSQL 客户端（版本不低于服务器），或把它放进 PATH。")
    given = connection.settings_dict
    env = {**os.environ, "PGPASSWORD": str(given.get("PASSWORD") or "")}
    env |= {name: str(given[key]) for name, key in (("PGHOST", "HOST"), ("PGPORT", "PORT"), ("PGUSER", "USER")) if given.get(key)}
    done = subprocess.run([tool, "--no-password", *arguments], env=env, capture_output=True, text=True)
    if done.returncode:
        raise DatabaseCopyError(f"{tool} 没有成功：{done.stderr.strip()[-600:]}")
