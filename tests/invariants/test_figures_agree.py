"""Promise 6: the figures on every screen agree with the rows and add up."""

import csv
import io
import json
from collections import Counter
from datetime import date, datetime, timedelta
from random import Random

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from core.enums import State
from core.publishing import hold, publish
from home.selectors import front_page
from openness.models import Duty
from openness.reasons import exempting_codes, withdrawal_reasons
from openness.selectors.coverage import FIGURES, duty_rows, scoreboard
from openness.services.records import judgment_withdraw
from tests.factories import make_duty, make_judgment, make_notice, make_register, published

pytestmark = pytest.mark.django_db
MONTH = date(2026, 10, 1)
NOW = timezone.make_aware(datetime(2026, 11, 24, 10, 30))


def random_document(rng, court):
    """A judgment in any state, or none."""
    fate = rng.choice(["none", "review", "published", "scheduled", "expired", "held", *withdrawal_reasons()])
    if fate == "none":
        return None
    if fate == "review":
        return make_judgment(court)
    if fate == "scheduled":
        return published(court, public_from=NOW + timedelta(minutes=rng.randint(1, 90000)))
    judgment = published(court, public_until=NOW - timedelta(minutes=5) if fate == "expired" else None)
    if fate == "held":
        hold(record=judgment, actor=None, reason="核查")
    elif fate in withdrawal_reasons():
        judgment_withdraw(judgment=judgment, actor=None, reason=fate)
    return judgment


def fill(rng, courts):
    """Registers, duties and documents at random; some courts hand in nothing."""
    for court in courts:
        if rng.random() < 0.25:
            continue
        make_register(court, MONTH)
        for _ in range(rng.randint(0, 9)):
            judgment = random_document(rng, court)
            notice = None
            if rng.random() < 0.3:
                notice = make_notice(court)
                if rng.random() < 0.7:
                    publish(record=notice, actor=None)
            make_duty(
                court, effective_on=MONTH + timedelta(days=rng.randint(0, 30)), due_on=NOW.date() + timedelta(days=rng.randint(-3, 3)), judgment=judgment, exemption=notice,
                published_on=NOW.date() + timedelta(days=rng.randint(-5, 0)) if judgment and judgment.published_at else None,
            )  # fmt: skip


def sort_of(duty):
    """What became of a duty, told in plain Python."""
    judgment, notice = duty.judgment, duty.exemption
    if judgment and judgment.is_public:
        return "published"
    gone = judgment and judgment.state == State.WITHDRAWN and judgment.withdrawn_reason in exempting_codes()
    if gone or (notice and notice.is_public):
        return "exempt"
    return "overdue" if duty.due_on < NOW.date() else "pending"


@pytest.mark.parametrize("seed", range(8))
def test_every_screen_tells_the_same_figures_and_they_add_up(city, client, seed):
    rng = Random(seed)
    courts = [o for o in city.values() if o.kind == "court"]
    with time_machine.travel(NOW - timedelta(days=1), tick=False) as clock:
        fill(rng, courts)
        clock.move_to(NOW)
        cache.clear()
        told = {}
        for duty in Duty.objects.select_related("judgment", "exemption"):
            told.setdefault(duty.organ_id, Counter())[sort_of(duty)] += 1
        rows = scoreboard(MONTH)
        assert {r.organ for r in rows} == set(courts)
        for row in rows:
            expected = told.get(row.organ.pk, Counter())
            assert {s: getattr(row, s) for s in ("published", "exempt", "overdue", "pending")} == {s: expected[s] for s in ("published", "exempt", "overdue", "pending")}
            assert row.published + row.exempt + row.overdue + row.pending == row.due == sum(expected.values())
            assert row.late <= row.published and (row.register or row.on_time_rate is None)
            assert all(duty_rows(row.organ, MONTH, name, item=row.item).count() == getattr(row, name) for name in FIGURES)
        table = {r.organ.code: {name: getattr(r, name) for name in FIGURES} for r in rows}
        assert from_csv(client) == from_command() == table
        page = client.get("/openness/coverage/?month=2026-10")
        assert page.context["totals"] == {name: sum(r[name] for r in table.values()) for name in FIGURES}
        front = front_page()["totals"]
        assert all(front[name] == page.context["totals"][name] for name in front)


def from_csv(client):
    body = b"".join(client.get("/openness/coverage.csv?month=2026-10").streaming_content).decode("utf-8-sig")
    return {r["organ"]: {name: int(r[name]) for name in FIGURES} for r in csv.DictReader(io.StringIO(body))}


def from_command():
    out = io.StringIO()
    call_command("coverage", month="2026-10", json=True, stdout=out)
    return {r["organ"]: {name: r[name] for name in FIGURES} for r in json.loads(out.getvalue().splitlines()[-1])["rows"]}


def test_the_front_page_shows_the_figures_of_the_scoreboard(city, client):
    from home.services import front_page_ensure

    front_page_ensure()
    with time_machine.travel(NOW, tick=False):
        for _ in range(3):
            make_duty(city["辽0802"], effective_on=date(2026, 10, 9), due_on=date(2026, 11, 1))
        cache.clear()
        figures = client.get("/").context["totals"]
        assert figures["overdue"] == 3 == client.get("/openness/coverage/").context["totals"]["overdue"]
