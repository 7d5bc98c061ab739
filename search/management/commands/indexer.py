"""manage.py indexer [--once]: the long-lived writer of the search index (索引进程)."""

import signal
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import status
from search.engines import engine
from search.indexer import Indexer


class Command(BaseCommand):
    """Runs until SIGTERM or SIGINT; with --once until nothing is left to do."""

    help = "把已公开、已更正、已撤回的记录写入检索索引；没有索引、索引损坏或分词规则升级时自动重建。"

    def add_arguments(self, parser: CommandParser) -> None:
        """--once."""
        parser.add_argument("--once", action="store_true", help="处理完现有的变动就退出")

    def handle(self, *args: Any, **options: Any) -> None:
        """Take the lock, then index."""
        indexer = Indexer(engine())
        before = {number: signal.signal(number, indexer.stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            with status.sole_indexer():
                self.stdout.write("索引进程已启动。")
                self.stdout.flush()
                indexer.run(once=options["once"])
        except status.Busy as error:
            raise CommandError(str(error)) from error
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)
        self.stdout.write("索引进程已结束。")
