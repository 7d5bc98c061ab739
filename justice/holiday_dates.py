"""放假通知里的日子：照通知抄来的文字读成日期，再写回文字。

一年的通知可以写到上一年十二月（元旦连着上年末放假、调休，如 2019 年元旦）。
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby

from justice.rules import RuleFileError, load

_NOTES = re.compile(r"\([^)]*\)|\[[^\]]*\]")  # 星期几之类的附注
_BREAKS = re.compile(r"[\s,、;。]+")
_DAY = r"(?:(\d{4})[年-])?(?:(\d{1,2})[月-])?(\d{1,2})[日号]?"
_PIECE = re.compile(f"{_DAY}(?:[至到~—–-]{_DAY})?")
LONGEST = 31  # 一段最多几天；再长多半是写错了


def fixed_holidays(year: int) -> list[date]:
    """``year`` 年里日期不随农历变的法定节假日，按先后排。《全国年节及纪念日放假办法》第二条。"""
    rule = next(r for r in load("holidays") if r.id == "holiday.fixed" and r.covers(date(year, 1, 1)))
    try:
        return sorted(date.fromisoformat(f"{year}-{day}") for day in rule.data["days"])
    except (KeyError, TypeError, ValueError) as error:
        raise RuleFileError("holidays.toml 第 1 条：键 days 要写成“月-日”的列表") from error


def days_of(text: str, year: int) -> list[date]:
    """文字里的日子，去重、按先后排；没写年份的算 ``year`` 年。

    每段写成 ``1月1日``、``1月1日至3日``、``2027-01-01至2027-01-03`` 之一，段与段之间用顿号、逗号或换行隔开。
    读不懂、没有那一天、不属于这一年的通知，抛 ``ValueError``，信息是可直接给用户看的一句中文。
    """
    plain = _NOTES.sub("", unicodedata.normalize("NFKC", text))
    return sorted({day for piece in _BREAKS.split(plain) if piece for day in _span_of(piece, year)})


def words_of(days: Iterable[date], year: int) -> str:
    """日子写回文字，连续的并成一段，一行一段；``days_of`` 读得回来。"""
    ordered = sorted(days)
    runs = [list(run) for _, run in groupby(enumerate(ordered), key=lambda pair: pair[1].toordinal() - pair[0])]
    return "\n".join(_words(run[0][1], run[-1][1], year) for run in runs)


def _words(first: date, last: date, year: int) -> str:
    head = _day_words(first, year)
    if first == last:
        return head
    if (first.year, first.month) == (last.year, last.month):
        return f"{head}至{last.day}日"
    return f"{head}至{_day_words(last, first.year)}"


def _day_words(day: date, year: int) -> str:
    return f"{'' if day.year == year else f'{day.year}年'}{day.month}月{day.day}日"


def _span_of(piece: str, year: int) -> list[date]:
    found = _PIECE.fullmatch(piece)
    if found is None or found[2] is None:
        raise ValueError(f"读不懂“{piece[:20]}”。请写成 1月1日，或者 1月1日至3日。")
    first = _date(piece, int(found[1] or year), int(found[2]), int(found[3]))
    last = first
    if found[6]:
        month = int(found[5] or first.month)
        last = _date(piece, int(found[4] or first.year + (not found[4] and month < first.month)), month, int(found[6]))
    if last < first:
        raise ValueError(f"“{piece}”的结束早于开始，请核对。")
    if (last - first).days >= LONGEST:
        raise ValueError(f"“{piece}”超过一个月，请核对。")
    for day in (first, last):
        if not date(year - 1, 12, 1) <= day <= date(year, 12, 31):
            raise ValueError(f"“{piece}”不在{year}年，也不在上一年12月，不属于这份通知。")
    return [first + timedelta(days=offset) for offset in range((last - first).days + 1)]


def _date(piece: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise ValueError(f"“{piece}”里没有{month}月{day}日这一天，请核对。") from None
