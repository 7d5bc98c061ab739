"""How many documents a file will give (预计份数), for a progress line; a guess, never relied upon."""

import zipfile
from typing import BinaryIO

from .archives import check_directory, entry_name
from .documents import is_litter
from .docx import DAMAGED
from .rows import ReadError

LINES, PIECE = (".jsonl", ".ndjson"), 1 << 20


def expected(stream: BinaryIO, filename: str) -> int | None:
    """Entries of a zip or lines of a JSONL file; None for anything else or what cannot be counted. Leaves the stream
    at its beginning."""
    name = filename.lower()
    try:
        if name.endswith(".zip"):
            return _entries(stream)
        if name.endswith(LINES):
            return sum(piece.count(b"\n") for piece in iter(lambda: stream.read(PIECE), b"")) or None
        return None
    except (ReadError, *DAMAGED):
        return None
    finally:
        stream.seek(0)


def _entries(stream: BinaryIO) -> int:
    check_directory(stream)
    with zipfile.ZipFile(stream) as archive:
        return sum(not entry.is_dir() and not is_litter(entry_name(entry)) for entry in archive.infolist())
