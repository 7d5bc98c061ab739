"""The report of the patrol: the office sees all, an editor their own organ's, another's answers 403."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.enums import Role, State
from core.models import AuditEntry
from openness.models import Judgment, PatrolFinding
from tests.factories import published
from tests.openness.test_patrol import PHONE, alarmed, go, spoil

pytestmark = pytest.mark.django_db


@pytest.fixture
def finding(city):
    spoil(published(city["辽0802"]), text=f"原告电话{PHONE}，判决如下。")
    go()
    return PatrolFinding.objects.get()


@pytest.fixture
def login(client, member):
    def enter(role, organ="辽0802"):
        client.force_login(member(role, organ), backend="core.permissions.MembershipBackend")
        return client

    return enter


def report(client):
    return client.get(reverse("openness_staff:patrol")).content.decode()


def test_its_editor_sees_where_and_what_and_the_opening_is_audited(finding, login):
    client = login(Role.EDITOR)
    page = report(client)
    assert finding.public_id in page and "电话号码" in page and PHONE not in page and "最近一次" in page
    shown = client.get(reverse("openness_staff:patrol_finding", args=[finding.pk])).content.decode()
    assert f"<mark>{PHONE}</mark>" in shown
    assert AuditEntry.objects.filter(action="sealed.open", purpose="泄漏巡查", target=f"judgment:{finding.public_id}").count() == 1
    desk = client.get(reverse("wagtailadmin_home")).content.decode()
    assert "泄漏巡查待处理" in desk


def test_an_editor_of_another_organ_gets_403_and_an_audit_entry(finding, login):
    client = login(Role.EDITOR, "辽0881")
    assert finding.public_id not in report(client)
    assert client.get(reverse("openness_staff:patrol_finding", args=[finding.pk])).status_code == 403
    assert client.post(reverse("openness_staff:patrol_answer", args=[finding.pk]), {"act": "false", "reason": "x"}).status_code == 403
    assert AuditEntry.objects.filter(action="denied.object").count() == 2 and PatrolFinding.objects.get().answered_at is None


def test_the_office_sees_it_without_its_words_and_cannot_answer_for_the_editor(finding, login):
    client = login(Role.OFFICE, "yk-zfw")
    assert finding.public_id in report(client) and "现在巡查一遍" in report(client)
    shown = client.get(reverse("openness_staff:patrol_finding", args=[finding.pk])).content.decode()
    assert PHONE not in shown and "编辑处理" in shown
    assert client.post(reverse("openness_staff:patrol_answer", args=[finding.pk]), {"act": "false", "reason": "x"}).status_code == 403


def test_the_office_answers_for_a_page_that_is_nobodys(finding, login):
    PatrolFinding.objects.filter(pk=finding.pk).update(kind="", public_id="", organ=None, held=False, place="/guide/")
    client = login(Role.OFFICE, "yk-zfw")
    client.post(reverse("openness_staff:patrol_answer", args=[finding.pk]), {"act": "false", "reason": "是公开的办公电话"})
    assert PatrolFinding.objects.get().answer == "false"


def test_a_refusal_is_a_sentence_and_keeps_what_was_typed(finding, login):
    answer = login(Role.EDITOR).post(reverse("openness_staff:patrol_answer", args=[finding.pk]), {"act": "false", "reason": "我看没事"})
    text = answer.content.decode()
    assert answer.status_code == 422 and "我看没事" in text and "没有记为误报" in text and Judgment.objects.get().state == State.HELD


def test_a_false_alarm_is_answered_on_the_screen(city, member, monkeypatch, client):
    _, finding, editor = alarmed(city, member, monkeypatch)
    client.force_login(editor, backend="core.permissions.MembershipBackend")
    client.post(reverse("openness_staff:patrol_answer", args=[finding.pk]), {"act": "false", "reason": "不是号码"})
    assert Judgment.objects.get().state == State.PUBLISHED and "没有待处理的发现" in report(client)
    assert "不是号码" in client.get(reverse("openness_staff:patrol_finding", args=[finding.pk])).content.decode()


def test_the_report_asks_as_much_for_many_as_for_one(finding, login, city, django_assert_num_queries):
    client = login(Role.EDITOR)
    report(client)
    with CaptureQueriesContext(connection) as one:
        report(client)
    for _ in range(4):
        spoil(published(city["辽0802"]), text=f"原告电话{PHONE}，判决如下。")
    go()
    with django_assert_num_queries(len(one)):
        assert report(client).count("处理</a>") == 5


def test_a_clerk_is_not_let_in(finding, login):
    assert login(Role.CLERK).get(reverse("openness_staff:patrol")).status_code in (302, 403)
