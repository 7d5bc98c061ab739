"""The outbox (事件): emitted in the writer's transaction, delivered at least once to each handler.

Handlers carry ids, read again and are idempotent. A failure is tried again with growing pauses, the last one
leaves a dead letter (死信) for the staff screen. A killed process loses nothing: its lease runs out.
"""

import logging
import secrets
import traceback
from collections.abc import Callable, Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from .enums import DeliveryState
from .models import Delivery, Event

log = logging.getLogger(__name__)

MAX_ATTEMPTS = 8
LEASE = timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)
INDEX, WORK = "index", "work"


class LeaseLost(RuntimeError):
    """A long handler was taken for dead and its delivery leased to another worker."""


@dataclass(frozen=True, slots=True)
class Handler:
    """One subscription: a function called with the event's ids."""

    name: str
    topic: str
    queue: str
    call: Callable[..., None]


_current: ContextVar[Delivery | None] = ContextVar("delivery", default=None)
_handlers: dict[str, Handler] = {}
_by_topic: dict[str, list[Handler]] = {}
_wakers: dict[str, Callable[[], None]] = {}


def handler(topic: str, *, queue: str = WORK, name: str = "") -> Callable:
    """Subscribes a function to `topic`; its name must stay the same as long as deliveries wait for it."""

    def register(function: Callable[..., None]) -> Callable[..., None]:
        item = Handler(name or f"{function.__module__}.{function.__name__}", topic, queue, function)
        if item.name not in _handlers:
            _by_topic.setdefault(topic, []).append(item)
        _handlers[item.name] = item
        return function

    return register


def waker(queue: str, wake: Callable[[], None]) -> None:
    """Names the function that wakes whoever drains `queue`; called after commit, it may fail without loss."""
    _wakers[queue] = wake


def emit(topic: str, **ids) -> None:
    """Writes one event and its deliveries; call it inside the transaction that it tells of."""
    emit_many(topic, [ids])


def emit_many(topic: str, payloads: Iterable[dict]) -> None:
    """Writes many events of one topic with two statements a batch."""
    subscribers = _by_topic.get(topic, [])
    if not subscribers:
        return
    events = Event.objects.bulk_create([Event(topic=topic, payload=p) for p in payloads], batch_size=500)
    now = timezone.now()
    Delivery.objects.bulk_create(
        [Delivery(event=e, handler=s.name, queue=s.queue, due_at=now) for e in events for s in subscribers], batch_size=500
    )
    for queue in {s.queue for s in subscribers} & _wakers.keys():
        transaction.on_commit(_wakers[queue], robust=True)


def claim(queue: str, limit: int = 200) -> list[Delivery]:
    """Leases up to `limit` due deliveries, oldest first, to the caller alone (compare-and-set, no row locks).

    An attempt is counted when it begins: see begin().
    """
    now, lease = timezone.now(), secrets.token_hex(16)
    _bury(queue)
    free = Delivery.objects.filter(Q(leased_until=None) | Q(leased_until__lt=now), queue=queue, state=DeliveryState.PENDING, due_at__lte=now)
    while ids := list(free.order_by("id").values_list("id", flat=True)[:limit]):
        if free.filter(id__in=ids).update(lease=lease, leased_until=now + LEASE):
            break  # otherwise another worker was quicker with all of these: the next ones
    else:
        return []
    return list(Delivery.objects.filter(lease=lease, state=DeliveryState.PENDING).select_related("event").order_by("id"))


def begin(deliveries: Sequence[Delivery]) -> bool:
    """Counts an attempt at each and renews its lease, before anything is done: it may kill this process.

    False when another worker has one of them by now: leave them.
    """
    lease = {d.lease for d in deliveries}
    mine = Delivery.objects.filter(id__in=[d.id for d in deliveries], lease__in=lease, state=DeliveryState.PENDING)
    counted = mine.update(leased_until=timezone.now() + LEASE, attempts=F("attempts") + 1)
    for delivery in deliveries:
        delivery.attempts += 1
    return counted == len(deliveries)


def give_back(deliveries: Iterable[Delivery]) -> None:
    """Takes back an attempt that failed for no fault of these deliveries: what they are brought to is down."""
    for delivery in deliveries:
        _still_mine(delivery).update(lease="", leased_until=None, attempts=F("attempts") - 1)


def forsake(queue: str) -> None:
    """Ends every lease of a queue that one process alone drains, when that process starts: whoever held them is dead.
    An attempt that it began stays counted.
    """
    Delivery.objects.filter(queue=queue, state=DeliveryState.PENDING).exclude(lease="").update(leased_until=timezone.now())


def _bury(queue: str) -> None:
    """Sets aside what had its last attempt and was never heard of again: it kills its workers, so none could `fail` it."""
    worn = Delivery.objects.filter(queue=queue, state=DeliveryState.PENDING, attempts__gte=MAX_ATTEMPTS, leased_until__lt=timezone.now())
    if buried := worn.update(state=DeliveryState.DEAD, lease="", leased_until=None, last_error="worker died"):
        log.warning("%s deliveries killed every worker that tried them", buried)


def complete(deliveries: Iterable[Delivery]) -> None:
    """Marks deliveries as done; to be called after their effect is durable. Whose lease was lost is left to its new worker."""
    mine = list(deliveries)
    Delivery.objects.filter(id__in=[d.id for d in mine], lease__in={d.lease for d in mine}).update(
        state=DeliveryState.DONE, done_at=timezone.now(), lease="", leased_until=None, last_error=""
    )


def fail(delivery: Delivery, error: BaseException) -> None:
    """Puts a delivery off (2^attempts seconds, at most an hour) or, after the last attempt, aside as a dead letter."""
    dead = delivery.attempts >= MAX_ATTEMPTS
    text = fault_of(error)
    log.warning("delivery %s of %s failed: %s", delivery.id, delivery.handler, text)
    Delivery.objects.filter(id=delivery.id, lease=delivery.lease).update(
        state=DeliveryState.DEAD if dead else DeliveryState.PENDING,
        due_at=timezone.now() + timedelta(seconds=min(2**delivery.attempts, 3600)),
        lease="",
        leased_until=None,
        last_error=text,
    )


def fault_of(error: BaseException) -> str:
    """The type of an exception and its place in the code; its message could quote a record."""
    place = traceback.extract_tb(error.__traceback__)[-1] if error.__traceback__ else None
    return f"{type(error).__name__} @ {place.name}:{place.lineno}" if place else type(error).__name__


def revive(deliveries: Iterable[Delivery]) -> int:
    """Gives dead letters a new life, from the staff screen; returns how many."""
    ids = [d.id for d in deliveries]
    return Delivery.objects.filter(id__in=ids, state=DeliveryState.DEAD).update(
        state=DeliveryState.PENDING, attempts=0, due_at=timezone.now(), lease="", leased_until=None
    )


def drain(queue: str, limit: int = 200) -> int:
    """Delivers what is due in `queue`, one by one; returns how many were tried."""
    deliveries = claim(queue, limit)
    for delivery in deliveries:
        if not begin([delivery]):  # counted alone: those behind it in the claim are not to blame for what it does
            continue  # those before it took longer than the lease: another worker has it
        target = _handlers.get(delivery.handler)
        token = _current.set(delivery)
        try:
            if target is None:
                raise LookupError(delivery.handler)
            target.call(**delivery.event.payload)
        except Exception as error:  # any failure of a handler is its delivery's, not the queue's
            fail(delivery, error)
        else:
            complete([delivery])
        finally:
            _current.reset(token)
    return len(deliveries)


def heartbeat(*, got_on: bool = False) -> None:
    """Tells, from inside a long handler, that it is alive: renews its lease. Where it `got_on`, so that the next attempt
    would begin behind what is committed now, earlier attempts are forgiven; being alive alone forgives nothing.

    LeaseLost when another worker has taken the delivery over: stop, it goes on there.
    """
    delivery = _current.get()
    if delivery is None:
        return
    attempts = 1 if got_on else delivery.attempts
    if not _still_mine(delivery).update(leased_until=timezone.now() + LEASE, attempts=attempts):
        raise LeaseLost(delivery.id)
    delivery.attempts = attempts


def others_wait(queue: str = WORK) -> bool:
    """Whether another delivery of the queue is due than the one that this handler is called for."""
    current = _current.get()
    due = Delivery.objects.filter(queue=queue, state=DeliveryState.PENDING, due_at__lte=timezone.now())
    return (due.exclude(id=current.id) if current else due).exists()


def _still_mine(delivery: Delivery) -> QuerySet[Delivery]:
    return Delivery.objects.filter(id=delivery.id, lease=delivery.lease, state=DeliveryState.PENDING)


def prune(older_than: timedelta = timedelta(days=30)) -> int:
    """Deletes events all of whose deliveries were done before `older_than`; returns how many rows went."""
    border = timezone.now() - older_than
    open_events = Delivery.objects.exclude(state=DeliveryState.DONE).values("event_id")
    return Event.objects.filter(created_at__lt=border).exclude(id__in=open_events).delete()[0]
