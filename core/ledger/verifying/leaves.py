"""The walk over the leaves of one log (逐条核对): the tree grows anew beside the stored nodes and checkpoints."""

import json
from collections.abc import Iterator
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from core.ledger.entries import leaf_data
from core.ledger.logs import PUBLICATION
from core.ledger.merkle import Growing, leaf_hash, perfect_root
from core.ledger.notes import NoteError, VerifierKey, opened, statement_parse
from core.ledger.tree import BITS, WIDTH, size_of
from core.models import Checkpoint, LedgerEntry, LedgerLeaf, LedgerNode
from core.publishing import ledgered_models

from .findings import LATE, Report

M = TypeVar("M", bound=Model)
CHUNK = 1000
FIELDS = {"log": "账本", "act": "行为", "kind": "类别", "public_id": "编号", "organ": "单位", "digest": "摘要", "reason": "原因", "at": "时间"}


class Walk:
    """One log from its first leaf to its last. What the tree shows wrong is kept back until the next checkpoint tells
    whether leaves or nodes are to blame.
    """

    def __init__(self, log: str, keys: list[VerifierKey], report: Report):
        self.log, self.keys, self.report = log, keys, report
        self.tree = Growing(self._node)
        self.before_block = Growing()  # the tree without the block that is under way
        self.block: list[tuple[int, bytes]] = []  # number of the entry, hash of the leaf
        self.nodes: dict[int, Iterator[tuple[int, str]]] = {}
        self.suspects: list[tuple[int, int, bool]] = []  # level, place, whether another order mends it
        self.end = size_of(log)  # what is sealed meanwhile is for the next time
        self.checkpoints = _stepwise(Checkpoint.objects.filter(log=log, size__lte=self.end), "size")
        self.next: Checkpoint | None = next(self.checkpoints, None)
        self.signed = 0  # size of the last checkpoint that was met
        self.unsigned_at = ""  # when the first leaf behind it was written
        self.broken = False  # once a root is wrong all later ones are

    def run(self) -> None:
        """Walks, then says what is left over."""
        at = -1
        while leaves := list(LedgerLeaf.objects.filter(log=self.log, index__gt=at, index__lt=self.end).order_by("index")[:CHUNK]):
            entries = LedgerEntry.objects.in_bulk([leaf.entry_id for leaf in leaves])
            for leaf in leaves:
                if leaf.index != at + 1:
                    self._say("row_deleted", f"第 {at + 2} 至 {leaf.index} 条从树上删去了", number=at + 2)
                at = leaf.index
                self._compare(leaf, entries.get(leaf.entry_id))
                self._grow(leaf)
            _gone_records(self.log, leaves, self.report)
        self.report.leaves[self.log] = at + 1
        self._end()

    def _compare(self, leaf: LedgerLeaf, entry: LedgerEntry | None) -> None:
        number = leaf.index + 1
        if entry is None:
            self._say("row_deleted", f"第 {number} 条的账本行被删除了", number=number, item=_item(leaf.data))
        elif (now := leaf_data(entry)) != leaf.data:
            was, said = _read(leaf.data), _read(now)
            changed = [name for name in FIELDS if was.get(name) != said[name]]
            for name in changed:
                self._say(f"{name}_changed", f"第 {number} 条的{FIELDS[name]}与入树时不同：入树 {was.get(name)}，现在 {said[name]}", number=number, item=_item(leaf.data))
            if not changed:
                self._say("leaf_changed", f"第 {number} 条入树的内容被改写了", number=number)

    def _grow(self, leaf: LedgerLeaf) -> None:
        if len(self.block) == WIDTH:
            self.before_block, self.block = self.tree.copy(), []
        hashed = leaf_hash(leaf.data.encode())
        self.block.append((leaf.entry_id, hashed))
        self.tree.push(hashed)
        self.unsigned_at = self.unsigned_at or str(_read(leaf.data).get("at", ""))
        while self.next and self.next.size <= self.tree.size:
            self._meet(self.next)

    def _node(self, start: int, width: int, hashed: bytes) -> None:
        """A perfect subtree is whole: compare it where it is stored."""
        level, rest = divmod(width.bit_length() - 1, BITS)
        if rest:
            return
        place, stored = start // width, self._stored(level)
        found = next(stored, None)
        while found and found[0] < place:
            self._say("node_inserted", f"多出一个节点：{level} 层第 {found[0]} 个")
            found = next(stored, None)
        if found is None or found[0] > place:
            self._say("node_deleted", f"{level} 层第 {place} 个节点缺失")
            self.nodes[level] = _back(found, stored)
        elif found[1] != hashed.hex():
            mended = level == 1 and perfect_root([h for _, h in sorted(self.block)]).hex() == found[1]
            self.suspects.append((level, place, mended))

    def _stored(self, level: int) -> Iterator[tuple[int, str]]:
        if level not in self.nodes:
            whole = LedgerNode.objects.filter(log=self.log, level=level, index__lt=self.end >> BITS * level)
            self.nodes[level] = ((node.index, node.hash) for node in _stepwise(whole, "index"))
        return self.nodes[level]

    def _mended(self) -> str:
        """The root if the leaves of this block stood in the order of their entries."""
        return self.before_block.copy().extend(hashed for _, hashed in sorted(self.block)).root().hex()

    def _meet(self, checkpoint: Checkpoint) -> None:
        self._statement(checkpoint)
        if self.tree.root().hex() == checkpoint.root:
            for level, place, _ in self.suspects:
                self._say("node_changed", f"{level} 层第 {place} 个节点的散列被改写了")
        elif self.broken:
            for _, place, _ in (s for s in self.suspects if s[0] == 1):
                self._say("block_changed", f"第 {place * WIDTH + 1} 至 {(place + 1) * WIDTH} 条与它们的节点不符", number=place * WIDTH + 1)
        else:
            self.broken = True
            self._blame(checkpoint)
        self.suspects.clear()
        self._follow(checkpoint)

    def _blame(self, checkpoint: Checkpoint) -> None:
        """The first root that does not come out: which leaves, and whether their order alone was changed."""
        blocks = [(place, mended) for level, place, mended in self.suspects if level == 1]
        swapped = [place * WIDTH for place, mended in blocks if mended]
        if not swapped and self._mended() == checkpoint.root:
            swapped = [self.before_block.size]
        for first in swapped:
            self._say("order_changed", f"第 {first + 1} 至 {min(first + WIDTH, checkpoint.size)} 条之间的顺序被换过", number=first + 1)
        ranges = [f"第 {place * WIDTH + 1} 至 {(place + 1) * WIDTH} 条" for place, _ in blocks[:20]]
        where = "、".join(ranges) or f"第 {self.signed + 1} 至 {checkpoint.size} 条"
        self._say("root_changed", f"{checkpoint.size} 条时签过的树根重算不出来，被改的在{where}之中", number=self.signed + 1)

    def _statement(self, checkpoint: Checkpoint) -> None:
        """The checkpoint's own columns against what was signed."""
        self.report.checkpoints += 1
        try:
            said = statement_parse(opened(checkpoint.note, self.keys)[0])
        except NoteError as error:
            self._say("signature_forged", f"{checkpoint.size} 条的检查点：{error}")
            return
        at = checkpoint.at.strftime("time %Y-%m-%dT%H:%M:%SZ")
        columns = (checkpoint.size, checkpoint.root, (at, f"previous {checkpoint.previous}"))
        if columns != (said.size, said.root.hex(), said.lines) or not said.origin.endswith(f"/{self.log}"):
            self._say("checkpoint_changed", f"{checkpoint.size} 条的检查点与签名的文本不符")

    def _follow(self, checkpoint: Checkpoint) -> None:
        if checkpoint.previous != self.signed:
            self._say("checkpoint_deleted", f"{checkpoint.size} 条的检查点前面应当是 {checkpoint.previous} 条的，却是 {self.signed} 条的")
        self.signed, self.unsigned_at, self.next = checkpoint.size, "", next(self.checkpoints, None)

    def _end(self) -> None:
        size = self.tree.size
        moment = parse_datetime(self.unsigned_at) if self.unsigned_at else None
        if moment and moment < timezone.now() - LATE:
            self._say("unsigned", f"第 {self.signed + 1} 至 {size} 条没有签名的检查点：检查点被删去了，或者封账停了", number=self.signed + 1)
        for level, place, _ in self.suspects:
            self._say("node_changed", f"{level} 层第 {place} 个节点与还没有签名的树叶不符")
        for level, rows in self.nodes.items():
            for place, _ in rows:
                self._say("node_inserted", f"多出一个节点：{level} 层第 {place} 个")
        now = size_of(self.log)
        for level in sorted(set(LedgerNode.objects.filter(log=self.log).values_list("level", flat=True).distinct().order_by())):
            for place in LedgerNode.objects.filter(log=self.log, level=level, index__gte=now >> BITS * level).values_list("index", flat=True)[:CHUNK]:
                self._say("node_inserted", f"多出一个节点：{level} 层第 {place} 个")
        for checkpoint in _stepwise(Checkpoint.objects.filter(log=self.log, size__gt=now), "size"):
            self._statement(checkpoint)
            self._say("rows_missing_at_end", f"签过 {checkpoint.size} 条，现在只有 {now} 条：末尾的被删去了", number=now + 1)

    def _say(self, code: str, says: str, **where) -> None:
        self.report.add(code, says, log=self.log, **where)


def unsealed(log: str, report: Report) -> None:
    """Entries that should have been sealed long ago: put in by hand behind the sealer's back, or their leaves taken away."""
    waiting = LedgerEntry.objects.filter(log=log, leaf=None, at__lt=timezone.now() - LATE)
    for pk, kind, public_id in waiting.order_by("id").values_list("id", "kind", "public_id")[:CHUNK]:
        report.add("row_inserted", f"账本行 {pk} 不在树上：是事后插入的，或者它的树叶被删去了", log=log, item=f"{kind}:{public_id}")


def _gone_records(log: str, leaves: list[LedgerLeaf], report: Report) -> None:
    """Records that the log speaks of and that are no longer there."""
    wanted: dict[str, dict[str, int]] = {}
    for leaf in leaves:
        said = _read(leaf.data)
        if isinstance(said.get("public_id"), str):
            wanted.setdefault(str(said.get("kind")), {}).setdefault(said["public_id"], leaf.index + 1)
    models = ledgered_models()
    for kind, ids in wanted.items():
        there = set(models[kind]._base_manager.filter(public_id__in=ids).values_list("public_id", flat=True)) if kind in models else set()
        for public_id in ids.keys() - there if kind in models or log == PUBLICATION else ():
            report.add("record_deleted", "账本记着的内容，记录已不在", log=log, number=ids[public_id], item=f"{kind}:{public_id}")


def _stepwise(rows: QuerySet[M], key: str) -> Iterator[M]:
    """Rows in the order of a unique number, a chunk at a time; no cursor stays open between."""
    at = -1
    while chunk := list(rows.filter(**{f"{key}__gt": at}).order_by(key)[:CHUNK]):
        yield from chunk
        at = getattr(chunk[-1], key)


def _read(data: str) -> dict:
    try:
        said = json.loads(data)
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


def _item(data: str) -> str:
    said = _read(data)
    return f"{said.get('kind')}:{said.get('public_id')}"


def _back(row: tuple[int, str] | None, rows: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The iterator with this row before it again."""
    if row is not None:
        yield row
    yield from rows
