"""manage.py import_judgments: judgments from a file, folder or zip, an answer for each."""

import json
import sys
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from core.models import Organ
from openness.enums import Outcome
from openness.models import ImportBatch
from openness.reading import read
from openness.services.courts import Courts
from openness.services.imports import batch_open, import_rows

CREATED = (Outcome.PUBLISHED, Outcome.EXEMPT, Outcome.IN_REVIEW)


class Command(BaseCommand):
    """Idempotent and resumable: the same file again changes nothing and takes what is missing."""

    help = "导入裁判文书（JSONL、CSV、XLSX、zip、文件夹、.txt、.docx、.pdf）"

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("path", help="文件、文件夹或 zip")
        parser.add_argument("--court", help="只收这家法院的文书，如 辽08")
        parser.add_argument("--any-court", action="store_true", help="试用：接受外市法院，建为试用单位，不计入公开率")
        parser.add_argument("--publish-clean", action="store_true", help="没有疑点的直接公开；否则全部待审核")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, *args, **options):
        """Imports and reports."""
        path = Path(options["path"])
        if not path.exists():
            raise CommandError(f"没有这个文件：{path}")
        court = Organ.objects.filter(code=options["court"]).first() if options["court"] else None
        if options["court"] and court is None:
            raise CommandError(f"没有代码为 {options['court']} 的法院。可用的有：{'、'.join(Organ.objects.courts().values_list('code', flat=True))}。")
        begun = time.monotonic()
        batch = batch_open(organ=court, actor=None, filename=path.name, any_court=options["any_court"], publish_clean=options["publish_clean"])
        steps = import_rows(batch=batch, rows=read(path), courts=Courts(only=court, any_court=options["any_court"]))
        with Progress(SpinnerColumn(), TextColumn("已读"), MofNCompleteColumn(), TimeElapsedColumn(), console=Console(stderr=True), disable=not sys.stderr.isatty()) as bar:
            task = bar.add_task("", total=None)
            for count in steps:
                bar.update(task, completed=count)
        self._report(batch, time.monotonic() - begun, options["json"])

    def _report(self, batch: ImportBatch, seconds: float, as_json: bool) -> None:
        counts = {o: batch.rows.filter(outcome=o).count() for o in Outcome.values}
        rejected = [
            {"row": r.position, "name": r.name.open_unaudited() if r.name else "", "case_number": r.case_number, "code": r.code, "reason": r.message, "remedy": r.remedy}
            for r in batch.rows.filter(outcome=Outcome.REJECTED).iterator()
        ]
        for row in rejected:
            self.stdout.write(f"第 {row['row']} 件 {row['case_number'] or row['name']}：{row['reason']} {row['remedy']}")
        result = {
            "read": batch.read, "created": sum(counts[o] for o in CREATED), "published": counts[Outcome.PUBLISHED], "exempt": counts[Outcome.EXEMPT],
            "in_review": counts[Outcome.IN_REVIEW], "unchanged": counts[Outcome.UNCHANGED], "proposed": counts[Outcome.PROPOSED],
            "rejected": counts[Outcome.REJECTED], "seconds": round(seconds, 2), "rejected_rows": rejected, "batch": batch.pk,
        }  # fmt: skip
        if as_json:
            self.stdout.write(json.dumps(result, ensure_ascii=False))
        else:
            self.stdout.write(
                f"读 {result['read']} 件：公开 {result['published']}，待审核 {result['in_review']}，依法不公开 {result['exempt']}，"
                f"未变 {result['unchanged']}，待比对 {result['proposed']}，没有收下 {result['rejected']}。用时 {result['seconds']} 秒。"
            )
