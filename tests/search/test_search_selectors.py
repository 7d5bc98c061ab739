"""From a query to hits that are public now, with and without an engine."""

import pytest

from core.models import Organ
from search import status
from search.indexer import Indexer
from search.selectors import MAX_PAGE, find, index_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def three(engine, organ_kind, make_organ):
    """Three indexed organs."""
    for order, code in enumerate("ABC"):
        make_organ(code, f"双方签订买卖合同<{code}>，拒不履行。", order=order)
    Indexer(engine).run(once=True)
    return engine


def codes(found):
    return [hit.document.public_id for hit in found.hits]


def test_hits_carry_marked_and_escaped_passages(three):
    found = find("买卖合同 拒不履行")
    assert found.total == 3
    hit = next(hit for hit in found.hits if hit.document.public_id == "A")
    assert hit.snippet == "双方签订<mark>买卖合同</mark>&lt;A&gt;，<mark>拒不履行</mark>。"


def test_what_stopped_being_public_is_not_shown_whatever_the_index_says(three):
    Organ.objects.filter(code="B").update(active=False)
    found = find("买卖合同")
    assert set(codes(found)) == {"A", "C"}
    assert found.total == 2


def test_a_page_of_hits_costs_one_query_per_kind(three, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert find("买卖合同").total == 3


def test_facets_and_filters_count_and_narrow(three):
    found = find("买卖合同", filters={"organ": "A", "nonsense": "x"})
    assert codes(found) == ["A"]
    assert found.facets["kind"] == [("organ", 1)]
    assert find("买卖合同", kind="judgment").total == 0


def test_without_words_the_newest_come_first(three):
    assert codes(find("", filters={"year": "2025"})) == ["C", "B", "A"]
    assert codes(find("-不存在")) == ["C", "B", "A"]


@pytest.mark.parametrize("text", ["！？", "😀", "(((", "“", "-"])
def test_a_query_without_words_finds_nothing(three, text):
    assert find(text).total == 0


def test_pages_too_deep_are_empty_and_say_so(three):
    found = find("买卖合同", page=10**9)
    assert found.hits == []
    assert found.too_deep
    assert not find("买卖合同", page=MAX_PAGE).too_deep
    assert codes(find("买卖合同", page=-5)) == codes(find("买卖合同"))


def test_without_an_index_numbers_and_titles_come_from_the_database(data, organ_kind, make_organ):
    make_organ("A", "买卖合同")
    make_organ("B", "买卖合同", active=False)
    found = find("单位")
    assert found.degraded
    assert codes(found) == ["A"]
    assert find("单位", filters={"organ": "C"}).total == 0
    assert find("").total == 0


def test_staff_see_whether_somebody_indexes(three):
    assert index_state().documents == 3
    assert not index_state().healthy
    status.write_heartbeat("running", status.last_clock())
    assert index_state().healthy


def test_staff_see_that_there_is_no_index(data, organ_kind):
    state = index_state()
    assert state.documents is None
    assert state.fault
    assert not state.healthy


def test_the_office_reads_on_its_desk_when_nobody_indexes(three, member, client):
    client.force_login(member("office"))
    assert "检索索引" in client.get("/admin/").content.decode()
    status.write_heartbeat("running", status.last_clock())
    assert "检索索引" not in client.get("/admin/").content.decode()
    client.force_login(member("clerk"))
    (three.home / "CURRENT").unlink()
    assert "检索索引" not in client.get("/admin/").content.decode()
