"""Queries as people type them."""

import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.queries import MAX_LENGTH, MAX_TERMS, parse


def words(query):
    return [term.text for term in query.words]


def test_words_are_all_required():
    assert words(parse("买卖合同　违约金")) == ["买卖合同", "违约金"]


@pytest.mark.parametrize("typed", ["“拒不 履行” 判决", '"拒不 履行" 判决', "「拒不 履行」判决", "”拒不 履行“ 判决", "„拒不 履行” 判决"])
def test_phrases_stay_together_in_any_quotes(typed):
    assert words(parse(typed)) == ["拒不 履行", "判决"]


def test_an_unbalanced_quote_reaches_to_the_end():
    assert words(parse("判决 “拒不履行")) == ["判决", "拒不履行"]


def test_a_minus_before_a_word_excludes_it():
    query = parse("合同 -租赁 －“离婚 纠纷”")
    assert words(query) == ["合同"]
    assert [term.text for term in query.excluded] == ["租赁", "离婚 纠纷"]


def test_a_minus_inside_a_word_excludes_nothing():
    assert parse("2019-01-02").excluded == ()


@pytest.mark.parametrize(
    "typed",
    [
        "（2017）辽0802民初123号",
        "(2017)辽0802民初123号",
        "〔2017〕辽0802民初123号",
        "［２０１７］辽０８０２民初１２３号",
        "( 2017 ) 辽 0802 民初 123 号",
        "2017 辽0802 民初 123",
        "2017辽0802民初123号",
        "（2017）辽\u200b0802民初123号",
    ],
)
def test_a_case_number_is_recognised_however_it_is_written(typed):
    query = parse(typed)
    assert [number.canonical for number in query.numbers] == ["（2017）辽0802民初123号"]
    assert not query.words and not query.parts


@pytest.mark.parametrize(
    ("typed", "court", "kind", "number"),
    [("辽08民终123", "辽08", "民终", "123"), ("民终123号", None, "民终", "123"), ("辽08 民终 123 号", "辽08", "民终", "123")],
)
def test_a_part_of_a_case_number_is_recognised(typed, court, kind, number):
    (part,) = parse(typed).parts
    assert (part.fragment.court_code, part.fragment.type, part.fragment.number) == (court, kind, number)


def test_words_beside_a_number_stay_words():
    query = parse("民终123号 张某")
    assert len(query.parts) == 1
    assert words(query) == ["张某"]
    query = parse("欠款 （2017）辽0802民初123号之一 -离婚")
    assert [number.canonical for number in query.numbers] == ["（2017）辽0802民初123号之一"]
    assert words(query) == ["欠款"]
    assert len(query.excluded) == 1


@pytest.mark.parametrize("typed", ["民初", "2019", "123", "辽0802", "合同纠纷"])
def test_what_is_too_little_for_a_number_is_a_word(typed):
    assert words(parse(typed)) == [typed]


@pytest.mark.parametrize("typed", ["", "   ", "！？。", "“”", "-", "😀", "()[]{}", "\u200b"])
def test_a_query_without_words_is_empty(typed):
    assert parse(typed).empty


def test_a_long_query_is_cut_and_says_so():
    query = parse("合同" * 5000)
    assert query.cut
    assert len(query.text) == MAX_LENGTH
    assert not parse("合同").cut


def test_more_terms_than_allowed_are_left_out_and_said():
    query = parse(" ".join(f"词{i}甲" for i in range(40)))
    assert len(query.words) == MAX_TERMS
    assert query.cut


@given(st.text(max_size=400))
@example('title:(合同 AND "x') 
@example("' OR 1=1; DROP TABLE x --")
@example("（2017）辽" * 60)
@example("1" * 10_000)
@example("-" * 10_000)
@example("“" * 500)
@example("\ud800")
def test_any_text_parses_in_bounded_time(text):
    began = time.process_time()
    query = parse(text)
    assert time.process_time() - began < 1
    assert len(query.words) + len(query.excluded) + len(query.parts) <= MAX_TERMS + 1


@pytest.mark.parametrize(
    ("typed", "name", "phrase"),
    [("法院:站前", "organ", ("站前",)), ("单位：站前", "organ", ("站前",)), ("案由:“民间 借贷”", "cause", ("民间", "间借", "借贷")), ("类型: 裁定书", "kind", ("裁定", "定书"))],
)
def test_a_field_narrows_by_what_stands_in_it(typed, name, phrase):
    (found,) = parse(f"违约金 {typed}").fields
    assert (found.name, found.pattern.phrase) == (name, phrase)
    assert words(parse(f"违约金 {typed}")) == ["违约金"]


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("年份:2019", 20190101, 20191231), ("年份:2021-2019", 20190101, 20211231), ("日期:2020-03", 20200301, 20200331), ("日期:2020年3月5日至2021年", 20200305, 20211231),
        ("日期:“2020-03-05至”", 20200305, 99991231), ("时间:至2020", 0, 20201231), ("日期：2020.3.5", 20200305, 20200305),
    ],
)  # fmt: skip
def test_a_time_is_a_range_of_days(typed, first, last):
    (found,) = parse(typed).fields
    assert (found.name, found.first, found.last) == ("date", first, last)


@pytest.mark.parametrize("typed", ["年份:去年", "日期:至", "法条:第三条", "案由:,"])
def test_a_field_that_says_nothing_is_told(typed):
    query = parse(f"合同 {typed}")
    assert query.strange == (typed,) and not query.fields and words(query) == ["合同"]


@pytest.mark.parametrize("typed", ["刑法第264条 盗窃", "盗窃 刑法264", "法条:刑法264 盗窃", "盗窃 法条：“刑法 第264条”"])
def test_an_article_is_looked_for_as_such(typed):
    query = parse(typed)
    assert [statute.key for statute in query.statutes] == ["刑法264"]
    assert words(query) == ["盗窃"] and "第二百六十四条" in query.marks
