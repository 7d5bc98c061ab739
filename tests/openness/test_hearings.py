"""Hearings: a calendar that tells of every change, and never two in one courtroom."""

import json
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from icalendar import Calendar

from core.enums import State
from core.ledger.entries import salted_digest
from core.ledger.proofs import credential
from core.ledger.sealing import seal
from core.ledger.verifying import verify
from core.publishing import GateRefused, Stale, hold
from core.searchable import kinds
from openness.enums import Openness
from openness.models import Hearing
from openness.services.hearings import (
    HearingRefused,
    Session,
    hearing_announce,
    hearing_cancel,
    hearing_change,
    hearing_withdraw,
)

pytestmark = pytest.mark.django_db
ZONE = ZoneInfo("Asia/Shanghai")
NINE, ELEVEN = datetime(2026, 12, 1, 9, tzinfo=ZONE), datetime(2026, 12, 1, 11, tzinfo=ZONE)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 11, 24, 2, tzinfo=UTC), tick=False) as clock:
        yield clock


def session(number=81, **more) -> Session:
    values = {"case_number": f"（2026）辽0802民初{number}号", "courtroom": "第一法庭", "starts_at": NINE, "ends_at": ELEVEN, "cause": "买卖合同纠纷", "accusers": "东方绘彩", "accused": "西门朗泽"}
    return Session(**{**values, **more})


@pytest.fixture
def court(city):
    return city["辽0802"]


def announced(court, number=81, **more) -> Hearing:
    return hearing_announce(organ=court, actor=None, session=session(number, **more))


def calendar(client, **query) -> str:
    cache.clear()
    return client.get(reverse("openness:hearings"), query).content.decode()


def feed(client) -> list:
    cache.clear()
    return Calendar.from_ical(client.get(reverse("openness:hearing_feed", args=["辽0802"])).content).walk("VEVENT")


def test_a_hearing_stands_in_the_calendar_without_its_parties_names(court, client):
    record = announced(court)
    shown = calendar(client)
    assert "12月1日 星期二" in shown and "东方某与西门某买卖合同纠纷一案" in shown and "09:00–11:00" in shown and "可以旁听" in shown
    assert "东方绘彩" not in shown + str(Hearing.objects.values().get(pk=record.pk)) + client.get(record.get_absolute_url()).content.decode()


def test_two_hearings_never_share_a_courtroom_at_one_time(court):
    announced(court)
    for start, end in ((NINE, ELEVEN), (NINE + timedelta(hours=1), ELEVEN + timedelta(hours=1)), (NINE - timedelta(hours=1), NINE + timedelta(minutes=1))):
        with pytest.raises(HearingRefused, match="12月1日 09:00 至 11:00 已排了 （2026）辽0802民初81号"):
            announced(court, 82, starts_at=start, ends_at=end)
    assert Hearing.objects.count() == 1
    announced(court, 83, starts_at=ELEVEN, ends_at=ELEVEN + timedelta(hours=1))
    announced(court, 84, courtroom="第二法庭")


def test_a_change_keeps_the_earlier_time_in_sight(court, client):
    record = announced(court)
    hearing_change(hearing=record, actor=None, starts_at=NINE + timedelta(days=1), ends_at=ELEVEN + timedelta(days=1), courtroom="第三法庭", note="审判员另有庭审")
    for shown in (calendar(client), client.get(record.get_absolute_url()).content.decode()):
        assert "改期" in shown and "12月1日 09:00 第一法庭" in shown and "第三法庭" in shown
    (event,) = feed(client)
    assert event["SEQUENCE"] == 1 and event["STATUS"] == "CONFIRMED" and event.decoded("DTSTART") == NINE + timedelta(days=1)


def test_a_change_into_a_taken_courtroom_is_refused(court):
    announced(court)
    other = announced(court, 82, courtroom="第二法庭")
    with pytest.raises(HearingRefused, match="已排了"):
        hearing_change(hearing=other, actor=None, starts_at=NINE, ends_at=ELEVEN, courtroom="第一法庭")
    assert Hearing.objects.get(pk=other.pk).courtroom == "第二法庭"


def test_a_cancelled_hearing_stays_visible_and_frees_its_courtroom(court, client):
    record = announced(court)
    hearing_cancel(hearing=record, actor=None, note="原告撤诉")
    shown = calendar(client)
    assert "取消" in shown and "东方某与西门某" in shown and "原告撤诉" in client.get(record.get_absolute_url()).content.decode()
    (event,) = feed(client)
    assert event["STATUS"] == "CANCELLED" and event["SEQUENCE"] == 1
    announced(court, 82)
    with pytest.raises(Stale):
        hearing_change(hearing=Hearing.objects.get(pk=record.pk), actor=None, starts_at=NINE, ends_at=ELEVEN, courtroom="第一法庭")
    with pytest.raises(ValueError, match="原因"):
        hearing_cancel(hearing=announced(court, 85, courtroom="第五法庭"), actor=None, note=" ")


@pytest.mark.parametrize(("more", "word"), [({"cause": "离婚纠纷"}, "隐私"), ({"cause": "变更抚养关系纠纷"}, "未成年"), ({"cause": "侵害商业秘密纠纷"}, "秘密"), ({"cause": "名誉权纠纷"}, "隐私"), ({"openness": Openness.CLOSED}, "不公开审理")])
def test_no_broadcast_where_the_law_forbids_it(court, more, word):
    with pytest.raises(HearingRefused, match=f"{word}.*不得直播"):
        announced(court, broadcast="https://tingshen.example.cn/1", **more)
    assert announced(court, broadcast="https://tingshen.example.cn/1").broadcast


def test_a_closed_hearing_names_nobody_and_a_minors_not_even_its_cause(court, client):
    closed = announced(court, openness=Openness.CLOSED)
    juvenile = announced(court, 82, courtroom="少年法庭", cause="未成年人盗窃", openness=Openness.CLOSED)
    assert closed.title == "买卖合同纠纷（不公开审理）" and juvenile.title == "不公开审理的案件"
    shown = calendar(client) + client.get(juvenile.get_absolute_url()).content.decode() + str(kinds()["hearing"].document(juvenile))
    assert "东方" not in shown and "盗窃" not in shown


def test_a_criminal_hearing_names_the_accused_by_surname(court):
    assert announced(court, case_number="（2026）辽0802刑初9号", cause="盗窃罪", accusers="营口市站前区人民检察院").title == "西门某盗窃罪一案"


@pytest.mark.parametrize(
    ("more", "place"),
    [({"ends_at": NINE}, "ends_at"), ({"ends_at": NINE + timedelta(days=2)}, "ends_at"), ({"case_number": "第七号"}, "case_number"), ({"case_number": "（2026）辽0881民初81号"}, "case_number"), ({"courtroom": " "}, "courtroom"), ({"accusers": "", "accused": ""}, "accused")],
)
def test_what_is_wrong_is_told_at_its_field(court, more, place):
    with pytest.raises(HearingRefused) as refused:
        announced(court, **more)
    assert place in refused.value.faults and not Hearing.objects.exists()


def test_a_title_of_ones_own_may_not_hold_a_party(court):
    with pytest.raises(GateRefused):
        announced(court, title="东方绘彩买卖合同纠纷")
    assert not Hearing.objects.exists()


def test_the_same_announcement_twice_is_refused(court):
    announced(court)
    with pytest.raises(HearingRefused, match="已经公告过"):
        announced(court)


def test_the_calendar_narrows_by_court_and_day_with_few_queries(city, client, django_assert_max_num_queries):
    for n in range(12):
        announced(city["辽0802"], 100 + n, courtroom=f"第{n}法庭", starts_at=NINE + timedelta(days=n), ends_at=ELEVEN + timedelta(days=n))
    with django_assert_max_num_queries(6):
        shown = calendar(client, court="辽0802")
    assert shown.count("可以旁听</td>") == 7  # two weeks from 24 November
    assert "这两周没有开庭公告" in calendar(client, court="辽0881")
    assert calendar(client, **{"from": "2026-12-08"}).count("可以旁听</td>") == 5
    assert client.get(reverse("openness:hearings"), {"from": "tomorrow"}).status_code == 404
    assert client.get(reverse("openness:hearings"), {"court": "nobody"}).status_code == 404


def test_a_withdrawn_hearing_is_gone_with_a_tombstone(court, client):
    record = announced(court)
    hearing_withdraw(hearing=record, actor=None, reason="mistaken")
    cache.clear()
    assert client.get(record.get_absolute_url()).status_code == 410 and not feed(client)
    assert client.get(reverse("short", args=[record.public_id]))["Location"] == record.get_absolute_url()


def test_a_clerk_announces_moves_and_cancels_in_the_browser(court, client, member):
    client.force_login(member("clerk", "辽0802"))
    form = {
        "organ": court.pk, "case_number": "（2026）辽0802民初81号", "cause": "买卖合同纠纷", "accusers": "东方绘彩", "accused": "西门朗泽", "courtroom": "第一法庭", "starts_at": "2026-12-01T09:00",
        "ends_at": "2026-12-01T11:00", "openness": "open",
    }  # fmt: skip
    wrong = client.post(reverse("openness_staff:hearing_new"), {**form, "ends_at": "2026-12-01T08:00"})
    assert wrong.status_code == 422 and "结束时间要晚于开始时间" in wrong.content.decode() and "东方绘彩" in wrong.content.decode()
    there = client.post(reverse("openness_staff:hearing_new"), form)["Location"]
    moved = client.post(there, {"act": "change", "courtroom": "第二法庭", "starts_at": "2026-12-02T09:00", "ends_at": "2026-12-02T10:00", "note": ""})
    assert moved.status_code == 302 and Hearing.objects.get().sequence == 1
    client.post(there, {"act": "cancel", "note": "撤诉"})
    assert Hearing.objects.get().status == "cancelled" and "已取消" in client.get(there).content.decode()
    client.force_login(member("editor", "辽0881"))
    assert client.get(there).status_code == 403


def test_the_ledger_agrees_with_hearings_in_every_standing(court, settings, tmp_path):
    settings.PORTAL_KEYS = tmp_path
    announced, changed, cancelled = (hearing_announce(organ=court, actor=None, session=session(n, courtroom=f"第{n}法庭")) for n in (81, 82, 83))
    hearing_change(hearing=changed, actor=None, starts_at=NINE + timedelta(days=1), ends_at=ELEVEN + timedelta(days=1), courtroom="第一法庭", note="法庭检修")
    hearing_cancel(hearing=cancelled, actor=None, note="当事人撤诉")
    seal()
    assert [f.code for f in verify().findings] == []
    given = json.loads(json.dumps(credential(Hearing.objects.get(pk=announced.pk))))
    assert salted_digest(given["salt"], given["content"]) == json.loads(given["leaf"])["digest"]


def test_a_held_announcement_can_be_withdrawn_in_the_browser(court, client, member):
    record = hold(record=announced(court), actor=None, reason="核查")
    client.force_login(member("editor", court.code))
    page = reverse("openness_staff:hearing", args=[record.public_id])
    assert 'value="withdraw"' in client.get(page).content.decode()
    client.post(page, {"act": "withdraw", "reason": "mistaken"})
    record.refresh_from_db()
    assert record.state == State.WITHDRAWN
