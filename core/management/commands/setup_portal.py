"""manage.py setup_portal: the city's organs, the recurring jobs, the shared throttle table. Idempotent."""

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from core.cities import CityFileError, city_load
from core.seeding import seed_all
from core.tasks import ensure_schedules


class Command(BaseCommand):
    """Prepares a database after migrate."""

    help = "载入本市单位，建立定时任务"

    def add_arguments(self, parser):
        """--city names another city's file."""
        parser.add_argument("--city", default=settings.CITY)

    def handle(self, *args, **options):
        """Loads and says what."""
        try:
            count = city_load(options["city"])
        except CityFileError as error:
            raise CommandError(str(error)) from error
        call_command("createcachetable", verbosity=0)
        ensure_schedules()
        self.stdout.write("".join([f"已载入 {count} 个单位。", *seed_all()]))
