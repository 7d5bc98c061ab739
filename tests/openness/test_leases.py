"""Two reviewers never on one document: the lease, its time-out, taking over knowingly."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from core.enums import State
from core.models import AuditEntry
from openness.models import Judgment, ReviewAction, ReviewLease
from openness.services.leases import LEASE
from tests.factories import make_judgment

pytestmark = pytest.mark.django_db


@pytest.fixture
def judgment(city) -> Judgment:
    return make_judgment(city["辽0802"])


@pytest.fixture
def hands(member):
    """Two reviewers of one court, each at a browser."""
    clients = []
    for name, last in (("first", "甲审核员"), ("second", "乙审核员")):
        user = member("reviewer", username=name)
        user.last_name = last
        user.save()
        clients.append(Client())
        clients[-1].force_login(user, backend="core.permissions.MembershipBackend")
    return clients


def opened(client, judgment) -> str:
    return client.get(reverse("openness_staff:review", args=[judgment.public_id])).content.decode()


def post(client, judgment, name, **data):
    judgment.refresh_from_db()
    return client.post(reverse(f"openness_staff:{name}", args=[judgment.public_id]), {"version": judgment.version, **data}, follow=True)


def test_a_second_reviewer_sees_who_is_at_work_and_not_the_original(hands, judgment):
    first, second = hands
    assert "原文（封存）" in opened(first, judgment)
    html = opened(second, judgment)
    assert "甲审核员正在审核这份文书" in html and "原文（封存）" not in html
    assert AuditEntry.objects.filter(action="sealed.open").count() == 1
    assert "甲审核员正在审" in second.get(reverse("openness_staff:queue")).content.decode()


def test_a_post_without_the_lease_changes_nothing_and_says_so(hands, judgment):
    first, second = hands
    opened(first, judgment)
    for name, data in (("move", {"move": "mask", "words": "某甲"}), ("accept", {}), ("send_back", {"note": "缺第三页"})):
        html = post(second, judgment, name, **data).content.decode()
        assert "正由甲审核员审核" in html and "没有执行" in html
    assert "缺第三页" in html, "what was typed is given back"
    judgment.refresh_from_db()
    assert judgment.state == State.REVIEW and not ReviewAction.objects.exists()


def test_two_tabs_of_one_person_are_fine(hands, judgment):
    first, _ = hands
    opened(first, judgment)
    assert "原文（封存）" in opened(first, judgment)
    post(first, judgment, "move", move="mask", words="某甲", replacement="甲某")
    assert ReviewAction.objects.count() == 1


def test_a_lease_runs_out_and_every_move_renews_it(hands, judgment):
    first, second = hands
    opened(first, judgment)
    ReviewLease.objects.update(until=timezone.now() + timedelta(minutes=1))
    post(first, judgment, "move", move="mask", words="某甲", replacement="甲某")
    assert ReviewLease.objects.get().until > timezone.now() + LEASE - timedelta(minutes=1)
    ReviewLease.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert "原文（封存）" in opened(second, judgment)
    assert "正由乙审核员审核" in post(first, judgment, "accept").content.decode()


def test_after_a_lease_ran_out_unnoticed_nothing_is_lost(hands, judgment):
    first, _ = hands
    opened(first, judgment)
    ReviewLease.objects.update(until=timezone.now() - timedelta(hours=1))
    post(first, judgment, "move", move="mask", words="某甲", replacement="甲某")
    assert ReviewAction.objects.count() == 1


def test_taking_over_is_deliberate_and_audited(hands, judgment):
    first, second = hands
    opened(first, judgment)
    html = second.post(reverse("openness_staff:take_over", args=[judgment.public_id]), follow=True).content.decode()
    assert "原文（封存）" in html and "已由您接手审核" in html
    entry = AuditEntry.objects.get(action="review.taken_over")
    assert entry.actor.username == "second" and entry.detail["holder"]
    assert "正由乙审核员审核" in post(first, judgment, "accept").content.decode()


def test_the_next_document_is_one_that_nobody_has(hands, judgment, city):
    first, second = hands
    other = make_judgment(city["辽0802"])
    third = make_judgment(city["辽0802"])
    opened(first, other)
    answer = second.get(reverse("openness_staff:skip", args=[judgment.public_id]))
    assert answer.url == reverse("openness_staff:review", args=[third.public_id])
    assert not ReviewLease.objects.filter(public_id=judgment.public_id).exists()


def test_of_two_accepts_at_once_one_publishes(hands, judgment):
    first, second = hands
    opened(first, judgment)
    version = judgment.version
    first.post(reverse("openness_staff:accept", args=[judgment.public_id]), {"version": version})
    answer = second.post(reverse("openness_staff:accept", args=[judgment.public_id]), {"version": version}, follow=True)
    judgment.refresh_from_db()
    assert judgment.is_public and "刚刚在别处改动过" in answer.content.decode()
    assert AuditEntry.objects.filter(action="record.publish").count() == 1


def test_another_courts_reviewer_cannot_take_over(hands, judgment, member):
    opened(hands[0], judgment)
    stranger = Client()
    stranger.force_login(member("reviewer", "辽0803"), backend="core.permissions.MembershipBackend")
    assert stranger.post(reverse("openness_staff:take_over", args=[judgment.public_id])).status_code == 403
    assert ReviewLease.objects.get().holder.username == "first"
