"""Duties under the catalogue: an entry makes one, a period makes one; the figures add up and lead to their rows."""

import csv
import io
import json
from datetime import UTC, date, datetime
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse

from core.enums import Role
from openness.models import Duty
from openness.selectors.coverage import FIGURES, cells, duty_rows
from openness.services import disclosures as service
from openness.services.catalogue import CatalogueRefused, item_save
from openness.services.duties import duty_excuse
from openness.services.duty_sources import period_before, period_name, periodic_duties
from openness.services.holidays import due_dates_recount, notice_save
from openness.services.statements import statement_publish
from tests.factories import make_duty, make_register, published
from tests.openness.entries import entered, item, public

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SEPTEMBER = date(2026, 9, 1)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False) as clock:
        yield clock


def cell(organ, slug, month=SEPTEMBER):
    return next((c for c in cells(month) if (c.organ.code, c.item.slug) == (organ, slug)), None)


def figures(organ="yk-ga", slug="police-norms", month=SEPTEMBER):
    found = cell(organ, slug, month)
    return {n: getattr(found, n) for n in FIGURES if getattr(found, n)} if found else {}


def test_an_entry_owes_from_the_day_it_was_handed_in_until_it_is_public(city):
    record = entered(city["yk-ga"], "police-norms", occurred_on="2026-09-01")
    assert figures() == {"due": 1, "overdue": 1}
    service.disclosure_accept(disclosure=record, actor=None)
    assert figures() == {"due": 1, "published": 1, "late": 1}
    found = cell("yk-ga", "police-norms")
    assert found.median_delay == found.worst_delay and found.worst_delay > 20 and found.on_time_rate == 0


def test_what_is_held_owes_again_and_what_the_law_bars_does_not(city):
    record = public(city["yk-ga"], occurred_on="2026-11-20")
    november = date(2026, 11, 1)
    assert figures(month=november) == {"due": 1, "published": 1}
    service.disclosure_hold(disclosure=record, actor=None, reason="核对")
    assert figures(month=november) == {"due": 1, "pending": 1}
    service.disclosure_withdraw(disclosure=record, actor=None, reason="barred")
    assert figures(month=november) == {"due": 1, "exempt": 1}
    other = public(city["yk-ga"], occurred_on="2026-11-20", title="另一条")
    service.disclosure_withdraw(disclosure=other, actor=None, reason="mistaken")
    assert figures(month=november) == {"due": 2, "exempt": 1, "pending": 1}


def test_a_changed_day_moves_its_duty(city):
    record = entered(city["yk-ga"], "police-norms", occurred_on="2026-09-01")
    service.disclosure_revise(disclosure=record, actor=None, typed=service.Typed(record.title, record.values, "2026-11-02"))
    assert figures() == {} and figures(month=date(2026, 11, 1)) == {"due": 1, "pending": 1} and Duty.objects.count() == 1


@pytest.mark.parametrize(
    ("day", "period", "first", "last", "name"),
    [("2026-11-24", "month", "2026-10-01", "2026-10-31", "2026年10月"), ("2026-01-03", "month", "2025-12-01", "2025-12-31", "2025年12月"), ("2026-11-24", "quarter", "2026-07-01", "2026-09-30", "2026年第三季度"), ("2026-02-01", "quarter", "2025-10-01", "2025-12-31", "2025年第四季度"), ("2026-11-24", "year", "2025-01-01", "2025-12-31", "2025年")],
)
def test_the_last_whole_period(day, period, first, last, name):
    found = period_before(date.fromisoformat(day), period)
    assert tuple(d.isoformat() for d in found) == (first, last) and period_name(found[0], period) == name


def test_a_period_owes_of_every_organ_of_the_kind_once_and_nothing_before_its_item_was_there(city):
    item("early-access")
    assert periodic_duties() == 0
    assert periodic_duties(since=date(2026, 10, 1)) > 0 and periodic_duties(since=date(2026, 10, 1)) == 0
    october = Duty.objects.filter(item__slug="early-access")
    assert october.count() == 7 and {d.month for d in october} == {date(2026, 10, 1)} and all(d.due_on > d.ends_on for d in october)


def test_what_is_published_for_the_period_discharges_it(city):
    item("early-access")
    periodic_duties(since=date(2025, 1, 1))
    public(city["yk-ga"], "early-access", occurred_on="2026-10-31", values={"meetings": "41", "opinions": "3"})
    assert figures(slug="early-access", month=date(2026, 10, 1)) == {"due": 1, "published": 1}
    assert figures("yk-ga-zq", "early-access", date(2026, 10, 1)) == {"due": 1, "pending": 1}
    statement_publish(organ=city["辽08"], item=item("court-figures"), key="q3", title="三季度", period=(date(2026, 7, 1), date(2026, 9, 30)), source="审判管理系统", text="见表")
    assert figures("辽08", "court-figures") == {"due": 1, "published": 1, "late": 1}


def test_an_editor_says_that_nothing_is_owed_and_why(city, client, member):
    item("early-access")
    periodic_duties(since=date(2026, 10, 1))
    duty = Duty.objects.get(organ=city["yk-ga"], item__slug="early-access")
    client.force_login(member(Role.EDITOR, "yk-ga-zq"))
    assert client.post(reverse("openness_staff:duty_excuse", args=[duty.pk]), {"reason": "nothing", "note": "没有"}).status_code == 403
    client.force_login(member(Role.EDITOR, "yk-ga"))
    assert "律师提前介入，2026年10月" in client.get(reverse("openness_staff:duties")).content.decode()
    for post in ({"reason": "whim", "note": "x"}, {"reason": "nothing", "note": " "}):
        client.post(reverse("openness_staff:duty_excuse", args=[duty.pk]), post)
        assert figures(slug="early-access", month=date(2026, 10, 1)) == {"due": 1, "pending": 1}
    client.post(reverse("openness_staff:duty_excuse", args=[duty.pk]), {"reason": "nothing", "note": "本月没有律师介入"})
    assert figures(slug="early-access", month=date(2026, 10, 1)) == {"due": 1, "exempt": 1}
    assert "本期没有应公开的内容" in client.get(reverse("openness:item_coverage"), {"month": "2026-10"}).content.decode()
    with pytest.raises(ValueError, match="已经履行"):
        duty_excuse(duty=duty, actor=None, reason="nothing", note="再来")


def test_page_csv_command_and_rows_tell_the_same_figures_and_they_add_up(city, client):
    court = city["辽0802"]
    make_register(court, SEPTEMBER)
    make_duty(court, effective_on=date(2026, 9, 3), due_on=date(2026, 9, 14), judgment=published(court), published_on=date(2026, 9, 20))
    make_duty(court, effective_on=date(2026, 9, 3), due_on=date(2026, 9, 14))
    item("early-access")
    periodic_duties(since=date(2025, 1, 1))
    for n in range(4):
        record = entered(city["yk-ga"], "police-norms", title=f"规范{n}", occurred_on=f"2026-09-{n + 1:02}")
        if n % 2:
            service.disclosure_accept(disclosure=record, actor=None)
    found = cells(SEPTEMBER)
    for row in found:
        assert row.published + row.exempt + row.overdue + row.pending == row.due
        assert [duty_rows(row.organ, SEPTEMBER, n, item=row.item).count() for n in FIGURES] == [getattr(row, n) for n in FIGURES]
    silent = [c for c in found if not c.register]
    assert silent and found[: len(silent)] == silent
    told = StringIO()
    call_command("coverage", "--month", "2026-09", "--items", "--json", stdout=told)
    assert json.loads(told.getvalue())["rows"] == [c.as_dict() for c in found]
    sheet = list(csv.DictReader(io.StringIO(b"".join(client.get(reverse("openness:item_coverage_csv"), {"month": "2026-09"}).streaming_content).decode("utf-8-sig"))))
    assert [(r["organ"], r["item"], r["due"], r["overdue"]) for r in sheet] == [(c.organ.code, c.item.slug, str(c.due), str(c.overdue)) for c in found]
    cache.clear()
    page = client.get(reverse("openness:item_coverage"), {"month": "2026-09"}).content.decode()
    assert f"{sum(c.due for c in found)}" in page and "没有报送" in page
    here = cell("yk-ga", "police-norms")
    rows = client.get(here.url, {"state": "overdue"}).content.decode()
    assert rows.count("超期未公开</span>") == here.overdue == 2


def test_the_title_of_what_waits_for_review_is_not_told(city, client):
    entered(city["yk-ga"], "police-norms", title="还没审核的标题", occurred_on="2026-09-01")
    assert "还没审核的标题" not in client.get(cell("yk-ga", "police-norms").url).content.decode()


def test_the_queries_of_the_page_do_not_grow(city, client, django_assert_max_num_queries):
    item("early-access")
    periodic_duties(since=date(2025, 1, 1))
    for n in range(6):
        public(city["yk-ga" if n % 2 else "yk-ga-zq"], title=f"规范{n}", occurred_on="2026-09-01")
    with django_assert_max_num_queries(15):
        answer = client.get(reverse("openness:item_coverage"), {"month": "2026-09"})
    assert answer.status_code == 200


def test_an_item_with_open_duties_is_not_switched_off(city):
    entered(city["yk-ga"], "police-norms")
    changed = item("police-norms")
    changed.active = False
    with pytest.raises(CatalogueRefused, match="义务没有履行"):
        item_save(item=changed, actor=None)


def test_the_desk_says_what_waits_for_whom(city, client, member):
    record = entered(city["yk-jcy"], "legal-documents", occurred_on="2026-09-01")
    one, two = member(Role.EDITOR, "yk-jcy"), member(Role.REVIEWER, "yk-jcy")
    client.force_login(one)
    assert all(word in client.get(reverse("wagtailadmin_home")).content.decode() for word in ("公开事项待审核", "各月累计超期未公开"))
    if not record.doubts_open:
        service.disclosure_accept(disclosure=record, actor=one)
        assert "等我复核" not in client.get(reverse("wagtailadmin_home")).content.decode()
        client.force_login(two)
        assert "等我复核" in client.get(reverse("wagtailadmin_home")).content.decode()
    client.force_login(member(Role.EDITOR, "yk-jcy-zq"))
    assert "公开事项待审核" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_a_holiday_notice_moves_what_is_still_open_and_its_entry(city, today):
    today.move_to(datetime(2026, 12, 30, 2, 0, tzinfo=UTC))
    record = entered(city["yk-ga"], "police-norms", occurred_on="2026-12-28")
    before = record.due_on
    days = [date(2027, 1, 1), date(2027, 1, 4), date(2027, 1, 5), date(2027, 5, 1), date(2027, 10, 1)]
    notice_save(actor=None, year=2027, document="国办发明电〔2026〕9号", days_off=days, make_up_days=[])
    assert sum(due_dates_recount(year=2027)) == 1
    record.refresh_from_db()
    assert record.due_on > before and Duty.objects.get().due_on == record.due_on
