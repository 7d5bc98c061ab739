"""The demo's court has work on every desk: doubts of many kinds, days from overdue to next week, others' work in between."""

from datetime import timedelta

import pytest
from django.utils import timezone

from core.enums import State
from openness.models import Judgment, Objection, Proposal, ReviewLease
from portal import demo

pytestmark = pytest.mark.django_db


def test_a_reviewers_half_hour_and_an_editors_desk_are_laid_out(city, monkeypatch):
    demo.accounts_ensure()
    monkeypatch.setattr(demo, "FULL", 60)
    demo.fill(60, lambda done: None)
    waiting = list(Judgment.objects.filter(organ=city["辽0802"], state=State.REVIEW, due_on__isnull=False))
    hard = [j for j in waiting if j.doubts_open >= 3]
    today = timezone.localdate()
    assert len(hard) >= 12
    assert min(j.due_on for j in hard) < today < max(j.due_on for j in hard)
    assert max(j.due_on for j in hard) - today <= timedelta(days=14)
    assert Judgment.objects.filter(organ=city["辽0802"], state=State.RETURNED).count() == 1
    assert ReviewLease.objects.get().holder.username == "bianji"
    assert Proposal.objects.filter(closed_at=None, judgment__organ=city["辽0802"]).count() >= 3
    assert Objection.objects.filter(answered_at=None).count() == 3
