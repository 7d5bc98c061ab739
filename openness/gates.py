"""Gates of a judgment (裁判文书的公开关口)."""

from collections.abc import Iterable, Iterator

from core.publishing.gates import Refusal
from justice import leaks
from openness.kinds import label_of

EYES = 2  # people, where the court's policy asks for a second pair of eyes


def doubts_decided(judgment) -> Iterator[Refusal]:
    """A doubt never publishes by itself: somebody must have decided each."""
    if judgment.doubts_open:
        yield Refusal("doubts", f"还有 {judgment.doubts_open} 处存疑没有处理", remedy="请逐处选择“遮”或“留”。")


def second_pair_of_eyes(judgment) -> Iterator[Refusal]:
    """Where the court's policy asks for it, two people must have passed exactly this content."""
    if not judgment.organ.second_eyes:
        return
    passed = judgment.approvals.filter(digest=judgment.public_digest()).count() if judgment.pk else 0
    if passed < EYES:
        yield Refusal("second_eyes", "本院要求两人审核，还缺第二人复核", remedy="请由另一位审核员或编辑再看一遍并通过。")


def leak_refusals(judgment, withheld: Iterable[str]) -> Iterator[Refusal]:
    """One refusal for each identifier or withheld name that still stands in title or public text.

    The refusal says what and where, and never repeats the secret. Legal source: 法释〔2016〕19号 第八条、第十条.
    """
    names = list(withheld)
    for place, text in (("标题", judgment.title), ("正文", judgment.text)):
        for leak in leaks.find(text, names):
            label = label_of(leak.kind)
            yield Refusal("leak", f"{place}里还有没遮住的{label}", where=f"第 {leak.start + 1} 个字起", remedy="请在公开文本里遮住后再公开。")
