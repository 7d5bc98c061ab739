"""The audit log: who opened which document for what purpose, found by act, organ, person, thing and day, by an index each."""

from datetime import datetime
from urllib.parse import urlencode

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core.audit import audit
from core.enums import Role
from core.forms import AuditFilterForm
from core.models import AuditEntry
from core.views_staff.audit import NearPaginator, _filtered
from tests.factories import make_judgment

pytestmark = pytest.mark.django_db


@pytest.fixture
def auditor(member, client):
    user = member(Role.AUDITOR, "yk-zfw", "shenji")
    client.force_login(user)
    return user


@pytest.fixture
def log(city, member):
    """Two people who opened documents, and other acts."""
    first, second = member(Role.REVIEWER, "辽0802", "zhangsan"), member(Role.REVIEWER, "辽0881", "lisi")
    first.last_name = "张三"
    first.save()
    judgment = make_judgment(city["辽0802"])
    judgment.source.text.open(actor=first, purpose="审核", target=f"judgment:{judgment.public_id}", organ=city["辽0802"])
    audit(actor=second, action="sealed.open", target="row:7", organ=city["辽0881"], purpose="补正")
    audit(actor=first, action="review.undo", target=f"judgment:{judgment.public_id}", organ=city["辽0802"])
    return judgment


def rows(client, **query):
    page = client.get(f"{reverse('audit_log')}?{urlencode(query)}")
    assert page.status_code == 200
    return [(e.action, e.actor.username, e.target) for e in page.context["entries"]]


def test_openings_are_found_by_person_organ_and_document(client, auditor, log, city):
    opened = ("sealed.open", "zhangsan", f"judgment:{log.public_id}")
    assert rows(client, action="sealed.open") == [("sealed.open", "lisi", "row:7"), opened]
    assert rows(client, action="sealed.open", person="张三") == rows(client, action="sealed.open", person="zhangsan") == [opened]
    assert rows(client, action="sealed.open", organ=city["辽0802"].pk) == [opened]
    assert rows(client, action="sealed.open", target=log.public_id) == rows(client, action="sealed.open", target=f"judgment:{log.public_id}") == [opened]
    assert rows(client, person="nobody") == [] and len(rows(client, target=log.public_id)) == 2


def test_a_document_shows_by_its_number_and_an_opening_by_its_purpose(client, auditor, log):
    page = client.get(f"{reverse('audit_log')}?action=sealed.open").content.decode()
    assert log.case_number in page and "审核" in page and "打开封存内容" in page


def test_days_are_whole_days_of_the_city(client, auditor, log):
    day = timezone.localdate()
    assert len(rows(client, since=day, until=day)) == 3
    assert rows(client, until=timezone.make_aware(datetime(2020, 1, 1)).date()) == []
    assert "日期写成" in client.get(f"{reverse('audit_log')}?since=gestern").content.decode()


def test_an_editor_does_not_read_the_log(client, member, log):
    client.force_login(member(Role.EDITOR, "辽0802"))
    assert client.get(reverse("audit_log")).status_code == 403


@pytest.mark.parametrize("query", [{}, {"action": "sealed.open"}, {"person": "zhangsan"}, {"target": "x"}, {"since": "2026-01-01", "until": "2026-02-01"}, "organ"], ids=str)
def test_every_filter_walks_an_index_in_its_order(log, city, query):
    query = {"organ": city["辽0802"].pk} if query == "organ" else query
    form = AuditFilterForm(query)
    assert form.is_valid()
    plan = _filtered(AuditEntry.objects.all(), form.cleaned_data).order_by("-at", "-id")[:50].explain()
    if connection.vendor == "sqlite":
        assert "INDEX audit_" in plan, plan
        assert "TEMP B-TREE" not in plan or "target" in query or "person" in query, plan  # a thing, a person: few rows, sorted


def test_the_log_counts_no_further_than_one_pages(log, monkeypatch):
    assert NearPaginator(AuditEntry.objects.order_by("-id"), 50).count == AuditEntry.objects.count() == 3
    monkeypatch.setattr("core.views_staff.audit.FARTHEST", 2)
    assert NearPaginator(AuditEntry.objects.order_by("-id"), 50).count == 2
