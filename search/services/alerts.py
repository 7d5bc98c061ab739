"""Subscriptions (订阅): asked for, confirmed from the mailbox, dropped; what nobody confirmed or left behind is swept.

No answer tells whether an address is known. Nothing of an address or a search goes into events, audit or logs.
"""

import json
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.utils import timezone

from core.events import emit
from core.sealed import Sealed, fingerprint
from search.address import Address
from search.analysis import fold
from search.enums import LetterKind, LetterState
from search.models import AlertRound, Letter, SavedSearch, Subscriber, Subscription

MOST = 10  # searches of one address
LINK_LIFE = timedelta(days=3)  # for so long the link in a letter of confirmation holds
UNCONFIRMED_LIFE = timedelta(days=7)
SUSPENDED_LIFE = timedelta(days=30)
LETTERS_KEPT = timedelta(days=90)  # without their readers, for the office's figures


class TooMany(Exception):
    """The address has as many searches as one may have."""


def active() -> QuerySet[Subscription]:
    """Subscriptions that letters are sent for."""
    return Subscription.objects.filter(confirmed_at__isnull=False, subscriber__suspended_at=None)


def conditions_of(saved: SavedSearch) -> Address:
    """The search as it was typed first."""
    q, filters = json.loads(saved.conditions.open_unaudited())
    return Address(q, tuple((name, value) for name, value in filters))


def alert_ask(*, address: str, search: Address, corrections: bool = False) -> None:
    """Notes the wish and sends a letter with the link that confirms it; whoever is subscribed already is told so there."""
    now = timezone.now()
    with transaction.atomic():
        saved, _ = SavedSearch.objects.get_or_create(
            digest=_digest(search), defaults={"conditions": Sealed.seal(json.dumps([search.q, search.filters], ensure_ascii=False)), "looked_until": now}
        )
        subscriber, _ = Subscriber.objects.get_or_create(digest=fingerprint(f"alerts:{address.lower()}"), defaults={"address": Sealed.seal(address)})
        made, _ = Subscription.objects.get_or_create(subscriber=subscriber, search=saved, defaults={"asked_at": now})
        Subscription.objects.filter(pk=made.pk, confirmed_at=None).update(asked_at=now, corrections=corrections)
        if not Letter.objects.filter(subscription=made, kind=LetterKind.CONFIRM, state=LetterState.WAITING).exists():
            letter = Letter.objects.create(kind=LetterKind.CONFIRM, subscriber=subscriber, subscription=made, day=timezone.localdate(now), due_at=now)
            emit("alerts.asked", letter=letter.pk)


def confirmable(handle: str) -> Subscription | None:
    """The subscription whose link this is, while the link holds; a confirmed one too. None for everything else."""
    rows = Subscription.objects.select_related("subscriber", "search")
    return rows.filter(Q(asked_at__gt=timezone.now() - LINK_LIFE) | Q(confirmed_at__isnull=False), handle=handle).first() if handle else None


def alert_confirm(*, subscription: Subscription) -> bool:
    """From now on letters are sent for it; False when it was confirmed or dropped meanwhile. TooMany beyond the limit.

    Only what becomes public after this moment is told of. An address whose letters were refused works again, it seems.
    """
    now = timezone.now()
    with transaction.atomic():
        mine = Subscription.objects.filter(subscriber=subscription.subscriber_id, confirmed_at__isnull=False)
        if mine.count() >= MOST:
            raise TooMany
        watched = active().filter(search=subscription.search_id).exists()
        if not Subscription.objects.filter(pk=subscription.pk, confirmed_at=None).update(confirmed_at=now):
            return False
        if not watched:
            SavedSearch.objects.filter(pk=subscription.search_id).update(looked_until=now, looked_on=timezone.localdate(now))
        revived = Subscriber.objects.filter(pk=subscription.subscriber_id, suspended_at__isnull=False).update(suspended_at=None, refusals=0)
        for row in mine if revived else mine.filter(pk=subscription.pk):
            newest = AlertRound.objects.filter(search=row.search_id).aggregate(at=Max("id"))["at"] or 0
            Subscription.objects.filter(pk=row.pk).update(confirmed_at=now, told_round=newest)
    return True


def subscription_drop(*, subscriber: Subscriber, handle: str) -> None:
    """Ends one search; with the last one the address goes too."""
    with transaction.atomic():
        Subscription.objects.filter(subscriber=subscriber, handle=handle).delete()
        if not subscriber.subscriptions.exists():
            subscriber_leave(subscriber=subscriber)


def subscriber_leave(*, subscriber: Subscriber) -> None:
    """Destroys the address and everything that was asked for from it; letters that wait are not sent. Again, it does no harm."""
    with transaction.atomic():
        Letter.objects.filter(subscriber=subscriber, state=LetterState.WAITING).update(state=LetterState.DROPPED, parts=[])
        Subscriber.objects.filter(pk=subscriber.pk).delete()


def alerts_sweep(now: datetime | None = None) -> int:
    """Deletes what was not confirmed within a week, addresses that refused our letters for a month, and what nobody needs
    any more; returns how many addresses went.
    """
    now = now or timezone.now()
    with transaction.atomic():
        Subscription.objects.filter(confirmed_at=None, asked_at__lt=now - UNCONFIRMED_LIFE).delete()
        idle = ~Exists(Subscription.objects.filter(subscriber=OuterRef("pk")))
        gone = list(Subscriber.objects.filter(idle | Q(suspended_at__lt=now - SUSPENDED_LIFE)))
        for subscriber in gone:
            subscriber_leave(subscriber=subscriber)
        unread = ~Exists(Subscription.objects.filter(search=OuterRef("pk")))
        SavedSearch.objects.filter(unread, looked_until__lt=now - timedelta(days=1)).delete()
        Letter.objects.filter(day__lt=timezone.localdate(now) - LETTERS_KEPT).exclude(state=LetterState.WAITING).delete()
    return len(gone)


def _digest(search: Address) -> str:
    """Equal for searches that ask the same: case, width and gaps do not matter, nor the order of the filters."""
    return fingerprint("search:" + json.dumps([" ".join(fold(search.q).split()), sorted(search.filters)], ensure_ascii=False))
