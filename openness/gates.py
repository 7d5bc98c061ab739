"""Gates of what openness publishes (公开关口)."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cache

from core.publishing.gates import Refusal
from justice import bars, leaks
from justice.redaction import profile_for, redact
from justice.rules import load
from openness.catalogue_fields import read_values
from openness.kinds import label_of

EYES = 2  # people, where the organ's policy asks for a second pair of eyes
NAME_KINDS = frozenset({"name", "trade_name", "manual"})
JUVENILE = "juvenile"


def doubts_decided(record) -> Iterator[Refusal]:
    """A doubt never publishes by itself: somebody must have decided each."""
    if record.doubts_open:
        yield Refusal("doubts", f"还有 {record.doubts_open} 处存疑没有处理", remedy="请逐处选择“遮”或“留”。")


def second_pair_of_eyes(record) -> Iterator[Refusal]:
    """Where the policy asks for it, two people must have passed exactly this content."""
    if not record.needs_second_eyes:
        return
    passed = record.approvals.filter(digest=record.public_digest()).count() if record.pk else 0
    if passed < EYES:
        yield Refusal("second_eyes", "本院要求两人审核，还缺第二人复核", remedy="请由另一位审核员或编辑再看一遍并通过。")


def leak_refusals(judgment, withheld: Iterable[str]) -> Iterator[Refusal]:
    """What still stands in a judgment's title or public text. Legal source: 法释〔2016〕19号 第八条、第十条."""
    yield from leak_refusals_in({"标题": judgment.title, "正文": judgment.text}, withheld)


def leak_refusals_in(places: Mapping[str, str], withheld: Iterable[str]) -> Iterator[Refusal]:
    """One refusal for each identifier or withheld name in texts by their place.

    The refusal says what and where, and never repeats the secret.
    """
    names = list(withheld)
    for place, text in places.items():
        for leak in leaks.find(text, names):
            label = label_of(leak.kind)
            yield Refusal("leak", f"{place}里还有没遮住的{label}", where=f"第 {leak.start + 1} 个字起", remedy="请在公开文本里遮住后再公开。")


def screened(text: str, organ_kind: str, title: str) -> bars.Bar:
    """What the law bars of a text, read as what it is: a paper of procuratorate or police speaks of crimes."""
    criminal = organ_kind in ("procuratorate", "police")
    return bars.screen(text, f"刑事{title}" if criminal else title, "")


def names_read(text: str, today: date) -> list[str]:
    """Names of persons that the rules of a day see in a text, and what may be one."""
    found = redact(text, profile_for(today))
    people = [text[s.start : s.end] for s in found.spans if s.kind == "name"]
    return people + [d.text for d in found.doubts if d.reason.startswith("“")]


def values_fit(disclosure) -> Iterator[Refusal]:
    """The values must be what the item's fields ask for; what is masked was read when it was handed in."""
    fields = [f for f in disclosure.item.declared if not f.masked]
    _, faults = read_values(fields, disclosure.values, disclosure.organs_known())
    if unknown := disclosure.values.keys() - {f.name for f in fields}:
        yield Refusal("values", f"有 {len(unknown)} 格是目录里没有的", remedy="请打开修改页，保存一次。")
    for fault in faults.values():
        yield Refusal("values", fault.rstrip("。"), remedy="请补正后再公开。")


def display_bar(disclosure) -> Iterator[Refusal]:
    """What the law seals today is not published, whatever its age (display). Legal source: the item's `sealed_basis`."""
    if disclosure.is_sealed:
        yield sealed_refusal(disclosure.item)


def sealed_refusal(item) -> Refusal:
    """Why nothing that speaks of a person is published under a sealed item."""
    since = f"{item.sealed_from:%Y年%-m月%-d日}"
    return Refusal("sealed", f"{since}起，“{item.title}”里涉及具体个人的记录一律封存，不论多早，不得公开", item.sealed_basis, "请只公布数量和依据，不要写姓名和个案。")


def attachments_read(disclosure) -> Iterator[Refusal]:
    """Files only where the item takes them."""
    if not disclosure.item.attachments and disclosure.pk and disclosure.attachments.exists():
        yield Refusal("attachments", f"“{disclosure.item.title}”不带附件", remedy="请去掉附件后再公开。")


def disclosure_refusals(disclosure, withheld: Iterable[str], today: date) -> Iterator[Refusal]:
    """The heavy check of an entry: identifiers and withheld names, minors and secrets, names under a sealed item; in
    title, values, text and the words of its files."""
    withheld = list(withheld)
    labels = {f.name: f.label for f in disclosure.item.declared}
    places = {"标题": disclosure.title, **{labels.get(n, n): v for n, v in disclosure.values.items()}, "正文": disclosure.text}
    for attachment in disclosure.attachments.order_by("id") if disclosure.pk else ():
        places[f"附件“{attachment.name}”"] = f"{attachment.name}\n{attachment.words()}"
    yield from leak_refusals_in(places, withheld)
    whole = "\n".join(places.values())
    bar = screened(whole, disclosure.item.organ_kind, disclosure.item.title)
    if bar.action == "refuse" or bar.ground == JUVENILE:
        label = "国家秘密" if bar.action == "refuse" else "未成年人"
        yield Refusal("barred", f"内容涉及{label}，不得公开", bar.article, "请核对；确实不属于的，换一种写法。")
    if disclosure.item.seals(today) and names_read(whole, today):
        yield sealed_refusal(disclosure.item)


def broadcast_allowed(hearing) -> Iterator[Refusal]:
    """No broadcast of what is not heard in public, nor of causes that the rules name."""
    if hearing.broadcast and (said := broadcast_bar(hearing.openness, hearing.cause)):
        yield Refusal("broadcast", f"{said}，不得直播", remedy="请去掉直播网址。")


def broadcast_bar(openness: str, cause: str) -> str:
    """Why a hearing of this kind may not be broadcast, with the article; "" where it may."""
    if openness == "closed":
        rule = next(r for r in _broadcast() if r.id == "closed")
        return f"{rule.title}（{rule.citation}）"
    found = next((r for r in _broadcast() if any(word in cause for word in r.data["words"])), None)
    return f"{found.title}（{found.citation}）" if found else ""


@cache
def _broadcast():
    return load("broadcast")
