"""What changed between two texts (对照), sentence by sentence and within a sentence by words.

Pure. Unchanged stretches are shortened to what stands next to a change.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher

SENTENCE = re.compile(r"[^。；;\n]*(?:[。；;\n]+|$)")
WORD = re.compile(r"[0-9A-Za-z０-９.,%]+|.", re.S)
AROUND = 40  # characters of unchanged text shown on each side of a change
ALIKE = 0.5  # below this two passages are shown as one gone, one new
LONGEST = 3000  # words: beyond, comparing word by word takes too long
STEPS, MEMBER = 800_000, 20  # for one pair of texts, about a second; beyond, what differs is shown as a whole
SAME, GONE, NEW, CUT = "same", "del", "ins", "cut"


@dataclass(frozen=True, slots=True)
class Part:
    """A run of text: `kind` is same, del (only in the old), ins (only in the new) or cut (unchanged, left out:
    `text` is the number of characters)."""

    kind: str
    text: str


def difference(old: str, new: str) -> list[Part]:
    """Old against new; empty when they are equal."""
    if old == new:
        return []
    before, after = _sentences(old), _sentences(new)
    head = _alike(before, after)
    tail = _alike(before[head:][::-1], after[head:][::-1])
    left, right = before[head : len(before) - tail], after[head : len(after) - tail]
    steps = Steps()
    parts = [Part(SAME, "".join(before[:head]))] if head else []
    if steps.allow(left, right):
        for tag, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
            gone, come = "".join(left[a:b]), "".join(right[c:d])
            parts += [Part(SAME, gone)] if tag == "equal" else _within(gone, come, steps)
    else:
        parts += _changed("".join(left), "".join(right))
    parts += [Part(SAME, "".join(before[len(before) - tail :]))] if tail else []
    return _shorten(_joined(parts))


class Steps:
    """How much comparing is left for two texts: the page is public, and a text of one sentence repeated would take minutes."""

    def __init__(self) -> None:
        self._left = STEPS

    def allow(self, a: list[str], b: list[str]) -> bool:
        """Whether these two may still be compared; takes what that costs: every pair of equal members, and the members."""
        often = Counter(b)
        cost = sum(often[member] for member in a) + MEMBER * (len(a) + len(b))
        if cost > self._left:
            return False
        self._left -= cost
        return True


def _alike(a: list[str], b: list[str]) -> int:
    """How many members at the beginning are equal."""
    return next((n for n, (left, right) in enumerate(zip(a, b, strict=False)) if left != right), min(len(a), len(b)))


def _sentences(text: str) -> list[str]:
    return [s for s in SENTENCE.findall(text) if s]


def _within(gone: str, come: str, steps: Steps) -> list[Part]:
    """Two passages word by word where they are alike, else as a whole."""
    a, b = WORD.findall(gone), WORD.findall(come)
    if not gone or not come or max(len(a), len(b)) > LONGEST or not steps.allow(a, b):
        return _changed(gone, come)
    matcher = SequenceMatcher(None, a, b, autojunk=False)
    if matcher.ratio() < ALIKE:
        return _changed(gone, come)
    parts: list[Part] = []
    for tag, i, j, k, m in matcher.get_opcodes():
        left, right = "".join(a[i:j]), "".join(b[k:m])
        parts += [Part(SAME, left)] if tag == "equal" and len(left) > 1 else _changed(left, right)
    return parts


def _changed(gone: str, come: str) -> list[Part]:
    return [Part(kind, text) for kind, text in ((GONE, gone), (NEW, come)) if text]


def _joined(parts: list[Part]) -> list[Part]:
    """Neighbours of one kind together; of a run of changes first all that is gone, then all that is new."""
    joined: list[Part] = []
    gone = come = ""
    for part in [*parts, Part(SAME, "")]:
        if part.kind == GONE:
            gone += part.text
        elif part.kind == NEW:
            come += part.text
        elif gone or come or not joined or part.text:
            joined += _changed(gone, come)
            gone = come = ""
            joined += [part] if part.text else []
    return joined


def _shorten(parts: list[Part]) -> list[Part]:
    short: list[Part] = []
    for at, part in enumerate(parts):
        first, last = at == 0, at == len(parts) - 1
        head, tail = (0 if first else AROUND), (0 if last else AROUND)
        left = len(part.text) - head - tail
        if part.kind != SAME or left <= AROUND:
            short.append(part)
            continue
        pieces = [Part(SAME, part.text[:head]), Part(CUT, str(left)), Part(SAME, part.text[len(part.text) - tail :])]
        short += [p for p in pieces if p.text]
    return short
