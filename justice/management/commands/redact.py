"""``manage.py redact FILE|-``：脱敏一篇文书；``--jsonl IN OUT`` 逐行处理多篇。"""

import json
import os
from argparse import ArgumentParser
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from justice.management.inputs import read_rows, read_text
from justice.redaction import Doubt, Redaction, profile_for, redact


class Command(BaseCommand):
    help = "按口径脱敏：隐去应当隐去的姓名、字号、号码、住址，并列出存疑之处（JSON）"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """文件或 ``-``，或者 ``--jsonl IN OUT``；口径直接指定，或由公开之日推定。"""
        parser.add_argument("file", nargs="?", help="文书文件，- 为标准输入")
        parser.add_argument("--jsonl", nargs=2, metavar=("IN", "OUT"), help="逐行处理 JSON Lines：{id, text}")
        chosen = parser.add_mutually_exclusive_group()
        chosen.add_argument("--profile", help="口径：2014、2016 或 2024")
        chosen.add_argument("--published", metavar="D", help="上网公开之日，如 2020-05-01；默认今天")
        parser.add_argument("--json", action="store_true", help="输出一个 JSON 对象（本命令总是如此）")

    def handle(self, *args: Any, **options: Any) -> None:
        """打印一行 JSON；输入有误时在标准错误说明，退出码 1。"""
        if bool(options["file"]) == bool(options["jsonl"]):
            raise CommandError("请给出一个文书文件（或 -），或者 --jsonl IN OUT，二者取一")
        profile = options["profile"] or _profile_on(options["published"])
        try:
            if options["jsonl"]:
                source, target = options["jsonl"]
                _redact_rows(source, target, profile)
                return
            done = redact(read_text(options["file"]), profile)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(json.dumps(_fields(done), ensure_ascii=False))


def _profile_on(published: str | None) -> str:
    try:
        return profile_for(date.fromisoformat(published) if published else date.today())
    except ValueError as error:
        raise CommandError(f"日期“{published}”读不懂，应如 2020-05-01") from error


def _redact_rows(source: str, target: str, profile: str) -> None:
    """逐行处理；全部成功才换上目标文件，中途出错不留半截结果。"""
    unfinished = Path(f"{target}.part")
    try:
        with unfinished.open("w", encoding="utf-8") as out:
            for row in read_rows(source):
                done = redact(row["text"], profile)
                doubts = [{"text": doubt.text, "reason": doubt.reason} for doubt in done.doubts]
                out.write(json.dumps({"id": row["id"], "text": done.text, "doubts": doubts}, ensure_ascii=False) + "\n")
        os.replace(unfinished, target)
    except OSError as error:
        raise CommandError(f"写不了文件 {target}：{error.strerror or error}") from error
    finally:
        unfinished.unlink(missing_ok=True)


def _fields(done: Redaction) -> dict[str, Any]:
    return {
        "text": done.text,
        "spans": [
            {"start": s.start, "end": s.end, "kind": s.kind, "replacement": s.replacement, "rule": s.rule} for s in done.spans
        ],
        "doubts": [_doubt(doubt) for doubt in done.doubts],
    }


def _doubt(doubt: Doubt) -> dict[str, Any]:
    return {"start": doubt.start, "end": doubt.end, "text": doubt.text, "reason": doubt.reason}
