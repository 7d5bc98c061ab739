"""manage.py find QUERY [--kind K] [--limit N] [--json]: the search page's answer on the command line."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.selectors import find


class Command(BaseCommand):
    """Searches what is public now."""

    help = "检索已公开的记录：案号、词语、“短语”、-排除。"

    def add_arguments(self, parser: CommandParser) -> None:
        """QUERY, --kind, --limit, --json."""
        parser.add_argument("query", help="检索词")
        parser.add_argument("--kind", help="只查某一类，例如 judgment")
        parser.add_argument("--limit", type=int, default=20, help="最多列出几件（1 到 1000）")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the hits, best first."""
        limit = min(max(options["limit"], 1), 1000)
        found = find(options["query"], kind=options["kind"], limit=limit, facets=())
        hits = [
            {
                "public_id": hit.document.public_id,
                "kind": hit.document.kind,
                "title": hit.document.title,
                "url": hit.document.url,
                "snippet": hit.passage.text,
            }
            for hit in found.hits
        ]
        if options["json"]:
            answer = {"total": found.total, "hits": hits, "ms": round(found.milliseconds, 2), "degraded": found.degraded}
            self.stdout.write(json.dumps(answer, ensure_ascii=False))
            return
        if found.degraded:
            self.stdout.write("全文检索暂不可用，只按案号和标题查找。")
        self.stdout.write(f"找到 {found.total} 件，用时 {found.milliseconds:.1f} 毫秒")
        for hit in hits:
            self.stdout.write(f"{hit['public_id']}  {hit['title']}\n    {hit['url']}\n    {hit['snippet']}")
