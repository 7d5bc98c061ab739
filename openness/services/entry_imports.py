"""Lists of entries or hearings handed in (目录内的公开、开庭公告): an answer for each row; again changes nothing."""

import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from django.db import transaction
from django.utils import timezone

from core import events
from core.models import Organ
from core.publishing import GateRefused
from core.sealed import Sealed
from justice.case_numbers import parse
from openness.catalogue_fields import read_moment
from openness.enums import BatchKind, BatchState, Openness, Outcome
from openness.models import CatalogueItem, Disclosure, Hearing, ImportBatch, ImportRow
from openness.preparing_entries import Entry, EntryRefused, Typed, prepare_entry
from openness.reading.records import Record, squeezed
from openness.services.disclosures import disclosure_accept, entry_save, fingerprint_of, organ_names
from openness.services.hearings import HearingRefused, Session, hearing_announce

log = logging.getLogger(__name__)

CHUNK = 10  # rows in one short transaction
AGAIN = "请改正后重新报送这一行，已收下的不会重复。"
HEARING_COLUMNS = {
    "案号": "case_number", "法庭": "courtroom", "开始": "starts_at", "开始时间": "starts_at", "开庭时间": "starts_at", "结束": "ends_at", "结束时间": "ends_at", "案由": "cause",
    "原告": "accusers", "原告方": "accusers", "上诉人": "accusers", "申请人": "accusers", "公诉机关": "accusers", "被告": "accused", "被告方": "accused", "被上诉人": "accused",
    "被告人": "accused", "被申请人": "accused", "旁听": "openness", "旁听须知": "attendance", "直播网址": "broadcast", "公开标题": "title",
}  # fmt: skip


def columns_of(item: CatalogueItem) -> dict[str, str]:
    """What may stand in the header of a list of an item's entries -> where it goes; fields by label or by name."""
    found = {"标题": "_title", "title": "_title", "日期": "_occurred_on", "发生日期": "_occurred_on", "occurred_on": "_occurred_on", "案号": "_case_number", "case_number": "_case_number"}
    for field in item.declared:
        found[squeezed(field.label)] = field.name
        found.setdefault(squeezed(field.name), field.name)
    return found


def hearing_columns() -> dict[str, str]:
    """Headers of a list of hearings, Chinese or by name."""
    return HEARING_COLUMNS | {name: name for name in dict.fromkeys(HEARING_COLUMNS.values())}


@dataclass(slots=True)
class Item:
    """One row on its way."""

    record: Record
    typed: Typed | None = None
    entry: Entry | None = None
    refusal: EntryRefused | None = None


def entries_import(*, batch: ImportBatch, records: Iterable[Record]) -> Iterator[int]:
    """Turns a list into entries of the batch's item and organ, skipping what it read before; yields rows read after each chunk."""
    item, organ, organs = batch.item, batch.organ, organ_names()
    for chunk in _chunks(batch, records):
        prepared = [_prepared(item, record, organs) for _, record in chunk]  # the heavy part, before the transaction
        with transaction.atomic():
            answers = [_place(batch, item, organ, row, position) for (position, _), row in zip(chunk, prepared, strict=True)]
            _written(batch, answers)
        yield batch.read
    _done(batch)


def hearings_import(*, batch: ImportBatch, records: Iterable[Record]) -> Iterator[int]:
    """Announces a court's list of hearings; an overlap refuses the later row."""
    for chunk in _chunks(batch, records):
        with transaction.atomic():
            _written(batch, [_hearing(batch, record, position) for position, record in chunk])
        yield batch.read
    _done(batch)


IMPORTS: Mapping[str, Callable] = {BatchKind.DISCLOSURES: entries_import, BatchKind.HEARINGS: hearings_import}


def _chunks(batch: ImportBatch, records: Iterable[Record]) -> Iterator[list[tuple[int, Record]]]:
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.RUNNING)
    stream = (row for row in enumerate(records, 1) if row[0] > batch.read)
    while chunk := list(islice(stream, CHUNK)):
        yield chunk
        events.heartbeat(got_on=True)


def _written(batch: ImportBatch, answers: list[ImportRow]) -> None:
    ImportRow.objects.bulk_create(answers)
    batch.read = answers[-1].position
    ImportBatch.objects.filter(pk=batch.pk).update(read=batch.read)


def _done(batch: ImportBatch) -> None:
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.DONE, finished_at=timezone.now(), total=batch.read)


def _prepared(item: CatalogueItem, record: Record, organs: Mapping[str, str]) -> Item:
    row = Item(record)
    if record.error:
        return row
    values = {k: v for k, v in record.values.items() if not k.startswith("_")}
    row.typed = Typed(record.values.get("_title", ""), values, record.values.get("_occurred_on", ""), record.values.get("_case_number", ""))
    try:
        row.entry = prepare_entry(item, row.typed, organs, timezone.localdate())
    except EntryRefused as refused:
        row.refusal = refused
    except Exception as error:  # whatever a strange text does to the rules costs its own row only
        log.error("row %s of a list was not understood: %s", record.position, type(error).__name__)
        row.refusal = EntryRefused({"": "系统没能读懂这一行"}, code="not_understood")
    return row


def _place(batch: ImportBatch, item: CatalogueItem, organ: Organ, row: Item, position: int) -> ImportRow:
    answer = ImportRow(batch=batch, position=position, outcome=Outcome.REJECTED, name=Sealed.seal(f"第 {row.record.position} 行"))
    if row.record.error:
        answer.code, answer.message, answer.remedy = "unreadable", row.record.error[:300], AGAIN
    if row.refusal or row.entry is None or row.typed is None:
        return _refused(answer, row.refusal) if row.refusal else answer
    answer.case_number = row.entry.number.canonical if row.entry.number else ""
    print_ = fingerprint_of(organ, item, row.entry)
    if standing := Disclosure.objects.filter(organ=organ, item=item, fingerprint=print_).first():
        answer.disclosure, answer.outcome, answer.message = standing, Outcome.UNCHANGED, "已经收过，内容相同"
        return answer
    alike = _alike(organ, item, row.entry)
    try:
        made = entry_save(item=item, organ=organ, actor=batch.actor, entry=row.entry, typed=row.typed)
    except EntryRefused as refused:
        return _refused(answer, refused)
    answer.disclosure, answer.outcome, answer.message = made, Outcome.IN_REVIEW, f"待审核，存疑 {made.doubts_open} 处" if made.doubts_open else "待审核"
    if alike:
        answer.message += f"；已有同案号、同标题而内容不同的一条（{alike.get_state_display()}）"
        answer.remedy = "请编辑核对：是更正就更正原来那条，把这条退回。"
    elif (batch.publish_clean or organ.publish_clean) and not made.doubts_open and not made.needs_second_eyes:
        _publish_clean(made, answer)
    return answer


def _publish_clean(made: Disclosure, answer: ImportRow) -> None:
    """The machine is sure and the organ lets it: public at once. Where a gate is shut it waits for a person."""
    try:
        with transaction.atomic():
            disclosure_accept(disclosure=made, actor=None)
    except GateRefused as refused:
        answer.message = f"待审核：{refused.refusals[0].text}"[:300]
        made.refresh_from_db()
    else:
        answer.outcome, answer.message = Outcome.PUBLISHED, "已公开"


def _alike(organ: Organ, item: CatalogueItem, entry: Entry) -> Disclosure | None:
    """An entry of the same case and title that says something else."""
    same = Disclosure.objects.filter(organ=organ, item=item, title=entry.title)
    number = entry.number.canonical if entry.number else ""
    return same.filter(case_number=number, occurred_on=entry.occurred_on).first() if number or entry.occurred_on else None


def _refused(answer: ImportRow, refused: EntryRefused) -> ImportRow:
    answer.code, answer.message, answer.remedy = refused.code, "；".join(refused.faults.values())[:300], "" if refused.secret else AGAIN
    if refused.secret:
        answer.name = None
    return answer


def _hearing(batch: ImportBatch, record: Record, position: int) -> ImportRow:
    answer = ImportRow(batch=batch, position=position, outcome=Outcome.REJECTED, name=Sealed.seal(f"第 {record.position} 行"), case_number=record.values.get("case_number", "")[:70])
    if record.error:
        answer.code, answer.message, answer.remedy = "unreadable", record.error[:300], AGAIN
        return answer
    try:
        session = session_of(record.values)
        known = Hearing.objects.filter(organ=batch.organ, case_number=session.case_number, starts_at=session.starts_at, courtroom=session.courtroom.strip()).first()
        if known:
            answer.hearing, answer.outcome, answer.message = known, Outcome.UNCHANGED, "已经公告过"
            return answer
        with transaction.atomic():
            answer.hearing = hearing_announce(organ=batch.organ, actor=batch.actor, session=session)
    except (HearingRefused, GateRefused, ValueError) as error:
        answer.code, answer.message, answer.remedy = "bad_row", str(error)[:300], AGAIN
    else:
        answer.outcome, answer.message = Outcome.PUBLISHED, "已公告"
    return answer


def session_of(values: Mapping[str, str]) -> Session:
    """A hearing from a row's cells. ValueError says what is missing."""
    moments = {}
    for name, label in (("starts_at", "开始时间"), ("ends_at", "结束时间")):
        if not values.get(name):
            raise ValueError(f"缺少{label}。")
        moments[name] = timezone.make_aware(read_moment(values[name]))
    closed = "不" in values.get("openness", "")
    given = {n: values.get(n, "") for n in ("courtroom", "cause", "accusers", "accused", "title", "attendance", "broadcast")}
    number = parse(values.get("case_number", "")).canonical
    return Session(case_number=number, openness=Openness.CLOSED if closed else Openness.OPEN, **moments, **given)
