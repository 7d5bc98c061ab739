"""The office's desk: which court is late with what, with the rows behind each figure; the desk names the months it counts."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.audit import audit
from core.models import Organ
from openness.models import Objection
from openness.selectors.coverage import default_month
from openness.services.objections import objection_receive
from tests.factories import make_duty, make_judgment, make_register, published

pytestmark = pytest.mark.django_db
LATE = {"effective_on": date(2026, 1, 5), "due_on": date(2026, 1, 14)}


def desk(client, user) -> str:
    """The staff area's front page, as this user sees it."""
    client.force_login(user, backend="core.permissions.MembershipBackend")
    return client.get("/admin/").content.decode()


def objection(judgment) -> Objection:
    """An objection whose answer is overdue."""
    made, _ = objection_receive(judgment=judgment, words="", reason="请隐去我的名字", name="何某", contact="网上", seed=judgment.public_id)
    Objection.objects.filter(pk=made.pk).update(due_on="2026-01-14")
    return made


@pytest.fixture
def office(client, member):
    """The client of the campaign's office."""
    client.force_login(member("office", "yk-zfw"), backend="core.permissions.MembershipBackend")
    return client


def test_the_offices_desk_says_which_court_is_late_and_leads_to_the_rows(office, city):
    duty, waiting = make_duty(city["辽0802"], **LATE), make_judgment(city["辽0802"], due_on="2026-01-05", doubts_open=2)
    contested = published(city["辽0803"])
    objection(contested)
    html = office.get("/admin/").content.decode()
    assert "今天要催办的" in html
    for kind, court, number, said in (
        ("duties", "辽0802", duty.case_number, "没有收到文书"),
        ("review", "辽0802", waiting.case_number, "存疑 2 处"),
        ("objections", "辽0803", contested.case_number, "已公开"),
    ):
        link = f"{reverse('openness_staff:urging')}?what={kind}&amp;court="
        assert link in html
        rows = office.get(reverse("openness_staff:urging"), {"what": kind, "court": court}).content.decode()
        assert number in rows
        assert said in rows
        assert "超期" in rows


def test_a_court_without_a_register_comes_first(office, city):
    for court in Organ.objects.courts().exclude(code="辽0803"):
        make_register(court, default_month())
    make_duty(city["辽0802"], **LATE)
    html = office.get("/admin/").content.decode()
    part = html[html.index("今天要催办的") : html.index("各单位公开情况", html.index("今天要催办的"))]
    assert part.index("没有报送") < part.index("1 件</a>")
    assert part.count("没有报送</span>") == 1


def test_nothing_late_is_said_in_words(office, city):
    for court in Organ.objects.courts():
        make_register(court, default_month())
    html = office.get("/admin/").content.decode()
    assert "各法院没有过期的事项" in html
    assert "近 7 天没有人打开过封存的内容" in html


def test_openings_of_sealed_fields_are_counted_for_the_office_and_lead_to_the_log(office, city):
    audit(actor=None, action="sealed.open", target="judgment:x", purpose="审核", organ=city["辽0802"])
    html = office.get("/admin/").content.decode()
    assert "1 次</a>" in html
    since = (timezone.localdate() - timedelta(days=7)).isoformat()
    found = office.get(reverse("audit_log"), {"action": "sealed.open", "since": since})
    assert len(found.context["entries"]) == 1


def test_only_who_watches_over_courts_sees_what_they_are_urged_to(client, member, city):
    make_duty(city["辽0802"], **LATE)
    assert "今天要催办的" not in desk(client, member("editor"))
    assert client.get(reverse("openness_staff:urging")).status_code == 403
    assert "今天要催办的" in desk(client, member("auditor", "yk-zfw"))


def test_the_offices_desk_costs_the_same_for_one_court_and_many(office, city, django_assert_num_queries):
    def work(code):
        make_duty(city[code], **LATE)
        make_judgment(city[code], due_on="2026-01-05")
        objection(published(city[code]))

    work("辽0802")
    office.get("/admin/")
    with CaptureQueriesContext(connection) as one:
        office.get("/admin/")
    for code in ("辽0803", "辽0804", "辽0881"):
        work(code)
    with django_assert_num_queries(len(one)):
        assert office.get("/admin/").status_code == 200
    assert len(one) <= 25


def test_figures_of_all_months_say_so_where_the_front_page_counts_one(client, member, city):
    make_duty(city["辽0802"], **LATE)
    assert "各月累计超期未公开" in desk(client, member("clerk"))
    assert "首页和公开情况只算一个月" in client.get(reverse("openness_staff:duties")).content.decode()
