"""manage.py patrol: everything that the public can see, looked at for what must not show, in this process."""

import json
import time

from django.core.management.base import BaseCommand, CommandError

from openness.models import PatrolFinding
from openness.presenters.patrol import surface_rows
from openness.services.patrol import NothingThere, patrol_begin, patrol_run


class Command(BaseCommand):
    """Goes on with the run under way, beside the queue if need be; both together do no harm."""

    help = "泄漏巡查：公众看得到的地方，还有身份号码或者隐去的姓名的，暂停公开并告诉编辑。中断后接着查"

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("--record", default="", metavar="编号", help="只查一条，各处都看")
        parser.add_argument("--kind", default="", metavar="类别", help="只查一类，如 judgment")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, *args, **options):
        """Says how far it is every few seconds, and what was found."""
        begun, said = time.perf_counter(), 0.0
        try:
            run = patrol_begin(kind=options["kind"], public_id=options["record"])
        except NothingThere as error:
            raise CommandError(str(error)) from None
        for step in patrol_run(run=run):
            if not options["json"] and time.perf_counter() - said > 5:
                said = time.perf_counter()
                self.stdout.write(f"已查 {step.checked} / {step.total} 条，暂停公开 {step.held} 条")
        run.refresh_from_db()
        waiting = PatrolFinding.objects.waiting().count()
        told = {"run": run.pk, "total": run.total, "checked": run.checked, "held": run.held, "unheld": run.unheld, "unread": run.failed, "waiting": waiting, "surfaces": run.surfaces}
        if options["json"]:
            self.stdout.write(json.dumps({**told, "finished": run.finished_at is not None, "seconds": round(time.perf_counter() - begun, 2)}, ensure_ascii=False))
            return
        for row in surface_rows(run):
            self.stdout.write(f"{row['label']}：看过 {row['looked']}，发现 {row['found']}，没有读成 {row['unread']}")
        self.stdout.write(f"查了 {run.checked} 条，暂停公开 {run.held} 条，没有读成 {run.failed} 处；待处理 {waiting} 件。")
        if run.unheld:
            raise CommandError(f"发现太多，规则可能有错：有 {run.unheld} 条没有暂停公开，请马上告诉平台维护人员。")
