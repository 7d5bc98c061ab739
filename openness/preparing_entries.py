"""From what was typed or imported under a catalogue item to an entry ready for the database (公开事项预处理). Reads no database."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from justice.case_numbers import CaseNumber, CaseNumberError
from justice.case_numbers import parse as parse_number
from justice.names import alias
from justice.redaction import Redaction, Span, apply, profile_for, redact, redact_title
from openness.catalogue_fields import Item, compose, names_in, read_values
from openness.gates import JUVENILE, names_read, screened, sealed_refusal
from openness.preparing import Masked
from openness.reading.rows import clean, parse_day

LONGEST_TITLE = 200
DECLARED = "目录标明这一格是姓名"
ORGANISATION = ("公司", "厂", "店", "院", "局", "所", "社", "会", "部", "中心", "银行", "学校", "集团", "合作社")


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody handed in, as written: fields by name; `open_at` and `close_at` are set by the editor alone."""

    title: str
    values: Mapping[str, object]
    occurred_on: str = ""
    case_number: str = ""
    open_at: datetime | None = None
    close_at: datetime | None = None


class EntryRefused(ValueError):
    """What was typed does not make an entry; `faults`: field (or title, occurred_on, case_number, "") -> sentence.
    `secret` forbids keeping anything of it."""

    def __init__(self, faults: dict[str, str], *, secret: bool = False, code: str = "bad_values"):
        self.faults, self.secret, self.code = faults, secret, code
        super().__init__(" ".join(faults.values()))


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry, understood: public values, the original of what is masked, and how it was masked."""

    title: str
    values: dict[str, str]
    occurred_on: date | None
    number: CaseNumber | None
    names_person: bool
    original: str = ""
    original_title: str = ""
    masked: Masked | None = None
    names: tuple[str, ...] = field(default=())

    @property
    def identity(self) -> str:
        """What tells it from every other entry of its organ and item: all that was handed in."""
        parts = [self.original_title or self.title, self.original, str(self.occurred_on or ""), self.number.canonical if self.number else ""]
        return "\x1f".join([*parts, *(f"{name}={value}" for name, value in sorted(self.values.items()))])


def prepare_entry(item: Item, typed: Typed, organs: Mapping[str, str], today: date) -> Entry:
    """Understands one entry. EntryRefused with a sentence for every field that does not fit."""
    fields = item.declared
    values, faults = read_values(fields, typed.values, organs)
    title = " ".join(clean(typed.title).split())
    if not title:
        faults["title"] = "请填写标题。"
    elif len(title) > LONGEST_TITLE:
        faults["title"] = f"标题最多 {LONGEST_TITLE} 字。"
    occurred_on, number = _day(typed.occurred_on, today, item, faults), _number(typed.case_number, faults)
    if typed.open_at and typed.close_at and typed.close_at <= typed.open_at:
        faults["close_at"] = "结束公开的时间要晚于开始公开的时间。"
    if faults:
        raise EntryRefused(faults)
    whole = "\n".join([title, *values.values()])
    bar = screened(whole, item.organ_kind, item.title)
    if bar.action == "refuse":
        raise EntryRefused({"": "涉及国家秘密，没有收下，也没有保存任何内容。请按保密规定处理。"}, secret=True, code="state_secret")
    if bar.ground == JUVENILE:
        raise EntryRefused({"": f"涉及未成年人，依法不公开，没有收下（{bar.article}）。"}, code="juvenile")
    personal = any(f.personal and f.name in values for f in fields)
    if item.seals(today) and (personal or names_read(whole, today)):
        raise EntryRefused({"": f"{sealed_refusal(item)}"}, code="sealed")
    public = {f.name: values[f.name] for f in fields if not f.masked and f.name in values}
    original = compose(fields, values) if item.masks else ""
    if not original:
        return Entry(title, public, occurred_on, number, personal)
    declared = [n for f in fields if f.masked == "name" for n in names_in(values.get(f.name, "")) if not n.endswith(ORGANISATION)]
    masked = mask_entry(original, title, declared, today)
    doubts = sorted([*masked.doubts, *([d.start, d.end, d.reason] for d in screened(original, item.organ_kind, item.title).doubts)])
    masked = Masked(masked.title, masked.text, masked.spans, doubts, masked.profile, masked.names)
    return Entry(masked.title, public, occurred_on, number, personal or bool(masked.names), original, title, masked, masked.names)


def mask_entry(text: str, title: str, names: list[str], today: date) -> Masked:
    """Masks by the rules of the day, and every place of the names that the form declared, alike in the title."""
    profile = profile_for(today)
    found = redact(text, profile)
    called = {**found.names}
    for name in names:
        if len(name) > 1 and name not in called:
            used = set(called.values())
            called[name] = next(a for n in [None, *range(2, 1000)] if (a := alias(name, n)) not in used)
    spans = list(found.spans)
    for name in sorted(names, key=len, reverse=True):
        at = text.find(name)
        while at >= 0 and name in called:
            end = at + len(name)
            if not any(s.start < end and at < s.end for s in spans):
                spans.append(Span(at, end, "name", called[name], DECLARED))
            at = text.find(name, end)
    spans.sort(key=lambda s: s.start)
    doubts = [[d.start, d.end, d.reason] for d in found.doubts if not any(s.start <= d.start and d.end <= s.end for s in spans)]
    public_title = redact_title(title, Redaction("", [], [], called))
    rows = [[s.start, s.end, s.kind, s.replacement, s.rule] for s in spans]
    return Masked(public_title[:LONGEST_TITLE], apply(text, spans), rows, doubts, profile, tuple(called))


def _day(text: str, today: date, item: Item, faults: dict[str, str]) -> date | None:
    day = parse_day(str(text)) if text else None
    if text and day is None:
        faults["occurred_on"] = f"“{str(text)[:20]}”不是日期，请写成 2026-10-08。"
    elif day and day > today:
        faults["occurred_on"] = f"{day} 在今天之后，请核对。"
    elif day is None and item.rule and item.arises == "form":
        faults["occurred_on"] = "请填写事情发生的日期，公开期限从它起算。"
    return day


def _number(text: str, faults: dict[str, str]) -> CaseNumber | None:
    if not text.strip():
        return None
    try:
        return parse_number(text)
    except CaseNumberError as error:
        faults["case_number"] = str(error)
        return None
