"""The trend over months: chart, table and CSV tell the same, and every figure leads to its rows."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from openness.models import CatalogueItem
from openness.selectors.coverage import FIGURES, duty_rows
from openness.selectors.coverage_trend import HEADER, trend
from openness.services import disclosures
from openness.services.records import judgment_withdraw
from tests.factories import make_duty, make_notice, make_register, published
from tests.openness.entries import item, public

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(datetime(2026, 11, 24, 2, 0, tzinfo=UTC), tick=False) as clock:
        yield clock


@pytest.fixture
def filled(city):
    """A court with three months: one late, one withdrawn, one overdue; September without a register."""
    court = city["辽0802"]
    item("police-norms")
    make_register(court, date(2026, 8, 1))
    make_duty(court, effective_on=date(2026, 8, 3), due_on=date(2026, 8, 12), judgment=published(court), published_on=date(2026, 8, 14))
    make_duty(court, effective_on=date(2026, 10, 9), due_on=date(2026, 10, 20))
    gone = published(court)
    make_duty(court, effective_on=date(2026, 10, 9), due_on=date(2026, 10, 20), case_number=gone.case_number, judgment=gone)
    judgment_withdraw(judgment=gone, actor=None, reason="law")
    public(city["yk-ga"], occurred_on="2026-10-08")
    return court


def judgments():
    return CatalogueItem.objects.get(slug="judgments")


def test_every_month_adds_up_and_a_month_without_a_register_says_so(filled):
    months = {m.month: m for m in trend(filled, judgments())}
    august, september, october = (months[date(2026, n, 1)] for n in (8, 9, 10))
    assert (august.published, august.late, august.median_delay, august.worst_delay, august.on_time_rate) == (1, 1, 2, 2, 0)
    assert september.silent == ["裁判文书"] and september.on_time_rate is None
    assert (october.due, october.exempt, october.overdue) == (2, 1, 1) and not october.silent
    assert (months[date(2026, 11, 1)].withdrawn, october.withdrawn) == (1, 0)  # when it was withdrawn, not when it took effect
    assert all(m.published + m.exempt + m.overdue + m.pending == m.due for m in months.values())


def test_the_csv_is_the_page_and_its_figures_lead_to_as_many_rows(filled, client):
    address = {"organ": filled.code, "item": "judgments"}
    page = client.get(reverse("openness:coverage_trend"), address)
    sheet = list(csv.reader(io.StringIO(b"".join(client.get(reverse("openness:coverage_trend_csv"), address).streaming_content).decode("utf-8-sig"))))
    assert sheet[0] == HEADER and sheet[1:] == [["" if cell is None else str(cell) for cell in row["point"].as_list()] for row in page.context["rows"]]
    for row in page.context["rows"]:
        for name in FIGURES:
            assert duty_rows(filled, row["point"].month, name, item=judgments()).count() == getattr(row["point"], name)
    for link in re.findall(r'href="(/openness/coverage/[^"]+)"', page.content.decode()):
        assert client.get(link.replace("&amp;", "&")).status_code == 200


def test_the_chart_draws_what_the_table_says(filled, client):
    page = client.get(reverse("openness:coverage_trend"), {"item": "judgments"}).content.decode()
    assert "2026年10月 超期未公开 1" in page and "2026年8月 迟公开 1" in page and "缺名册" in page


def test_all_organs_of_an_item_and_all_items_of_an_organ(filled, city, client):
    assert sum(m.due for m in trend(None, judgments())) == 3
    assert {m.month for m in trend(city["yk-ga"], None) if m.due} == {date(2026, 10, 1)}
    with pytest.raises(ValueError, match="请选择"):
        trend(None, None)
    assert client.get(reverse("openness:coverage_trend"), {"organ": "沪0101"}).status_code == 404


def test_reasons_corrections_and_withdrawals_lead_to_what_is_behind_them(filled, city, client):
    entry = public(city["yk-ga"], occurred_on="2026-10-09", title="要更正的")
    disclosures.disclosure_withdraw(disclosure=entry, actor=None, reason="barred")
    page = client.get(reverse("openness:item_coverage"), {"month": "2026-10"})
    for row in page.context["excuses"]:
        assert len(client.get(row["url"]).context["rows"]) == row["count"] == 1
    acts = client.get(reverse("openness:coverage_acts", args=["2026-11"]), {"act": "withdraw"})
    assert len(acts.context["rows"]) == 2 and all(client.get(r["url"], follow=True).status_code in (200, 410) for r in acts.context["rows"])


def test_the_rows_of_every_organ_do_not_grow_in_queries(filled, client):
    def queries():
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            assert client.get(reverse("openness:coverage_all_rows", args=["2026-10"]), {"item": "judgments"}).status_code == 200
            assert client.get(reverse("openness:coverage_trend"), {"item": "judgments"}).status_code == 200
        return len(seen)

    queries()
    few = queries()
    for n in range(8):
        notice = make_notice(filled)
        make_duty(filled, effective_on=date(2026, 10, 9), due_on=date(2026, 10, 20) + timedelta(days=n), judgment=published(filled) if n % 2 else None, exemption=notice)
    assert queries() == few
