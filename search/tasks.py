"""What the queue process does for search (检索的定时任务)."""

import logging
from contextlib import suppress

from search.engines.base import EngineError
from search.sweep import sweep

log = logging.getLogger(__name__)


def sweep_index() -> None:
    """Nightly: the index against the database. An index that is away is the indexer's to build, and told on the desk."""
    with suppress(EngineError):
        if left := sweep().left:
            log.error("the sweep left %s differences between index and database", left)

