"""Lines of a file of any size, with a bound on each: a line too long is skipped, never held."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from .rows import KIBI

_CHUNK = 256 * KIBI


class Readable(Protocol):
    """Anything with a binary read()."""

    def read(self, size: int = ..., /) -> bytes: ...


def bounded_lines(stream: Readable, limit: int) -> Iterator[tuple[int, bytes | None]]:
    """(number from 1, line without its break); None for a line of more than limit bytes."""
    number, parts, held, skipping = 1, [], 0, False
    while chunk := stream.read(_CHUNK):
        start = 0
        while (end := chunk.find(b"\n", start)) >= 0:
            held += end - start
            parts.append(chunk[start:end])
            yield number, None if skipping or held > limit else b"".join(parts).rstrip(b"\r")
            number, parts, held, skipping, start = number + 1, [], 0, False, end + 1
        if skipping:
            continue
        parts.append(chunk[start:])
        held += len(chunk) - start
        if held > limit:
            parts, skipping = [], True
    if skipping:
        yield number, None
    elif held:
        yield number, b"".join(parts).rstrip(b"\r")
