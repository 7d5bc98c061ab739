"""Uploads (上传): bounded, sealed at once, opened only for the machine's own reading."""

import secrets
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.core.files import File

from .sealed import seal_file

MAX_BYTES = 512 * 1024 * 1024

_owners: list[Callable[[], Iterable[str]]] = []


class UploadRefused(ValueError):
    """The file cannot be taken; the message says why and what to do."""


def keep(upload: File) -> tuple[str, str]:
    """Seals an upload in UPLOAD_ROOT; returns its name there and the SHA-256 (hex) of its bytes.

    UploadRefused when it is too large. The stored name says nothing of the file.
    """
    if (upload.size or 0) > MAX_BYTES:
        raise UploadRefused(f"“{upload.name}”超过 {MAX_BYTES >> 20} MB，请分成几个文件报送。")
    name = secrets.token_hex(16)
    return name, seal_file(upload.chunks(), path_of(name))


def path_of(name: str) -> Path:
    """Where a kept upload lies. ValueError for a name that keep() did not make."""
    if len(name) != 32 or set(name) - set("0123456789abcdef"):
        raise ValueError(name)
    return Path(settings.UPLOAD_ROOT) / name


def discard(name: str) -> None:
    """Deletes a kept upload; silent when it is gone already."""
    path_of(name).unlink(missing_ok=True)


def owner(names: Callable[[], Iterable[str]]) -> None:
    """Registers a function that tells which kept uploads its room still needs."""
    _owners.append(names)


def sweep(older_than: timedelta = timedelta(days=1)) -> int:
    """Deletes what a killed process left behind: uploads that nobody needs, and files that were still being received.

    Younger files may be on their way and stay. Returns how many went.
    """
    needed = {name for names in _owners for name in names()}
    border, gone = time.time() - older_than.total_seconds(), 0
    for folder in (Path(settings.UPLOAD_ROOT), Path(settings.FILE_UPLOAD_TEMP_DIR)):
        for path in folder.glob("*"):
            with suppress(FileNotFoundError):  # finished meanwhile
                if path.name not in needed and path.stat().st_mtime < border:
                    path.unlink()
                    gone += 1
    return gone
