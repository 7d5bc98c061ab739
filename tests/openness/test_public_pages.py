"""Public pages: what they show, what they cost, and what they say of what is gone."""

import xml.etree.ElementTree as ET
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.publishing import hold, publish
from openness.models import Correction
from openness.reasons import reason_label
from openness.services.records import judgment_republish, judgment_withdraw
from tests.factories import make_judgment, make_notice, published

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def court(city):
    """A basic court."""
    return city["辽0802"]


def cost(client, address):
    """Queries of an uncached page."""
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len(seen)


def test_a_judgments_page_costs_at_most_eight_queries_whatever_surrounds_it(client, court):
    judgment = published(court, case_number="（2026）辽0802民初123号", prior_numbers=["（2025）辽0802民初1号", "（2025）辽0802民初2号"])
    few = cost(client, judgment.get_absolute_url())
    for n in range(1, 6):
        published(court, case_number=f"（2026）辽0802民初123号之{'一二三四五'[n - 1]}", document_kind="民事裁定书")
        published(court, case_number=f"（2025）辽0802民初{n}号")
    assert cost(client, judgment.get_absolute_url()) <= few <= 8


@pytest.mark.parametrize("address", ["/openness/judgments/", "/openness/judgments/?court=辽0802&year=2026&category=civil", "/openness/", "/openness/judgments/feed/"])
def test_a_list_costs_at_most_twelve_queries_whatever_its_length(client, court, city, address):
    published(court)
    few = cost(client, address)
    for n in range(25):
        published(city[f"辽080{2 + n % 3}"], cause=f"案由{n}") if n % 3 < 2 else published(court)
    assert cost(client, address) <= few <= 12


def test_the_page_reads_like_a_document(client, court):
    judgment = published(court, decided_on=date(2026, 9, 1))
    page = client.get(judgment.get_absolute_url()).content.decode()
    for words in (judgment.title, judgment.case_number, court.name, "判决如下", reverse("short", args=[judgment.public_id])):
        assert words in page


def test_markup_in_a_text_is_shown_and_not_run(client, court):
    judgment = published(court, title="<img src=x onerror=alert(1)>案", original="<script>alert(1)</script>" + "经审理查明，事实如下。" * 9)
    for address in (judgment.get_absolute_url(), "/openness/judgments/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page and "<img src=x" not in page and "&lt;img src=x" in page


def test_what_was_never_public_is_not_found_anywhere(client, court):
    for record in (make_judgment(court), published(court, public_from=timezone.now() + timedelta(days=2)), make_notice(court)):
        for address in (record.get_absolute_url(), reverse("short", args=[record.public_id])):
            response = client.get(address)
            assert response.status_code == 404 and record.case_number not in response.content.decode()
    assert client.get("/openness/judgments/zzzzzzzzzz/").status_code == 404


def test_a_judgment_that_was_withdrawn_and_published_again_says_so(client, court):
    with time_machine.travel("2026-09-01T04:00:00Z"):
        judgment = published(court, title="曾经撤回的一案")
        held = published(court)
    address, once = judgment.get_absolute_url(), cost(client, judgment.get_absolute_url())
    assert "曾撤回" not in client.get(address).content.decode()
    with time_machine.travel("2026-09-03T17:00:00Z"):  # the 4th here
        judgment_withdraw(judgment=judgment, actor=None, reason="error")
        hold(record=held, actor=None, reason="核查")
    with time_machine.travel("2026-09-08T04:00:00Z"):
        for record in (judgment, held):
            judgment_republish(judgment=record, actor=None)
    assert cost(client, address) == once + 2 <= 8  # what was corrected, when it was gone
    page = " ".join(client.get(address).content.decode().split())
    assert f'<span class="num">2026年9月4日</span> 曾撤回（{reason_label("error")}），<span class="num">2026年9月8日</span> 重新公开。' in page
    assert "曾撤回" not in client.get(held.get_absolute_url()).content.decode()


def test_a_judgment_published_once_pays_nothing_for_the_trace_of_those_withdrawn(client, court):
    with CaptureQueriesContext(connection) as seen:
        client.get(published(court).get_absolute_url())
    assert not [q["sql"] for q in seen if q["sql"].startswith("SELECT") and "core_ledgerentry" in q["sql"]]


def test_a_withdrawn_document_leaves_a_tombstone_with_nothing_of_it(client, court):
    judgment = published(court)
    judgment_withdraw(judgment=judgment, actor=None, reason="law")
    response = client.get(judgment.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 410 and court.name in page and judgment.document_kind in page and "含有依法不应公开的内容" in page
    for words in (judgment.title, judgment.case_number, judgment.cause, "判决如下", judgment.text[:20]):
        assert words not in page
    assert 'name="robots" content="noindex"' in page


def test_a_held_document_says_that_it_is_being_examined(client, court):
    judgment = published(court)
    hold(record=judgment, actor=None, reason="王小五异议")
    response = client.get(judgment.get_absolute_url())
    page = response.content.decode()
    assert response.status_code == 404 and "核查" in page and "王小五" not in page and judgment.title not in page


def test_the_short_address_is_permanent(client, court):
    judgment = published(court)
    address = reverse("short", args=[judgment.public_id])
    assert client.get(address, follow=True).status_code == 200
    judgment_withdraw(judgment=judgment, actor=None, reason="law")
    cache.clear()
    assert client.get(address, follow=True).status_code == 410


def test_a_notice_gives_number_court_date_and_reason(client, court):
    notice = make_notice(court)
    publish(record=notice, actor=None)
    page = client.get(notice.get_absolute_url()).content.decode()
    assert notice.case_number in page and court.name in page and "mediation" not in page and "第四条" in page


def test_the_feed_is_well_formed_narrowed_and_newest_first(client, court, city):
    first, second = published(court, title="甲 & <乙>案"), published(court, decided_on=date(2026, 8, 3))
    other = published(city["辽0803"])
    tree = ET.fromstring(client.get("/openness/judgments/feed/?court=辽0802").content)
    ids = [e.find(f"{ATOM}id").text for e in tree.iter(f"{ATOM}entry")]
    assert ids == [second.public_id, first.public_id] and other.public_id not in ids
    news = tree.find(f"{ATOM}entry")
    assert {datetime.fromisoformat(news.findtext(f"{ATOM}{name}")) for name in ("published", "updated")} == {second.public_from}
    assert news.findtext(f"{ATOM}summary").endswith("2026年8月3日作出")
    assert "甲 & <乙>案" in [e.find(f"{ATOM}title").text for e in tree.iter(f"{ATOM}entry")]


@pytest.mark.parametrize(
    "query", ["page=99999999", "page=-1", "page=x", "year=99999", "year=二〇二六", "court=" + "x" * 500, "cause=%00", "category=nothing&page=0", "year=²⁰²⁶"]
)
def test_whatever_stands_in_the_address_is_answered(client, court, query):
    published(court)
    assert client.get(f"/openness/judgments/?{query}").status_code == 200


def test_a_get_writes_nothing(client, court):
    judgment = published(court)
    with CaptureQueriesContext(connection) as seen:
        for address in (judgment.get_absolute_url(), "/openness/judgments/", "/openness/coverage/", "/openness/my-case/?number=（2026）辽0802民初1号", "/search/?q=买卖"):
            client.get(address)
    assert [q["sql"] for q in seen if not q["sql"].startswith("SELECT")] == []


def test_a_correction_moves_the_entry_of_the_feed_and_the_feed(client, court):
    with time_machine.travel(datetime(2026, 10, 8, 2, tzinfo=UTC), tick=False):
        judgment, other = published(court), published(court)
    with time_machine.travel(datetime(2026, 10, 20, 2, tzinfo=UTC), tick=False):
        Correction.objects.create(judgment=judgment, at=timezone.now(), note="更正")
    tree = ET.fromstring(client.get("/openness/judgments/feed/").content)
    dates = {e.findtext(f"{ATOM}id"): (e.findtext(f"{ATOM}published")[:10], e.findtext(f"{ATOM}updated")[:10]) for e in tree.findall(f"{ATOM}entry")}
    assert dates == {judgment.public_id: ("2026-10-08", "2026-10-20"), other.public_id: ("2026-10-08", "2026-10-08")}
    assert tree.findtext(f"{ATOM}updated")[:10] == "2026-10-20"
