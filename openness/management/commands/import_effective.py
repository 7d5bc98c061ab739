"""manage.py import_effective: a court's register of a month."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.models import Organ
from openness.enums import BatchKind, Outcome
from openness.reading.registers import read_register
from openness.selectors.coverage import month_of
from openness.services.imports import batch_open
from openness.services.registers import register_import


class Command(BaseCommand):
    """Rows become duties; zero rows are an answer; the same file again changes nothing."""

    help = "导入生效文书名册（CSV、XLSX、JSONL），建立公开义务"

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("path", help="名册文件")
        parser.add_argument("--court", required=True, help="法院代码，如 辽0802")
        parser.add_argument("--month", required=True, help="生效月份，如 2026-10")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, *args, **options):
        """Imports and reports."""
        path = Path(options["path"])
        organ = Organ.objects.courts().filter(code=options["court"]).first()
        if organ is None:
            raise CommandError(f"没有代码为 {options['court']} 的法院。可用的有：{'、'.join(Organ.objects.courts().values_list('code', flat=True))}。")
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}")
        try:
            month = month_of(options["month"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        batch = batch_open(organ=organ, actor=None, filename=path.name, kind=BatchKind.REGISTER, month=month)
        for _ in register_import(batch=batch, rows=read_register(path), organ=organ, month=month, actor=None):
            pass
        rows = batch.rows
        rejected = [{"row": r.position, "case_number": r.case_number, "reason": r.message} for r in rows.filter(outcome=Outcome.REJECTED)]
        result = {
            "organ": organ.code, "month": f"{month:%Y-%m}", "read": batch.read, "duties": organ.duties.filter(register__month=month).count(),
            "created": rows.filter(outcome=Outcome.PUBLISHED).count(), "unchanged": rows.filter(outcome=Outcome.UNCHANGED).count(),
            "rejected": len(rejected), "rejected_rows": rejected,
        }  # fmt: skip
        for row in rejected:
            self.stdout.write(f"第 {row['row']} 行 {row['case_number']}：{row['reason']}")
        self.stdout.write(json.dumps(result, ensure_ascii=False) if options["json"] else f"读 {result['read']} 行，本月名册共 {result['duties']} 件，没有收下 {len(rejected)} 行。")
