"""manage.py inbox: takes what courts put into the inbox folder."""

import json
import time
from dataclasses import asdict

from django.core.management.base import BaseCommand

from openness.services.inbox import STILL_SECONDS, Report, scan


class Command(BaseCommand):
    """Looks again and again, or once. The queue process does the same every minute; both together do no harm."""

    help = "收取收件目录（PORTAL_INBOX）里各法院放入的文件"

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("--once", action="store_true", help="看一遍就结束；还在写入的文件等下一遍")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象（与 --once 同用）")

    def handle(self, *args, **options):
        """Reports what each look found."""
        if options["once"]:
            report = scan()
            self._say(report)
            if options["json"]:
                self.stdout.write(json.dumps(asdict(report), ensure_ascii=False))
            return
        said: list[str] = []
        while True:
            report = scan()
            fresh, said = [p for p in report.problems if p not in said], report.problems
            if report.received or report.repeated or report.answered or fresh:
                self._say(Report(report.received, report.repeated, report.answered, report.waiting, fresh))
            time.sleep(STILL_SECONDS)

    def _say(self, report: Report) -> None:
        for problem in report.problems:
            self.stderr.write(problem)
        self.stdout.write(f"新收 {len(report.received)} 个文件，以前收过的 {len(report.repeated)} 个，写出结果 {len(report.answered)} 份，还在写入的 {report.waiting} 个。")
