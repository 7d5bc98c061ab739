"""manage.py import_effective: an organ's register of a month, of judgments or of another item."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.models import Organ
from openness.enums import Arises, BatchKind, Outcome
from openness.models import CatalogueItem
from openness.reading.registers import read_register
from openness.selectors.coverage import month_of
from openness.services.catalogue import judgments_item
from openness.services.imports import batch_open
from openness.services.registers import register_import


class Command(BaseCommand):
    """Rows become duties; zero rows are an answer; the same file again changes nothing."""

    help = "导入名册（CSV、XLSX、JSONL），建立公开义务；不写 --item 为生效裁判文书"

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("path", help="名册文件")
        parser.add_argument("--court", "--organ", dest="court", required=True, help="单位代码，如 辽0802")
        parser.add_argument("--item", default="", help="目录项的代号，如 legal-documents")
        parser.add_argument("--month", required=True, help="生效月份，如 2026-10")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, *args, **options):
        """Imports and reports."""
        path = Path(options["path"])
        item = self._item(options["item"])
        organs = Organ.objects.filter(kind=item.organ_kind, active=True, is_trial=False)
        organ = organs.filter(code=options["court"]).first()
        if organ is None:
            raise CommandError(f"“{item.title}”没有代码为 {options['court']} 的单位。可用的有：{'、'.join(organs.values_list('code', flat=True))}。")
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}")
        try:
            month = month_of(options["month"])
        except ValueError as error:
            raise CommandError(str(error)) from error
        batch = batch_open(organ=organ, actor=None, filename=path.name, kind=BatchKind.REGISTER, month=month, item=item)
        for _ in register_import(batch=batch, rows=read_register(path), organ=organ, month=month, actor=None, item=item):
            pass
        rows = batch.rows
        rejected = [{"row": r.position, "case_number": r.case_number, "reason": r.message} for r in rows.filter(outcome=Outcome.REJECTED)]
        result = {
            "organ": organ.code, "month": f"{month:%Y-%m}", "read": batch.read, "duties": organ.duties.filter(register__month=month, item=item).count(),
            "created": rows.filter(outcome=Outcome.PUBLISHED).count(), "unchanged": rows.filter(outcome=Outcome.UNCHANGED).count(),
            "differs": rows.filter(outcome=Outcome.PROPOSED).count(), "rejected": len(rejected), "rejected_rows": rejected,
        }  # fmt: skip
        for row in rejected:
            self.stdout.write(f"第 {row['row']} 行 {row['case_number']}：{row['reason']}")
        self.stdout.write(json.dumps(result, ensure_ascii=False) if options["json"] else f"读 {result['read']} 行，本月名册共 {result['duties']} 件，没有收下 {len(rejected)} 行。")

    @staticmethod
    def _item(slug: str) -> CatalogueItem:
        """The item that the register is of; CommandError where it has none."""
        if not slug:
            return judgments_item()
        registered = CatalogueItem.objects.filter(arises=Arises.REGISTER, active=True)
        item = registered.filter(slug=slug).first()
        if item is None:
            raise CommandError(f"“{slug}”没有名册。有名册的：{'、'.join(registered.values_list('slug', flat=True))}。")
        return item
