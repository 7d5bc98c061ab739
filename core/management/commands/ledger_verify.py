"""manage.py ledger_verify: reckons the whole ledger anew and names what was tampered with. Exit code 1 if anything was."""

import json
import sys

from django.core.management.base import BaseCommand

from core.ledger.verifying import verify


class Command(BaseCommand):
    """Reads only."""

    help = "验账：逐条重算账本，与签名、记录、交存件对照，说出哪里被改过"

    def add_arguments(self, parser):
        """--json ends with one JSON object."""
        parser.add_argument("--json", action="store_true", help="最后一行是一个 JSON 对象")

    def handle(self, *args, **options):
        """Verifies and says what."""
        report = verify()
        for finding in report.findings:
            self.stdout.write(f"[{finding.code}] {finding.log} {finding.says}{f'（{finding.item}）' if finding.item else ''}")
        counted = "，".join(f"{log} {size} 条" for log, size in report.leaves.items())
        self.stdout.write(f"核对了 {counted}，检查点 {report.checkpoints} 个，记录 {report.records} 件，交存件 {report.copies} 份：{f'有 {report.total} 处不符' if report.total else '全部相符'}。")
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        if report.total:
            sys.exit(1)
