"""``manage.py case_number TEXT``：把一个案号读成各部分，打印一个 JSON 对象。"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from justice.case_numbers import CaseNumber, CaseNumberError, court, parse


class Command(BaseCommand):
    help = "识别案号，打印规范写法和各部分（JSON）；不是案号时说明原因，退出码 1"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """案号全文；可以带空格，不必加引号。"""
        parser.add_argument("text", nargs="+", help="案号，任何括号、全角半角、空格均可")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象（本命令总是如此）")

    def handle(self, *args: Any, **options: Any) -> None:
        """打印 JSON；读不成时打印 ``{"error": …}``，退出码 1。"""
        try:
            answer = _fields(parse(" ".join(options["text"])))
        except CaseNumberError as error:
            self.stdout.write(json.dumps({"error": str(error)}, ensure_ascii=False))
            raise SystemExit(1) from error
        self.stdout.write(json.dumps(answer, ensure_ascii=False))


def _fields(number: CaseNumber) -> dict[str, Any]:
    named = court(number.court_code) if number.is_court else None
    return {
        "canonical": number.canonical,
        "year": number.year,
        "court_code": number.court_code,
        "court": named.name if named else None,
        "type": number.special + number.type if number.is_court else number.type,
        "number": number.number,
        "suffix": number.suffix,
    }
