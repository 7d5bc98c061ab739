"""What is new in saved searches (查新): each distinct search is run once a day over what became public since its last run.

Spans of time follow each other without a gap or an overlap, and a search notes a record once: found twice it would have
to become public anew, and is then known. A span ends where the index is certain to be complete, so that an index that
lags or is down delays an alert and loses none.
"""

import logging
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Min, OuterRef
from django.utils import timezone

from core.enums import DeliveryState
from core.events import INDEX
from core.models import Delivery
from core.searchable import kinds
from search import queries, status
from search.engines import engine
from search.engines.base import EngineError, Sort, Span
from search.models import AlertItem, AlertRound, SavedSearch
from search.selectors import by_kind
from search.services.alerts import active, conditions_of

log = logging.getLogger(__name__)

LISTED = 100  # items of one look that are noted; of the others only the number
PAGE = 200


class Public(NamedTuple):
    """What is known of a record that is public now."""

    version: int
    public_from: datetime


def indexed_until(now: datetime) -> datetime:
    """Everything that became public until then is in the index, but for what the index could not take at all."""
    waiting = Delivery.objects.filter(queue=INDEX, state=DeliveryState.PENDING).aggregate(at=Min("event__created_at"))["at"]
    # A record becomes public a moment before its transaction ends, and before its event is written.
    return min(now, status.last_clock(), waiting or now) - timedelta(seconds=settings.ALERTS_LAG_SECONDS)


def look(now: datetime | None = None, *, at_once: bool = False) -> int:
    """Runs every search that somebody waits for and that was not run today (`at_once`: today too); returns how many.

    While the engine is down nothing moves: the rest waits for the next call.
    """
    now = now or timezone.now()
    until, today = indexed_until(now), timezone.localdate(now)
    looked = 0
    for saved in _due(until, None if at_once else today):
        try:
            looked += _look_at(saved, until, today)
        except EngineError as error:
            log.error("alerts wait for the search engine: %s", type(error).__name__)
            break
    return looked


def public_now(keys: Iterable[str]) -> dict[str, Public]:
    """Version and beginning of those of these records that are public at this moment; one query for each kind."""
    found = {}
    for slug, ids in by_kind(keys).items():
        if kind := kinds().get(slug):
            for public_id, *known in kind.queryset().filter(public_id__in=ids).values_list("public_id", "version", "public_from"):
                found[f"{slug}:{public_id}"] = Public(*known)
    return found


def correction_note(*, kind: str, public_id: str) -> None:
    """A record was corrected: the searches that found it before tell those who asked for corrections. Repeatable."""
    key, now = f"{kind}:{public_id}", timezone.now()
    wanting = active().filter(search=OuterRef("search"), corrections=True)
    searches = list(AlertItem.objects.filter(Exists(wanting), key=key, correction=False).values_list("search_id", "version"))
    public = public_now([key]).get(key) if searches else None
    if public is None:
        return
    for search_id, version in searches:
        with transaction.atomic():
            if version < public.version and not AlertItem.objects.filter(search=search_id, key=key, version=public.version).exists():
                made = AlertRound.objects.create(search_id=search_id, after=now, until=now)
                AlertItem.objects.create(round=made, search_id=search_id, key=key, version=public.version, at=now, correction=True)


def _due(until: datetime, today: date | None) -> Iterator[SavedSearch]:
    """In pages: nothing is held open while the engine works."""
    due = SavedSearch.objects.filter(Exists(active().filter(search=OuterRef("pk"))), looked_until__lt=until).order_by("pk")
    if today:
        due = due.exclude(looked_on=today)
    page = list(due[:PAGE])
    while page:
        yield from page
        page = list(due.filter(pk__gt=page[-1].pk)[:PAGE])


def _look_at(saved: SavedSearch, until: datetime, today: date) -> bool:
    """One look, noted whole or not at all; False when another worker was quicker."""
    search, span = conditions_of(saved), Span(saved.looked_until, until)
    answer = engine().search(queries.parse(search.q), filters=dict(search.filters), sort=Sort.NEWS, offset=0, limit=LISTED, span=span)
    public = public_now(answer.keys)
    more = max(answer.total - len(answer.keys), 0)
    with transaction.atomic():
        if not SavedSearch.objects.filter(pk=saved.pk, looked_until=saved.looked_until).update(looked_until=until, looked_on=today):
            return False
        known = set(AlertItem.objects.filter(search=saved, key__in=answer.keys, correction=False).values_list("key", flat=True))
        fresh = [key for key in answer.keys if key in public and key not in known]
        if fresh or more:
            made = AlertRound.objects.create(search=saved, after=span.after, until=until, more=more)
            AlertItem.objects.bulk_create(AlertItem(round=made, search=saved, key=key, version=public[key].version, at=public[key].public_from) for key in fresh)
    return True
