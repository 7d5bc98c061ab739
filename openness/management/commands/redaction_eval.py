"""manage.py redaction_eval: how good the redaction is on the labelled set of fictional documents."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from openness.redaction_eval import Score, below, evaluate, labelled

TITLES = {"all": "全部", "cause": "案由", "kind": "文书种类", "layout": "版式", "class": "应当隐去的内容"}
COLUMNS = ("documents", "secrets", "recall", "partial", "silent", "unattended", "unattended_clean", "kept", "over_masked_per_1000")


class Command(BaseCommand):
    """Prints one table a grouping, or one JSON object; ends with 1 below the recorded floor."""

    help = "在带标注的虚构文书（民事、行政、执行，12 类案由）上评测脱敏：漏、残、无声的漏、无人值守、误遮"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("--documents", type=int, default=240, help="文书份数，12 类案由平分（默认 240）")
        parser.add_argument("--seed", default="2026", help="同一个种子造出同样的文书")
        parser.add_argument("--floor", type=Path, help="达到过的水平（JSON）；低于它时退出码为 1")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象")

    def handle(self, *args, **options):
        """Scores, prints, compares with the floor."""
        if options["documents"] < 1:
            raise CommandError("--documents 至少为 1。")
        try:
            floor = json.loads(options["floor"].read_text(encoding="utf-8")) if options["floor"] else {}
        except (OSError, ValueError) as error:
            raise CommandError(f"读不了 {options['floor']}：{error}") from error
        result = evaluate(labelled(options["documents"], options["seed"]))
        faults = below(result, floor)
        if options["json"]:
            figures = {by: {name: s.figures() for name, s in groups.items()} for by, groups in result.items()}
            self.stdout.write(json.dumps({**figures, "below_floor": faults}, ensure_ascii=False))
        else:
            self._tables(result)
        if faults:
            raise CommandError("低于记录的水平：" + "；".join(faults), returncode=1)

    def _tables(self, result: dict[str, dict[str, Score]]) -> None:
        for by, groups in result.items():
            self.stdout.write(f"{TITLES[by]}\t" + "\t".join(COLUMNS))
            for name, scored in sorted(groups.items()):
                figures = scored.figures()
                self.stdout.write("\t".join([name, *(str(figures.get(c, "")) for c in COLUMNS)]))
