"""工作日历：法定节假日与调休上班日。

2004–2026 年取自 chinesecalendar；以后各年取自工作人员录入的国务院放假通知（HolidayNotice），录入之前只知道周末，
由 ``known`` 说明，算出的日子要标“暂定”。
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Literal

from chinese_calendar import constants

_OFF: frozenset[date] = frozenset(constants.holidays)
_MADE_UP: frozenset[date] = frozenset(constants.workdays)
FIRST_YEAR = min(_OFF).year
LAST_YEAR = max(_OFF).year

DayKind = Literal["workday", "made_up", "weekend", "holiday"]


class Calendar:
    """一套工作日历：内置年份，加上工作人员录入的国务院放假通知。

    ``years`` 是通知所属的年份，``days_off`` 放假的日子，``make_up_days`` 调休上班的周末。通知里写明的日子优先于内置数据，
    因为通知可以改期，也可以把调休写到上一年末。同一天既放假又上班时抛 ``ValueError``。
    """

    def __init__(
        self,
        days_off: Iterable[date] = (),
        make_up_days: Iterable[date] = (),
        years: Iterable[int] = (),
    ) -> None:
        self._off, self._made_up = frozenset(days_off), frozenset(make_up_days)
        self._noticed = frozenset(years)
        both = sorted(self._off & self._made_up)
        if both:
            raise ValueError(f"放假通知里 {both[0].isoformat()} 既放假又上班")

    def known(self, year: int) -> bool:
        """这一年的放假安排是否已知；未知的年份只按周末推算。"""
        return year in self._noticed or FIRST_YEAR <= year <= LAST_YEAR

    def kind(self, day: date) -> DayKind:
        """``workday`` 平常上班，``made_up`` 调休上班，``weekend`` 周末休息，``holiday`` 节假日放假。"""
        weekend = day.weekday() >= 5
        off, made_up = self._day_sets(day)
        if made_up:
            return "made_up" if weekend else "workday"
        if off:
            return "holiday"
        return "weekend" if weekend else "workday"

    def is_workday(self, day: date) -> bool:
        """``day`` 是否上班。"""
        return self.kind(day) in ("workday", "made_up")

    def add_workdays(self, day: date, count: int) -> date:
        """``day`` 之后的第 ``count`` 个工作日（当日不计）；``count`` 为负则往前数，为 0 返回当日。"""
        step = timedelta(days=1 if count > 0 else -1)
        left = abs(count)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """``start`` 之后到 ``end`` 为止（含）的工作日数；``end`` 不晚于 ``start`` 时为 0。"""
        return sum(self.is_workday(date.fromordinal(n)) for n in range(start.toordinal() + 1, end.toordinal() + 1))

    def next_workday(self, day: date) -> date:
        """``day`` 当日若上班即当日，否则其后的第一个工作日。"""
        return day if self.is_workday(day) else self.add_workdays(day, 1)

    def _day_sets(self, day: date) -> tuple[bool, bool]:
        if day in self._off or day in self._made_up:
            return day in self._off, day in self._made_up
        if day.year in self._noticed:
            return False, False
        return day in _OFF, day in _MADE_UP


DEFAULT = Calendar()


def is_workday(day: date) -> bool:
    """内置日历里 ``day`` 是否上班。"""
    return DEFAULT.is_workday(day)


def add_workdays(day: date, count: int) -> date:
    """内置日历里 ``day`` 之后的第 ``count`` 个工作日。"""
    return DEFAULT.add_workdays(day, count)


def known(year: int) -> bool:
    """内置日历是否知道这一年的放假安排。"""
    return DEFAULT.known(year)
