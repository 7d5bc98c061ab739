"""manage.py front_page: the front page, the guides and the site settings of a new installation."""

from typing import Any

from django.core.management.base import BaseCommand

from home.services import front_page_ensure


class Command(BaseCommand):
    """Makes what is missing and changes nothing else."""

    help = "建立首页、说明页和站点设置；已有的不改动。"

    def handle(self, *args: Any, **options: Any) -> None:
        """Runs the service and says where the front page is."""
        home = front_page_ensure()
        self.stdout.write(f"首页：{home.title}，说明页 {home.get_children().count()} 个")
