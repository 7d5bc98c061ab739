"""Reminders (提醒) of duties and of steps of review: before and after the day to whoever must act, then to the office.

What is ripe is noted once and handed to the outbox in the same transaction, so that a letter which the mail server
refused is tried again and lands among the dead letters at last, where the office sees it.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from core import events
from core.enums import Role
from core.models import Membership, User
from justice.models import calendar
from openness.enums import Stage
from openness.models import CircularPage, Duty, OrganTask, OrganTaskState, Reminder, StandIn
from openness.services.letters import post

SOON, LATE = 3, 5  # working days before the due day, and after it
SHOWN = 50  # lines of one letter
CHUNK = 200  # reminders that one event tells of
Place = tuple[str, int | None]  # the role and the organ whose it is to act


def ripe(today: date, days) -> dict[str, Q]:
    """Stage -> the condition of a due day that is ripe for it; the three are disjoint."""
    office = days.add_workdays(today + timedelta(days=1), -LATE)
    return {
        Stage.BEFORE: Q(due_on__gte=today, due_on__lt=days.add_workdays(today, SOON + 1)),
        Stage.AFTER: Q(due_on__lt=today, due_on__gte=office),
        Stage.OFFICE: Q(due_on__lt=office),
    }


def remind(today: date | None = None) -> int:
    """Notes every reminder that is ripe, each once, and hands a letter for each person to the outbox; how many were new."""
    today = today or timezone.localdate()
    fresh = 0
    for stage, when in ripe(today, calendar()).items():
        with transaction.atomic():
            duties = Duty.objects.open().filter(when).exclude(reminders__stage=stage).values_list("pk", "organ")
            steps = OrganTaskState.objects.filter(when, status=OrganTaskState.STATUS_IN_PROGRESS).exclude(reminders__stage=stage)
            given: list[tuple[Reminder, Place]] = [(Reminder(duty_id=pk, stage=stage), (Role.EDITOR, organ)) for pk, organ in duties]
            given += [(Reminder(step_id=pk, stage=stage), (role, organ)) for pk, role, organ in _places(steps)]
            made = Reminder.objects.bulk_create([reminder for reminder, _ in given], batch_size=500)
            _hand_over(stage, zip(made, (place for _, place in given), strict=True))
        fresh += len(made)
    return fresh


def _places(steps) -> list[tuple[int, str, int]]:
    """(step, role, organ) of steps under way: whose it is to take them."""
    states = list(steps.select_related("workflow_state"))
    tasks = OrganTask.objects.in_bulk({s.task_id for s in states})
    pages = dict(CircularPage.objects.filter(pk__in=[s.workflow_state.object_id for s in states]).values_list("pk", "organ")) if states else {}
    return [(s.pk, tasks[s.task_id].role, pages[int(s.workflow_state.object_id)]) for s in states if s.task_id in tasks and int(s.workflow_state.object_id) in pages]


def _hand_over(stage: str, reminders: Iterable[tuple[Reminder, Place]]) -> None:
    """An event for each person and at most CHUNK reminders."""
    by_place: dict[Place, list[int]] = defaultdict(list)
    for reminder, place in reminders:
        by_place[(Role.OFFICE, None) if stage == Stage.OFFICE else place].append(reminder.pk)
    letters: dict[int, list[int]] = defaultdict(list)
    for (role, organ), pks in by_place.items():
        for user in _people(role, organ):
            letters[user] += pks
    events.emit_many("reminders.ripe", [{"user_id": user, "reminders": pks[i : i + CHUNK]} for user, pks in letters.items() for i in range(0, len(pks), CHUNK)])


def _people(role: str, organ: int | None) -> set[int]:
    """Who holds a role for an organ (anywhere, for the office), and who stands in for them in a review today."""
    posts = Membership.objects.filter(role=role, user__is_active=True)
    if organ is not None:
        posts = posts.filter(organ=organ)
    people = set(posts.values_list("user", flat=True))
    today = timezone.localdate()
    standing_in = StandIn.objects.filter(absent__in=people, since__lte=today, until__gte=today, ended_at=None)
    return people | set((standing_in.filter(organ=organ) if organ is not None else standing_in).values_list("substitute", flat=True))


def letter_send(*, user_id: int, reminders: list[int]) -> int:
    """Sends one person the reminders that still hold, as one letter; how many lines it had. Raises what the mail server
    raises: the outbox tries again. Items, steps and days only: nothing of an entry, nobody's name.
    """
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return 0
    lines = _lines(reminders)
    if not lines:
        return 0
    shown = [*lines[:SHOWN], *([f"另有 {len(lines) - SHOWN} 件，请到工作台看。"] if len(lines) > SHOWN else [])]
    post(user.email, f"{len(lines)} 件待办", "下面的事项快到期或者已经超期：", shown, reverse("wagtailadmin_home"))
    return len(lines)


def _lines(pks: list[int]) -> list[str]:
    """A line for each reminder whose duty is still open, whose step is still to be taken."""
    given = list(Reminder.objects.filter(pk__in=pks, duty__in=Duty.objects.open()).select_related("duty__organ", "duty__item").order_by("duty__due_on", "pk"))
    found = [(r, f"{r.duty.organ.short_name}，{r.duty.item.title}", r.duty.due_on) for r in given if r.duty]
    steps = Reminder.objects.filter(pk__in=pks, step__status=OrganTaskState.STATUS_IN_PROGRESS).select_related("step__task", "step__workflow_state").order_by("step__due_on", "pk")
    pages = {p.pk: p for p in CircularPage.objects.filter(pk__in=[r.step.workflow_state.object_id for r in steps if r.step]).select_related("organ").defer_streamfields()}
    for r in steps:
        if r.step and (page := pages.get(int(r.step.workflow_state.object_id))):
            found.append((r, f"{page.organ.short_name}，通报{r.step.task.name}", r.step.due_on))
    return [f"{Stage(r.stage).label}：{said}，{due_on:%Y-%m-%d} 到期" for r, said, due_on in found]
