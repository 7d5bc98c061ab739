"""Merkle trees after RFC 6962 §2.1 (默克尔树): hashes, and which subtrees a proof consists of. Pure.

A range [start, end) of leaves stands for the subtree over them. Every range that occurs here begins where a perfect
subtree of at least its size would begin, so it falls apart into perfect ones: those are what is stored.
"""

import hashlib
from collections.abc import Callable, Iterable, Sequence

Range = tuple[int, int]
EMPTY = hashlib.sha256().digest()


def leaf_hash(data: bytes) -> bytes:
    """SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """SHA-256(0x01 || left || right)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def _split(size: int) -> int:
    """The largest power of two below `size`."""
    return 1 << ((size - 1).bit_length() - 1)


def inclusion_ranges(index: int, size: int) -> list[Range]:
    """The ranges whose roots prove leaf `index` in a tree of `size`, from the leaf upwards. ValueError outside the tree."""
    if not 0 <= index < size:
        raise ValueError(f"{index} is not in a tree of {size}")
    low, high, found = 0, size, []
    while high - low > 1:
        middle = low + _split(high - low)
        found.append((middle, high) if index < middle else (low, middle))
        low, high = (low, middle) if index < middle else (middle, high)
    return found[::-1]


def consistency_ranges(first: int, second: int) -> list[Range]:
    """The ranges whose roots prove that the tree of `second` leaves begins with that of `first`. ValueError unless
    0 < first <= second.
    """
    if not 0 < first <= second:
        raise ValueError(f"no proof from {first} to {second}")
    low, high, found, whole = 0, second, [], True
    while first != high:
        middle = low + _split(high - low)
        if first <= middle:
            found.append((middle, high))
            high = middle
        else:
            found.append((low, middle))
            low, whole = middle, False
    if not whole:
        found.append((low, high))
    return found[::-1]


def parts(span: Range) -> list[Range]:
    """The perfect subtrees that a range falls apart into, from left to right."""
    start, end = span
    found = []
    while start < end:
        size = 1 << ((end - start).bit_length() - 1)
        found.append((start, start + size))
        start += size
    return found


def fold(hashes: Sequence[bytes]) -> bytes:
    """The root over perfect subtrees that shrink from left to right."""
    if not hashes:
        return EMPTY
    *rest, root = hashes
    for left in reversed(rest):
        root = node_hash(left, root)
    return root


def perfect_root(hashes: Sequence[bytes]) -> bytes:
    """The root of a perfect tree over 1, 2, 4, 8… hashes."""
    level = list(hashes)
    while len(level) > 1:
        level = [node_hash(level[n], level[n + 1]) for n in range(0, len(level), 2)]
    return level[0]


class Growing:
    """A tree that grows leaf by leaf and remembers only its perfect subtrees (紧凑树): O(log n) memory."""

    def __init__(self, on_node: Callable[[int, int, bytes], None] | None = None):
        self.stack: list[tuple[int, bytes]] = []
        self.size = 0
        self.on_node = on_node

    def copy(self) -> "Growing":
        """One that grows on by itself."""
        other = Growing()
        other.stack, other.size = list(self.stack), self.size
        return other

    def push(self, hashed: bytes) -> None:
        """One leaf more; tells `on_node(start, size, hash)` of every perfect subtree that it completes."""
        width = 1
        while self.stack and self.stack[-1][0] == width:
            hashed, width = node_hash(self.stack.pop()[1], hashed), width * 2
            if self.on_node:
                self.on_node(self.size + 1 - width, width, hashed)
        self.stack.append((width, hashed))
        self.size += 1

    def extend(self, hashes: Iterable[bytes]) -> "Growing":
        """Pushes each."""
        for hashed in hashes:
            self.push(hashed)
        return self

    def root(self) -> bytes:
        """The root now."""
        return fold([h for _, h in self.stack])


def inclusion_holds(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> bool:
    """Whether `proof` shows the leaf's hash at `index` of the tree (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, hashed = index, size - 1, leaf
    for other in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            hashed = node_hash(other, hashed)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hashed = node_hash(hashed, other)
        at, last = at >> 1, last >> 1
    return last == 0 and hashed == root


def consistency_holds(first: int, second: int, old: bytes, new: bytes, proof: Sequence[bytes]) -> bool:
    """Whether `proof` shows that the tree with root `new` begins with that of root `old` (RFC 9162 §2.1.4.2)."""
    if first == second:
        return old == new and not proof
    if not 0 < first < second or not proof:
        return False
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, old)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    left = right = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            left, right = node_hash(other, left), node_hash(other, right)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            right = node_hash(right, other)
        at, last = at >> 1, last >> 1
    return left == old and right == new and last == 0
