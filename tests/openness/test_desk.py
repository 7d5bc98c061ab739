"""One desk for everything (工作台): judgments, entries, hearings, periods and pages; due today, overdue, mine to pass, doubts, corrections asked."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from core.enums import Role
from home.services import front_page_ensure
from openness.models import CircularPage, Duty, DutyChange
from openness.services.objections import objection_receive
from tests.factories import make_duty, make_judgment, published
from tests.openness.entries import entered
from tests.pages import draft, person

pytestmark = pytest.mark.django_db
COURT = "辽0802"


def work(city, n: int = 0) -> None:
    """One of each kind for a court: a document with doubts, an entry, duties today and overdue, an objection, a circular to check."""
    court, today = city[COURT], timezone.localdate()
    make_judgment(court, doubts_open=2, due_on=today)
    entered(court, "white-paper", title=f"白皮书{n}")
    make_duty(court, effective_on=today - timedelta(days=9), due_on=today)
    late = make_duty(court, effective_on=date(2026, 1, 5), due_on=date(2026, 1, 14))
    DutyChange.objects.create(duty=late, register=late.register, ends_on=date(2026, 1, 6))
    objection_receive(judgment=published(court), words="", reason="请隐去我的名字", name="何某", contact="网上", seed=f"desk{n}")
    drafter = person(Role.CLERK, court)
    Workflow.objects.get(name="公文审签").start(draft(CircularPage, court, user=drafter), drafter)


def desk(client) -> str:
    return client.get(reverse("wagtailadmin_home")).content.decode()


def test_everything_that_waits_stands_on_one_desk(city, client, member):
    front_page_ensure()
    work(city)
    client.force_login(member(Role.EDITOR, COURT))
    html = desk(client)
    for words in ("今天应公开", "各月累计超期未公开", "文书有存疑没决定", "公开事项待审核", "异议待答复", "名册日期不同"):
        assert words in html, words
    client.force_login(member(Role.REVIEWER, COURT))
    assert "核稿" in desk(client)
    client.force_login(member(Role.EDITOR, "辽0881"))
    html = desk(client)
    assert "公开事项待审核" not in html and "核稿中" not in html


def test_the_desk_costs_the_same_for_little_work_and_much(city, client, member):
    front_page_ensure()
    client.force_login(member(Role.EDITOR, COURT))
    work(city)
    desk(client)
    with CaptureQueriesContext(connection) as few:
        desk(client)
    for n in range(1, 4):
        work(city, n)
    with CaptureQueriesContext(connection) as many:
        desk(client)
    assert len(many) == len(few)


def test_the_lists_of_duties_and_of_differences_cost_the_same(city, client, member):
    front_page_ensure()
    client.force_login(member(Role.EDITOR, COURT))

    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            for name in ("duties", "register_changes"):
                assert client.get(reverse(f"openness_staff:{name}")).status_code == 200
        return len(seen)

    work(city)
    queries()
    few = queries()
    for n in range(1, 4):
        work(city, n)
    assert queries() == few


def test_an_editor_decides_between_two_days_and_nobody_else_may(city, client, member):
    late = make_duty(city[COURT], effective_on=date(2026, 1, 5), due_on=date(2026, 1, 14))
    change = DutyChange.objects.create(duty=late, register=late.register, ends_on=date(2026, 1, 6))
    address = reverse("openness_staff:register_change", args=[change.pk])
    client.force_login(member(Role.EDITOR, "辽0881"))
    assert client.post(address, {"take": "yes"}).status_code == 403
    client.force_login(member(Role.EDITOR, COURT))
    client.post(address, {"take": "maybe"})
    assert Duty.objects.get().ends_on == date(2026, 1, 5)
    client.post(address, {"take": "yes"})
    duty = Duty.objects.get()
    assert duty.ends_on == date(2026, 1, 6) and duty.history[0]["effective_on"] == "2026-01-05"
    assert "刚刚有人决定过" in client.post(address, {"take": "no"}, follow=True).content.decode()
