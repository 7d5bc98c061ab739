"""Digests (汇总): one letter for each address and day, with whatever is new in all its searches.

What a letter tells of is taken out of the subscriptions in the transaction that writes the letter: no other letter can
tell of it again. A letter that still waits - the mail server is down - takes in the next day's news: after a week
without mail everybody gets one letter.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Sum
from django.utils import timezone

from core.searchable import SearchDocument
from search.enums import LetterKind, LetterState
from search.models import AlertItem, AlertRound, Letter, Subscription
from search.selectors import public_documents
from search.services.alerts import active
from search.services.matching import public_now

SHOWN, SHOWN_IN_ALL = 20, 60  # items of one search, and of one letter, that are listed
READ = 500  # items of one search that are looked at; of what lies beyond only the number is told
PAGE = 200


class _Meanwhile(Exception):
    """Another worker was at the same letter or subscription."""


@dataclass(frozen=True)
class Entry:
    """An item as a letter lists it."""

    document: SearchDocument
    correction: bool


@dataclass(frozen=True)
class Section:
    """What is new in one search: the items listed, and how many there are beside them."""

    subscription: Subscription
    entries: list[Entry]
    more: int


def digests_open(now: datetime | None = None) -> int:
    """Writes today's letters, or adds to letters that still wait; returns for how many addresses there was something."""
    now = now or timezone.now()
    return sum(_open(subscriber_id, now) for subscriber_id in _waiting_readers(now))


def sections_of(letter: Letter) -> list[Section]:
    """What a letter tells of, as it is public at this moment: what was held or withdrawn since it was found is left out."""
    subscriptions = active().select_related("search").in_bulk([part[0] for part in letter.parts])
    room, sections = SHOWN_IN_ALL, []
    for number, spans in _by_subscription(letter.parts).items():
        if (subscription := subscriptions.get(number)) is None:  # dropped meanwhile
            continue
        items = {item.key: item for after, upto in spans for item in _items(subscription, after, upto)[:READ]}
        public = public_now(items)
        shown = [key for key in sorted(items, key=lambda key: items[key].at, reverse=True) if key in public]
        entries = [Entry(d, items[d.key].correction) for d in public_documents(shown[: min(SHOWN, room)])]
        more = len(shown) - len(entries) + sum(_more(subscription, after, upto) for after, upto in spans)
        room -= len(entries)
        if entries or more:
            sections.append(Section(subscription, entries, more))
    return sections


def _waiting_readers(now: datetime) -> Iterator[int]:
    """Addresses with news that had no letter today, in pages."""
    new = AlertRound.objects.filter(search=OuterRef("search"), id__gt=OuterRef("told_round"))
    told = Letter.objects.filter(subscriber=OuterRef("subscriber"), kind=LetterKind.DIGEST, day=timezone.localdate(now)).exclude(state=LetterState.WAITING)
    readers = active().filter(Exists(new)).exclude(Exists(told)).order_by("subscriber_id").values_list("subscriber_id", flat=True).distinct()
    page = list(readers[:PAGE])
    while page:
        yield from page
        page = list(readers.filter(subscriber_id__gt=page[-1])[:PAGE])


def _open(subscriber_id: int, now: datetime) -> bool:
    """Moves what is new from the subscriptions of one reader into his letter."""
    try:
        with transaction.atomic():
            parts = _take(subscriber_id)
            return bool(parts) and _put(subscriber_id, parts, now)
    except (_Meanwhile, IntegrityError):
        return False  # he has a letter of today, or another worker writes it: what is new stays where it was


def _take(subscriber_id: int) -> list[list[int]]:
    """Subscription, round told of before, last round: of those with something to tell. All are moved on."""
    parts = []
    for subscription in active().filter(subscriber=subscriber_id):
        newest = AlertRound.objects.filter(search=subscription.search_id, id__gt=subscription.told_round).order_by("-id").values_list("id", flat=True).first()
        if newest is None:
            continue
        if not Subscription.objects.filter(pk=subscription.pk, told_round=subscription.told_round).update(told_round=newest):
            raise _Meanwhile
        span = subscription.told_round, newest
        if _items(subscription, *span).exists() or _more(subscription, *span):
            parts.append([subscription.pk, *span])
    return parts


def _put(subscriber_id: int, parts: list[list[int]], now: datetime) -> bool:
    today = timezone.localdate(now)
    letter = Letter.objects.filter(subscriber=subscriber_id, kind=LetterKind.DIGEST, state=LetterState.WAITING).first()
    if letter is None:
        Letter.objects.create(kind=LetterKind.DIGEST, subscriber_id=subscriber_id, day=today, parts=parts, due_at=now)
    elif not Letter.objects.filter(pk=letter.pk, state=LetterState.WAITING, parts=letter.parts).update(parts=letter.parts + parts, day=today):
        raise _Meanwhile
    return True


def _by_subscription(parts: list[list[int]]) -> dict[int, list[tuple[int, int]]]:
    spans: dict[int, list[tuple[int, int]]] = {}
    for number, after, upto in parts:
        spans.setdefault(number, []).append((after, upto))
    return spans


def _items(subscription: Subscription, after: int, upto: int) -> QuerySet[AlertItem]:
    """News since the subscription was confirmed; corrections where they were asked for."""
    wanted = Q(correction=False) | Q(correction=subscription.corrections)
    return AlertItem.objects.filter(wanted, search=subscription.search_id, round_id__gt=after, round_id__lte=upto, at__gt=subscription.confirmed_at).order_by("-at", "-id")


def _more(subscription: Subscription, after: int, upto: int) -> int:
    rounds = AlertRound.objects.filter(search=subscription.search_id, id__gt=after, id__lte=upto, after__gte=subscription.confirmed_at)
    return rounds.aggregate(n=Sum("more"))["n"] or 0
