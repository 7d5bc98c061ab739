"""manage.py restore DIR: a backup into an empty installation; checked first, then the index is built anew."""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from core.services.copies import CopyError, keys_fit, made_at, restore


class Command(BaseCommand):
    """Refuses anything but an empty database and empty directories."""

    help = "把备份恢复到空的数据库和数据目录，然后重建索引"
    requires_system_checks: list[str] = []  # an empty database cannot pass them

    def add_arguments(self, parser):
        """The backup, and the digest of its manifest where it was noted."""
        parser.add_argument("directory", type=Path, metavar="DIR", help="manage.py backup 做出的目录")
        parser.add_argument("--digest", default="", help="备份时打印的清单摘要")

    def handle(self, *args, **options):
        """Restores and says what is left to do."""
        try:
            manifest = restore(options["directory"].resolve(), options["digest"])
        except CopyError as error:
            raise CommandError(str(error)) from error
        call_command("migrate", interactive=False, verbosity=0)
        counts = manifest["counts"]
        self.stdout.write(f"已恢复：{len(manifest['files'])} 个文件都与清单相符，账本 {counts['core_ledgerentry']} 条，审计 {counts['core_auditentry']} 条。")
        call_command("search_rebuild", stdout=self.stdout, stderr=self.stderr)
        self.stdout.write("所有人要重新登录。")
        if not keys_fit(manifest):
            self.stderr.write(self.style.ERROR(f"{settings.PORTAL_KEYS} 里不是备份时的密钥：公开内容可用，原件、文件名、双因素都打不开。请放回原来的密钥再启动。"))
        moment = timezone.localtime(made_at(manifest))
        self.stderr.write(self.style.WARNING(f"备份是 {moment:%Y年%-m月%-d日 %H:%M} 的样子：那以后撤回、暂停的文书会重新公开，对外开放之前请照来文逐件重做。"))
