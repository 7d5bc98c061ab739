"""manage.py ledger_seal: gives every entry its place in the tree and signs a checkpoint. Can be repeated at any time."""

import json

from django.core.management.base import BaseCommand, CommandError

from core.ledger.sealing import latest, seal
from core.ledger.tree import LedgerBroken


class Command(BaseCommand):
    """What the queue does every hour."""

    help = "封账：把新的账本条目放进树里，签一个检查点"

    def add_arguments(self, parser):
        """--json ends with one JSON object."""
        parser.add_argument("--json", action="store_true", help="最后一行是一个 JSON 对象")

    def handle(self, *args, **options):
        """Seals every log and says how far it is."""
        try:
            done = seal()
        except LedgerBroken as error:
            raise CommandError(f"没有封成：{error}。请运行 ledger_verify 查明。") from error
        rows = []
        for sealed in done:
            last = latest(sealed.log)
            rows.append({"log": sealed.log, "added": sealed.added, "size": sealed.size, "signed": sealed.signed, "root": last.root if last else None})
            self.stdout.write(f"{sealed.log}：新入 {sealed.added} 条，共 {sealed.size} 条，{'签了新的检查点' if sealed.signed else '没有变化'}。")
        if options["json"]:
            self.stdout.write(json.dumps({"logs": rows}, ensure_ascii=False))
