"""The outbox: delivered at least once, by one worker at a time, never lost."""

from datetime import timedelta

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from core import events
from core.enums import DeliveryState
from core.models import Delivery, Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def heard(monkeypatch):
    """A bus of its own; what its one handler heard, and a switch that makes it fail."""
    for name in ("_handlers", "_by_topic", "_wakers"):
        monkeypatch.setattr(events, name, {})
    calls = []

    @events.handler("thing.done", name="test.hear")
    def hear(number):
        calls.append(number)
        if number < 0:
            raise ValueError("王小五 110101199001011234")

    return calls


def delivery():
    """The only delivery, read again."""
    return Delivery.objects.get()


def test_an_event_is_delivered_once_to_each_handler(heard):
    also = []
    events.handler("thing.done", name="test.also")(lambda number: also.append(number))
    events.emit("thing.done", number=7)
    assert events.drain(events.WORK) == 2
    assert heard == [7] and also == [7]
    assert events.drain(events.WORK) == 0 and set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DONE}


def test_an_event_that_was_rolled_back_never_happened(heard):
    with pytest.raises(RuntimeError), transaction.atomic():
        events.emit("thing.done", number=7)
        raise RuntimeError
    assert events.drain(events.WORK) == 0 and not Event.objects.exists()


def test_a_failure_is_tried_again_with_growing_pauses_and_then_set_aside(heard):
    events.emit("thing.done", number=-1)
    pauses, now = [], timezone.now() + timedelta(seconds=1)
    for _ in range(events.MAX_ATTEMPTS):
        with time_machine.travel(now, tick=False):
            assert events.drain(events.WORK) == 1
            assert events.drain(events.WORK) == 0, "tried again without a pause"
            pauses.append((delivery().due_at - timezone.now()).total_seconds())
        now = delivery().due_at
    assert pauses == sorted(pauses) and pauses[0] >= 1 and max(pauses) <= 3600
    assert delivery().state == DeliveryState.DEAD and len(heard) == events.MAX_ATTEMPTS
    assert "ValueError" in delivery().last_error and "王小五" not in delivery().last_error


def test_a_dead_letter_is_revived_and_nothing_else_is(heard):
    events.emit("thing.done", number=-1)
    events.emit("thing.done", number=1)
    Delivery.objects.filter(event__payload__number=-1).update(state=DeliveryState.DEAD, attempts=8)
    events.drain(events.WORK)
    assert events.revive(Delivery.objects.all()) == 1
    assert events.drain(events.WORK) == 1 and heard == [1, -1]


def test_a_killed_worker_loses_nothing(heard):
    events.emit("thing.done", number=7)
    assert len(events.claim(events.WORK)) == 1  # and is never heard of again
    assert events.drain(events.WORK) == 0
    with time_machine.travel(timezone.now() + events.LEASE + timedelta(seconds=1)):
        assert events.drain(events.WORK) == 1
    assert heard == [7]


class Killed(BaseException):
    """Stands for kill -9: nothing of the worker's own code catches it."""


def test_a_delivery_that_kills_every_worker_becomes_a_dead_letter_alone(heard):
    @events.handler("poison", name="test.poison")
    def poison():
        raise Killed

    events.emit("poison")
    events.emit("thing.done", number=7)  # leased along with it every time, never to blame
    now = timezone.now() + timedelta(seconds=1)
    for _ in range(events.MAX_ATTEMPTS):
        with time_machine.travel(now, tick=False), pytest.raises(Killed):
            events.drain(events.WORK)
        now += events.LEASE + timedelta(seconds=1)
    with time_machine.travel(now, tick=False):
        events.drain(events.WORK)
    dead = Delivery.objects.get(handler="test.poison")
    assert dead.state == DeliveryState.DEAD and dead.attempts == events.MAX_ATTEMPTS and dead.last_error
    assert heard == [7] and Delivery.objects.get(handler="test.hear").attempts == 1


def test_two_workers_never_hold_the_same_delivery(heard):
    events.emit_many("thing.done", [{"number": n} for n in range(50)])
    first, second = events.claim(events.WORK, 30), events.claim(events.WORK, 30)
    assert len(first) == 30 and len(second) == 20
    assert not {d.id for d in first} & {d.id for d in second}


def test_a_worker_that_was_taken_for_dead_leaves_what_another_has_now(heard):
    events.emit("thing.done", number=7)
    slow = events.claim(events.WORK)
    with time_machine.travel(timezone.now() + events.LEASE + timedelta(seconds=1)):
        quick = events.claim(events.WORK)
        events.fail(slow[0], RuntimeError())
        events.complete(slow)
        assert delivery().lease == quick[0].lease and delivery().state == DeliveryState.PENDING
        events.complete(quick)
    assert delivery().state == DeliveryState.DONE


def test_deliveries_behind_a_slow_one_are_not_worked_on_twice(heard, monkeypatch):
    """The lease of a whole claim runs out while its first handler works; another worker takes the rest."""

    @events.handler("slow.done", name="test.slow")
    def slow():
        Delivery.objects.filter(handler="test.hear").update(lease="another", leased_until=timezone.now() + events.LEASE)

    events.emit("slow.done")
    events.emit("thing.done", number=7)
    events.drain(events.WORK)
    assert heard == [] and Delivery.objects.get(handler="test.hear").lease == "another"


def test_a_delivery_that_kills_every_worker_after_a_heartbeat_becomes_a_dead_letter_too(heard):
    @events.handler("long.work", name="test.long")
    def long():
        events.heartbeat()
        raise Killed

    events.emit("long.work")
    now = timezone.now() + timedelta(seconds=1)
    for _ in range(events.MAX_ATTEMPTS):
        with time_machine.travel(now, tick=False), pytest.raises(Killed):
            events.drain(events.WORK)
        now += events.LEASE + timedelta(seconds=1)
    with time_machine.travel(now, tick=False):
        assert events.drain(events.WORK) == 0
    assert delivery().state == DeliveryState.DEAD


def test_a_long_handler_keeps_its_lease_and_where_it_got_on_is_forgiven_earlier_attempts(heard):
    @events.handler("long.work", name="test.long")
    def long():
        Delivery.objects.update(attempts=events.MAX_ATTEMPTS, leased_until=timezone.now())
        events.heartbeat(got_on=True)
        assert delivery().leased_until > timezone.now() + events.LEASE / 2
        raise RuntimeError

    events.emit("long.work")
    events.drain(events.WORK)
    assert delivery().state == DeliveryState.PENDING and delivery().attempts == 1


def test_a_handler_whose_lease_was_taken_stops(heard):
    @events.handler("long.work", name="test.long")
    def long():
        Delivery.objects.update(lease="another")
        events.heartbeat()
        heard.append("went on")

    events.emit("long.work")
    events.drain(events.WORK)
    assert heard == [] and delivery().lease == "another" and delivery().state == DeliveryState.PENDING


def test_a_delivery_for_a_handler_that_is_gone_waits_instead_of_vanishing(heard):
    events.emit("thing.done", number=7)
    events._handlers.clear()
    events.drain(events.WORK)
    assert delivery().state == DeliveryState.PENDING and "LookupError" in delivery().last_error


def test_the_waker_is_called_after_commit_and_may_fail(heard, django_capture_on_commit_callbacks):
    woken = []

    def wake():
        woken.append(1)
        raise ConnectionError

    events.waker(events.WORK, wake)
    with django_capture_on_commit_callbacks(execute=False) as callbacks:
        events.emit("thing.done", number=7)
    assert not woken and len(callbacks) == 1
    with transaction.atomic(), django_capture_on_commit_callbacks():
        transaction.on_commit(callbacks[0], robust=True)
    assert events.drain(events.WORK) == 1 and heard == [7]


def test_pruning_takes_only_what_every_handler_has_had(heard):
    events.handler("thing.done", name="test.also")(lambda number: None)
    events.emit("thing.done", number=1)
    events.emit("thing.done", number=2)
    Delivery.objects.filter(event__payload__number=1).update(state=DeliveryState.DONE)
    Delivery.objects.filter(event__payload__number=2, handler="test.also").update(state=DeliveryState.DONE)
    with time_machine.travel(timezone.now() + timedelta(days=31)):
        events.prune()
    assert list(Event.objects.values_list("payload__number", flat=True)) == [2]
