"""Handing in a register (名册报送)."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain

from django.db import transaction

from core import events
from core.models import Organ, User
from core.sealed import Sealed
from justice.case_numbers import CaseNumber, CaseNumberError, parse
from justice.deadlines import DeadlineError, deadline
from justice.models import CaseFile, calendar
from openness.enums import BatchState, Carrier, Outcome
from openness.models import CatalogueItem, Duty, ImportBatch, ImportRow, Register
from openness.reading.registers import RegisterRow
from openness.services.duty_sources import duty_add, register_open

CHUNK = 200
# 法释〔2016〕19号 in force; the rule before it counted no days
FIRST_DAY = date(2016, 10, 1)
AGAIN = "请改正这一行后重新报送名册，已登记的行不会重复。"
SAID = {"created": (Outcome.PUBLISHED, "已登记"), "unchanged": (Outcome.UNCHANGED, "已登记过，未变")}


def register_import(*, batch: ImportBatch, rows: Iterable[RegisterRow], organ: Organ, month: date, actor: User | None, item: CatalogueItem | None = None) -> Iterator[int]:
    """Turns a register's rows into duties, an answer for each; yields the number of rows read after each chunk.

    Without `item` it is the register of judgments. The organ's month counts as handed in even with zero rows, but not by a file that could not be read.
    """
    stream = iter(rows)
    first = next(stream, None)
    if first is not None and first.unread:
        yield _refused(batch, first)
        return
    register = register_open(organ=organ, month=month, actor=actor, item=item)
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
        CaseFile.gather(_numbers(register, rows))  # what a register names is no gap in a series
        answers = [_row(batch, register, position, row, days) for position, row in rows]
        ImportRow.objects.bulk_create(answers)
        batch.read = rows[-1][0]
        ImportBatch.objects.filter(pk=batch.pk).update(read=batch.read)
        Register.objects.filter(pk=register.pk).update(rows=register.duties.count())


def _row(batch: ImportBatch, register: Register, position: int, row: RegisterRow, days) -> ImportRow:
    answer = ImportRow(batch=batch, position=position, outcome=Outcome.REJECTED, name=Sealed.seal(f"第 {row.position} 行"), case_number=row.case_number[:70])
    if row.error:
        answer.code, answer.message, answer.remedy = "unreadable", row.error[:300], AGAIN
        return answer
    problem, number = _understand(register, row)
    if problem or row.effective_on is None:
        answer.code, answer.message, answer.remedy = "bad_row", problem[:300], AGAIN
        return answer
    try:
        result = deadline(register.item.rule, row.effective_on, calendar=days)
    except DeadlineError as error:
        answer.code, answer.message, answer.remedy = "bad_row", str(error)[:300], AGAIN
        return answer
    canonical = number.canonical if number else row.case_number.strip()[:70]
    duty, became = duty_add(
        register=register, number=canonical, base=number.base if number else "", subject=row.title[:200], kind=row.kind[:30], day=row.effective_on, appealed=row.appealed, result=result, actor=batch.actor
    )
    answer.case_number = canonical
    if became == "differs":
        answer.outcome, answer.message, answer.remedy = Outcome.PROPOSED, _difference(duty, row), "原来的日期没有改。请编辑在“名册日期不同”里决定用哪一个。"
    else:
        answer.outcome, answer.message = SAID[became]
    return answer


def _numbers(register: Register, rows: list[tuple[int, RegisterRow]]) -> list[CaseNumber]:
    """The court's numbers among rows that are right."""
    found = (_understand(register, row) for _, row in rows if not row.error)
    return [number for problem, number in found if number is not None and not problem and number.is_court]


def _difference(duty: Duty, row: RegisterRow) -> str:
    if row.effective_on == duty.ends_on:
        return "“是否上诉”和上次报的不同"
    return f"日期和上次报的不同：原报 {duty.ends_on:%Y-%m-%d}，这次 {row.effective_on:%Y-%m-%d}"


def _understand(register: Register, row: RegisterRow) -> tuple[str, CaseNumber | None]:
    """What is wrong with a row, "" where nothing is, and its case number. Only judgments must have a court's number."""
    of_courts = register.item.carrier in (Carrier.JUDGMENT, Carrier.HEARING)
    number, problem = None, ""
    try:
        number = parse(row.case_number + ("" if row.suffix and row.case_number.endswith(row.suffix) else row.suffix))
    except CaseNumberError as error:
        problem = str(error)
    if of_courts and number is None:
        return problem, None
    if of_courts and number is not None:
        if not number.is_court:
            return f"“{row.case_number}”不是法院案号", None
        if number.authority == "court" and number.court_code != register.organ.code:
            return f"{number.canonical} 不是{register.organ.name}的案号", None
    if row.effective_on is None:
        return "这一行缺少日期", number
    if register.item.carrier == Carrier.JUDGMENT and row.effective_on < FIRST_DAY:
        return f"生效日期 {row.effective_on} 早于 {FIRST_DAY}，当时的规定没有公开期限", number
    if row.effective_on.replace(day=1) != register.month:
        return f"日期 {row.effective_on} 不在 {register.month:%Y年%m月}", number
    return "", number
