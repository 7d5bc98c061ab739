"""One analysis: what a text is turned into, and that it behaves like a substring search."""

from hypothesis import given
from hypothesis import strategies as st

from search.analysis import Pattern, analyse, fold, pattern

HAN = "".join(map(chr, range(0x4E00, 0x4E40))) + "\U00020000\u3400"


def tokens(text):
    return analyse(text)[0].split()


LAID_OUT = st.text(alphabet=HAN + "，。 \n　１２ab（）", min_size=2, max_size=60)


def test_runs_of_han_characters_become_overlapping_bigrams():
    assert tokens("买卖合同") == ["买卖", "卖合", "合同"]


def test_lone_characters_letters_and_digits_are_tokens_of_their_own():
    assert tokens("甲，（2017）辽0802民初123号 Ab1") == ["甲", "2017", "辽", "0802", "民初", "123", "号", "ab1"]


def test_width_case_and_invisible_characters_make_no_difference():
    assert tokens("ＡＢ１２\u200b３ 合\u200b同\ufeff") == tokens("ab123 合同")


def test_white_space_inside_a_sentence_is_layout():
    assert tokens("买卖\n　合同") == tokens("买卖合同")


def test_characters_beyond_the_basic_plane_are_characters():
    assert tokens("\U00020000\U00020001") == ["\U00020000\U00020001"]


def test_single_characters_at_the_ends_of_a_phrase_are_looked_up_as_characters():
    assert pattern("某2019年") == Pattern(("2019",), ("某", "年"))
    assert pattern("的") == Pattern((), ("的",))


def test_punctuation_and_emoji_hold_nothing_searchable():
    assert pattern("！？—😀") is None


@given(LAID_OUT, st.data())
def test_whatever_stands_in_a_text_is_found_by_its_pattern(text, data):
    """Any stretch of a text that keeps its words whole is inside it, as the engines see it."""
    folded = fold(text)
    first = data.draw(st.integers(0, len(folded) - 1))
    last = data.draw(st.integers(first + 1, len(folded)))
    piece = "".join(c if c in HAN else " " for c in folded[first:last])
    for part in piece.split():
        wanted = pattern(part)
        found, characters = analyse(text)
        assert set(wanted.edges) <= set(characters.split())
        assert f" {' '.join(wanted.phrase)} " in f" {found} " or not wanted.phrase


@given(st.text())
def test_any_text_has_tokens_without_white_space(text):
    assert all(token and not token.isspace() and token == token.lower() for token in tokens(text))
