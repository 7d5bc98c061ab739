"""The recurring jobs: nothing that needs a clock waits for a hand."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from django.utils.module_loading import import_string
from django_q.models import Schedule

from core.tasks import ensure_schedules

pytestmark = pytest.mark.django_db


def test_the_schedules_clear_sessions_that_ran_out_and_publish_pages_at_their_time():
    ensure_schedules()
    Session.objects.create(session_key="old", session_data="", expire_date=timezone.now() - timedelta(days=1))
    Session.objects.create(session_key="new", session_data="", expire_date=timezone.now() + timedelta(days=1))
    import_string(Schedule.objects.get(name="sessions").func)()
    assert list(Session.objects.values_list("session_key", flat=True)) == ["new"]
    pages = Schedule.objects.get(name="pages")
    assert pages.minutes == 5
    import_string(pages.func)()
