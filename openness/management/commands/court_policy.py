"""manage.py court_policy: what a court decided about publishing its judgments (本院公开规则)."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.audit import audit
from core.models import Organ

SWITCHES = {"second_eyes": "公开前须第二人复核", "publish_clean": "无疑点的文书自动公开"}


class Command(BaseCommand):
    """Shows a court's policy and switches parts of it, audited."""

    help = "查看或者设定一家法院的公开规则：" + "、".join(SWITCHES.values())

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("code", help="法院代字，如 辽0802")
        for name, label in SWITCHES.items():
            parser.add_argument(f"--{name.replace('_', '-')}", choices=("on", "off"), help=label)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        """Writes what was given and says where things stand."""
        court = Organ.objects.filter(code=options["code"], kind="court").first()
        if court is None:
            raise CommandError(f"没有代字为 {options['code']} 的法院。")
        wanted = {name: options[name] == "on" for name in SWITCHES if options[name]}
        changed = {name: value for name, value in wanted.items() if getattr(court, name) != value}
        if changed:
            with transaction.atomic():
                Organ.objects.filter(pk=court.pk).update(**changed)
                audit(actor=None, action="organ.policy", target=f"organ:{court.code}", organ=court, **changed)
            court.refresh_from_db()
        state = {name: getattr(court, name) for name in SWITCHES}
        if options["json"]:
            self.stdout.write(json.dumps({"code": court.code, **state}, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(f"{SWITCHES[name]}：{'是' if on else '否'}" for name, on in state.items()))
