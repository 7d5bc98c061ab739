"""期限：一条规定、一个起算日，算出到期日，并逐段说明是怎么算的。

- 起算当日不计（民法典第二百零一条），按日、月、年计算的期间最后一日遇休息日顺延到下一个工作日（第二百零三条）。
- 按工作日计算的期限只数工作日，调休上班的周末要数。
- 中止的日子（听证、鉴定等）整日不计；延长不得超过规定的上限。
规定写在 justice/rules/deadlines.toml，按起算日选用当时有效的版本。
"""

from __future__ import annotations

import calendar as month_table
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from justice.deadline_steps import Counted, Step, explain
from justice.rules import Rule, check_rows, load, select
from justice.workdays import DEFAULT, Calendar

UNITS = {"day": "日", "workday": "个工作日", "month": "个月", "year": "年"}
_KEYS = {"unit", "count", "starts", "max_extension", "roll", "before"}
_YEARS = range(1990, 2101)
_LONGEST_PAUSE = timedelta(days=3660)


class DeadlineError(ValueError):
    """期限算不出来；信息是可直接给用户看的一句中文。"""


@dataclass(frozen=True)
class Deadline:
    """算出的期限：到期日（当日仍在期限内）、逐段说明、规则 id、所依条文、规则版本、是否暂定。"""

    due: date
    steps: list[Step]
    rule: str
    article: str
    version: str
    provisional: bool


@lru_cache
def rules() -> tuple[Rule, ...]:
    """全部期限规则，各版本各占一条；文件有错时抛 ``RuleFileError``。"""
    found = load("deadlines")
    check_rows("deadlines", found, _problem)
    return found


def rule_for(rule_id: str, day: date) -> Rule:
    """``rule_id`` 在 ``day`` 有效的版本；没有这条规则、或当日尚无规定时抛 ``DeadlineError``。"""
    versions = [rule for rule in rules() if rule.id == rule_id]
    if not versions:
        names = "、".join(sorted({rule.id for rule in rules()}))
        raise DeadlineError(f"没有名为 {rule_id} 的期限规则，可用的有：{names}")
    rule = select(tuple(versions), rule_id, day)
    if rule is None:
        spans = "；".join(
            f"{row.valid_from.isoformat()} 起" + (f"至 {row.valid_to.isoformat()} 止" if row.valid_to else "")
            for row in versions
        )
        raise DeadlineError(f"{day.isoformat()} 没有可适用的“{versions[0].title}”规定（{spans}）")
    return rule


def deadline(
    rule_id: str,
    start: date,
    pauses: Iterable[tuple[date, date]] = (),
    extensions: Iterable[int] = (),
    calendar: Calendar | None = None,
) -> Deadline:
    """``start`` 发生的事，依 ``rule_id`` 何时到期。

    ``pauses`` 为不计入的起止日（含首尾两日），``extensions`` 为各次延长的长短，单位与规则相同。
    规则不存在、当日尚无规定、中止颠倒、延长超过上限，抛 ``DeadlineError``。
    """
    if start.year not in _YEARS:
        raise DeadlineError(f"起算日 {start.isoformat()} 不在可以计算的年份（1990–2100）")
    rule = rule_for(rule_id, start)
    if rule.data.get("before"):
        return _counted_back(rule, start, calendar or DEFAULT)
    stopped = _stopped_days(tuple(pauses))
    extended = _extension(rule, tuple(extensions))
    days = calendar or DEFAULT
    counted = _count(rule, start, extended, stopped, days)
    uncertain = [year for year in counted.years() if not days.known(year)]
    return Deadline(
        due=counted.due,
        steps=explain(counted, rule.data["starts"], extended, uncertain, days),
        rule=rule.id,
        article=rule.citation,
        version=rule.valid_from.isoformat(),
        provisional=bool(uncertain),
    )


def _counted_back(rule: Rule, start: date, days: Calendar) -> Deadline:
    """往前数的期限（开庭三日前）：事情当日不计，往前数满为止；不顺延，最后一日休息也不往后移。"""
    count, workdays = rule.data["count"], rule.data["unit"] == "workday"
    due = days.add_workdays(start, -count) if workdays else start - timedelta(days=count)
    numbers = f"往前第 {count} {UNITS[rule.data['unit']]}，最迟这一天公开"
    steps = [
        Step(start, start, f"{start.month}月{start.day}日 {rule.data['starts']}，当日不计，往前数"),
        Step(due, due, f"{due.month}月{due.day}日 {numbers}"),
    ]
    uncertain = workdays and any(not days.known(year) for year in {due.year, start.year})
    return Deadline(due, steps, rule.id, rule.citation, rule.valid_from.isoformat(), uncertain)


def _stopped_days(pauses: Sequence[tuple[date, date]]) -> frozenset[date]:
    days: set[date] = set()
    for first, last in pauses:
        if last < first:
            raise DeadlineError(f"中止的结束日 {last.isoformat()} 早于开始日 {first.isoformat()}")
        if last - first > _LONGEST_PAUSE:
            raise DeadlineError(f"中止 {first.isoformat()} 至 {last.isoformat()} 超过十年，请核对日期")
        days.update(first + timedelta(days=offset) for offset in range((last - first).days + 1))
    return frozenset(days)


def _extension(rule: Rule, extensions: Sequence[int]) -> int:
    if any(length <= 0 for length in extensions):
        raise DeadlineError("延长的长短应是大于零的整数")
    total, most, unit = sum(extensions), rule.data.get("max_extension", 0), UNITS[rule.data["unit"]]
    if total and not most:
        raise DeadlineError(f"“{rule.title}”的期限没有可以延长的规定（{rule.citation}）")
    if total > most:
        raise DeadlineError(
            f"“{rule.title}”最多延长 {most} {unit}，不能延长 {total} {unit}（{rule.citation}）"
        )
    return total


def _count(rule: Rule, start: date, extended: int, stopped: frozenset[date], days: Calendar) -> Counted:
    """逐日数到期满，再看最后一日要不要顺延。"""
    unit = rule.data["unit"]
    workdays_only = unit == "workday"
    basic = _length(start, rule.data["count"], unit)
    length = _length(start, rule.data["count"] + extended, unit)
    numbered: list[date] = []
    day = start
    while len(numbered) < length:
        day += timedelta(days=1)
        if day not in stopped and (not workdays_only or days.is_workday(day)):
            numbered.append(day)
    due, rolls = day, not workdays_only and rule.data.get("roll", True)
    while rolls and (due in stopped or not days.is_workday(due)):
        due += timedelta(days=1)
    return Counted(start, numbered, basic, due, stopped, workdays_only, rolls)


def _length(start: date, count: int, unit: str) -> int:
    """期间的天数（工作日期限为工作日数）；月、年按到期月的对应日，没有对应日的取月末日。"""
    if unit in ("day", "workday"):
        return count
    months = start.month - 1 + count * (12 if unit == "year" else 1)
    year, month = start.year + months // 12, months % 12 + 1
    end = date(year, month, min(start.day, month_table.monthrange(year, month)[1]))
    return (end - start).days


def _problem(rule: Rule) -> str | None:
    data = rule.data
    unknown = data.keys() - _KEYS
    if unknown:
        return f"不认识的键 {'、'.join(sorted(unknown))}"
    if data.get("unit") not in UNITS:
        return f"键 unit 只能是 {'、'.join(UNITS)}"
    if not _positive(data.get("count")):
        return "键 count 应是大于零的整数"
    if not isinstance(data.get("starts"), str) or not data["starts"].strip():
        return "键 starts 应写明从什么事起算"
    if "max_extension" in data and not _positive(data["max_extension"]):
        return "键 max_extension 应是大于零的整数"
    for key in ("roll", "before"):
        if not isinstance(data.get(key, True), bool):
            return f"键 {key} 应是 true 或 false"
    if data.get("before") and (data["unit"] not in ("day", "workday") or "max_extension" in data):
        return "往前数的期限只能按日或工作日，不能延长"
    return None


def _positive(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0
