"""What the queue process does for search (检索的定时任务): each can be repeated, and two at once do no harm."""

import logging
from contextlib import suppress

from django.conf import settings
from django.utils import timezone

from search.engines.base import EngineError
from search.services import alerts, digests, mailing, matching
from search.sweep import sweep

log = logging.getLogger(__name__)


def sweep_index() -> None:
    """Nightly: the index against the database. An index that is away is the indexer's to build, and told on the desk."""
    with suppress(EngineError):
        if left := sweep().left:
            log.error("the sweep left %s differences between index and database", left)


def send_alerts() -> dict[str, int]:
    """From ALERTS_HOUR on: looks for what is new, once a day for each search, and writes the day's letters; sends what is due at any hour."""
    if timezone.localtime().hour >= settings.ALERTS_HOUR:
        return {"looked": matching.look(), "opened": digests.digests_open(), **mailing.letters_send()}
    return {"looked": 0, "opened": 0, **mailing.letters_send()}


def sweep_alerts() -> int:
    """Deletes what nobody confirmed and what nobody needs."""
    return alerts.alerts_sweep()
