"""Records and the desk: find, hold, withdraw, publish again; what waits for whom."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from core.enums import State
from core.models import AuditEntry
from core.publishing import send_back
from openness.services.leases import lease_hold
from tests.factories import make_duty, make_judgment, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, member):
    """The client of an editor of 站前区人民法院."""
    client.force_login(member("editor"), backend="core.permissions.MembershipBackend")
    return client


def act(client, judgment, **data):
    """Posts an act of the record page."""
    return client.post(reverse("openness_staff:act", args=[judgment.public_id]), data, follow=True)


def record(client, judgment) -> str:
    """The record page."""
    return client.get(reverse("openness_staff:record", args=[judgment.public_id])).content.decode()


def test_a_published_document_is_withdrawn_and_published_again(editor, client, city):
    judgment = published(city["辽0802"])
    assert 'value="withdraw"' in record(editor, judgment)
    act(editor, judgment, act="withdraw", reason="error")
    judgment.refresh_from_db()
    assert judgment.state == State.WITHDRAWN
    assert client.get(judgment.get_absolute_url()).status_code == 410
    html = record(editor, judgment)
    assert 'value="republish"' in html and 'value="withdraw"' not in html
    assert "曾经撤回" not in html
    act(editor, judgment, act="republish")
    judgment.refresh_from_db()
    assert judgment.is_public
    history = record(editor, judgment)
    assert "曾经撤回，后来重新公开" in history
    assert history.index("公开记录") < history.rindex("撤回")


def test_withdrawing_needs_a_reason(editor, city):
    judgment = published(city["辽0802"])
    answer = act(editor, judgment, act="withdraw")
    judgment.refresh_from_db()
    assert judgment.is_public
    assert "撤回原因只能是" in answer.content.decode()


def test_a_held_document_shows_its_note_to_staff_only(editor, client, city):
    judgment = published(city["辽0802"])
    act(editor, judgment, act="hold", note="核查第二段的住址")
    judgment.refresh_from_db()
    assert judgment.state == State.HELD
    assert "核查第二段的住址" in record(editor, judgment)
    public = client.get(judgment.get_absolute_url())
    assert public.status_code == 404
    assert "核查第二段的住址" not in public.content.decode()


def test_a_document_in_review_offers_review_only(editor, city):
    html = record(editor, make_judgment(city["辽0802"]))
    assert "去审核" in html
    assert 'name="act"' not in html


def test_records_are_found_by_number_and_state(editor, city):
    one, two = published(city["辽0802"]), make_judgment(city["辽0802"])

    def listed(**query) -> str:
        return editor.get(reverse("openness_staff:records"), query).content.decode()

    assert one.case_number in listed(number=one.case_number.replace("（", "(").replace("）", ")"))
    assert two.case_number not in listed(number=one.case_number)
    assert two.case_number in listed(state="review")
    assert one.case_number not in listed(state="review")
    assert "没有符合条件的文书" in listed(state="held")


def test_another_courts_record_is_refused_and_audited(client, member, city):
    judgment = published(city["辽0802"])
    client.force_login(member("editor", "辽0803"), backend="core.permissions.MembershipBackend")
    assert client.get(reverse("openness_staff:record", args=[judgment.public_id])).status_code == 403
    assert act(client, judgment, act="withdraw", reason="error").status_code == 403
    judgment.refresh_from_db()
    assert judgment.is_public
    assert AuditEntry.objects.filter(action="denied.object").count() == 2


@pytest.mark.parametrize("role", ["clerk", "reviewer", "office", "auditor"])
def test_records_are_for_editors(client, member, role, city):
    client.force_login(member(role), backend="core.permissions.MembershipBackend")
    assert client.get(reverse("openness_staff:records")).status_code == 403


def desk(client, user) -> str:
    """The staff area's front page, as this user sees it."""
    client.force_login(user, backend="core.permissions.MembershipBackend")
    return client.get("/admin/").content.decode()


def test_the_reviewers_desk_begins_with_what_is_overdue(client, member, city):
    late = make_judgment(city["辽0802"], due_on="2026-01-05")
    other = make_judgment(city["辽0803"], due_on="2026-01-05")
    html = desk(client, member("reviewer"))
    assert "审核已超期" in html and late.case_number in html
    assert other.case_number not in html
    assert "从最急的一件开始" in html
    assert "报送文书或名册" not in html


def test_the_reviewers_desk_begins_with_a_document_that_nobody_else_has(client, member, city):
    taken, free = make_judgment(city["辽0802"], due_on="2026-01-05"), make_judgment(city["辽0802"], due_on="2026-01-06")
    other = member("editor")
    lease_hold(public_id=taken.public_id, actor=other)
    html = desk(client, member("reviewer"))
    assert f"{other}正在审" in html
    begin = html[: html.index("从最急的一件开始")].rpartition("href=")[2]
    assert begin.startswith(f'"{reverse("openness_staff:review", args=[free.public_id])}"')


def test_the_clerks_desk_shows_what_came_back_and_why(client, member, city):
    judgment = make_judgment(city["辽0802"], returned_note="正文缺少第 3 页")
    send_back(record=judgment, actor=None, note="正文缺少第 3 页")
    html = desk(client, member("clerk"))
    assert "正文缺少第 3 页" in html and judgment.case_number in html
    assert "审核已超期" not in html


def test_the_offices_desk_shows_every_court(client, member, city):
    html = desk(client, member("office", "yk-zfw"))
    assert "各单位公开情况" in html and "西市区" in html


def test_the_desk_of_an_editor_counts_overdue_duties_of_the_court(client, member, city):

    make_duty(city["辽0802"], effective_on=date(2026, 1, 5), due_on=date(2026, 1, 14))
    make_duty(city["辽0803"], effective_on=date(2026, 1, 5), due_on=date(2026, 1, 14))
    html = desk(client, member("editor"))
    assert '<b>1</b><span class="label">各月累计超期未公开' in html


def test_the_desk_needs_the_same_queries_for_one_document_and_many(client, member, city, django_assert_max_num_queries):
    user = member("editor")
    for _ in range(6):
        make_judgment(city["辽0802"], due_on="2026-01-05")
    desk(client, user)
    with django_assert_max_num_queries(22):
        assert client.get("/admin/").status_code == 200


def test_the_frame_brings_its_menu_without_scripts(client, member, city):
    html = desk(client, member("clerk"))
    noscript = html[html.index("<noscript><nav") if "<noscript><nav" in html else html.index('<nav class="plainnav"') :]
    assert reverse("openness_staff:hand_in") in noscript
    assert reverse("openness_staff:queue") not in noscript


def test_the_desk_leads_a_clerk_to_the_overdue_rows_of_the_own_court_in_working_days(client, member, city):
    client.force_login(member("clerk"), backend="core.permissions.MembershipBackend")
    mine = make_duty(city["辽0802"], effective_on=date(2026, 9, 1), due_on=date(2026, 9, 10))
    other = make_duty(city["辽0803"], effective_on=date(2026, 9, 1), due_on=date(2026, 9, 10))
    address = reverse("openness_staff:duties") + "?when=overdue"
    assert f'href="{address}"' in client.get(reverse("wagtailadmin_home")).content.decode()
    with time_machine.travel("2026-09-14T04:00:00Z"):  # a Monday: two working days after Thursday the 10th
        html = client.get(address).content.decode()
    assert mine.case_number in html and other.case_number not in html
    assert "超期 2 个工作日" in html


def test_an_effective_day_that_the_register_knows_says_where_it_is_from(editor, city):
    judgment = published(city["辽0802"])
    assert "报送时没有" in record(editor, judgment)
    make_duty(city["辽0802"], effective_on=date(2026, 9, 1), due_on=date(2026, 9, 10), judgment=judgment)
    html = record(editor, judgment)
    assert "2026年9月1日" in html and "取自2026年9月名册" in html and "报送时没有" not in html
