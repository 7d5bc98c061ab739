"""Handing in a register (名册报送)."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from django.db import transaction

from core import events
from core.models import Organ, User
from core.sealed import Sealed
from justice.case_numbers import CaseNumber, CaseNumberError, parse
from justice.models import calendar
from openness.enums import BatchState, Outcome
from openness.models import ImportBatch, ImportRow, Register
from openness.reading.registers import RegisterRow
from openness.services.duties import due, duty_add, register_open

CHUNK = 200
# 法释〔2016〕19号 in force; the rule before it counted no days
FIRST_DAY = date(2016, 10, 1)
SAID = {"created": (Outcome.PUBLISHED, "已登记"), "unchanged": (Outcome.UNCHANGED, "已登记过，未变"), "changed": (Outcome.PUBLISHED, "日期已更新，原日期留存"), "moved": (Outcome.PUBLISHED, "已从另一个月的名册移到本月，原日期留存")}


def register_import(*, batch: ImportBatch, rows: Iterable[RegisterRow], organ: Organ, month: date, actor: User | None) -> Iterator[int]:
    """Turns a register's rows into duties, an answer for each; yields the number of rows read after each chunk.

    The court's month counts as handed in even with zero rows, but not by a file that could not be read.
    """
    stream = iter(rows)
    first = next(stream, None)
    if first is not None and first.unread:
        yield _refused(batch, first)
        return
    register = register_open(organ=organ, month=month, actor=actor)
    days = calendar()
    waiting: list[tuple[int, RegisterRow]] = []
    for position, row in enumerate(chain([first] if first else [], stream), 1):
        if position <= batch.read:
            continue
        waiting.append((position, row))
        if len(waiting) >= CHUNK:
            _write(batch, register, waiting, days)
            yield batch.read
            waiting = []
            events.heartbeat(got_on=True)
    if waiting:
        _write(batch, register, waiting, days)
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.DONE, total=batch.read)
    yield batch.read


def _refused(batch: ImportBatch, row: RegisterRow) -> int:
    """Answers a file that is no register; nothing else changes."""
    with transaction.atomic():
        if batch.read < 1:
            remedy = "整个文件没有收，本月名册没有变。请改正后重新报送。"
            ImportRow.objects.create(batch=batch, position=1, outcome=Outcome.REJECTED, name=Sealed.seal("整个文件"), code="unreadable", message=(row.error or "")[:300], remedy=remedy)
        batch.read = 1
        ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.DONE, read=1, total=1)
    return batch.read


def _write(batch: ImportBatch, register: Register, rows: list[tuple[int, RegisterRow]], days) -> None:
    with transaction.atomic():
        answers = [_row(batch, register, position, row, days) for position, row in rows]
        ImportRow.objects.bulk_create(answers)
        batch.read = rows[-1][0]
        ImportBatch.objects.filter(pk=batch.pk).update(read=batch.read)
        Register.objects.filter(pk=register.pk).update(rows=register.duties.count())


def _row(batch: ImportBatch, register: Register, position: int, row: RegisterRow, days) -> ImportRow:
    answer = ImportRow(batch=batch, position=position, outcome=Outcome.REJECTED, name=Sealed.seal(f"第 {row.position} 行"), case_number=row.case_number[:70])
    if row.error:
        answer.code, answer.message, answer.remedy = "unreadable", row.error[:300], "请改正这一行后重新报送名册，已登记的行不会重复。"
        return answer
    problem, number = _understand(register, row)
    if number is None or row.effective_on is None:
        answer.code, answer.message, answer.remedy = "bad_row", problem[:300], "请改正这一行后重新报送名册，已登记的行不会重复。"
        return answer
    result = due(row.effective_on, days)
    _, became = duty_add(register=register, number=number, kind=row.kind, effective_on=row.effective_on, appealed=row.appealed, result=result)
    answer.outcome, answer.message = SAID[became]
    answer.case_number = number.canonical
    return answer


def _understand(register: Register, row: RegisterRow) -> tuple[str, CaseNumber | None]:
    try:
        number = parse(row.case_number + ("" if row.suffix and row.case_number.endswith(row.suffix) else row.suffix))
    except CaseNumberError as error:
        return str(error), None
    if not number.is_court:
        return f"“{row.case_number}”不是法院案号", None
    if number.authority == "court" and number.court_code != register.organ.code:
        return f"{number.canonical} 不是{register.organ.name}的案号", None
    if row.effective_on is None:
        return "缺少生效日期", None
    if row.effective_on < FIRST_DAY:
        return f"生效日期 {row.effective_on} 早于 {FIRST_DAY}，当时的规定没有公开期限", None
    if row.effective_on.replace(day=1) != register.month:
        return f"生效日期 {row.effective_on} 不在 {register.month:%Y年%m月}", None
    return "", number
