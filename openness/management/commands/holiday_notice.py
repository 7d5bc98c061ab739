"""manage.py holiday_notice: enters a year's holiday arrangement (放假通知), as the staff screen does."""

from django.core.management.base import BaseCommand, CommandError

from openness.forms import HolidayForm
from openness.services.holidays import notice_save


class Command(BaseCommand):
    """The same checks and the same service as the screen."""

    help = "录入一年的放假安排；还没有办完的期限由后台重算"

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("year", type=int, help="年度，如 2027")
        parser.add_argument("--document", required=True, help="通知的文号")
        parser.add_argument("--off", required=True, help="放假日期，如 1月1日至3日、2月5日至11日")
        parser.add_argument("--work", default="", help="调休上班日期，如 1月9日、2月14日")

    def handle(self, *args, **options):
        """Refuses with the sentences of the form."""
        given = {"year": options["year"], "document": options["document"], "days_off": options["off"], "make_up_days": options["work"]}
        form = HolidayForm(given)
        if not form.is_valid():
            raise CommandError("\n".join(error for errors in form.errors.values() for error in errors))
        changed = notice_save(actor=None, **form.cleaned_data)
        self.stdout.write("已保存，后台正在重算期限。" if changed else "没有变。")
