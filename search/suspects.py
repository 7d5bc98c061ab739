"""What was in hand when a rebuild of the index died (重建索引时的嫌疑记录): no delivery counts it, so this does.

Before a page of records is read its keys are written down, and struck out behind it. Whoever finds them there knows
that a process died over them: each is then read alone, and left out after the third death.
"""

import json
import logging
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from search.engines import state_directory

log = logging.getLogger(__name__)

DEATHS = 3
FILE = "rebuild.suspects.json"


class Suspects:
    """Records that were in hand when a rebuild died, and how often."""

    def __init__(self, deaths: dict[str, int]) -> None:
        self._deaths = deaths
        self.given_up: set[tuple[str, str]] = set()

    @classmethod
    def left(cls) -> "Suspects":
        """What earlier rebuilds left behind, the last death counted; none where the file is missing or damaged."""
        deaths: dict[str, int] = {}
        with suppress(OSError, ValueError, TypeError, KeyError, AttributeError):
            kept = json.loads(_path().read_text())
            deaths = {str(key): int(times) for key, times in kept["deaths"].items()}
            for key in kept["hand"]:
                deaths[str(key)] = deaths.get(str(key), 0) + 1
        found = cls(deaths)
        found._write([])
        return found

    def apart(self, slug: str, page: Sequence[Any]) -> Iterator[list[Any]]:
        """A page in parts: what never was in hand at a death together, each suspect alone, who killed too often not at
        all. While a part is being worked on it stands in the file.
        """
        keys = {id(record): f"{slug}:{record.public_id}" for record in page}
        together = [r for r in page if keys[id(r)] not in self._deaths]
        for part in [together] * bool(together) + [[r] for r in page if keys[id(r)] in self._deaths]:
            if self._deaths.get(keys[id(part[0])], 0) >= DEATHS:
                self.given_up.add((slug, part[0].public_id))
                log.error("%s killed the indexer %s times and is left out of the new index", keys[id(part[0])], DEATHS)
                continue
            self._write([keys[id(record)] for record in part])
            yield part
        self._write([])

    def survived(self) -> None:
        """The rebuild ended with an error that the process outlived: what was in hand is not to blame."""
        self._write([])

    def forget(self) -> None:
        """The new index is in use: the next rebuild tries everything again."""
        _path().unlink(missing_ok=True)

    def _write(self, hand: list[str]) -> None:
        path = _path()
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps({"hand": hand, "deaths": self._deaths}))
        fresh.replace(path)


def _path() -> Path:
    return state_directory() / FILE
