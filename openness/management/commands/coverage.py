"""manage.py coverage: what was owed, and what became of it."""

import json

from django.core.management.base import BaseCommand, CommandError

from openness.selectors.coverage import cells, default_month, month_of, scoreboard
from openness.services.duties import duties_recount


class Command(BaseCommand):
    """The scoreboard of a month."""

    help = "每家法院某月的公开情况；不写月份为上一个整月"

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("--month", help="月份，如 2026-10")
        parser.add_argument("--items", action="store_true", help="公开目录的全部事项，一行一个单位的一项；不加只有裁判文书")
        parser.add_argument("--recount", action="store_true", help="先把每件义务和它的记录核对一遍，不符的改正")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, *args, **options):
        """Prints rows."""
        try:
            month = month_of(options["month"]) if options["month"] else default_month()
        except ValueError as error:
            raise CommandError(str(error)) from error
        if options["recount"]:
            self.stderr.write(f"核对了全部义务，改正 {duties_recount()} 件。")
        rows = cells(month) if options["items"] else scoreboard(month)
        if options["json"]:
            self.stdout.write(json.dumps({"month": f"{month:%Y-%m}", "rows": [r.as_dict() for r in rows]}, ensure_ascii=False))
            return
        for row in rows:
            figures = f"应公开 {row.due}，已公开 {row.published}（迟 {row.late}），不公开 {row.exempt}，超期 {row.overdue}，未到期 {row.pending}"
            what = f"{row.organ.name} {row.item.title}" if options["items"] else row.organ.name
            self.stdout.write(f"{what}  {figures if row.register else '没有报送名册'}")
