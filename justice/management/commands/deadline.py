"""``manage.py deadline RULE DATE``：一条规则、一个起算日，打印到期日和算法（JSON）；不带参数列出全部规则。"""

import json
from argparse import ArgumentParser
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from justice.deadlines import Deadline, DeadlineError, deadline, rules
from justice.models import calendar
from justice.workdays import DEFAULT, Calendar


class Command(BaseCommand):
    help = "计算期限并逐段说明（JSON）；不带参数列出规则"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """规则、起算日，以及中止和延长。"""
        parser.add_argument("rule", nargs="?", help="规则 id，如 judgment.publish")
        parser.add_argument("date", nargs="?", help="起算日，如 2025-09-28；当日不计")
        parser.add_argument("--pause", action="append", default=[], metavar="A..B", help="中止的起止日（含两端），可重复")
        parser.add_argument("--extend", action="append", default=[], metavar="N", help="延长多少，单位同规则")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象（计算时总是如此）")

    def handle(self, *args: Any, **options: Any) -> None:
        """打印 JSON；规则或日期有误时打印 ``{"error": …}``，退出码 1。"""
        if options["rule"] is None:
            self._list(options["json"])
            return
        try:
            answer = _fields(_compute(options))
        except DeadlineError as error:
            self.stdout.write(json.dumps({"error": str(error)}, ensure_ascii=False))
            raise SystemExit(1) from error
        self.stdout.write(json.dumps(answer, ensure_ascii=False))

    def _list(self, as_json: bool) -> None:
        titles = {rule.id: rule.title for rule in rules()}
        if as_json:
            self.stdout.write(json.dumps({"rules": titles}, ensure_ascii=False))
            return
        for rule_id, title in titles.items():
            self.stdout.write(f"{rule_id}  {title}")


def _compute(options: dict[str, Any]) -> Deadline:
    if options["date"] is None:
        raise DeadlineError("没有写起算日，例如：deadline judgment.publish 2025-09-28")
    pauses = [_pause(text) for text in options["pause"]]
    extensions = [_length(text) for text in options["extend"]]
    return deadline(options["rule"], _day(options["date"]), pauses, extensions, _calendar())


def _calendar() -> Calendar:
    """录入过的放假通知；数据库还没有建好时用内置日历，未知的年份仍会标为暂定。"""
    try:
        return calendar()
    except DatabaseError:
        return DEFAULT


def _length(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise DeadlineError(f"延长应是一个整数，不能是“{text}”")
    return int(text)


def _pause(text: str) -> tuple[date, date]:
    first, dots, last = text.partition("..")
    if not dots:
        raise DeadlineError(f"中止应写成 A..B，例如 2025-10-09..2025-10-12，不能是“{text}”")
    return _day(first), _day(last)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise DeadlineError(f"“{text}”不是日期，应写成 2025-09-28 的样子") from error


def _fields(result: Deadline) -> dict[str, Any]:
    return {
        "due": result.due.isoformat(),
        "steps": [
            {"from": step.date_from.isoformat(), "to": step.date_to.isoformat(), "text": step.text}
            for step in result.steps
        ],
        "rule": result.rule,
        "article": result.article,
        "provisional": result.provisional,
    }
