"""Records against the log (记录与账本对照): every public record by its last entry."""

from collections.abc import Iterator

from core.enums import Act, State
from core.ledger.entries import salted_digest
from core.models import LedgerEntry
from core.publishing import PublicRecord, ledgered_models

from .findings import Report

CHUNK = 200  # a record can hold a long text
#: What the last act must have been where a record stands now.
LAST = {
    State.PUBLISHED: (Act.PUBLISH, Act.CORRECT),
    State.HELD: (Act.HOLD,),
    State.WITHDRAWN: (Act.WITHDRAW,),
    State.REVIEW: (None, Act.HOLD),
    State.RETURNED: (None, Act.HOLD),
}


def records_compare(report: Report) -> None:
    """Goes through every record of every kind, newest text against last digest."""
    for model in ledgered_models().values():
        for record, last in _with_last(model):
            report.records += 1
            if _faults(record, last):
                _look_again(model, record.pk, report)


def _with_last(model: type[PublicRecord]) -> Iterator[tuple[PublicRecord, LedgerEntry | None]]:
    at = 0
    while records := list(model._base_manager.filter(pk__gt=at).order_by("pk")[:CHUNK]):
        at = records[-1].pk
        entries = LedgerEntry.objects.filter(kind=model.kind, public_id__in=[r.public_id for r in records]).order_by("id")
        last = {entry.public_id: entry for entry in entries}
        yield from ((record, last.get(record.public_id)) for record in records)


def _look_again(model: type[PublicRecord], pk: int, report: Report) -> None:
    """The site goes on while we look: only what stays wrong around one version is told."""
    while True:
        record = model._base_manager.get(pk=pk)
        last = LedgerEntry.objects.filter(kind=model.kind, public_id=record.public_id).order_by("-id").first()
        if model._base_manager.filter(pk=pk, version=record.version).exists():
            break
    for code, says in _faults(record, last):
        report.add(code, says, item=f"{model.kind}:{record.public_id}")


def _faults(record: PublicRecord, last: LedgerEntry | None) -> list[tuple[str, str]]:
    act = last.act if last else None
    if act not in LAST[State(record.state)]:
        return [_contradiction(record.state, act)]
    if last is None or record.state not in (State.PUBLISHED, State.HELD, State.WITHDRAWN):
        return []
    if record.state == State.WITHDRAWN:
        faults = [("salt_kept", "撤回以后盐还在，没有销毁")] if record.salt else []
        if last.reason != record.withdrawn_reason:
            faults.append(("reason_changed", f"撤回原因与账本不同：账本 {last.reason}，记录 {record.withdrawn_reason}"))
        return faults
    try:
        digest = salted_digest(record.salt, record.public_content())
    except ValueError:
        digest = ""
    return [] if digest == last.digest else [("text_changed", "公开内容（或它的盐）与账本记的摘要不符：绕过账本改过")]


def _contradiction(state: str, act: str | None) -> tuple[str, str]:
    if state == State.PUBLISHED and act is None:
        return "public_without_entry", "公开着，账本里却没有它"
    if state == State.PUBLISHED and act == Act.WITHDRAW:
        return "withdrawal_undone", "账本记着已撤回，却又公开着"
    if state == State.PUBLISHED:
        return "hold_undone", "账本记着暂停公开，却又公开着"
    said = Act(act).label if act else "没有任何行为"
    return "state_contradicts", f"账本最后记的是“{said}”，记录却是“{State(state).label}”"
