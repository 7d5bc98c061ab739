"""Articles of laws, as documents cite them and as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from justice.statutes import Statute, find, numeral, parse, take


def keys(text):
    return [statute.key for statute in find(text)]


def test_articles_of_one_law_are_read_to_the_end_of_their_list():
    text = "依照《中华人民共和国刑法》第二百六十四条、第五十二条第一款第（三）项、第六十七条第一、三款和第七十二条之规定，判决如下"
    assert keys(text) == ["刑法264", "刑法52", "刑法67", "刑法72"]


def test_each_law_keeps_its_own_articles():
    text = "根据《中华人民共和国民法典》第五百七十七条、《中华人民共和国民事诉讼法》（2021修正）第六十七条第一款、第一百四十七条的规定"
    assert keys(text) == ["民法典577", "民事诉讼法67", "民事诉讼法147"]


def test_a_law_without_book_marks_and_an_inserted_article():
    assert keys("其行为触犯刑法第一百三十三条之一第一款，适用刑诉法第十五条") == ["刑法133之一", "刑事诉讼法15"]


def test_an_article_of_nothing_and_a_law_without_article_are_not_cited():
    assert keys("合同第十条约定，依照刑法从重处罚。《借款合同》载明第三人为保证人") == []


def test_a_law_named_inside_an_interpretation_is_the_interpretation():
    assert keys("《最高人民法院关于适用〈中华人民共和国民事诉讼法〉的解释》第九十条") == ["最高人民法院关于适用《民事诉讼法》的解释90"]


@pytest.mark.parametrize("typed", ["刑法第264条", "刑法264", "刑法264条", "刑法 264", "刑法二百六十四条", "《刑法》第二百六十四条", "《中华人民共和国刑法》第264条", "中华人民共和国刑法第二百六十四条"])
def test_every_spelling_is_one_article(typed):
    assert parse(typed) == Statute("刑法", "264")


@pytest.mark.parametrize("typed", ["刑法", "第264条", "劳动法十年", "合同法解释", "刑法第十百条", "（2026）辽0802刑初264号", ""])
def test_what_is_no_article_stays_what_it_is(typed):
    assert parse(typed) is None
    assert take(typed) == (typed, [])


def test_an_article_is_cut_out_of_a_query():
    assert take("盗窃 刑法第264条 缓刑") == ("盗窃   缓刑", [Statute("刑法", "264")])


@given(st.integers(1, 9999))
def test_a_number_in_words_is_read_back(number):
    assert parse(f"刑法第{numeral(number)}条") == Statute("刑法", str(number))


@given(st.text("《》〈〉刑法民典第一二百千十零〇条款项之、0123456789（） ", max_size=120))
def test_any_text_is_answered(text):
    assert all(statute.article[0].isdigit() for statute in find(text))
    take(text)
