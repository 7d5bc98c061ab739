"""Sealing (封账): entries get their place in the tree, and a checkpoint is signed.

Every batch is a transaction of its own; a killed sealing leaves whole batches, the next one goes on behind them. Two at
once cannot take the same place: unique constraints let one of them write, the other begins its batch anew.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import TypeVar

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from core.models import Checkpoint, LedgerEntry, LedgerLeaf, LedgerNode

from .entries import leaf_data
from .logs import logs
from .merkle import leaf_hash, perfect_root
from .notes import NoteError, Statement, opened
from .signing import Pen, known_keys, pen, stamp
from .tree import BITS, WIDTH, LedgerBroken, roots, size_of

log_of_process = logging.getLogger(__name__)

T = TypeVar("T")
BATCH = 500
TRIES = 50
#: No transaction of ours lives this long: what a sealing so much later has not met will not come any more.
LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Sealed:
    """What one sealing did with one log."""

    log: str
    size: int
    added: int
    signed: bool


def seal() -> list[Sealed]:
    """Seals every log. LedgerBroken when one of them cannot be built upon; the others are sealed all the same."""
    done, broken, mine = [], [], pen()
    for name in logs():
        try:
            done.append(seal_log(name, mine))
        except LedgerBroken as error:
            log_of_process.error("ledger %s not sealed: %s", name, error)
            broken.append(f"{name}：{error}")
    if broken:
        raise LedgerBroken("；".join(broken))
    return done


def seal_log(name: str, mine: Pen) -> Sealed:
    """Places what waits in one log, then signs where there is something new."""
    added, behind = 0, _settled(name)
    while True:
        batch = _again(partial(_place, name, behind))
        if not batch:
            break
        added, behind = added + len(batch), batch[-1]
    signed = _again(partial(_sign, name, mine))
    return Sealed(name, size_of(name), added, bool(signed))


def latest(name: str) -> Checkpoint | None:
    """The last checkpoint of a log."""
    return Checkpoint.objects.filter(log=name).order_by("-size").first()


def oldest_waiting(name: str) -> datetime | None:
    """When the first entry was written that is not sealed yet; None when all are."""
    return LedgerEntry.objects.filter(log=name, id__gt=_settled(name), leaf=None).order_by("id").values_list("at", flat=True).first()


def _again(step: Callable[[], T]) -> T:
    """Until it goes through: a unique constraint refused it because another sealer was quicker."""
    for _ in range(TRIES):
        try:
            with transaction.atomic():
                return step()
        except IntegrityError:
            continue
    raise LedgerBroken("总有别的进程抢先，没有封成")


def _settled(name: str) -> int:
    """The number of an entry below which none waits. Numbers are given before transactions end, so an entry may appear
    behind later ones; a checkpoint is settled once a sealing a day after it went over the same ground again.
    """
    last = latest(name)
    found = last and Checkpoint.objects.filter(log=name, at__lte=last.at - LONGEST).order_by("-size").first()
    return found.last_entry if found else 0


def _place(name: str, behind: int) -> list[int]:
    """Gives the next entries their places; returns their numbers."""
    waiting = list(LedgerEntry.objects.filter(log=name, id__gt=behind, leaf=None).order_by("id")[:BATCH])
    if not waiting:
        return []
    size = size_of(name)
    leaves = [LedgerLeaf(log=name, index=size + n, entry_id=entry.pk, data=leaf_data(entry)) for n, entry in enumerate(waiting)]
    begun = LedgerLeaf.objects.filter(log=name, index__gte=size >> BITS << BITS, index__lt=size).order_by("index")
    hashes = [leaf_hash(text.encode()) for text in [*begun.values_list("data", flat=True), *(leaf.data for leaf in leaves)]]
    if len(hashes) != size % WIDTH + len(leaves):
        raise LedgerBroken(f"第 {size} 条之前有缺失")
    LedgerLeaf.objects.bulk_create(leaves)
    _raise_nodes(name, 1, size >> BITS, hashes)
    return [entry.pk for entry in waiting]


def _raise_nodes(name: str, level: int, first: int, below: list[bytes]) -> None:
    """Writes the nodes of a level that `below` completes; node number `first` begins with below[0]. Then the next level."""
    whole = [perfect_root(below[at : at + WIDTH]) for at in range(0, len(below) - WIDTH + 1, WIDTH)]
    if not whole:
        return
    LedgerNode.objects.bulk_create([LedgerNode(log=name, level=level, index=first + n, hash=h.hex()) for n, h in enumerate(whole)])
    rows = LedgerNode.objects.filter(log=name, level=level, index__gte=first >> BITS << BITS, index__lt=first).order_by("index")
    begun = [bytes.fromhex(text) for text in rows.values_list("hash", flat=True)]
    if len(begun) != first % WIDTH:
        raise LedgerBroken(f"第 {first} 个节点（{level} 层）之前有缺失")
    _raise_nodes(name, level + 1, first >> BITS, begun + whole)


def _sign(name: str, mine: Pen) -> Checkpoint | None:
    """Signs what stands there, if that is more than was signed. LedgerBroken when the tree does not begin with what the
    last checkpoint said: our signature must never stand under two histories.
    """
    size, last = size_of(name), latest(name)
    before = last.size if last else 0
    if size < before:
        raise LedgerBroken(f"签过 {before} 条，现在只有 {size} 条")
    if size == before:
        return None
    old, root = roots(name, [before, size])
    if last:
        _demand_untouched(last, old)
    now = timezone.now()
    said = Statement(f"{mine.key.name}/{name}", size, root, (f"time {stamp(now)}", f"previous {before}"))
    new = LedgerLeaf.objects.filter(log=name, index__gte=before, index__lt=size).aggregate(n=Max("entry_id"))["n"]
    return Checkpoint.objects.create(
        log=name, size=size, previous=before, root=root.hex(), note=mine.sign(said.text), last_entry=max(new, last.last_entry if last else 0), at=now
    )


def _demand_untouched(last: Checkpoint, root: bytes) -> None:
    if root.hex() != last.root:
        raise LedgerBroken(f"前 {last.size} 条与签过的检查点不符")
    try:
        opened(last.note, known_keys())
    except NoteError as error:
        raise LedgerBroken(f"{last.size} 条的检查点：{error}") from error
