"""manage.py court_policy: what a court decided about publishing its judgments (本院公开规则)."""

import json

from django.core.management.base import BaseCommand, CommandError

from core.models import Organ
from openness.services.policies import SWITCHES, policy_set

LABELS = {name: str(Organ._meta.get_field(name).verbose_name) for name in SWITCHES}


class Command(BaseCommand):
    """Shows a court's policy and switches parts of it, audited."""

    help = "查看或者设定一家法院的公开规则：" + "、".join(LABELS.values())

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("code", help="法院代字，如 辽0802")
        for name, label in LABELS.items():
            parser.add_argument(f"--{name.replace('_', '-')}", choices=("on", "off"), help=label)
        parser.add_argument("--json", action="store_true")

    def handle(self, *args, **options):
        """Writes what was given and says where things stand."""
        court = Organ.objects.filter(code=options["code"], kind="court").first()
        if court is None:
            raise CommandError(f"没有代字为 {options['code']} 的法院。")
        policy_set(court=court, actor=None, **{name: options[name] == "on" for name in SWITCHES if options[name]})
        state = {name: getattr(court, name) for name in SWITCHES}
        if options["json"]:
            self.stdout.write(json.dumps({"code": court.code, **state}, ensure_ascii=False))
        else:
            self.stdout.write("\n".join(f"{LABELS[name]}：{'是' if on else '否'}" for name, on in state.items()))
