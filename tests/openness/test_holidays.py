"""A year's holiday notice, entered by the office: open due dates follow it, what was decided stays as it was."""

from datetime import date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from core import events
from core.enums import Role
from core.models import AuditEntry, Delivery
from justice.models import HolidayNotice, calendar
from openness.models import Duty, Judgment, Objection
from openness.presenters.staff import moved_from
from openness.services import holidays
from openness.services.duties import due, duties_match, steps_of
from openness.services.objections import objection_receive
from tests.factories import make_duty, make_judgment, make_notice, published

pytestmark = pytest.mark.django_db
SCREEN = reverse("openness_staff:holidays")
EFFECTIVE = date(2026, 12, 28)  # a Monday: the 7th working day is 6 January without New Year's Day off, 7 January with it
BEFORE, AFTER = date(2027, 1, 6), date(2027, 1, 7)
GIVEN = {"year": "2027", "document": "国办发明电〔2026〕9号", "days_off": "1月1日至3日\n5月1日至5日、10月1日至7日", "make_up_days": "1月9日"}
NUMBER = "（2026）辽0802民初123号"


@pytest.fixture(autouse=True)
def december():
    with time_machine.travel(timezone.make_aware(datetime(2026, 12, 29, 9)), tick=False):
        yield


@pytest.fixture
def office(client, member):
    user = member(Role.OFFICE, "yk-zfw")
    client.force_login(user)
    return user


def duty_of(organ, effective_on=EFFECTIVE, **fields) -> Duty:
    """A duty as its register made it."""
    result = due(effective_on)
    return make_duty(organ, effective_on=effective_on, due_on=result.due, steps=steps_of(result), provisional=result.provisional, **fields)


def enter(client, **over):
    return client.post(SCREEN, GIVEN | over, follow=True)


def deliver() -> None:
    while events.drain(events.WORK):
        pass


def test_a_due_date_moves_with_its_history(client, office, city):
    duty = duty_of(city["辽0802"])
    assert duty.due_on == BEFORE and duty.provisional and "现在有 <b class=\"num\">1</b> 件" in client.get(SCREEN).content.decode()
    assert "2027年放假安排已保存" in enter(client).content.decode()
    assert Duty.objects.get().due_on == BEFORE, "the queue does it"
    deliver()
    duty = Duty.objects.get()
    assert duty.due_on == AFTER and not duty.provisional and duty.steps == steps_of(due(EFFECTIVE))
    assert duty.history == [{"effective_on": "2026-12-28", "due_on": "2027-01-06", "until": "2026-12-29"}] and moved_from(duty) == ""
    entered, recounted = AuditEntry.objects.filter(action__startswith="holidays.").order_by("id")
    assert (entered.actor, entered.target, entered.detail["make_up_days"]) == (office, "holidays:2027", ["2027-01-09"])
    assert recounted.detail == {"moved": 1}


def test_what_the_year_does_not_touch_stays(client, office, city):
    far = [duty_of(city["辽0802"], day) for day in (date(2026, 10, 9), date(2028, 1, 3))]
    enter(client)
    deliver()
    assert [Duty.objects.get(pk=d.pk).due_on for d in far] == [d.due_on for d in far]


def test_a_published_duty_keeps_its_due_date_and_late_stays_late(client, office, city):
    with time_machine.travel(timezone.make_aware(datetime(2027, 1, 7, 9)), tick=False):
        duty = duty_of(city["辽0802"], case_number=NUMBER)
        judgment = published(city["辽0802"], case_number=NUMBER)
        duties_match([NUMBER])
        assert Duty.objects.late().get() == duty, "the 7th is late by the day that was known"
        enter(client)
        deliver()
        assert Duty.objects.late().get().due_on == BEFORE and Judgment.objects.get(pk=judgment.pk).due_on == BEFORE
        from openness.services.records import judgment_hold

        judgment_hold(judgment=Judgment.objects.get(), actor=None, reason="核查")
        list(holidays.due_dates_recount(year=2027))
        assert Duty.objects.get().due_on == BEFORE, "held, it was published all the same"


def test_an_exempt_duty_keeps_its_due_date(client, office, city):
    from core.publishing import publish

    duty_of(city["辽0802"], case_number=NUMBER)
    publish(record=make_notice(city["辽0802"], case_number=NUMBER), actor=None)
    duties_match([NUMBER])
    enter(client)
    deliver()
    assert Duty.objects.exempt().get().due_on == BEFORE


def test_judgments_in_review_follow_their_duty_or_else_their_own_day(client, office, city):
    fields = {"due_on": BEFORE, "due_steps": [], "effective_on": EFFECTIVE}
    alone = make_judgment(city["辽0802"], **fields)
    named = make_judgment(city["辽0802"], case_number=NUMBER, **fields)
    duty_of(city["辽0802"], date(2026, 12, 29), case_number=NUMBER)
    duties_match([NUMBER])
    assert Judgment.objects.get(pk=named.pk).due_on == date(2027, 1, 7)
    enter(client)
    deliver()
    alone, named = Judgment.objects.get(pk=alone.pk), Judgment.objects.get(pk=named.pk)
    assert (alone.due_on, alone.due_steps) == (AFTER, steps_of(due(EFFECTIVE)))
    assert named.due_on == Duty.objects.get().due_on == date(2027, 1, 8)


def test_an_open_objection_follows_too(client, office, city):
    objection_receive(judgment=published(city["辽0802"]), words="某甲", reason="是我", name="赵某", contact="x@example.com", seed="holiday-seed")
    before = Objection.objects.get()
    enter(client)
    deliver()
    after = Objection.objects.get()
    assert before.provisional and not after.provisional and after.due_on > before.due_on and after.due_steps != before.due_steps


def test_twice_is_once(client, office, city, monkeypatch):
    monkeypatch.setattr(holidays, "BATCH", 2)
    for _ in range(5):
        duty_of(city["辽0802"])
    enter(client)
    deliver()
    before = list(Duty.objects.values())
    assert sum(holidays.due_dates_recount(year=2027)) == 0 and list(Duty.objects.values()) == before
    assert {d["due_on"] for d in before} == {AFTER}
    assert "没有变" in enter(client).content.decode() and Delivery.objects.filter(handler="openness.recount").count() == 1


def test_a_killed_recount_goes_on(client, office, city, monkeypatch):
    monkeypatch.setattr(holidays, "BATCH", 2)
    for _ in range(5):
        duty_of(city["辽0802"])
    enter(client)
    next(holidays.due_dates_recount(year=2027))
    assert Duty.objects.filter(due_on=AFTER).count() == 2
    deliver()
    assert {len(d.history) for d in Duty.objects.filter(due_on=AFTER)} == {1} and Duty.objects.filter(due_on=AFTER).count() == 5


def test_what_was_published_meanwhile_is_left_alone(city):
    duty = duty_of(city["辽0802"])
    HolidayNotice.objects.create(year=2027, document="x", days_off=["2027-01-01"])
    Duty.objects.filter(pk=duty.pk).update(published_on=date(2026, 12, 29))
    assert not holidays._duty(duty, calendar()) and Duty.objects.get().due_on == BEFORE


def test_a_correction_of_the_notice_moves_them_again(client, office, city):
    duty_of(city["辽0802"])
    enter(client)
    deliver()
    page = client.get(f"{SCREEN}?year=2027").content.decode()
    assert "1月1日至3日\n5月1日至5日\n10月1日至7日</textarea>" in page and 'value="国办发明电〔2026〕9号"' in page
    enter(client, days_off="1月1日至4日 5月1日至5日 10月1日至7日")
    deliver()
    duty = Duty.objects.get()
    assert duty.due_on == date(2027, 1, 8) and [h["due_on"] for h in duty.history] == ["2027-01-06", "2027-01-07"]
    assert HolidayNotice.objects.count() == 1 and AuditEntry.objects.filter(action="holidays.entered").count() == 2


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"year": ""}, "请填写年度"), ({"year": "二〇二七"}, "写成四位数字"), ({"year": "2028"}, "2004年至2027年"), ({"year": "1999"}, "2004年至2027年"),
        ({"document": " "}, "请填写通知的文号"), ({"days_off": ""}, "请填写放假日期"), ({"days_off": "元旦"}, "读不懂“元旦”"),
        ({"days_off": "1月1日至3日"}, "没有5月1日、10月1日"), ({"make_up_days": "1月2日"}, "1月2日既放假又上班"), ({"make_up_days": "1月11日"}, "1月11日是星期一"),
        ({"make_up_days": "2028年1月8日"}, "不在2027年"),
    ],
)  # fmt: skip
def test_each_fault_has_its_sentence_and_what_was_typed_stays(client, office, over, said):
    page = enter(client, **over).content.decode()
    assert said in page and "有地方需要改一下" in page
    for name, typed in (GIVEN | over).items():
        assert (typed if name.endswith(("off", "days")) else f'value="{typed.strip() or typed}"' if typed.strip() else "") in page, name
    assert not HolidayNotice.objects.exists() and not AuditEntry.objects.filter(action__startswith="holidays.").exists()


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.EDITOR, Role.AUDITOR])
def test_nobody_but_the_office_enters_it(client, member, role):
    client.force_login(member(role, "辽0802"))
    assert client.get(SCREEN).status_code == enter(client).status_code == 403 and not HolidayNotice.objects.exists()


def test_the_screen_offers_the_first_year_that_is_not_known(client, office):
    assert 'name="year" value="2027"' in client.get(SCREEN).content.decode()
    assert client.get(f"{SCREEN}?year=²²²²").status_code == 200


def test_the_command_enters_it_with_the_same_checks(city):
    said = StringIO()
    given = {"document": GIVEN["document"], "off": GIVEN["days_off"], "work": GIVEN["make_up_days"], "stdout": said}
    call_command("holiday_notice", "2027", **given)
    call_command("holiday_notice", "2027", **given)
    assert "正在重算" in said.getvalue() and said.getvalue().endswith("没有变。\n") and calendar().known(2027)
    with pytest.raises(CommandError, match="读不懂"):
        call_command("holiday_notice", "2027", **given | {"off": "春节"})
