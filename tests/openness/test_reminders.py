"""Reminders of duties and of steps of review: once each, before and after the day, then to the office; a lost letter is tried again."""

from datetime import UTC, date, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from wagtail.models import Workflow

from core.enums import DeliveryState, Role
from core.events import WORK, drain
from core.models import Delivery
from home.services import front_page_ensure
from openness.models import CircularPage, OrganTaskState, Reminder
from openness.services import disclosures, reminders
from openness.services.reminders import remind, ripe
from tests.factories import make_duty
from tests.openness.entries import entered
from tests.pages import draft

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False) as clock:
        yield clock


@pytest.fixture
def reached(member):
    """reached(role, organ) -> a member with an address."""

    def make(role, organ):
        user = member(role, organ)
        user.email = f"{user.username}@example.cn"
        user.save()
        return user

    return make


def letters() -> list[str]:
    """Sends what the outbox holds; who got something since."""
    mail.outbox.clear()
    while drain(WORK):
        pass
    return sorted(m.to[0].split("-")[0] for m in mail.outbox)


def test_editors_are_reminded_once_before_and_after_and_then_the_office(city, reached, today):
    reached(Role.EDITOR, "yk-ga"), reached(Role.OFFICE, "yk-zfw"), reached(Role.EDITOR, "yk-ga-zq")
    record = entered(city["yk-ga"], "police-norms", title="不该进邮件的标题", occurred_on="2026-10-27")
    today.move_to(datetime(record.due_on.year, record.due_on.month, record.due_on.day, 2, tzinfo=UTC))
    assert (remind(), remind()) == (1, 0) and letters() == ["editor"]
    assert "执法规范和办事窗口" in mail.outbox[0].body and "不该进邮件" not in mail.outbox[0].body
    today.shift(86400 * 1)
    assert remind() == 1 and letters() == ["editor"]
    today.shift(86400 * 14)
    assert remind() == 1 and letters() == ["office"] and Reminder.objects.count() == 3
    disclosures.disclosure_accept(disclosure=record, actor=None)
    today.shift(86400 * 14)
    assert remind() == 0


def test_judgments_of_a_register_are_reminded_of_too(city, reached):
    reached(Role.EDITOR, "辽0802")
    make_duty(city["辽0802"], effective_on=date(2026, 11, 16), due_on=date(2026, 11, 25))
    assert remind() == 1 and letters() == ["editor"] and "裁判文书" in mail.outbox[0].body


def test_a_letter_that_the_server_refused_is_sent_later(city, reached, today, monkeypatch):
    reached(Role.EDITOR, "辽0802")
    make_duty(city["辽0802"], effective_on=date(2026, 11, 16), due_on=date(2026, 11, 25))

    def refuses(*args, **kwargs):
        raise SMTPServerDisconnected

    with monkeypatch.context() as broken:
        broken.setattr(reminders, "post", refuses)
        remind()
        assert letters() == []
    assert Delivery.objects.filter(handler="openness.reminders").exclude(state=DeliveryState.DONE).count() == 1
    today.shift(3600 * 6)
    assert letters() == ["editor"] and remind() == 0


def test_what_was_done_before_the_letter_went_out_is_not_in_it(city, reached, today):
    reached(Role.EDITOR, "yk-ga")
    record = entered(city["yk-ga"], "police-norms", occurred_on="2026-10-27")
    assert remind() == 1
    disclosures.disclosure_accept(disclosure=record, actor=None)
    assert letters() == []


def test_a_step_of_review_is_urged_as_duties_are(city, reached, today):
    front_page_ensure()
    organ = city["yk-zfw"]
    drafter, checker = reached(Role.CLERK, "yk-zfw"), reached(Role.REVIEWER, "yk-zfw")
    reached(Role.OFFICE, "yk-zfw")
    page = draft(CircularPage, organ, user=drafter, title="不该进邮件的通报")
    Workflow.objects.get(name="公文审签").start(page, drafter)
    step = OrganTaskState.objects.get(status=OrganTaskState.STATUS_IN_PROGRESS)
    assert remind() == 1 and letters() == ["reviewer"] and mail.outbox[0].to == [checker.email]
    assert "核稿" in mail.outbox[0].body and "不该进邮件" not in mail.outbox[0].body
    today.move_to(datetime.combine(step.due_on + timedelta(days=1), TODAY.time(), tzinfo=UTC))
    assert remind() == 1 and letters() == ["reviewer"]
    today.shift(86400 * 14)
    assert remind() == 1 and letters() == ["office"]


@pytest.mark.parametrize("offset", range(-12, 8))
def test_every_due_day_is_ripe_for_one_stage_at_most(offset):
    """The conditions against a plain count of working days."""
    from justice.models import calendar

    day, days = timezone.localdate(), calendar()
    due = day + timedelta(days=offset)
    plain = ("before" if days.workdays_between(day, due) <= reminders.SOON else "") if due >= day else "office" if days.workdays_between(due, day) >= reminders.LATE else "after"
    found = [stage for stage, when in ripe(day, days).items() if _holds(when, due)]
    assert found == ([plain] if plain else [])


def _holds(when, due) -> bool:
    tests = {"gte": due.__ge__, "lt": due.__lt__}
    return all(tests[name.split("__")[1]](value) for name, value in when.children)
