"""A second pair of eyes where the court's policy asks for it: two people pass exactly this text, or nothing is public."""

import json

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from core.enums import Role, State
from core.models import AuditEntry, Organ
from core.publishing import GateRefused, check, publish, publish_many
from openness.models import Approval, Judgment, Proposal
from openness.services.policies import policy_set
from openness.services.records import judgment_hold, judgment_republish
from tests.factories import make_judgment, published
from tests.openness.conftest import text_of

pytestmark = pytest.mark.django_db
POLICIES = reverse("openness_staff:policies")


@pytest.fixture
def court(city):
    organ = city["辽0802"]
    organ.second_eyes = True
    organ.save()
    return organ


@pytest.fixture
def judgment(court) -> Judgment:
    return make_judgment(court)


@pytest.fixture
def hands(member):
    """Two people of one court, each at a browser: a reviewer and an editor."""
    clients = []
    for role in ("reviewer", "editor"):
        clients.append(Client())
        clients[-1].force_login(member(role, username=role), backend="core.permissions.MembershipBackend")
    return clients


def accept(client, judgment) -> str:
    judgment.refresh_from_db()
    html = client.post(reverse("openness_staff:accept", args=[judgment.public_id]), {"version": judgment.version}, follow=True).content.decode()
    judgment.refresh_from_db()
    return html


def test_the_first_accept_waits_for_another_person(hands, judgment):
    first, second = hands
    assert "本院要求两人审核" in first.get(reverse("openness_staff:review", args=[judgment.public_id])).content.decode()
    assert "等第二人复核" in accept(first, judgment)
    assert judgment.state == State.REVIEW
    assert "待第二人复核" in second.get(reverse("openness_staff:queue")).content.decode()
    assert "第二人复核：reviewer已通过" in second.get(reverse("openness_staff:review", args=[judgment.public_id])).content.decode()
    assert "已公开" in accept(second, judgment)
    assert judgment.is_public and AuditEntry.objects.filter(action="review.passed").count() == 1


def test_one_person_twice_is_not_two(hands, judgment):
    first, _ = hands
    accept(first, judgment)
    assert "请由另一位审核员或编辑" in accept(first, judgment)
    assert judgment.state == State.REVIEW and Approval.objects.count() == 1


def test_a_change_voids_the_first_acceptance(hands, judgment):
    first, second = hands
    accept(first, judgment)
    judgment.refresh_from_db()
    second.post(reverse("openness_staff:move", args=[judgment.public_id]), {"version": judgment.version, "move": "mask", "words": "某甲", "replacement": "甲某"})
    assert not Approval.objects.exists()
    assert "等第二人复核" in accept(second, judgment)
    assert "已公开" in accept(first, judgment)


def test_there_is_no_second_door(judgment, court):
    check(judgment)
    with pytest.raises(GateRefused, match="第二人复核"):
        publish(record=judgment, actor=None)
    fresh = Judgment(organ=court, source=judgment.source, case=judgment.case, case_number="（2026）辽0802民初8号", document_kind="民事判决书", title="甲", text="乙", year=2026)
    check(fresh)
    with pytest.raises(GateRefused, match="第二人复核"):
        publish_many(records=[fresh], actor=None)


def test_what_the_machine_is_sure_of_is_still_read_by_two(hand_in, court):
    hand_in(text_of(), publish_clean=True)
    assert Judgment.objects.get().state == State.REVIEW


def test_a_held_document_comes_back_with_the_text_that_two_passed(hands, judgment, member):
    for client in hands:
        accept(client, judgment)
    judgment = Judgment.objects.select_related("organ", "case", "source", "masking").get()
    judgment_hold(judgment=judgment, actor=None, reason="核查")
    judgment_republish(judgment=judgment, actor=None)
    assert judgment.is_public


def test_what_one_person_let_out_before_the_policy_comes_back_by_two(city, member):
    judgment = published(city["辽0802"])
    judgment_hold(judgment=judgment, actor=None, reason="核查")
    Organ.objects.filter(code="辽0802").update(second_eyes=True)
    for name, state in (("one", State.HELD), ("two", State.PUBLISHED)):
        client = Client()
        client.force_login(member("editor", username=name), backend="core.permissions.MembershipBackend")
        client.post(reverse("openness_staff:act", args=[judgment.public_id]), {"act": "republish"})
        judgment.refresh_from_db()
        assert judgment.state == state


def test_a_correction_needs_two_as_well(hands, judgment, member):
    second = hands[1]
    for client in hands:
        accept(client, judgment)
    third = Client()
    third.force_login(member("editor", username="editor-2"), backend="core.permissions.MembershipBackend")
    second.post(reverse("openness_staff:remask", args=[judgment.public_id]))
    proposal = Proposal.objects.get()
    second.post(reverse("openness_staff:move", args=[proposal.public_id]), {"version": proposal.version, "move": "mask", "words": "某甲", "replacement": "甲某"})
    pages = []
    for client in (second, second, third):
        proposal.refresh_from_db()
        pages.append(client.post(reverse("openness_staff:decide", args=[proposal.pk]), {"version": proposal.version, "act": "publish", "note": "改遮蔽"}, follow=True).content.decode())
        judgment.refresh_from_db()
        assert ("甲某" in judgment.text) == (client is third)
    assert "请另一位编辑看过" in pages[0] and "请由另一位审核员或编辑" in pages[1] and "已作为更正公开" in pages[2]


def test_the_policy_is_set_by_command_and_audited(city, capsys):
    call_command("court_policy", "辽0802", "--second-eyes", "on", "--json")
    call_command("court_policy", "辽0802", "--second-eyes", "on", "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1]) == {"code": "辽0802", "second_eyes": True, "publish_clean": False}
    assert AuditEntry.objects.get(action="organ.policy").detail == {"second_eyes": True}
    with pytest.raises(CommandError, match="没有代字为"):
        call_command("court_policy", "辽9999")


@pytest.mark.parametrize("role", [Role.OFFICE, Role.ADMINISTRATOR])
def test_the_office_sets_the_policy_of_a_court_on_a_screen(client, member, city, role):
    user = member(role, "yk-zfw")
    client.force_login(user)
    page = client.get(POLICIES).content.decode()
    assert page.count('name="court"') == 7 and "营口市中级人民法院" in page and " checked" not in page
    said = client.post(POLICIES, {"court": "辽0802", "second_eyes": "on"}, follow=True).content.decode()
    assert "营口市站前区人民法院的公开规则已保存" in said and said.count(" checked") == 1
    assert Organ.objects.filter(second_eyes=True).get().code == "辽0802"
    assert "没有变" in client.post(POLICIES, {"court": "辽0802", "second_eyes": "on"}, follow=True).content.decode()
    client.post(POLICIES, {"court": "辽0802"})
    assert not Organ.objects.filter(second_eyes=True).exists()
    entries = AuditEntry.objects.filter(action="organ.policy").order_by("id")
    assert [(e.actor, e.target, e.organ.code, e.detail) for e in entries] == [
        (user, "organ:辽0802", "辽0802", {"second_eyes": value}) for value in (True, False)
    ]  # fmt: skip


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.EDITOR, Role.AUDITOR])
def test_nobody_else_sees_or_sets_the_policy(client, member, role):
    client.force_login(member(role, "辽0802"))
    assert client.get(POLICIES).status_code == client.post(POLICIES, {"court": "辽0802", "publish_clean": "on"}).status_code == 403
    assert not Organ.objects.filter(publish_clean=True).exists()
    assert POLICIES not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_policy_that_fails_to_be_audited_is_not_set(court, monkeypatch):
    def broken(**kwargs):
        raise OSError

    monkeypatch.setattr("openness.services.policies.audit", broken)
    with pytest.raises(OSError):
        policy_set(court=court, actor=None, publish_clean=True)
    assert not Organ.objects.filter(publish_clean=True).exists()


@pytest.mark.parametrize("code", ["辽9999", "yk-zfw", ""])
def test_only_courts_of_the_city_have_a_policy(client, member, code):
    client.force_login(member(Role.OFFICE, "yk-zfw"))
    assert client.post(POLICIES, {"court": code, "second_eyes": "on"}).status_code == 404
