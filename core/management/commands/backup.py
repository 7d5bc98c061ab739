"""manage.py backup DIR: one consistent copy of database and files, with digests. Never the keys."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from core.services.copies import CopyError, backup, manifest_digest


class Command(BaseCommand):
    """Copies while everything runs."""

    help = "备份数据库、媒体文件和待处理的上传件（不含密钥、不含索引）"

    def add_arguments(self, parser):
        """The directory to be made."""
        parser.add_argument("directory", type=Path, metavar="DIR", help="还不存在（或空）的目录")

    def handle(self, *args, **options):
        """Copies and says what is in it and what is not."""
        target = options["directory"].resolve()
        try:
            manifest = backup(target)
        except CopyError as error:
            raise CommandError(str(error)) from error
        size = sum(said["bytes"] for said in manifest["files"].values())
        self.stdout.write(f"已备份到 {target}：{len(manifest['files'])} 个文件，{size / 1048576:.1f} MB，账本 {manifest['counts']['core_ledgerentry']} 条。")
        self.stdout.write(f"清单摘要 {manifest_digest(target)}（记在别处，恢复时用 --digest 核对）。")
        self.stderr.write(self.style.WARNING(f"这份备份里没有密钥。没有 {settings.PORTAL_KEYS} 里的密钥，原件永远打不开：请另外备份，分开保管。"))
