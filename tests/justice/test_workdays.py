"""工作日历：节假日、调休、录入的放假通知。"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from justice.workdays import Calendar, add_workdays, is_workday, known

DAYS = st.dates(date(2004, 1, 1), date(2026, 11, 30))


def test_a_made_up_saturday_is_a_workday_and_a_holiday_wednesday_is_not():
    assert is_workday(date(2025, 10, 11))
    assert not is_workday(date(2025, 10, 8))


def test_a_weekend_is_told_from_a_holiday():
    kinds = [Calendar().kind(date(2025, 10, day)) for day in (8, 9, 11, 12)]
    assert kinds == ["holiday", "workday", "made_up", "weekend"]


def test_workdays_are_counted_backwards_too():
    assert add_workdays(date(2025, 10, 9), -2) == date(2025, 9, 29)
    assert add_workdays(date(2025, 10, 9), 0) == date(2025, 10, 9)


def test_years_without_a_notice_know_weekends_only():
    assert not known(2027)
    assert is_workday(date(2027, 10, 1))
    assert not is_workday(date(2027, 10, 2))


def test_a_notice_makes_a_later_year_known():
    calendar = Calendar([date(2027, 10, 1)], [date(2027, 10, 9)], [2027])
    assert calendar.known(2027)
    assert not calendar.is_workday(date(2027, 10, 1))
    assert calendar.is_workday(date(2027, 10, 9))
    assert not calendar.is_workday(date(2027, 10, 2))


def test_a_notice_overrides_the_built_in_year_day_by_day():
    calendar = Calendar(days_off=[date(2026, 12, 31)], make_up_days=[date(2026, 12, 27)], years=[2027])
    assert not calendar.is_workday(date(2026, 12, 31))
    assert calendar.is_workday(date(2026, 12, 27))
    assert not calendar.is_workday(date(2026, 10, 1))


def test_a_day_cannot_be_off_and_made_up_at_once():
    with pytest.raises(ValueError, match="2027-10-01 既放假又上班"):
        Calendar([date(2027, 10, 1)], [date(2027, 10, 1)], [2027])


@given(DAYS, st.integers(1, 40))
@settings(max_examples=150, deadline=None)
def test_the_nth_workday_has_n_workdays_up_to_it(day, count):
    end = add_workdays(day, count)
    between = [day + timedelta(days=offset) for offset in range(1, (end - day).days + 1)]
    assert is_workday(end)
    assert sum(map(is_workday, between)) == count


@given(DAYS)
@settings(max_examples=100, deadline=None)
def test_the_next_workday_is_the_day_itself_or_the_first_after_it(day):
    calendar = Calendar()
    end = calendar.next_workday(day)
    assert calendar.is_workday(end)
    assert not any(calendar.is_workday(day + timedelta(days=offset)) for offset in range((end - day).days))
