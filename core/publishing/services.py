"""The services that move a public record (公开、更正、暂停、撤回): gates, then one short transaction with
compare-and-set on the version, ledger entry, audit entry and event."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import reduce
from operator import or_

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from core import events, ledger
from core.audit import audit
from core.enums import Act, State
from core.models import User

from .followers import followed
from .gates import GateRefused, check
from .record import PublicRecord, SecondDoor, moving

CLOCK = ("public_from", "public_until", "published_at", "checked_digest", "checked_ruleset", "salt")


class Stale(RuntimeError):
    """Somebody else changed the record meanwhile, or it no longer stands where the act begins. Nothing was changed."""


def check_gates(record: PublicRecord) -> None:
    """Runs the kind's gates; GateRefused with every refusal of the first gate that stays shut."""
    for gate in record.gates:
        refusals = list(gate(record))
        if refusals:
            raise GateRefused(refusals)


def publish(
    *, record: PublicRecord, actor: User | None, public_from: datetime | None = None, public_until: datetime | None = None, before: Callable[[], None] | None = None
) -> PublicRecord:
    """Makes a record public, at once or from `public_from` on, until `public_until` where it is given.

    `before` runs inside the transaction, after the record moved: what must be written with it.
    Raises GateRefused, Stale. Legal source: the record's `legal_basis`.
    """
    among = _require(record, State.REVIEW, State.HELD, State.WITHDRAWN)
    check_gates(record)
    _set_public(record, public_from)
    record.public_until = public_until or record.public_until
    seen = _values(record, *CLOCK, *record.content_fields)  # the row becomes what the gates saw and the ledger digests
    fields = {**seen, "withdrawn_at": None, "withdrawn_reason": "", "withdrawn_by": None}
    return _move(record, among, Act.PUBLISH, State.PUBLISHED, actor, "record.published", line=ledger.entry(record=record, act=Act.PUBLISH), before=before, **fields)


def publish_many(*, records: Sequence[PublicRecord], actor: User | None) -> None:
    """Inserts new records as public ones, each through its gates; call it inside a transaction of few hundred rows.

    Raises GateRefused before anything is written.
    """
    if not records:
        return
    for record in records:
        check_gates(record)
        _set_public(record, record.public_from)
        record.state, record.version = State.PUBLISHED, 1
    with transaction.atomic(), moving():
        type(records[0])._default_manager.bulk_create(records, batch_size=200)
        ledger.append([ledger.entry(record=r, act=Act.PUBLISH) for r in records])
        followed(records)
        events.emit_many("record.published", [_ids(r) for r in records])


def revise(*, record: PublicRecord, fields: Iterable[str]) -> PublicRecord:
    """Writes these fields, as they stand on the record, while it is in review or returned (修改); no ledger entry.

    An earlier check of the content is void. Raises Stale; SecondDoor for a field of publication.
    """
    among = _require(record, State.REVIEW, State.RETURNED)
    values = _values(record, *fields)
    if closed := record.GUARDED & values.keys():
        raise SecondDoor(f"{sorted(closed)} 只能由公开服务修改。")
    with transaction.atomic(), moving():
        _compare_and_set(record, among, **values, checked_digest="", checked_ruleset="")
    return record


def correct(*, record: PublicRecord, actor: User | None, changes: dict, note: str, withheld: Iterable[str] = (), before: Callable[[], None] | None = None) -> PublicRecord:
    """Replaces content of a published record through lint and gates; `note` is the public correction note.

    `before` runs inside the transaction, as in publish(). Raises GateRefused, Stale; SecondDoor for a field that is not content.
    """
    among = _require(record, State.PUBLISHED)
    if strange := changes.keys() - set(record.content_fields):
        raise SecondDoor(f"{sorted(strange)} 不是公开内容，不能更正。")
    for name, value in changes.items():
        setattr(record, name, value)
    check(record, withheld)
    check_gates(record)
    record.salt = ledger.new_salt()  # the old one is public: with it, what was masked just now could be guessed from the old digest
    seen = _values(record, "checked_digest", "checked_ruleset", "salt", *record.content_fields)
    return _move(record, among, Act.CORRECT, State.PUBLISHED, actor, "record.corrected", line=ledger.entry(record=record, act=Act.CORRECT), before=before, purpose=note, **seen)


def hold(*, record: PublicRecord, actor: User | None, reason: str) -> PublicRecord:
    """Takes a published record off the site for the time being (暂停公开)."""
    among = _require(record, State.PUBLISHED)
    line = ledger.entry(record=_stored(record), act=Act.HOLD)
    return _move(record, among, Act.HOLD, State.HELD, actor, "record.held", line=line, purpose=reason)


def recheck_passed(*, records: Sequence[PublicRecord]) -> None:
    """Notes that today's rules find nothing to mask in these published records of one kind (复查通过): only the ruleset
    that they were checked with moves. Stale when one of them changed since it was read; nothing is written then.
    """
    if not records:
        return
    unchanged = reduce(or_, (Q(pk=r.pk, version=r.version) for r in records))
    rows = type(records[0])._default_manager.filter(unchanged, state=State.PUBLISHED)
    with transaction.atomic(), moving():
        if rows.update(checked_ruleset=records[0].current_ruleset()) != len(records):
            raise Stale("有文书刚刚被别人处理过。")


def withdraw(*, record: PublicRecord, actor: User | None, reason: str, before: Callable[[], None] | None = None) -> PublicRecord:
    """Withdraws a record for good (撤回): 410 from now on; the salt is destroyed, so that the ledger betrays nothing.

    `reason` is a code of the kind's reasons. Legal source: 法释〔2016〕19号 第十六条.
    """
    among = _require(record, State.PUBLISHED, State.HELD)
    line = ledger.entry(record=_stored(record), act=Act.WITHDRAW, reason=reason)
    return _move(
        record, among, Act.WITHDRAW, State.WITHDRAWN, actor, "record.withdrawn", line=line, purpose=reason, before=before,
        salt="", withdrawn_at=timezone.now(), withdrawn_reason=reason, withdrawn_by=actor,
    )  # fmt: skip


def send_back(*, record: PublicRecord, actor: User | None, to: str = State.RETURNED, note: str = "") -> PublicRecord:
    """Moves a record that is not public between review and the clerk's desk (退回补正、重新送审); no ledger entry."""
    if to not in (State.REVIEW, State.RETURNED):
        raise SecondDoor("只能送审或退回。")
    among = _require(record, State.REVIEW, State.RETURNED, State.HELD)
    with transaction.atomic(), moving():
        _compare_and_set(record, among, state=to)
        followed([record])
        audit(actor=actor, action=f"record.{to}", target=f"{record.kind}:{record.public_id}", organ=record.organ, purpose=note)
    return record


def _move(record, among, act, state, actor, topic, *, line, before=None, purpose="", **fields):
    with transaction.atomic(), moving():
        _compare_and_set(record, among, **fields, state=state)
        ledger.append([line])
        if before:
            before()
        followed([record])
        audit(actor=actor, action=f"record.{act}", target=f"{record.kind}:{record.public_id}", organ=record.organ, purpose=purpose)
        events.emit(topic, **_ids(record))
    return record


def _compare_and_set(record: PublicRecord, among: Sequence[str], **fields) -> None:
    """Writes `fields` if nobody moved the record since it was read (row locks do nothing on SQLite)."""
    rows = type(record)._default_manager.filter(pk=record.pk, version=record.version, state__in=among)
    if not rows.update(**fields, version=record.version + 1):
        raise Stale("这条记录刚刚被别人处理过，请刷新后再看。")
    record.version += 1
    for name, value in fields.items():
        setattr(record, name, value)


def _values(record: PublicRecord, *names: str) -> dict:
    return {name: getattr(record, name) for name in names}


def _stored(record: PublicRecord) -> PublicRecord:
    """The record as the database has it: what the public saw, whatever was done to the instance in hand."""
    return type(record)._default_manager.select_related("organ").get(pk=record.pk)


def _set_public(record: PublicRecord, public_from: datetime | None) -> None:
    now = timezone.now()
    record.public_from = max(public_from or now, now)
    record.published_at = record.published_at or record.public_from
    record.salt = ledger.new_salt()  # with the old one an earlier text could be guessed from its digest


def _require(record: PublicRecord, *states: str) -> tuple[str, ...]:
    """The states in which the act may begin. Stale when the record stands elsewhere."""
    if record.state not in states:
        raise Stale(f"这条记录现在是“{State(record.state).label}”，不能这样处理。")
    return states


def _ids(record: PublicRecord) -> dict:
    return {"kind": record.kind, "public_id": record.public_id}
