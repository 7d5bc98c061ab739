"""The indexer's local files: its lock, its heartbeat, a request to rebuild. Small, atomic, readable by every process."""

import fcntl
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from search.engines import state_directory

# A heartbeat older than this means that nobody indexes.
STALE_SECONDS = 30


class Busy(RuntimeError):
    """Another process holds the indexer's lock; the message says which."""


@dataclass(frozen=True)
class Heartbeat:
    """What the indexer last said: when, which process, what it was doing, until when it had looked at the clock."""

    at: float
    pid: int
    state: str
    clock: str

    @property
    def alive(self) -> bool:
        """Whether somebody indexes now."""
        return time.time() - self.at < STALE_SECONDS and self.state != "stopped"


@contextmanager
def sole_indexer() -> Iterator[None]:
    """The right to write the index, for one process on this machine; the kernel frees it when the process dies."""
    path = _file("indexer.lock")
    with path.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise Busy(f"另一个索引进程正在运行（进程号 {file.read().strip() or '不详'}），同一时间只能有一个。") from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def write_heartbeat(state: str, clock: datetime) -> None:
    """Say that the indexer lives, and what it does."""
    _replace(_file("heartbeat.json"), json.dumps(asdict(Heartbeat(time.time(), os.getpid(), state, clock.isoformat()))))


def read_heartbeat() -> Heartbeat | None:
    """What the indexer last said; None when it never ran here."""
    with suppress(OSError, ValueError, TypeError):
        return Heartbeat(**json.loads(_file("heartbeat.json").read_text()))
    return None


def last_clock() -> datetime:
    """Until when records that become public or expire by themselves have been brought into the index."""
    heartbeat = read_heartbeat()
    with suppress(ValueError):
        if heartbeat:
            return datetime.fromisoformat(heartbeat.clock)
    return datetime(1970, 1, 1, tzinfo=UTC)


def request_rebuild() -> None:
    """Ask the running indexer for a new index; the request survives until one is done."""
    _file("rebuild.request").touch()


def rebuild_requested() -> bool:
    """Whether somebody asked for a new index."""
    return _file("rebuild.request").exists()


def rebuild_done() -> None:
    """The requests so far are fulfilled."""
    _file("rebuild.request").unlink(missing_ok=True)


def write_sweep(drift: dict[str, int]) -> None:
    """Keep what the last sweep found (search.sweep.Drift)."""
    _replace(_file("sweep.json"), json.dumps({"at": time.time(), **drift}))


def read_sweep() -> dict[str, float] | None:
    """What the last sweep found, and when (`at`); None when none was done here."""
    with suppress(OSError, ValueError):
        return json.loads(_file("sweep.json").read_text())
    return None


def _file(name: str) -> Path:
    directory = state_directory()
    directory.mkdir(parents=True, exist_ok=True)
    return directory / name


def _replace(path: Path, text: str) -> None:
    fresh = path.with_suffix(".new")
    fresh.write_text(text)
    fresh.replace(path)
