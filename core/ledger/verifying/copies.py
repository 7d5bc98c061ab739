"""Deposited copies against the log (交存件对照): whoever rewrites everything here cannot rewrite what others hold."""

from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from core.ledger.notes import NoteError, VerifierKey, opened, statement_parse
from core.models import Checkpoint, Deposit

from .findings import Report

SUFFIX = ".checkpoint"


def copies_compare(keys: list[VerifierKey], report: Report) -> None:
    """Every deposit that was noted, and every file that lies in a drop folder."""
    for what, note in _copies():
        report.copies += 1
        try:
            said = statement_parse(opened(note, keys)[0])
        except NoteError as error:
            report.add("copy_unreadable", f"{what}：{error}")
            continue
        log = said.origin.rpartition("/")[2]
        ours = Checkpoint.objects.filter(log=log, size=said.size).values_list("root", flat=True).first()
        if ours is None:
            report.add("checkpoint_deleted", f"{what}：交存过 {said.size} 条的检查点，账本里没有了", log=log)
        elif ours != said.root.hex():
            report.add("history_rewritten", f"{what}：交存时 {said.size} 条的树根与账本现在的不同，账本被整个改写过", log=log)


def _copies() -> Iterator[tuple[str, str]]:
    for deposit in Deposit.objects.select_related("depositary__organ").order_by("id").iterator(500):
        yield f"{deposit.day} 交存{deposit.depositary.organ.short_name}的记载", deposit.note
    folder = Path(settings.LEDGER_DROP)
    for path in sorted(folder.glob(f"*/*{SUFFIX}")) if folder.is_dir() else ():
        try:
            yield f"文件 {path.parent.name}/{path.name}", path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError):
            yield f"文件 {path.parent.name}/{path.name}", ""
