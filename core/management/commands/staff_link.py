"""manage.py staff_link: a one-time link with which somebody sets password and second factor (设置密码的链接)."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from core.models import User
from core.services import people, second_factor


class Command(BaseCommand):
    """For the first administrator, and for one that lost the phone while there is no other."""

    help = "给一个账号发一次性的链接，用来设置密码和双因素；原来的密码和链接马上失效"

    def add_arguments(self, parser):
        """See the help texts."""
        parser.add_argument("username", help="用户名")
        parser.add_argument("--reset-factor", action="store_true", help="同时去掉已有的双因素（手机丢了）")

    def handle(self, *args, **options):
        """Prints the link alone, so that it can be piped."""
        user = User.objects.filter(username=options["username"]).first()
        if user is None:
            raise CommandError(f"没有用户名为 {options['username']} 的账号。")
        try:
            with transaction.atomic():
                if options["reset_factor"]:
                    second_factor.remove(user=user, actor=None)
                token = people.new_token(actor=None, user=user)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{settings.SITE_URL}{people.link_path(user=user, token=token)}")
