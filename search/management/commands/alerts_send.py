"""manage.py alerts_send [--now] [--json]: what the queue does every five minutes; with --now at once, whatever the hour."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search.enums import LetterState
from search.services import digests, mailing, matching
from search.tasks import send_alerts


class Command(BaseCommand):
    """Looks for news, writes letters, sends them. One letter for each address and day, even with --now."""

    help = "邮件订阅：查新、写信、发信。平时由后台进程每五分钟做一次。"

    def add_arguments(self, parser: CommandParser) -> None:
        """--now, --json."""
        parser.add_argument("--now", action="store_true", help="不等钟点，今天查过的也再查一次（每个邮箱每天仍只发一封）")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print counts, never an address."""
        if options["now"]:
            done = {"looked": matching.look(at_once=True), "opened": digests.digests_open(), **mailing.letters_send()}
        else:
            done = send_alerts()
        if options["json"]:
            self.stdout.write(json.dumps({state: done.get(state, 0) for state in ("looked", "opened", *LetterState.values)}))
            return
        words = [f"{LetterState(state).label} {done[state]} 封" for state in LetterState.values if done.get(state)]
        self.stdout.write(f"查新 {done['looked']} 个检索，{done['opened']} 个邮箱有新内容；{'，'.join(words) or '没有要发的信'}")
