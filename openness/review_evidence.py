"""What reviewers' moves say of the rules (审核留证): counts and shapes, never a word of a document that names somebody.

A shape says of what a passage is made and what stands before it: "Han2 after 被告人". Only words of the law's own
vocabulary are shown in it; anything else is its length.
"""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from justice.redaction import Span

LEADS = (
    "附带民事诉讼原告人", "法定代表人", "法定代理人", "委托诉讼代理人", "诉讼代理人", "委托代理人", "被上诉人", "上诉人", "被申请人", "申请人", "申请执行人", "被执行人", "异议人",
    "被告人", "被害人", "证人", "原告", "被告", "第三人", "负责人", "经营者", "审判长", "审判员", "书记员", "人民陪审员", "律师", "住所地", "住址", "住", "电话", "账号", "车牌号",
)  # fmt: skip
BREAK = re.compile(r"[\s，。；：、（(《“]*$")
RUNS = ((re.compile(r"[一-鿿]"), "Han"), (re.compile(r"[0-9０-９]"), "Digit"), (re.compile(r"[A-Za-z]"), "Latin"))


@dataclass(slots=True)
class Evidence:
    """Counts over all standing moves: per move, per rule whose mask was taken away, per kind, and per shape."""

    moves: Counter[str] = field(default_factory=Counter)
    undone: int = 0
    rules: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    masked: Counter[str] = field(default_factory=Counter)

    def add(self, move: str, original: str, places: Iterable[tuple[int, int]], spans: Iterable[Span]) -> None:
        """One move over places of an original that the machine masked as `spans`."""
        self.moves[move] += 1
        by_place = {(s.start, s.end): s for s in spans}
        for start, end in places:
            mask = by_place.get((start, end))
            seen = f"{mask.kind}：" if mask else ""
            (self.kept if move == "keep" else self.masked)[seen + shape(original, start, end)] += 1
            if mask and move == "keep":
                self.rules[mask.rule] += 1

    def summary(self, most: int = 20) -> dict:
        """The counts, the most frequent shapes first."""
        return {
            "moves": dict(self.moves), "undone": self.undone, "kept_against_rule": dict(self.rules.most_common(most)),
            "kept": dict(self.kept.most_common(most)), "masked": dict(self.masked.most_common(most)),
        }  # fmt: skip


def shape(original: str, start: int, end: int) -> str:
    """Of what a passage is made, and the word of the law before it."""
    made: list[list] = []
    for character in original[start:end]:
        kind = next((name for pattern, name in RUNS if pattern.match(character)), "Sign")
        if made and made[-1][0] == kind:
            made[-1][1] += 1
        else:
            made.append([kind, 1])
    before = BREAK.sub("", original[max(0, start - 12) : start])
    lead = next((word for word in LEADS if before.endswith(word)), "")
    return "".join(f"{kind}{count}" for kind, count in made) + (f" after {lead}" if lead else "")
