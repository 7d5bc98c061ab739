"""manage.py import_disclosures: entries under a catalogue item, or a court's hearings, from a list; an answer for each row."""

import json
import time
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from core.models import Organ
from openness.enums import BatchKind, Carrier, Outcome
from openness.models import CatalogueItem
from openness.reading.records import read_records
from openness.services.entry_imports import columns_of, entries_import, hearing_columns, hearings_import
from openness.services.imports import batch_open


class Command(BaseCommand):
    """Idempotent and resumable: the same file again changes nothing and takes what is missing."""

    help = "导入公开目录里的事项（CSV、XLSX、JSONL）；--item hearings 导入开庭公告"

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("path", help="文件")
        parser.add_argument("--item", required=True, help="目录项的代号，如 police-norms")
        parser.add_argument("--organ", required=True, help="单位代码，如 yk-ga")
        parser.add_argument("--publish-clean", action="store_true", help="没有疑点、不要求两人审核的直接公开；否则全部待审核")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, *args, **options):
        """Imports and reports."""
        path = Path(options["path"])
        if not path.is_file():
            raise CommandError(f"没有这个文件：{path}")
        item = CatalogueItem.objects.filter(slug=options["item"], carrier__in=(Carrier.DISCLOSURE, Carrier.HEARING)).first()
        if item is None:
            raise CommandError(f"没有代号为 {options['item']} 的目录项。可用的有：{'、'.join(CatalogueItem.objects.entered().values_list('slug', flat=True))}、hearings。")
        organ = Organ.objects.filter(code=options["organ"], kind=item.organ_kind, active=True).first()
        if organ is None:
            codes = Organ.objects.filter(kind=item.organ_kind, active=True).values_list("code", flat=True)
            raise CommandError(f"“{item.title}”没有代码为 {options['organ']} 的单位。可用的有：{'、'.join(codes)}。")
        begun = time.monotonic()
        if item.carrier == Carrier.HEARING:
            batch = batch_open(organ=organ, actor=None, filename=path.name, kind=BatchKind.HEARINGS)
            steps = hearings_import(batch=batch, records=read_records(path, hearing_columns()))
        else:
            batch = batch_open(organ=organ, actor=None, filename=path.name, kind=BatchKind.DISCLOSURES, item=item, publish_clean=options["publish_clean"])
            steps = entries_import(batch=batch, records=read_records(path, columns_of(item)))
        for _ in steps:
            pass
        self._report(batch, item, organ, time.monotonic() - begun, options["json"])

    def _report(self, batch, item, organ, seconds: float, as_json: bool) -> None:
        rows = batch.rows.order_by("position")
        counts = {o: rows.filter(outcome=o).count() for o in (Outcome.PUBLISHED, Outcome.IN_REVIEW, Outcome.UNCHANGED, Outcome.REJECTED)}
        rejected = [{"row": r.position, "case_number": r.case_number, "code": r.code, "reason": r.message, "remedy": r.remedy} for r in rows.filter(outcome=Outcome.REJECTED)]
        for row in rejected:
            self.stdout.write(f"第 {row['row']} 条：{row['reason']} {row['remedy']}")
        result = {
            "item": item.slug, "organ": organ.code, "read": batch.read, "published": counts[Outcome.PUBLISHED], "in_review": counts[Outcome.IN_REVIEW],
            "unchanged": counts[Outcome.UNCHANGED], "rejected": counts[Outcome.REJECTED], "rejected_rows": rejected, "seconds": round(seconds, 2), "batch": batch.pk,
        }  # fmt: skip
        words = f"读 {result['read']} 条：公开 {result['published']}，待审核 {result['in_review']}，未变 {result['unchanged']}，没有收下 {result['rejected']}。"
        self.stdout.write(json.dumps(result, ensure_ascii=False) if as_json else words)
