"""Days copied from a holiday notice: read as they stand there, written so that they can be read again."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from justice.holiday_dates import days_of, fixed_holidays, words_of

JANUARY = [date(2027, 1, d) for d in (1, 2, 3)]


@pytest.mark.parametrize(
    "text",
    ["1月1日至3日", "1月1日、2日和3日"[:4] + "、1月2日，1月3日", "1月1日（周五）至3日（星期日）", "１月１日～１月３日", "2027-01-01至2027-01-03", "2027年1月1日到3日；1月2日", "1月1日-3日", "\n1月1日\n1月2日 1月3日。"],
)
def test_days_are_read_as_notices_and_people_write_them(text):
    assert days_of(text, 2027) == JANUARY


def test_new_years_day_reaches_back_into_december():
    assert days_of("2018年12月30日至1月1日", 2019) == [date(2018, 12, 30), date(2018, 12, 31), date(2019, 1, 1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("元旦", "读不懂“元旦”"), ("3日", "读不懂"), ("1月1日至", "读不懂"), ("2月30日", "没有2月30日"), ("13月1日", "没有13月1日"), ("1月3日至1日", "早于开始"),
        ("2028年1月1日", "不在2027年"), ("2026年11月30日", "不在2027年"), ("12月31日至1月1日", "不在2027年"), ("1月1日至3月1日", "超过一个月"), ("0000-01-01", "没有1月1日"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_named_in_a_sentence(text, said):
    with pytest.raises(ValueError, match=said):
        days_of(f"1月1日、{text}", 2027)


def test_runs_are_written_as_one():
    assert words_of([*JANUARY, date(2026, 12, 31), date(2027, 2, 28), date(2027, 3, 1)], 2027) == "2026年12月31日至2027年1月3日\n2月28日至3月1日"
    assert words_of([], 2027) == "" and days_of(" \n", 2027) == []


@given(st.sets(st.dates(date(2026, 12, 1), date(2027, 12, 31)), max_size=20))
def test_what_is_written_is_read_back(days):
    assert days_of(words_of(days, 2027), 2027) == sorted(days)


@given(st.text(max_size=30))
def test_any_text_is_days_or_a_sentence(text):
    try:
        days_of(text, 2027)
    except ValueError as error:
        assert str(error).endswith("。")


def test_the_holidays_that_do_not_follow_the_moon_are_rules():
    assert fixed_holidays(2027) == [date(2027, 1, 1), date(2027, 5, 1), date(2027, 10, 1)]
