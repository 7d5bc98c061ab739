"""What may have been meant: near words of ours, never a person's name."""

import pytest
from django.core.cache import cache
from hypothesis import given
from hypothesis import strategies as st

from search.indexer import Indexer
from search.meant import near
from search.selectors import find

WORDS = ["民间借贷纠纷", "民间借贷", "站前区人民法院", "西市区人民法院", "机动车交通事故责任纠纷", "刑事诉讼法", "裁定书"]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("民间借待", ["民间借贷"]), ("民间借贷纷纠", ["民间借贷纠纷"]), ("民间贷", ["民间借贷"]), ("民间的借贷", ["民间借贷"]), ("占前区人民法院", ["站前区人民法院"]),
        ("minjianjiedai", ["民间借贷"]), ("MJJD", ["民间借贷"]), ("xsssf", ["刑事诉讼法"]), ("财定书", ["裁定书"]),
    ],
)  # fmt: skip
def test_near_words_are_offered(typed, expected):
    assert near(typed, WORDS) == expected


@pytest.mark.parametrize("typed", ["民间借贷", "合同", "租赁合同纠纷", "ab", "2020", "", "裁定", "，。"])
def test_a_word_of_ours_and_what_is_near_nothing_offer_nothing(typed):
    assert near(typed, WORDS) == []


@given(st.text(max_size=30))
def test_anything_typed_is_answered(typed):
    assert all(word in WORDS for word in near(typed, WORDS))


@pytest.mark.django_db
def test_a_page_without_hits_offers_the_query_with_the_word_replaced(engine, organ_kind, make_organ, client):
    make_organ("A1", "双方签订买卖合同", name="望儿山区人民法院", short_name="望儿山法院")
    Indexer(engine).run(once=True)
    cache.clear()
    page = client.get("/search/", {"q": "买卖合同 望儿三法院"}).content.decode()
    assert "您是不是要找" in page and "买卖合同 望儿山法院" in page
    assert "您是不是要找" not in client.get("/search/", {"q": "买卖合同"}).content.decode()


@pytest.mark.django_db
def test_words_of_texts_are_never_offered(engine, organ_kind, make_organ):
    make_organ("A1", "本院查明，被告苏珩欠款未还")
    Indexer(engine).run(once=True)
    cache.clear()
    assert find("被告苏行欠款").meant == [] and find("suheng").meant == []
