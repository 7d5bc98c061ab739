"""把数日子的过程写成人看得懂的几句话，供每个显示期限的页面原样列出。"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from justice.workdays import Calendar

_WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class Step:
    """一段说明：起止日（含首尾两日）和一句话，句首已写明日期。"""

    date_from: date
    date_to: date
    text: str


@dataclass(frozen=True)
class Counted:
    """数日子的结果：``numbered`` 逐个为第 1、2…日，``basic`` 之后的属于延长，``due`` 为顺延后的到期日。"""

    start: date
    numbered: list[date]
    basic: int
    due: date
    stopped: frozenset[date]
    workdays_only: bool
    rolls: bool

    @property
    def last(self) -> date:
        """期间的最后一日，顺延之前。"""
        return self.numbered[-1]

    def years(self) -> list[int]:
        """放假安排会影响结果的年份：工作日期限是全程，会顺延的只在最后一日，其余没有。"""
        if not (self.workdays_only or self.rolls):
            return []
        first = self.start + timedelta(days=1) if self.workdays_only else self.last
        return list(range(first.year, self.due.year + 1))


def explain(counted: Counted, starts: str, extended: int, uncertain: list[int], days: Calendar) -> list[Step]:
    """从起算日到到期日，每一天都落在某一段里；``uncertain`` 是放假安排未知的年份。"""
    start = counted.start
    steps = [Step(start, start, f"{_span(start, start, start)} {starts}，次日起算")]
    steps += _middle(counted, extended, days)
    steps += _rolling(counted, days)
    for year in uncertain:
        first, last = max(date(year, 1, 1), start), min(date(year, 12, 31), counted.due)
        text = f"{year}年的放假安排尚未公布，只按周六、周日休息推算，到期日暂定"
        steps.append(Step(first, last, text))
    return steps


def _middle(counted: Counted, extended: int, days: Calendar) -> Iterator[Step]:
    index = {day: position for position, day in enumerate(counted.numbered, 1)}
    length = (counted.last - counted.start).days
    everyday = [counted.start + timedelta(days=offset) for offset in range(1, length + 1)]
    for kind, run in groupby(everyday, key=lambda day: _kind(day, counted, index, days)):
        span = list(run)
        where = _span(span[0], span[-1], counted.start)
        yield Step(span[0], span[-1], f"{where} {_words(kind, span, index, counted, extended, days)}")


def _kind(day: date, counted: Counted, index: dict[date, int], days: Calendar) -> str:
    """同一种的相邻日子并成一段；最后一日单列。"""
    if day in counted.stopped:
        return "stopped"
    if day not in index:
        return "off"
    if day == counted.last:
        return "last"
    made_up = counted.workdays_only and days.kind(day) == "made_up"
    return ("extended" if index[day] > counted.basic else "counted") + ("-made-up" if made_up else "")


def _words(
    kind: str, span: list[date], index: dict[date, int], counted: Counted, extended: int, days: Calendar
) -> str:
    if kind == "stopped":
        return "中止，不计"
    if kind == "off":
        return _off(span, days)
    numbers = _numbers(index[span[0]], index[span[-1]], counted.workdays_only)
    if counted.workdays_only and days.kind(span[0]) == "made_up":
        numbers = (
            f"星期{_WEEKDAYS[span[0].weekday()]}调休上班，计，{numbers}"
            if len(span) == 1
            else f"调休上班，计，{numbers}"
        )
    if kind.startswith("extended"):
        numbers += "，在延长期内"
    if kind == "last":
        end = "届满" if counted.due == counted.last else "期间的最后一日"
        numbers += f"，延长后{end}" if extended else f"，{end}"
    return numbers


def _off(span: list[date], days: Calendar) -> str:
    if _holiday(span[0], span[-1], days):
        return "放假，不计"
    if len(span) == 1:
        return f"星期{_WEEKDAYS[span[0].weekday()]}，不计"
    return "周末，不计"


def _holiday(first: date, last: date, days: Calendar) -> bool:
    return any(
        days.kind(first + timedelta(days=offset)) == "holiday" for offset in range((last - first).days + 1)
    )


def _rolling(counted: Counted, days: Calendar) -> Iterator[Step]:
    if counted.due == counted.last:
        return
    before = counted.due - timedelta(days=1)
    where = _span(counted.last, before, counted.start)
    yield Step(
        counted.last, before, f"{where} {'放假' if _holiday(counted.last, before, days) else '休息'}，顺延"
    )
    yield Step(
        counted.due,
        counted.due,
        f"{_span(counted.due, counted.due, counted.start)} 顺延后的第一个工作日，届满",
    )


def _numbers(first: int, last: int, workdays_only: bool) -> str:
    unit = "个工作日" if workdays_only else "日"
    if first == last:
        return f"第 {first} {unit}"
    if last == first + 1:
        return f"第 {first}、{last} {unit}"
    return f"第 {first} 至 {last} {unit}"


def _span(first: date, last: date, start: date) -> str:
    """``9月29日``、``9月29日、30日``、``10月1日至8日``；与起算日不同年的写明年份。"""
    year = f"{first.year}年" if first.year != start.year else ""
    head = f"{year}{first.month}月{first.day}日"
    if first == last:
        return head
    same_year = "" if last.year == first.year else f"{last.year}年"
    tail = (
        f"{last.day}日"
        if (last.year, last.month) == (first.year, first.month)
        else (f"{same_year}{last.month}月{last.day}日")
    )
    return f"{head}、{tail}" if (last - first).days == 1 else f"{head}至{tail}"
