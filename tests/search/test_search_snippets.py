"""Passages cut from public texts."""

import time
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.snippets import highlighter, marked, passage


def html(text, *marks, **options):
    return passage(text, highlighter(marks), **options).html


def test_words_are_marked_where_they_stand():
    assert html("双方签订买卖合同。", "买卖合同") == "双方签订<mark>买卖合同</mark>。"


def test_everything_is_escaped():
    assert html("<script>合同</script>&", "合同") == "&lt;script&gt;<mark>合同</mark>&lt;/script&gt;&amp;"
    assert marked("<b>合同", highlighter(["<b>"])).html == "&lt;<mark>b</mark>&gt;合同"


def test_width_line_breaks_and_invisible_characters_do_not_hide_a_word():
    assert html("买卖\n合\u200b同", "买卖合同") == "<mark>买卖 合\u200b同</mark>"
    assert html("ＡＢ甲", "ab") == "<mark>ＡＢ</mark>甲"


def test_a_case_number_is_marked_in_any_writing():
    assert "<mark>２０１７）辽 ０８０２民初１２３号</mark>" in html("见（２０１７）辽 ０８０２民初１２３号判决", "（2017）辽0802民初123号")


def test_a_figure_inside_a_longer_figure_is_not_marked():
    assert "<mark>" not in html("共12345元", "234")


def test_the_passage_is_taken_where_most_of_the_words_stand():
    text = "合同。" + "无关的话，" * 100 + "拒不履行合同。" + "无关的话，" * 100
    found = html(text, "合同", "拒不履行")
    assert "<mark>拒不履行</mark><mark>合同</mark>" in found
    assert found.startswith("…")
    assert found.endswith("…")


def test_without_a_match_the_text_begins():
    assert html("甲" * 300, "合同", width=20) == "甲" * 20 + "…"


def test_a_long_text_is_cut_in_bounded_time():
    began = time.process_time()
    html("合同纠纷" * 500_000, "合同", "不存在的词")
    assert time.process_time() - began < 1


@given(st.text(max_size=300), st.lists(st.text(max_size=20), max_size=4))
def test_any_text_and_marks_give_escaped_text_that_was_there(text, marks):
    found = passage(text, highlighter(marks), width=1000)
    assert "".join(found.text.split()) == "".join(text.split())
    plain = found.html.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert unescape(plain) == found.text


@pytest.mark.parametrize("marks", [[], ["！"], [""]])
def test_nothing_to_find_marks_nothing(marks):
    assert highlighter(marks) is None


def test_a_traditional_character_is_marked_by_its_simplified_one():
    assert html("雙方簽訂買賣合同。", "买卖合同") == "雙方簽訂<mark>買賣合同</mark>。"
