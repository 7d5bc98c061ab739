"""manage.py search_rebuild [--json]: a new index beside the living one, then the swap (重建索引)."""

import json
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import status
from search.engines import engine
from search.engines.base import EngineError
from search.indexer import Indexer

POLL_SECONDS = 0.5


class Command(BaseCommand):
    """Builds here when no indexer runs, otherwise asks the running indexer and waits for it."""

    help = "在现有索引旁边重建索引，建好后切换；期间检索照常可用。索引进程在运行时由它来做。"

    def add_arguments(self, parser: CommandParser) -> None:
        """--json."""
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask for a rebuild; whoever gets the lock does it."""
        began, before = time.monotonic(), _name()
        status.request_rebuild()
        by = "indexer"
        while status.rebuild_requested():
            try:
                with status.sole_indexer():
                    if status.rebuild_requested():
                        Indexer(engine()).rebuild()
                        status.rebuild_done()
                        by = "command"
            except status.Busy:
                time.sleep(POLL_SECONDS)
            except EngineError as error:
                raise CommandError(f"索引没有建成，原有索引仍在使用：{error}") from error
        if _name() == before:
            raise CommandError("索引没有更换，原有索引仍在使用，请查看索引进程的日志。")
        stats = engine().stats()
        answer = {"documents": stats.documents, "name": stats.name, "by": by, "seconds": round(time.monotonic() - began, 2)}
        self.stdout.write(json.dumps(answer) if options["json"] else f"索引已重建：{stats.documents} 件，用时 {answer['seconds']} 秒。")


def _name() -> str:
    try:
        return engine().stats().name
    except EngineError:
        return ""
