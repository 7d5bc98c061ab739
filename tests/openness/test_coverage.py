"""Coverage: what was owed for a month and what became of it, in one pass whatever the size."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from core.publishing import hold, publish
from openness.models import Duty
from openness.selectors.coverage import duty_rows, month_of, scoreboard, unregistered
from openness.services.records import judgment_withdraw
from tests.factories import make_duty, make_judgment, make_notice, make_register, published

pytestmark = pytest.mark.django_db
MONTH, TODAY = date(2026, 10, 1), date(2026, 11, 24)


@pytest.fixture
def court(city):
    """A basic court."""
    return city["辽0802"]


def duty(court, due_on=TODAY, **fields):
    return make_duty(court, effective_on=date(2026, 10, 9), due_on=due_on, **fields)


def row_of(court):
    return next(r for r in scoreboard(MONTH, TODAY) if r.organ == court)


def test_each_duty_counts_once_by_what_became_of_it(court):
    yesterday = TODAY - timedelta(days=1)
    duty(court)
    duty(court, yesterday)
    duty(court, yesterday, judgment=make_judgment(court))
    duty(court, judgment=published(court), published_on=yesterday)
    duty(court, yesterday, judgment=published(court), published_on=TODAY)
    held = published(court)
    hold(record=held, actor=None, reason="核查")
    duty(court, yesterday, judgment=held)
    for reason in ("law", "error"):
        gone = published(court)
        judgment_withdraw(judgment=gone, actor=None, reason=reason)
        duty(court, yesterday, judgment=gone)
    notice = make_notice(court)
    publish(record=notice, actor=None)
    duty(court, yesterday, exemption=notice)
    duty(court, judgment=published(court, public_from=timezone.now() + timedelta(days=30)))
    row = row_of(court)
    assert (row.due, row.published, row.late, row.exempt, row.overdue, row.pending) == (10, 2, 1, 2, 4, 2)
    assert row.published + row.exempt + row.overdue + row.pending == row.due
    assert row.on_time == 1 and row.on_time_rate == round(100 / 6, 1)


def test_a_published_document_outranks_its_notice(court):
    notice = make_notice(court)
    publish(record=notice, actor=None)
    duty(court, judgment=published(court), exemption=notice, published_on=TODAY)
    row = row_of(court)
    assert (row.published, row.exempt, row.due) == (1, 0, 1)


def test_a_court_without_a_register_says_so_and_stands_first(court, city):
    duty(court, TODAY - timedelta(days=3))
    make_register(city["辽0803"], MONTH)
    rows = scoreboard(MONTH, TODAY)
    assert not rows[0].register and rows[0].on_time_rate is None
    assert [r.register for r in rows] == sorted(r.register for r in rows)
    assert next(r for r in rows if r.register).organ == court  # overdue before the one that owes nothing
    zero = next(r for r in rows if r.organ == city["辽0803"])
    assert zero.register and zero.due == 0 and zero.on_time_rate is None
    assert not any(r.organ.is_trial for r in rows) and len(rows) == 7


def test_the_day_itself_is_not_overdue(court):
    duty(court, TODAY)
    assert row_of(court).pending == 1


def test_what_is_public_without_a_duty_stands_beside_the_sum(court):
    lone = published(court, effective_on=date(2026, 10, 31))
    published(court, effective_on=date(2026, 11, 1))
    make_judgment(court, effective_on=date(2026, 10, 9))
    assert list(unregistered(MONTH)) == [lone]
    assert row_of(court).unregistered == 1 and row_of(court).due == 0


@pytest.mark.parametrize("sort", ["due", "published", "late", "exempt", "overdue", "pending"])
def test_every_figure_leads_to_as_many_rows(court, client, sort):
    for day in range(5):
        duty(court, TODAY - timedelta(days=day), judgment=published(court) if day % 2 else None, published_on=TODAY)
    assert duty_rows(court, MONTH, sort, TODAY).count() == getattr(row_of(court), sort)
    assert client.get(f"/openness/coverage/{court.code}/2026-10/?state={sort}").status_code == 200


def test_the_scoreboard_costs_the_same_whatever_the_number_of_duties(court, city):
    def queries():
        with CaptureQueriesContext(connection, ) as seen:
            scoreboard(MONTH, TODAY)
        return len(seen)

    make_register(court, MONTH)
    queries()  # the calendar is read once
    few = queries()
    for organ in (court, city["辽0803"]):
        register = make_register(organ, MONTH)
        Duty.objects.bulk_create(
            Duty(organ=organ, item=register.item, month=MONTH, register=register, base_number=str(n), case_number=str(n), starts_on=MONTH, ends_on=MONTH, due_on=TODAY, rule="x") for n in range(300)
        )
    assert queries() == few <= 7


@pytest.mark.parametrize("text", ["2026", "2026-13", "十月", "", "2026-10-01", "../2026-10", "9999-12", "0001-01"])
def test_a_month_that_is_none_is_told_so(text):
    with pytest.raises(ValueError, match="月份"):
        month_of(text)


@pytest.mark.parametrize("address", ["/openness/coverage/?month=2026-13", "/openness/coverage.csv?month=x", "/openness/coverage/辽0802/x/", "/openness/coverage/辽0802/9999-12/", "/openness/coverage/?month=9999-12", "/openness/coverage/沪0101/2026-10/"])
def test_addresses_that_lead_nowhere_are_not_found(client, city, address):
    assert client.get(address).status_code == 404
