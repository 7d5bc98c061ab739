"""``manage.py leaks FILE|-``：检查一段文字里有没有不该公开的号码和住址。"""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from justice import leaks
from justice.management.inputs import read_text


class Command(BaseCommand):
    help = "找出文字中的身份证号、电话、银行卡号、车牌、住址等（JSON）"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """文件或 ``-``，以及本案隐去的姓名。"""
        parser.add_argument("file", help="文本文件，- 为标准输入")
        parser.add_argument("--withheld", action="append", default=[], metavar="NAME", help="不得出现的姓名，可重复")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象（本命令总是如此）")

    def handle(self, *args: Any, **options: Any) -> None:
        """打印一行 JSON；输入有误时在标准错误说明，退出码 1。"""
        found = leaks.find(read_text(options["file"]), options["withheld"])
        rows = [{"start": leak.start, "end": leak.end, "kind": leak.kind} for leak in found]
        self.stdout.write(json.dumps({"leaks": rows}, ensure_ascii=False))
