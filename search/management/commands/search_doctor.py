"""manage.py search_doctor [--json]: how search is doing, and what to do about it (检索体检)."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.doctor import examine


class Command(BaseCommand):
    """Every finding in a sentence; an error when something is wrong."""

    help = "检查检索：引擎、索引、索引进程、积压、最近一次对账，并说明怎么办。"

    def add_arguments(self, parser: CommandParser) -> None:
        """--json."""
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the findings."""
        findings = examine()
        if options["json"]:
            self.stdout.write(json.dumps([vars(finding) for finding in findings], ensure_ascii=False))
        else:
            for finding in findings:
                self.stdout.write(f"{'好' if finding.well else '不好'}  {finding.what}：{finding.said}")
        if not all(finding.well for finding in findings):
            raise CommandError("检索有问题，按上面标“不好”的几行处理。")
