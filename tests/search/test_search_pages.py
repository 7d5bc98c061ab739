"""The search page, its feed and the commands, as people meet them."""

import json
from io import StringIO
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.core.management.base import CommandError

from core import searchable
from core.models import Organ
from core.searchable import Answer
from search import status
from search.indexer import Indexer

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def pages(engine, organ_kind, make_organ, client):
    """Thirty indexed organs, and the page of an address."""
    for number in range(30):
        make_organ(f"A{number:02}", "双方签订买卖合同", order=number, email="（2017）辽0802民初7号" if number == 7 else "")
    Indexer(engine).run(once=True)
    cache.clear()

    def get(path="/search/", **parameters):
        return client.get(f"{path}?{urlencode(parameters)}")

    return get


def text(response):
    return response.content.decode()


def test_the_page_without_a_question_says_how_to_ask(pages):
    response = pages()
    assert response.status_code == 200
    assert "怎样查" in text(response)
    assert 'name="q"' in text(response)


def test_hits_counts_facets_and_pages(pages):
    page = text(pages(q="买卖合同"))
    assert "找到 <b class=\"num\">30</b> 件" in page
    assert page.count('class="record"') == 20
    assert "<mark>买卖合同</mark>" in page
    assert "organ=A00" in page
    assert 'rel="next"' in page
    assert text(pages(q="买卖合同", page=2)).count('class="record"') == 10


def test_the_document_of_a_number_comes_first(pages):
    page = text(pages(q="( 2017 ) 辽 0802 民初 7 号"))
    assert page.count('class="record"') == 1
    assert "/r/A07/" in page


def test_applied_filters_stand_in_words_and_can_be_removed(pages):
    page = text(pages(q="买卖合同", organ="A05", sort="date"))
    assert "单位：A05" in page
    assert f'href="/search/?{urlencode({"q": "买卖合同", "sort": "date"})}"'.replace("&", "&amp;") in page


def test_nothing_found_helps_on(pages):
    page = text(pages(q="没有这样的词", year="2025"))
    assert "没有找到" in page
    assert "去掉筛选条件再查" in page


def test_answers_of_other_rooms_stand_above_the_hits(pages):
    searchable.register_answer(lambda query: [Answer("good", f"您查的是{query}", "已公开", "/r/x/", "查看")])
    page = text(pages(q="买卖合同"))
    assert "您查的是买卖合同" in page
    assert page.index("您查的是") < page.index('class="record"')


@pytest.mark.parametrize(
    "parameters",
    [
        {"q": "<script>alert(1)</script>"},
        {"q": "“" * 300},
        {"q": "合同" * 5000},
        {"q": 'body:(x AND "y" OR *)'},
        {"q": "' OR 1=1 --"},
        {"q": "😀\u200b\x00"},
        {"q": "买卖合同", "page": "9" * 5000},
        {"q": "买卖合同", "page": "-1", "sort": "x", "year": "\x00", "organ": "x" * 5000},
        {"q": "买卖合同", "page": "501"},
        {"year": "二〇二五"},
    ],
)
def test_anything_in_the_address_gets_a_clear_page(pages, parameters):
    for path in ("/search/", "/search/feed/"):
        response = pages(path, **parameters)
        assert response.status_code == 200
        assert "<script>alert" not in text(response)


def test_a_page_costs_few_queries_and_no_more_with_more_hits(pages, django_assert_max_num_queries):
    pages()
    with django_assert_max_num_queries(12) as twenty:
        pages(q="买卖合同")
    with django_assert_max_num_queries(12) as ten:
        pages(q="买卖合同", page=2)
    assert len(twenty) == len(ten)


def test_the_page_is_cached_and_says_for_how_long(pages):
    pages(q="买卖合同")
    Organ.objects.all().update(active=False)
    assert "max-age=" in pages(q="买卖合同")["Cache-Control"]
    cache.clear()
    assert "没有找到" in text(pages(q="买卖合同"))


def test_the_feed_of_a_search_lists_the_newest_first(pages):
    response = pages("/search/feed/", q="买卖合同")
    assert response["Content-Type"].startswith("application/atom+xml")
    entries = ElementTree.fromstring(response.content).findall("{http://www.w3.org/2005/Atom}entry")
    titles = [entry.findtext("{http://www.w3.org/2005/Atom}title") for entry in entries]
    assert titles[:2] == ["A29单位", "A28单位"]
    assert len(titles) == 30


def test_the_clock_of_the_feed_is_publication_and_the_decision_stands_in_the_summary(pages):
    tree = ElementTree.fromstring(pages("/search/feed/", q="买卖合同").content)
    entry = tree.find(f"{ATOM}entry")
    assert {entry.findtext(f"{ATOM}{name}") for name in ("published", "updated")} == {"2026-09-01T08:29:00+00:00"}
    assert tree.findtext(f"{ATOM}updated") == "2026-09-01T08:29:00+00:00"
    assert entry.findtext(f"{ATOM}summary").startswith("2025年1月30日作出。") and "买卖合同" in entry.findtext(f"{ATOM}summary")


def test_without_an_index_the_page_serves_titles_under_a_notice(data, organ_kind, make_organ, client):
    cache.clear()
    make_organ("A", "买卖合同")
    page = text(client.get("/search/?q=单位"))
    assert "全文查询暂时不可用" in page
    assert "/r/A/" in page


def test_when_nobody_indexes_the_page_says_so(pages):
    assert "稍后才能查到" in text(pages(q="买卖合同"))
    status.write_heartbeat("running", status.last_clock())
    cache.clear()
    assert "稍后才能查到" not in text(pages(q="买卖合同"))


def command(*arguments):
    out = StringIO()
    call_command(*arguments, stdout=out)
    return out.getvalue().splitlines()


def test_find_prints_one_json_object_as_its_last_line(pages):
    answer = json.loads(command("find", "买卖合同", "--limit", "3", "--json")[-1])
    assert answer["total"] == 30
    assert len(answer["hits"]) == 3
    assert set(answer["hits"][0]) == {"public_id", "kind", "title", "url", "snippet"}
    assert answer["ms"] > 0
    assert json.loads(command("find", "买卖合同", "--kind", "judgment", "--json")[-1])["total"] == 0
    assert any("/r/A07/" in line for line in command("find", "2017辽0802民初7"))


def test_search_rebuild_builds_and_swaps(pages, engine):
    before = engine.stats().name
    answer = json.loads(command("search_rebuild", "--json")[-1])
    assert answer["documents"] == 30
    assert answer["by"] == "command"
    assert answer["name"] == engine.stats().name != before
    assert not status.rebuild_requested()


def test_a_second_indexer_ends_with_a_clear_sentence(data, organ_kind):
    with status.sole_indexer(), pytest.raises(CommandError, match="另一个索引进程正在运行"):
        call_command("indexer", "--once", stdout=StringIO())


def test_the_indexer_command_serves_what_waits_and_ends(data, organ_kind, make_organ, engine):
    make_organ("A", "买卖合同")
    lines = command("indexer", "--once")
    assert lines[-1] == "索引进程已结束。"
    assert engine.stats().documents == 1
