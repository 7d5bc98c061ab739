"""The stored tree of one log (账本的树): reads roots and proofs with a query for each of its few levels.

Level 0 are the leaves themselves, level k the roots over 256^k of them: a tree of sixteen million leaves has three.
A proof reads a few hundred rows of each level, whatever the size.
"""

from collections.abc import Iterable, Sequence

from core.models import LedgerLeaf, LedgerNode

from .merkle import Range, consistency_ranges, fold, inclusion_ranges, leaf_hash, parts, perfect_root

BITS = 8
WIDTH = 1 << BITS  # rows of one level under one row of the next


class LedgerBroken(RuntimeError):
    """The stored tree is not what was signed: nothing may be built upon it."""


def size_of(log: str) -> int:
    """How many leaves the tree has, signed or not."""
    last = LedgerLeaf.objects.filter(log=log).order_by("-index").values_list("index", flat=True).first()
    return 0 if last is None else last + 1


def range_roots(log: str, ranges: Sequence[Range]) -> list[bytes]:
    """The roots over these ranges of leaves. LedgerBroken where a row is missing."""
    rows = _rows(log, {part for span in ranges for part in parts(span)})
    return [fold([_subtree(rows, part) for part in parts(span)]) for span in ranges]


def roots(log: str, sizes: Iterable[int]) -> list[bytes]:
    """The roots of the tree when it had these sizes."""
    return range_roots(log, [(0, size) for size in sizes])


def inclusion_proofs(log: str, indexes: Sequence[int], size: int) -> list[list[bytes]]:
    """Proofs that these leaves stand in the tree of `size`. ValueError outside it."""
    return _several(log, [inclusion_ranges(index, size) for index in indexes])


def consistency_proof(log: str, first: int, second: int) -> list[bytes]:
    """The proof that the tree of `second` leaves begins with that of `first`. ValueError unless 0 < first <= second."""
    return _several(log, [consistency_ranges(first, second)])[0]


def _several(log: str, wanted: list[list[Range]]) -> list[list[bytes]]:
    found = iter(range_roots(log, [span for spans in wanted for span in spans]))
    return [[next(found) for _ in spans] for spans in wanted]


def level_of(size: int) -> int:
    """The highest level whose rows stand for no more than `size` leaves, a power of two."""
    return (size.bit_length() - 1) // BITS


def _places(part: Range) -> tuple[int, range]:
    """Level and places of the rows that a perfect subtree is made from."""
    start, end = part
    level = level_of(end - start)
    return level, range(start >> BITS * level, end >> BITS * level)


def _rows(log: str, wanted: set[Range]) -> dict[tuple[int, int], bytes]:
    by_level: dict[int, set[int]] = {}
    for part in wanted:
        level, places = _places(part)
        by_level.setdefault(level, set()).update(places)
    found: dict[tuple[int, int], bytes] = {}
    for level, at in by_level.items():
        if level == 0:
            leaves = LedgerLeaf.objects.filter(log=log, index__in=at).values_list("index", "data")
            found |= {(0, index): leaf_hash(data.encode()) for index, data in leaves}
        else:
            nodes = LedgerNode.objects.filter(log=log, level=level, index__in=at).values_list("index", "hash")
            found |= {(level, index): bytes.fromhex(text) for index, text in nodes}
    return found


def _subtree(rows: dict[tuple[int, int], bytes], part: Range) -> bytes:
    level, places = _places(part)
    try:
        return perfect_root([rows[level, place] for place in places])
    except KeyError as error:
        raise LedgerBroken(f"第 {part[0] + 1} 至 {part[1]} 条之间缺失") from error
