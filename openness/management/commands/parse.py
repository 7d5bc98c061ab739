"""manage.py parse: what a judgment says about itself, as JSON."""

import json
import os
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from openness.parsing import Parsed, parse
from openness.reading import ReadError, clean
from openness.reading.documents import read_document
from openness.reading.jsonl import objects
from openness.reading.rows import MAX_DOCUMENT_BYTES


class Command(BaseCommand):
    """One text in, one JSON line out; or a line for each row of a JSONL file."""

    help = "读出裁判文书的法院、案号、名称、日期、案由、当事人、审判组织（JSON）"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One file, or two for --jsonl."""
        parser.add_argument("files", nargs="+", metavar="FILE", help=".txt、.docx 或有文字的 .pdf 文件，- 表示标准输入")
        parser.add_argument("--jsonl", action="store_true", help="逐行处理：IN OUT，每行 {id, text}")
        parser.add_argument("--json", action="store_true", help="输出 JSON（总是如此）")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints, or writes OUT whole or not at all."""
        files = options["files"]
        if len(files) != (2 if options["jsonl"] else 1):
            raise CommandError("用法：parse FILE|- 或 parse --jsonl IN OUT")
        try:
            if options["jsonl"]:
                self._rows(Path(files[0]), Path(files[1]))
            else:
                self.stdout.write(json.dumps(answer(parse(_text(files[0]))), ensure_ascii=False))
        except OSError as error:
            raise CommandError(f"读写不了文件 {error.filename}：{error.strerror}") from error
        except ReadError as error:
            raise CommandError(str(error)) from error

    def _rows(self, source: Path, target: Path) -> None:
        part = target.with_name(f"{target.name}.part")
        count = 0
        try:
            with source.open("rb") as lines, part.open("w", encoding="utf-8") as out:
                for row in _answers(lines):
                    out.write(json.dumps(row, ensure_ascii=False) + "\n")
                    count += 1
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        self.stderr.write(f"{count} 行")


def answer(parsed: Parsed) -> dict[str, Any]:
    """The fields of the command's contract; decided_on is null where the text does not say it."""
    return {
        "court": parsed.court,
        "case_number": parsed.case_number,
        "kind": parsed.kind,
        "decided_on": parsed.decided_on.isoformat() if parsed.decided_on else None,
        "cause": parsed.cause,
        "parties": [asdict(party) for party in parsed.parties],
        "panel": [asdict(member) for member in parsed.panel],
    }


def _answers(lines: Any) -> Iterator[dict[str, Any]]:
    for number, value in objects(lines):
        if isinstance(value, str):
            yield {"id": None, "error": value}
        elif not isinstance(value.get("text"), str):
            yield {"id": value.get("id"), "error": f"第 {number} 行缺少 text（文书全文）。"}
        else:
            yield {"id": value.get("id"), **answer(parse(clean(value["text"])))}


def _text(name: str) -> str:
    if name == "-":
        return read_document(sys.stdin.buffer.read(MAX_DOCUMENT_BYTES + 1), "标准输入")[0]
    with Path(name).open("rb") as stream:
        return read_document(stream.read(MAX_DOCUMENT_BYTES + 1), Path(name).name)[0]
