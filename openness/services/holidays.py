"""A year's holiday notice is entered, and open due dates follow it (放假通知、期限重算)."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from core import events
from core.audit import audit
from core.enums import State
from core.models import User
from justice.deadlines import Deadline, deadline
from justice.models import HolidayNotice, calendar
from justice.workdays import Calendar
from openness.models import Disclosure, Duty, Judgment, Objection
from openness.services import objections
from openness.services.duties import due, steps_of

BATCH = 100  # rows in one short transaction
UNDECIDED = (State.REVIEW, State.RETURNED)


@transaction.atomic
def notice_save(*, actor: User | None, year: int, document: str, days_off: Iterable[date], make_up_days: Iterable[date]) -> bool:
    """Enters or corrects a year's notice; open due dates are counted anew by the queue. False where it stood so already."""
    values = {"document": document, "days_off": _stored(days_off), "make_up_days": _stored(make_up_days)}
    if HolidayNotice.objects.filter(year=year, **values).exists():
        return False
    HolidayNotice.objects.update_or_create(year=year, defaults=values)
    audit(actor=actor, action="holidays.entered", target=f"holidays:{year}", **values)
    events.emit("holidays.changed", year=year)
    return True


def _stored(days: Iterable[date]) -> list[str]:
    return sorted(day.isoformat() for day in days)


def due_dates_recount(*, year: int) -> Iterator[int]:
    """Counts open due dates that a year's notice can touch anew; yields after each batch how many were moved by it.

    Only what nobody has decided yet: what was published or exempt keeps its day, and late stays late. Can be repeated.
    """
    first, last = date(year - 1, 12, 1), date(year, 12, 31)
    reach = Q(due_on__gte=first) & (Q(effective_on__lte=last) | Q(effective_on=None))
    total = 0
    kinds: tuple[tuple[QuerySet, Callable[[Any, Calendar], bool]], ...] = (
        (Duty.objects.open().filter(due_on__gte=first, ends_on__lte=last, published_on=None).select_related("disclosure").defer("disclosure__text"), _duty),
        # behind the duties, whose day it takes over
        (Judgment.objects.filter(reach, state__in=UNDECIDED, published_at=None).prefetch_related("duties").defer("text"), _judgment),
        (Objection.objects.filter(answered_at=None, due_on__gte=first, received_at__date__lte=last), _objection),
    )
    for rows, count in kinds:
        for moved in _batches(rows, count):
            total += moved
            yield moved
    audit(actor=None, action="holidays.recounted", target=f"holidays:{year}", moved=total)


def _batches(rows: QuerySet, count: Callable[[Any, Calendar], bool]) -> Iterator[int]:
    done = 0
    while True:
        with transaction.atomic():
            # Rows before the calendar: a row that a newer notice moved is never set back by an older one.
            batch = list(rows.filter(pk__gt=done).order_by("pk")[:BATCH])
            days = calendar()
            moved = sum(count(row, days) for row in batch)
        if not batch:
            return
        done = batch[-1].pk
        events.heartbeat()
        yield moved


def _duty(duty: Duty, days: Calendar) -> bool:
    """The entry that it is about goes with it."""
    result = deadline(duty.rule, duty.ends_on, calendar=days)
    values: dict[str, Any] = {"due_on": result.due, "steps": steps_of(result), "provisional": result.provisional}
    if result.due != duty.due_on:
        values["history"] = duty.history_with_today()
    moved = _write(duty, values, ends_on=duty.ends_on, published_on=None)
    if moved and duty.disclosure_id and not duty.periodic:
        Disclosure.objects.filter(pk=duty.disclosure_id).update(due_on=result.due, due_steps=steps_of(result))
    return moved


def _judgment(judgment: Judgment, days: Calendar) -> bool:
    """By its duty where a register names it, as when they were matched; else by the day of effect in the document."""
    if duty := max(judgment.duties.all(), key=lambda d: d.pk, default=None):
        values = {"due_on": duty.due_on, "due_steps": duty.steps}
    elif judgment.effective_on:
        result = due(judgment.effective_on, days)
        values = {"due_on": result.due, "due_steps": steps_of(result)}
    else:
        return False
    return _write(judgment, values, state__in=UNDECIDED)


def _objection(objection: Objection, days: Calendar) -> bool:
    result: Deadline = deadline(objections.RULE, timezone.localdate(objection.received_at), calendar=days)
    values = {"due_on": result.due, "due_steps": steps_of(result), "provisional": result.provisional}
    return _write(objection, values, answered_at=None)


def _write(row: Duty | Judgment | Objection, values: dict, **still: Any) -> bool:
    """Whether the due day moved. Compare-and-set: what was decided or moved meanwhile is left alone."""
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    written = type(row)._default_manager.filter(pk=row.pk, due_on=row.due_on, **still).update(**values)
    return bool(written) and values["due_on"] != row.due_on
