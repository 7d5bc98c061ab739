"""manage.py demo: sets up a portal and fills it with fictional data, once."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from rich.console import Console
from rich.progress import Progress

from home.services import front_page_ensure
from openness.models import Judgment
from portal import demo, demo_entries, demo_pages, demo_patrol, demo_registers


class Command(BaseCommand):
    """Fictional people only; run again it changes nothing."""

    help = "装入示例数据（全部虚构）"

    def add_arguments(self, parser):
        """--judgments sets how many documents."""
        parser.add_argument("--judgments", type=int, default=400, help="文书份数，默认 400")

    def handle(self, *args, **options):
        """Fills, then says what to open."""
        if settings.SETTINGS_MODULE.endswith("production"):
            raise CommandError("示例数据和公开的示例密码不能装进正式环境。")
        call_command("migrate", verbosity=0)
        call_command("setup_portal", stdout=self.stdout)
        front_page_ensure()
        demo.accounts_ensure()
        demo.contacts_ensure()
        with Progress(console=Console(stderr=True), transient=True) as bar:
            task = bar.add_task("装入示例文书", total=options["judgments"])
            demo.fill(options["judgments"], lambda done: bar.update(task, completed=done))
        demo_entries.fill()
        demo_registers.fill()
        demo_pages.fill_pages()
        demo_patrol.fill()
        demo.deposits_ensure()
        sample = Judgment.objects.public().order_by("-public_from").first()
        self.stdout.write(f"\n打开  {settings.SITE_URL}/            首页")
        if sample:
            self.stdout.write(f"      {settings.SITE_URL}{sample.get_absolute_url()}   一份文书 {sample.case_number}")
        self.stdout.write(f"      {settings.SITE_URL}/openness/catalogue/   应当公开什么")
        self.stdout.write(f"      {settings.SITE_URL}/openness/hearings/   开庭公告")
        self.stdout.write(f"      {settings.SITE_URL}/openness/coverage/   公开情况")
        self.stdout.write(f"      {settings.SITE_URL}/ledger/   公开账本，已封账，已交存两家")
        self.stdout.write(f"      {settings.SITE_URL}/circulars/   通报、典型案例、制度、专题")
        self.stdout.write(f"      {settings.SITE_URL}/admin/      后台，密码都是 {demo.PASSWORD}")
        for username, name, _role, _organ in demo.ACCOUNTS:
            self.stdout.write(f"        {username:<16} {name}")
