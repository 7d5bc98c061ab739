"""What the queue process runs: it drains the outbox, woken after commit and, should a wake be lost, every minute."""

import logging

from django.core.management import call_command

from . import events, uploads

log = logging.getLogger(__name__)

_schedules: dict[str, tuple[str, int | None]] = {}


def drain_work() -> int:
    """Delivers until nothing in the work queue is due; returns how many deliveries were tried."""
    total = 0
    while tried := events.drain(events.WORK, limit=20):
        total += tried
    return total


def prune_events() -> int:
    """Deletes events that were delivered more than a month ago."""
    return events.prune()


def sweep_uploads() -> int:
    """Deletes what killed processes left of uploads."""
    return uploads.sweep()


def publish_scheduled() -> None:
    """Pages whose editor set a time: they go live, or off, when it has come (Wagtail)."""
    call_command("publish_scheduled")


def clear_sessions() -> None:
    """Deletes sessions that ran out."""
    call_command("clearsessions")


def wake() -> None:
    """Asks the queue process to drain; a queue that is down finds the deliveries later."""
    from django_q.tasks import async_task

    async_task("core.tasks.drain_work")


def register_schedule(name: str, function: str, *, minutes: int | None = None) -> None:
    """A recurring job of any room: the dotted path of a function, called every so many minutes, or else daily."""
    _schedules[name] = (function, minutes)


def ensure_schedules() -> None:
    """Creates the recurring jobs once (idempotent)."""
    from django_q.models import Schedule

    for name, (function, minutes) in _schedules.items():
        kind = Schedule.MINUTES if minutes else Schedule.DAILY
        Schedule.objects.update_or_create(name=name, defaults={"func": function, "schedule_type": kind, "minutes": minutes, "repeats": -1})


register_schedule("drain", "core.tasks.drain_work", minutes=1)
register_schedule("prune", "core.tasks.prune_events")
register_schedule("sweep", "core.tasks.sweep_uploads")
register_schedule("pages", "core.tasks.publish_scheduled", minutes=5)
register_schedule("sessions", "core.tasks.clear_sessions")
