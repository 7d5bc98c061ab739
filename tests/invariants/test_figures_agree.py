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
from openness.models import Disclosure, Duty
from openness.reasons import exempting_codes, exempting_disclosure_codes, withdrawal_reasons
from openness.selectors.coverage import FIGURES, by_organ, cells, duty_rows, scoreboard
from openness.services import disclosures
from openness.services.duties import duties_recount, duty_excuse
from openness.services.duty_sources import periodic_duties
from openness.services.records import judgment_withdraw
from tests.factories import make_duty, make_judgment, make_notice, make_register, published
from tests.openness.entries import entered, item

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
        assert {(c.organ, c.item.slug): c.figures() for c in cells(MONTH)} == {(r.organ, "judgments"): r.figures() for r in rows}
        table = {r.organ.code: {name: getattr(r, name) for name in FIGURES} for r in rows}
        assert from_csv(client) == from_command() == table
        page = client.get("/openness/coverage/?month=2026-10")
        assert page.context["totals"] == {name: sum(r[name] for r in table.values()) for name in FIGURES}
        front = front_page()["totals"] or {}
        assert all(front[name] == page.context["totals"][name] for name in front)


def from_csv(client, address="/openness/coverage.csv?month=2026-10"):
    body = b"".join(client.get(address).streaming_content).decode("utf-8-sig")
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


def random_entry(rng, organ, day):
    """An entry, somewhere on its way; its clock can lie ahead or behind."""
    record = entered(organ, "police-norms", title=f"事项{rng.random()}", occurred_on=f"{day:%Y-%m-%d}")
    fate = rng.choice(["review", "public", "ahead", "ends", "held", "again", "barred", "mistaken"])
    if fate == "review":
        return record
    Disclosure.objects.filter(pk=record.pk).update(open_at=NOW + timedelta(hours=rng.randint(1, 90)) if fate == "ahead" else None, close_at=NOW + timedelta(hours=rng.randint(1, 90)) if fate == "ends" else None)
    record = disclosures.disclosure_accept(disclosure=Disclosure.objects.select_related("organ", "item").get(pk=record.pk), actor=None)
    if fate in ("held", "again"):
        disclosures.disclosure_hold(disclosure=record, actor=None, reason="核对")
    if fate == "again":
        publish(record=record, actor=None)
    if fate in ("barred", "mistaken"):
        disclosures.disclosure_withdraw(disclosure=record, actor=None, reason=fate)
    return record


def plainly(duty, at):
    """What became of a duty, told from its records and nothing else."""
    record = duty.record
    if record and record.state == State.PUBLISHED and record.public_from <= at and (record.public_until is None or record.public_until > at):
        return "published"
    gone = record and record.state == State.WITHDRAWN and record.withdrawn_reason in exempting_disclosure_codes()
    return "exempt" if gone or duty.excused else "overdue" if duty.due_on < timezone.localdate(at) else "pending"


@pytest.mark.parametrize("seed", range(4))
def test_items_tell_what_their_records_say_at_any_moment_and_every_screen_agrees(city, client, seed):
    rng = Random(seed)
    item("police-norms")
    with time_machine.travel(NOW, tick=False) as clock:
        periodic_duties(since=date(2026, 9, 1))
        for _ in range(12):
            random_entry(rng, city[rng.choice(["yk-ga", "yk-ga-zq"])], MONTH + timedelta(days=rng.randint(0, 30)))
        for duty in rng.sample(list(Duty.objects.open()), 2):
            duty_excuse(duty=duty, actor=None, reason="nothing", note="没有")
        for hours in (0, 30, 60, 24 * 40):
            clock.move_to(NOW + timedelta(hours=hours))
            told = {}
            for duty in Duty.objects.filter(month=MONTH).select_related("disclosure__item", "statement"):
                told.setdefault((duty.organ_id, duty.item_id), Counter())[plainly(duty, timezone.now())] += 1
            found = {(c.organ.pk, c.item.pk): c for c in cells(MONTH) if c.due}
            assert {key: {s: getattr(c, s) for s in ("published", "exempt", "overdue", "pending")} for key, c in found.items()} == {
                key: {s: counts[s] for s in ("published", "exempt", "overdue", "pending")} for key, counts in told.items()
            }
            assert all(duty_rows(c.organ, MONTH, name, item=c.item).count() == getattr(c, name) for c in found.values() for name in FIGURES)
            assert duties_recount() == 0  # nothing that services left behind
        clock.move_to(NOW)
        cache.clear()
        sums = {r.organ.code: r.figures() for r in by_organ(cells(MONTH))}
        assert from_csv(client) == sums
        page, front = client.get("/openness/coverage/?month=2026-10").context["totals"], front_page()["totals"]
        assert page == {name: sum(r[name] for r in sums.values()) for name in FIGURES}
        assert front == {name: page[name] for name in front}
