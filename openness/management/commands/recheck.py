"""manage.py recheck: every published text again with today's rules, in this process."""

import json
import time

from django.core.management.base import BaseCommand

from openness.models import RecheckRun
from openness.services.rechecks import recheck_begin, recheck_run, ruleset


class Command(BaseCommand):
    """Goes on with the run under way, beside the queue if need be; both together do no harm."""

    help = "按现行遮蔽规则复查全部已公开的文书：还有应当隐去的，暂停公开并告诉编辑。中断后接着查"

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("--again", action="store_true", help="这一版规则查完过也再查一遍")
        parser.add_argument("--json", action="store_true", help="最后一行输出一个 JSON 对象")

    def handle(self, *args, **options):
        """Says how far it is every few seconds, and what was found."""
        begun, said = time.perf_counter(), 0.0
        run = recheck_begin(again=options["again"])
        if run is None:
            run = RecheckRun.objects.filter(ruleset=ruleset()).latest("id")
            self.stderr.write(f"规则 {run.ruleset} 已经查完。要再查一遍，请加 --again。")
        for step in recheck_run(run=run):
            if not options["json"] and time.perf_counter() - said > 5:
                said = time.perf_counter()
                self.stdout.write(f"已查 {step.checked} / {step.total} 份，暂停公开 {step.held} 份")
        run.refresh_from_db()
        told = {"ruleset": run.ruleset, "total": run.total, "checked": run.checked, "held": run.held, "failed": run.failed, "finished": run.finished_at is not None}
        if options["json"]:
            self.stdout.write(json.dumps({**told, "seconds": round(time.perf_counter() - begun, 2)}, ensure_ascii=False))
        else:
            self.stdout.write(f"规则 {run.ruleset}：查了 {run.checked} 份，暂停公开 {run.held} 份，没有查成 {run.failed} 份。")
