"""manage.py review_evidence: what reviewers changed, as evidence for the next version of the rules."""

import json

from django.core.management.base import BaseCommand

from openness.selectors.evidence import review_evidence

LABELS = {"kept_against_rule": "规则遮了、人留下的（按规则）", "kept": "留下的（样子）", "masked": "补遮的（样子）"}


class Command(BaseCommand):
    """Counts and shapes only: what it prints can be shown to whoever writes the rules."""

    help = "汇总审核员的遮与留，供改进规则用；只有次数和字样的形状，没有任何姓名、号码"

    def add_arguments(self, parser):
        """See the help text."""
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args, **options):
        """Prints the summary."""
        found = review_evidence().summary()
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False))
            return
        moves = found["moves"]
        self.stdout.write(f"遮 {moves.get('mask', 0)} 次，留 {moves.get('keep', 0)} 次，撤销 {found['undone']} 次")
        for part, label in LABELS.items():
            self.stdout.write(f"{label}：")
            for name, count in found[part].items():
                self.stdout.write(f"  {count}\t{name}")
