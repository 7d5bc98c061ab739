"""manage.py withdraw: takes a judgment away, everywhere."""

import json

from django.core.management.base import BaseCommand, CommandError

from core.publishing import Stale
from openness.models import Judgment
from openness.reasons import withdrawal_reasons
from openness.services.records import judgment_withdraw


class Command(BaseCommand):
    """Withdraws one judgment for a coded reason."""

    help = "撤回一份公开的文书。原因代码：" + "、".join(f"{c}（{label}）" for c, label in withdrawal_reasons().items())

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("public_id", help="文书编号，即网址里的那一段")
        parser.add_argument("--reason", required=True, help="原因代码")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        """Withdraws and says so."""
        judgment = Judgment.objects.select_related("organ", "case").filter(public_id=options["public_id"]).first()
        if judgment is None:
            raise CommandError(f"没有编号为 {options['public_id']} 的文书。")
        try:
            judgment_withdraw(judgment=judgment, actor=None, reason=options["reason"])
        except (ValueError, Stale) as error:
            raise CommandError(str(error)) from error
        result = {"public_id": judgment.public_id, "state": judgment.state, "reason": options["reason"], "case_number": judgment.case_number}
        self.stdout.write(json.dumps(result, ensure_ascii=False) if options["json"] else f"{judgment.case_number} 已撤回。")
