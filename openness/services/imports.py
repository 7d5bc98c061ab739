"""Handing in documents (报送): rows become judgments, notices, proposals or clear refusals.

Rows are prepared outside any transaction and written a chunk at a time: documents, ledger, events, answers and the
count of rows read stand or fall together, so that a killed import goes on where it stopped. The same text twice
changes nothing.
"""

import json
import logging
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import events
from core.models import Organ, User
from core.publishing import Stale, publish_many
from core.sealed import Sealed, fingerprint
from justice.models import CaseFile, calendar
from openness.enums import BatchState, Outcome
from openness.models import (
    ExemptionNotice,
    ImportBatch,
    ImportRow,
    Judgment,
    JudgmentSource,
    Masking,
    Proposal,
)
from openness.preparing import Prepared, Refusal, prepare
from openness.reading import Row
from openness.services.corrections import proposal_open
from openness.services.courts import Courts
from openness.services.documents import is_clean, masking_of, new_judgment, new_notice
from openness.services.duties import duties_match
from openness.services.review import resubmit

log = logging.getLogger(__name__)

CHUNK = 100
TRIES = 3
BEAT_SECONDS = 10
KEPT_FIELDS = ("case_number", "court", "decided_on", "effective_on")


@dataclass(slots=True)
class Item:
    """One row on its way: what was read, what it became."""

    row: Row
    print: str = ""
    organ: Organ | None = None
    document: Prepared | None = None
    refusal: Refusal | None = None
    outcome: str = Outcome.REJECTED
    message: str = ""
    remedy: str = ""
    judgment: Judgment | None = None
    exemption: ExemptionNotice | None = None
    proposal: Proposal | None = None
    extra: list = field(default_factory=list)

    @property
    def identity(self) -> tuple | None:
        """Court, number and kind: what makes a document the same document."""
        return (self.organ.pk, self.document.number.canonical, self.document.kind) if self.organ and self.document else None

    def refuse(self, refusal: Refusal) -> None:
        """The row is not taken, for this reason."""
        self.refusal, self.document, self.outcome = refusal, None, Outcome.REJECTED


def import_rows(*, batch: ImportBatch, rows: Iterable[Row], courts: Courts) -> Iterator[int]:
    """Imports rows into `batch`, skipping those that it read already; yields the number of rows read after each chunk."""
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.RUNNING)
    stream = (row for row in _numbered(rows) if row[0] > batch.read)
    days = calendar()
    while chunk := list(islice(stream, CHUNK)):
        items = [Item(row) for _, row in chunk]
        positions = {id(item): position for item, (position, _) in zip(items, chunk, strict=True)}
        _understand(items, courts)
        events.heartbeat()
        for part in _without_repeats(items):
            _write(batch, part, positions, days)
        events.heartbeat(got_on=True)
        yield batch.read
    ImportBatch.objects.filter(pk=batch.pk).update(state=BatchState.DONE, finished_at=timezone.now(), total=batch.read)


def import_one(*, batch: ImportBatch, row: Row, position: int, courts: Courts, replaces: ImportRow) -> ImportRow:
    """Imports one row again in place of its refused answer, in one transaction; returns the new answer.

    ValueError when somebody else was faster.
    """
    item = Item(row)
    _understand([item], courts)
    try:
        with transaction.atomic():
            if not ImportRow.objects.filter(pk=replaces.pk).delete()[0]:
                raise ValueError("这一件刚刚有人补正过，请刷新后再看。")
            _place(batch, [item] if item.document else [], calendar())
            answer = _answer(batch, item, position)
            answer.save()
    except (IntegrityError, Stale) as error:
        raise ValueError("同一案号的文书刚刚被别人处理过，请刷新后再试。") from error
    return answer


def _numbered(rows: Iterable[Row]) -> Iterator[tuple[int, Row]]:
    """Counts rows by their order: an archive's own numbering may have gaps. A file that is slow to read keeps its lease."""
    last = time.monotonic()
    for position, row in enumerate(rows, 1):
        if time.monotonic() - last > BEAT_SECONDS:
            events.heartbeat()
            last = time.monotonic()
        yield position, row


def _understand(items: list[Item], courts: Courts) -> None:
    """The heavy part: no transaction is open while texts are parsed and masked."""
    today = timezone.localdate()
    for item in items:
        if item.row.text is not None:
            item.print = fingerprint(item.row.text)
    known = _known({i.print for i in items if i.print})
    for item in items:
        if item.row.error or item.row.text is None:
            item.refuse(Refusal("unreadable", *_split((item.row.error or "读不出内容。").removeprefix(f"{item.row.name}："))))
        elif item.print in known and known[item.print].state != "returned":
            _unchanged(item, known[item.print])
        else:
            result = _prepared(item.row, today)
            organ = courts.resolve(result) if isinstance(result, Prepared) else result
            if isinstance(organ, Refusal):
                item.refuse(organ)
            elif isinstance(result, Prepared):
                item.organ, item.document = organ, result


def _prepared(row: Row, today: date) -> Prepared | Refusal:
    """Whatever a strange text does to the rules, it costs its own row only."""
    try:
        return prepare(row.text or "", row.fields, today)
    except Exception as error:  # the message of an exception can quote the text: its type alone is logged
        log.error("row %s of a hand-in was not understood: %s", row.position, type(error).__name__)
        return Refusal("not_understood", "系统没能读懂这份文书", "其余文书不受影响；请联系技术人员，处理后重新报送这一件。")


def _known(prints: set[str]) -> dict[str, Judgment | ExemptionNotice]:
    """Documents whose original has one of these fingerprints; a proposal counts as its judgment."""
    found: dict[str, Judgment | ExemptionNotice] = {}
    sources = JudgmentSource.objects.filter(fingerprint__in=prints).defer("text", "title")
    for source in sources.select_related("judgment", "exemption", "proposal__judgment").defer("judgment__text"):
        document = getattr(source, "judgment", None) or getattr(source, "exemption", None)
        if document is None and hasattr(source, "proposal"):
            document = source.proposal.judgment
        if document is not None:
            found[source.fingerprint] = document
    return found


def _unchanged(item: Item, document: Judgment | ExemptionNotice) -> None:
    item.outcome, item.message = Outcome.UNCHANGED, f"{document.case_number} 已经收过，内容相同"
    item.judgment = document if isinstance(document, Judgment) else None
    item.exemption = document if isinstance(document, ExemptionNotice) else None


def _without_repeats(items: list[Item]) -> Iterator[list[Item]]:
    """Cuts a chunk where an identity or a text comes twice: the second must see what the first became."""
    part: list[Item] = []
    seen: set = set()
    for item in items:
        marks = {m for m in (item.identity, item.print if item.document else None) if m}
        if marks & seen:
            yield part
            part, seen = [], set()
        part.append(item)
        seen |= marks
    if part:
        yield part


def _write(batch: ImportBatch, items: list[Item], positions: dict[int, int], days) -> None:
    """One short transaction: documents, what follows from them, the answers, and how far the batch got.

    Where another process brings the same documents at the same moment, one of the two begins anew and finds them there.
    """
    for attempt in range(TRIES):
        try:
            _write_once(batch, items, positions, days)
            return
        except (IntegrityError, Stale):
            if attempt == TRIES - 1 or ImportRow.objects.filter(batch=batch, position=positions[id(items[0])]).exists():
                raise


def _write_once(batch: ImportBatch, items: list[Item], positions: dict[int, int], days) -> None:
    with transaction.atomic():
        _place(batch, [i for i in items if i.document], days)
        ImportRow.objects.bulk_create([_answer(batch, i, positions[id(i)]) for i in items])
        batch.read = max(positions[id(i)] for i in items)
        ImportBatch.objects.filter(pk=batch.pk).update(read=batch.read)


def _place(batch: ImportBatch, items: list[Item], days) -> None:
    repeated = _known({i.print for i in items})
    taken = _taken(items)
    fresh: list[Item] = []
    for item in items:
        if item.print in repeated and repeated[item.print].state != "returned":
            _unchanged(item, repeated[item.print])
        elif existing := _in_the_way(item, taken):
            _meet(item, existing)
        else:
            fresh.append(item)
    _insert(batch, fresh, days)


def _in_the_way(item: Item, taken: dict[tuple, Judgment | ExemptionNotice]) -> Judgment | ExemptionNotice | None:
    """What holds the identity of a row; a notice that an editor revoked holds nothing back."""
    existing = taken.get(item.identity)
    revoked = isinstance(existing, ExemptionNotice) and existing.state == "withdrawn" and not item.document.bar
    return None if revoked else existing


def _taken(items: list[Item]) -> dict[tuple, Judgment | ExemptionNotice]:
    numbers = {i.document.number.canonical for i in items}
    documents = [*ExemptionNotice.objects.filter(case_number__in=numbers), *Judgment.objects.filter(case_number__in=numbers).defer("text")]
    return {(d.organ_id, d.case_number, d.document_kind): d for d in documents}


def _meet(item: Item, existing: Judgment | ExemptionNotice) -> None:
    """The identity is taken: a returned document is replaced by its mended text, anything else waits for an editor."""
    if isinstance(existing, ExemptionNotice):
        item.refuse(Refusal("exempt_already", "这个案号已登记为依法不公开", "如认为不当，请联系本院编辑撤销不公开说明。", existing.case_number))
        return
    source = _source(item)
    source.save()
    if existing.state == "returned":
        resubmit(judgment=existing, source=source, document=item.document)
        item.judgment, item.outcome, item.message = existing, Outcome.IN_REVIEW, "已替换退回的文本，重新送审"
        return
    item.proposal = proposal_open(judgment=existing, source=source, document=item.document)
    item.judgment, item.outcome = existing, Outcome.PROPOSED
    item.message, item.remedy = "同一案号已有文书，正文或日期不同，没有覆盖", "编辑比对后，决定是更正还是另一份文书。"


def _insert(batch: ImportBatch, items: list[Item], days) -> None:
    if not items:
        return
    cases = CaseFile.gather(i.document.number for i in items)
    sources = [_source(i) for i in items]
    JudgmentSource.objects.bulk_create(sources)
    notices, clean, waiting = [], [], []
    for item, source in zip(items, sources, strict=True):
        case = cases[item.document.number.base]
        if item.document.bar:
            item.exemption, item.outcome, item.message = new_notice(item.organ, source, case, item.document), Outcome.EXEMPT, "依法不公开，将公布案号、法院、日期和理由"
            notices.append(item.exemption)
            continue
        item.judgment = new_judgment(item.organ, source, case, item.document, days)
        # where a file held more than was read, a person looks before the public does
        policy = (batch.publish_clean or item.organ.publish_clean) and not item.organ.second_eyes and not item.row.notes
        (clean if policy and is_clean(item.judgment, item.document.masked) else waiting).append(item)
    publish_many(records=notices, actor=batch.actor)
    CaseFile.objects.filter(pk__in=[n.case_id for n in notices]).update(has_notice=True)
    publish_many(records=[i.judgment for i in clean], actor=batch.actor)
    Judgment.objects.bulk_create([i.judgment for i in waiting])
    for item in clean:
        item.outcome = Outcome.PUBLISHED
        item.message = "已公开" if item.judgment.is_public else f"将于 {item.document.effective_on} 公开"
    for item in waiting:
        doubts = item.judgment.doubts_open
        item.outcome, item.message = Outcome.IN_REVIEW, f"待审核，存疑 {doubts} 处" if doubts else "待审核"
    Masking.objects.bulk_create([masking_of(i.judgment, i.document.masked) for i in [*clean, *waiting]])
    duties_match(cases)


def _source(item: Item) -> JudgmentSource:
    return JudgmentSource(organ=item.organ, text=Sealed.seal(item.document.text), title=Sealed.seal(item.document.title), fingerprint=item.print)


def _answer(batch: ImportBatch, item: Item, position: int) -> ImportRow:
    refusal, row = item.refusal, item.row
    answer = ImportRow(batch=batch, position=position, outcome=item.outcome, judgment=item.judgment, exemption=item.exemption, proposal=item.proposal)
    if refusal:
        answer.code, answer.message, answer.remedy, answer.case_number = refusal.code, refusal.message[:300], refusal.remedy[:300], refusal.case_number
        if refusal.secret:
            return answer
        if row.text is not None:
            answer.text = Sealed.seal(json.dumps({"text": row.text, "title": str(row.fields.get("title", ""))}, ensure_ascii=False))
            answer.fields = {name: str(row.fields[name]) for name in KEPT_FIELDS if row.fields.get(name)}
    else:
        answer.message, answer.remedy = "；".join((item.message, *row.notes))[:300], item.remedy
        answer.case_number = (item.judgment or item.exemption).case_number
    answer.name = Sealed.seal(row.name[:200])
    return answer


def _split(sentence: str) -> tuple[str, str]:
    """What is wrong, and what to do: the first sentence and the rest; no row is refused without the latter."""
    head, stop, tail = sentence.partition("。")
    return head + stop, tail or "请改正后重新报送这一件，已收下的不会重复。"


def batch_open(*, organ: Organ | None, actor: User | None, filename: str, **options) -> ImportBatch:
    """A new batch; `options` are fields of ImportBatch."""
    return ImportBatch.objects.create(organ=organ, actor=actor, filename=Sealed.seal(filename), **options)
