"""Which engine this installation searches with."""

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from search.engines.base import Engine
from search.engines.tantivy import TantivyEngine


def engine() -> Engine:
    """The engine of this process; its readers are shared by all threads."""
    return _embedded(state_directory())


def state_directory() -> Path:
    """Where search keeps its local state: indexes, the indexer's lock and heartbeat."""
    return Path(settings.PORTAL_DATA) / "search"


@lru_cache(maxsize=4)
def _embedded(root: Path) -> Engine:
    return TantivyEngine(root)
