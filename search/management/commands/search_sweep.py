"""manage.py search_sweep [--json]: the index against the database (索引对账)."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search.engines.base import EngineError
from search.sweep import PATIENCE_SECONDS, sweep


class Command(BaseCommand):
    """Compares by key and version, has differences indexed anew, and says what is left."""

    help = "逐件核对检索索引和数据库，不一致的重新索引。索引进程在运行时由它来做，否则在这里做。"

    def add_arguments(self, parser: CommandParser) -> None:
        """--json, --wait SECONDS."""
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")
        parser.add_argument("--wait", type=float, default=PATIENCE_SECONDS, help="最多等索引进程几秒，默认 60")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was compared; an error when something is left."""
        try:
            drift = sweep(patience=options["wait"])
        except EngineError as error:
            raise CommandError(f"索引不能用，请先重建（manage.py search_rebuild）：{error}") from error
        said = f"已核对 {drift.checked} 件：索引里缺 {drift.missing}，旧版本 {drift.stale}，多出 {drift.extra}，已修复 {drift.repaired}。"
        self.stdout.write(json.dumps(asdict(drift)) if options["json"] else said)
        if drift.left:
            raise CommandError(f"还有 {drift.left} 件没有修复：索引进程还没处理完，或者在“后台投递”里有失败的，稍后再核对一次。")
