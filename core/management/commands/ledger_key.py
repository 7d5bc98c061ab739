"""manage.py ledger_key [--rotate]: shows the public keys of the ledger, or makes a new one that the old one endorses."""

from django.core.management.base import BaseCommand, CommandError

from core.ledger.signing import pen, rotate, trusted_keys
from core.ledger.tree import LedgerBroken


class Command(BaseCommand):
    """Never shows a secret half."""

    help = "账本的签名公钥；--rotate 换一把新的，由旧的背书"

    def add_arguments(self, parser):
        """--rotate makes a new key."""
        parser.add_argument("--rotate", action="store_true", help="换一把新钥匙")

    def handle(self, *args, **options):
        """Rotates where asked, then lists."""
        try:
            pen()
            if options["rotate"]:
                rotate(actor=None)
        except LedgerBroken as error:
            raise CommandError(str(error)) from error
        *older, current = trusted_keys()
        for key in older:
            self.stdout.write(f"以前的  {key}")
        self.stdout.write(f"现在的  {current}")
