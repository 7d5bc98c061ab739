"""Gaps in number series: staff see what nobody handed in, exempted or registered; the public never does."""

from datetime import date

import pytest
from django.urls import reverse

from core.enums import Role
from openness.enums import BatchKind
from openness.reading.registers import RegisterRow
from openness.selectors.gaps import gap_of, gaps, series
from openness.services.imports import batch_open
from openness.services.registers import register_import
from tests.factories import make_judgment, make_notice, published

pytestmark = pytest.mark.django_db
MONTH = date(2026, 10, 1)


def register(organ, *numbers):
    batch = batch_open(organ=organ, actor=None, filename="名册.csv", kind=BatchKind.REGISTER, month=MONTH)
    rows = [RegisterRow(n, f"（2026）{organ.code}民初{number}号", date(2026, 10, 9)) for n, number in enumerate(numbers, 1)]
    for _ in register_import(batch=batch, rows=rows, organ=organ, month=MONTH, actor=None):
        pass


@pytest.fixture
def filled(city):
    """站前区: 3 is public, 5 exempt, 6 in review, 9 on the register; 1, 2, 4, 7, 8 are missing."""
    court = city["辽0802"]
    published(court, case_number="（2026）辽0802民初3号")
    make_notice(court, case_number="（2026）辽0802民初5号")
    make_judgment(court, case_number="（2026）辽0802民初6号之一")
    register(court, 9)
    published(court, case_number="（2026）辽0802刑初1号")
    published(court, case_number="（2025）辽0802民初4号")
    published(city["辽0881"], case_number="（2026）辽0881民初2号")
    return court


def missing(courts, year=2026, kind=""):
    return [(g.court_code, g.type_code, g.first, g.last) for g in (gap_of(row, year) for row in gaps(courts, year, kind))]


def test_what_is_neither_handed_in_nor_exempt_nor_registered_is_a_gap(filled):
    assert missing(["辽0802"]) == [("辽0802", "民初", 1, 2), ("辽0802", "民初", 4, 4), ("辽0802", "民初", 7, 8)]
    assert missing(["辽0802", "辽0881"], kind="民初")[-1] == ("辽0881", "民初", 1, 1)
    assert missing(["辽0802"], 2025) == [("辽0802", "民初", 1, 3)]


def test_series_count_as_many_missing_as_the_gaps_hold(filled):
    for row in series(["辽0802", "辽0881"], 2026):
        held = [g for g in missing([row["court_code"]], kind=row["type_code"])]
        assert row["missing"] == sum(last - first + 1 for *_, first, last in held)


def test_a_late_hand_in_closes_its_gap(filled):
    register(filled, 4, 9)
    assert missing(["辽0802"]) == [("辽0802", "民初", 1, 2), ("辽0802", "民初", 7, 8)]


def test_an_editor_sees_the_own_court_alone_and_the_office_all(filled, client, member):
    address = reverse("openness_staff:number_gaps")
    client.force_login(member(Role.EDITOR, "辽0881"))
    assert {client.get(address, {"court": code}).status_code for code in ("辽0802", "沪0101")} == {403}  # existing or not
    page = client.get(address, {"year": "2026"}).content.decode()
    assert "盖州" in page and "站前" not in page
    client.force_login(member(Role.OFFICE, "yk-zfw"))
    page = client.get(address, {"year": "2026"})
    assert "盖州" in page.content.decode() and "7 至 8" in page.content.decode() and "缺号不等于漏报" in page.content.decode()
    told = b"".join(client.get(address, {"year": "2026", "format": "csv"}).streaming_content).decode("utf-8-sig").splitlines()
    assert len(told) - 1 == len(page.context["gaps"]) == 4 and "辽0802,营口市站前区人民法院,2026,民初,7,8,2" in told
    client.force_login(member(Role.CLERK, "辽0802"))
    assert client.get(address).status_code == 403


def test_the_screen_costs_the_same_for_few_numbers_and_many(filled, client, member, django_assert_num_queries):
    client.force_login(member(Role.OFFICE, "yk-zfw"))
    address = reverse("openness_staff:number_gaps") + "?year=2026"
    client.get(address)
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as few:
        client.get(address)
    register(filled, *range(20, 80, 2))
    with django_assert_num_queries(len(few)):
        assert "全部" in client.get(address).content.decode()


def test_nothing_public_tells_a_gap(filled, client):
    """What is missing is told on no public page: a number that nobody named gets the answer that a secret one gets."""
    for path in ("/", "/openness/", "/openness/coverage/?month=2026-10", "/openness/coverage/items/?month=2026-10", "/openness/coverage/辽0802/2026-10/", "/openness/coverage.csv?month=2026-10"):
        answer = client.get(path)
        text = (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()
        assert "缺号" not in text and "number-gaps" not in text and "民初7号" not in text
    assert client.get(reverse("openness_staff:number_gaps")).status_code in (302, 403)
    known, unknown = (client.get("/openness/my-case/", {"q": f"（2026）辽0802民初{n}号"}).content.decode() for n in (7, 88888))
    assert known.replace("民初7号", "N") == unknown.replace("民初88888号", "N") or ("缺" not in known)
