"""What the queue process runs: it drains the outbox, woken after commit and, should a wake be lost, every minute."""

import logging

from . import events, uploads

log = logging.getLogger(__name__)


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


def wake() -> None:
    """Asks the queue process to drain; a queue that is down finds the deliveries later."""
    from django_q.tasks import async_task

    async_task("core.tasks.drain_work")


def ensure_schedules() -> None:
    """Creates the recurring jobs once (idempotent)."""
    from django_q.models import Schedule

    for name, function, kind, minutes in (
        ("drain", "core.tasks.drain_work", Schedule.MINUTES, 1),
        ("prune", "core.tasks.prune_events", Schedule.DAILY, None),
        ("sweep", "core.tasks.sweep_uploads", Schedule.DAILY, None),
    ):
        Schedule.objects.update_or_create(name=name, defaults={"func": function, "schedule_type": kind, "minutes": minutes, "repeats": -1})
