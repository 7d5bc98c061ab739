"""Leak lint of pages (页面的泄露检查): official telephone numbers and addresses are what a notice is for, the rest is not."""

from collections.abc import Iterable, Iterator

from core.publishing.gates import Refusal
from justice import leaks
from openness.kinds import label_of

OFFICIAL = frozenset({"landline", "email", "address"})
"""What an organ writes about itself, in notices and rules."""


def page_leaks(text: str, *, open_kinds: Iterable[str] = (), withheld: Iterable[str] = ()) -> Iterator[Refusal]:
    """One refusal for each identifier or withheld name that stands in the text; says what and where, never repeats it."""
    allowed = frozenset(open_kinds)
    for leak in leaks.find(text, list(withheld)):
        if leak.kind in allowed:
            continue
        line = text.count("\n", 0, leak.start) + 1
        yield Refusal("leak", f"文中有{label_of(leak.kind)}", where=f"第 {line} 段", remedy="请删去或遮住后再公开。")
