"""期限：到期日、逐段说明、中止与延长、按起算日选用规定。"""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from justice.deadlines import DeadlineError, deadline, rule_for, rules
from justice.workdays import Calendar, is_workday

PLAIN = ["petition.register", "petition.conclude", "defaulter.correction_review"]
WORKDAY = ["judgment.publish", "police.penalty", "defaulter.remove", "openness.update"]
DAYS = st.dates(date(2022, 5, 1), date(2026, 6, 30))


def texts(result):
    return [step.text for step in result.steps]


def test_a_deadline_over_the_national_holiday_explains_itself():
    result = deadline("judgment.publish", date(2025, 9, 28))
    assert result.due == date(2025, 10, 14)
    assert result.article == "法释〔2016〕19号 第七条"
    assert not result.provisional
    assert texts(result) == [
        "9月28日 判决生效，次日起算",
        "9月29日、30日 第 1、2 个工作日",
        "10月1日至8日 放假，不计",
        "10月9日、10日 第 3、4 个工作日",
        "10月11日 星期六调休上班，计，第 5 个工作日",
        "10月12日 星期日，不计",
        "10月13日 第 6 个工作日",
        "10月14日 第 7 个工作日，届满",
    ]


def test_plain_days_that_end_in_a_holiday_move_to_the_next_workday():
    result = deadline("petition.register", date(2025, 9, 20))
    assert result.due == date(2025, 10, 9)
    assert texts(result)[-3:] == [
        "10月5日 第 15 日，期间的最后一日",
        "10月5日至8日 放假，顺延",
        "10月9日 顺延后的第一个工作日，届满",
    ]


def test_plain_days_count_weekends_and_holidays_in_between():
    assert deadline("petition.conclude", date(2025, 8, 15)).due == date(2025, 10, 14)


def test_paused_days_are_not_counted_and_are_named():
    result = deadline("petition.recheck", date(2025, 7, 1), pauses=[(date(2025, 7, 10), date(2025, 7, 19))])
    assert result.due == date(2025, 8, 11)
    assert "7月10日至19日 中止，不计" in texts(result)


def test_an_extension_within_the_maximum_is_added_and_named():
    result = deadline("petition.conclude", date(2025, 7, 30), extensions=[10, 20])
    assert result.due == date(2025, 10, 28)
    assert texts(result)[-2:] == ["9月29日至10月27日 第 61 至 89 日，在延长期内", "10月28日 第 90 日，延长后届满"]


def test_an_extension_beyond_the_maximum_is_refused():
    with pytest.raises(DeadlineError, match="最多延长 30 日，不能延长 31 日（《信访工作条例》 第三十四条）"):
        deadline("petition.conclude", date(2025, 7, 30), extensions=[20, 11])


def test_a_deadline_without_a_provision_for_it_is_never_extended():
    with pytest.raises(DeadlineError, match="没有可以延长的规定"):
        deadline("judgment.publish", date(2025, 7, 30), extensions=[1])


def test_extensions_and_pauses_that_make_no_sense_are_refused():
    with pytest.raises(DeadlineError, match="大于零"):
        deadline("petition.conclude", date(2025, 7, 30), extensions=[-1])
    with pytest.raises(DeadlineError, match="早于开始日"):
        deadline("petition.conclude", date(2025, 7, 30), pauses=[(date(2025, 8, 2), date(2025, 8, 1))])
    with pytest.raises(DeadlineError, match="超过十年"):
        deadline("petition.conclude", date(2025, 7, 30), pauses=[(date(2025, 8, 2), date(2095, 8, 1))])


def test_the_version_in_force_on_the_day_of_the_event_applies():
    before, after = (deadline("petition.review", day) for day in (date(2022, 4, 30), date(2022, 5, 1)))
    assert before.article == "《信访条例》（国务院令第431号） 第三十四条"
    assert after.article == "《信访工作条例》 第三十五条"
    assert (before.version, after.version) == ("2005-05-01", "2022-05-01")


def test_a_day_before_any_rule_is_refused_with_the_dates():
    with pytest.raises(DeadlineError, match="2016-09-30 没有可适用的“裁判文书上网公布”规定（2016-10-01 起）"):
        deadline("judgment.publish", date(2016, 9, 30))


def test_an_unknown_rule_is_answered_with_the_known_ones():
    with pytest.raises(DeadlineError, match=r"没有名为 judgment\.print 的期限规则.*judgment\.publish"):
        deadline("judgment.print", date(2025, 1, 2))


def test_a_year_without_a_holiday_notice_makes_the_date_provisional():
    result = deadline("judgment.publish", date(2026, 12, 28))
    assert result.provisional
    assert result.due == date(2027, 1, 6)
    assert texts(result)[-1] == "2027年的放假安排尚未公布，只按周六、周日休息推算，到期日暂定"


def test_a_notice_settles_a_provisional_date():
    notice = Calendar([date(2027, 1, 1)], [], [2027])
    result = deadline("judgment.publish", date(2026, 12, 28), calendar=notice)
    assert not result.provisional
    assert result.due == date(2027, 1, 7)


def test_years_that_are_only_passed_through_leave_a_plain_date_certain():
    assert not deadline("defaulter.term", date(2025, 6, 1)).provisional


def test_months_and_years_end_on_the_corresponding_day_or_the_last_of_the_month():
    assert deadline("defaulter.term", date(2024, 2, 29)).due == date(2026, 2, 28)
    assert deadline("defaulter.reapply", date(2025, 8, 31)).due == date(2026, 2, 28)
    assert deadline("defaulter.term", date(2024, 5, 10), extensions=[3]).due == date(2029, 5, 10)


def test_every_statutory_number_of_the_plan_is_there():
    numbers = {
        "judgment.publish": (7, "workday"),
        "defaulter.remove": (3, "workday"),
        "defaulter.correction_review": (15, "day"),
        "petition.register": (15, "day"),
        "petition.conclude": (60, "day"),
        "petition.transfer_objection": (5, "workday"),
        "petition.review": (30, "day"),
        "petition.recheck": (30, "day"),
        "police.penalty": (7, "workday"),
        "police.enforcement_result": (20, "workday"),
        "police.penalty_withdraw": (3, "workday"),
        "openness.update": (20, "workday"),
    }
    found = {rule_id: rule_for(rule_id, date(2025, 1, 2)).data for rule_id in numbers}
    assert {rule_id: (data["count"], data["unit"]) for rule_id, data in found.items()} == numbers


@given(st.sampled_from(WORKDAY), DAYS)
@settings(max_examples=120, deadline=None)
def test_a_workday_deadline_has_exactly_its_number_of_workdays(rule_id, start):
    result = deadline(rule_id, start)
    after = [start + timedelta(days=offset) for offset in range(1, (result.due - start).days + 1)]
    assert is_workday(result.due)
    assert sum(map(is_workday, after)) == rule_for(rule_id, start).data["count"]


@given(st.sampled_from(PLAIN), DAYS)
@settings(max_examples=120, deadline=None)
def test_a_plain_deadline_ends_on_the_first_workday_not_before_its_last_day(rule_id, start):
    due = deadline(rule_id, start).due
    last = start + timedelta(days=rule_for(rule_id, start).data["count"])
    assert last <= due and is_workday(due)
    assert not any(is_workday(last + timedelta(days=offset)) for offset in range((due - last).days))


@given(st.sampled_from(PLAIN + WORKDAY), DAYS, st.integers(1, 30), st.integers(0, 40), st.integers(0, 15))
@settings(max_examples=120, deadline=None)
def test_later_starts_and_pauses_never_make_a_deadline_earlier(rule_id, start, later, begins, length):
    first = start + timedelta(days=begins)
    plain = deadline(rule_id, start).due
    assert plain <= deadline(rule_id, start + timedelta(days=later)).due
    assert plain <= deadline(rule_id, start, pauses=[(first, first + timedelta(days=length))]).due


@given(st.sampled_from(PLAIN + WORKDAY), DAYS, st.integers(0, 40), st.integers(0, 15))
@settings(max_examples=120, deadline=None)
def test_the_steps_cover_every_day_from_the_start_to_the_due_day(rule_id, start, begins, length):
    first = start + timedelta(days=begins)
    result = deadline(rule_id, start, pauses=[(first, first + timedelta(days=length))])
    days = {
        step.date_from + timedelta(days=offset)
        for step in result.steps
        for offset in range((step.date_to - step.date_from).days + 1)
    }
    assert days == {start + timedelta(days=offset) for offset in range((result.due - start).days + 1)}
    assert result.steps[0].date_from == start and result.steps[-1].date_to == result.due
    assert all(step.text.strip() for step in result.steps)


def test_all_rules_compute():
    for rule in rules():
        start = max(rule.valid_from, date(2004, 1, 5))
        due = deadline(rule.id, start).due
        assert due < start if rule.data.get("before") else due > start


def test_what_is_counted_back_ends_before_its_day_and_is_not_moved_by_a_weekend():
    result = deadline("hearing.notice", date(2026, 11, 25))  # a Wednesday
    assert result.due == date(2026, 11, 22) and not result.provisional  # a Sunday: notice on the Monday would be late
    assert [s.text for s in result.steps] == ["11月25日 开庭，当日不计，往前数", "11月22日 往前第 3 日，最迟这一天公开"]
