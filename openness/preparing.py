"""From a row of a file to a document ready for the database: the heavy, pure part of an import (文书预处理).

Parses, screens for legal bars, masks, lints. Nothing here touches the database or knows which courts are ours.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from justice import bars
from justice.case_numbers import CaseNumber, CaseNumberError
from justice.case_numbers import parse as parse_number
from justice.redaction import profile_for, redact, redact_title
from openness.enums import Category
from openness.parsing import Parsed
from openness.parsing import parse as parse_document
from openness.reading.rows import parse_day

LONGEST_KIND, LONGEST_TITLE = 30, 300  # characters, as the columns of Judgment
SHORTEST = 60  # characters: shorter than any judgment, longer than an empty form
CATEGORY_BY_TYPE = {"刑": Category.CRIMINAL, "民": Category.CIVIL, "行": Category.ADMINISTRATIVE, "执": Category.ENFORCEMENT}


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a row is not taken: a code, what is wrong, what to do. `secret` forbids keeping anything of it."""

    code: str
    message: str
    remedy: str
    case_number: str = ""
    secret: bool = False


@dataclass(frozen=True, slots=True)
class Masked:
    """The machine's masking of one text: what the public would read, and what a reviewer must decide."""

    title: str
    text: str
    spans: list[list]
    doubts: list[list]
    profile: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Prepared:
    """One document, understood. `bar` is the code of the ground that bars it, "" for none."""

    number: CaseNumber
    court: str
    kind: str
    category: str
    parsed: Parsed
    title: str
    text: str
    decided_on: date | None
    effective_on: date | None
    bar: str = ""
    bar_place: tuple[int, int] | None = None
    masked: Masked | None = None
    prior_numbers: list[str] = field(default_factory=list)


def prepare(text: str, fields: Mapping, today: date) -> Prepared | Refusal:
    """Understands one cleaned text. What the row's fields say goes before what the text says.

    Whether it holds a state secret is asked first: what is refused for any other reason is kept to be mended.
    """
    parsed = parse_document(text)
    number = _number(fields, parsed)
    category = Category.OTHER if isinstance(number, Refusal) else category_of(number)
    kind = (parsed.kind or f"{category.label}文书")[:LONGEST_KIND]
    bar = bars.screen(text, kind, parsed.cause)
    if bar.action == "refuse":
        return Refusal("state_secret", "涉及国家秘密，没有收下，也没有保存任何内容", "涉密文书不得在互联网公布，请按保密规定处理。", secret=True)
    if len("".join(text.split())) < SHORTEST:
        return Refusal("too_short", "正文太短，不像一份完整的文书", "请检查文件内容后重新报送。")
    if isinstance(number, Refusal):
        return number
    dates = _dates(fields, parsed, today, number.canonical)
    if isinstance(dates, Refusal):
        return dates
    decided_on, effective_on = dates
    title = str(fields.get("title") or parsed.title)[:LONGEST_TITLE]
    prepared = Prepared(
        number=number, court=str(fields.get("court") or parsed.court), kind=kind, category=category, parsed=parsed, title=title, text=text,
        decided_on=decided_on, effective_on=effective_on, prior_numbers=sorted(set(parsed.prior_numbers) - {number.canonical}),
        bar=bar.ground if bar.action == "exempt" else "",
        bar_place=_place(text, bar.quote) if bar.action == "exempt" else None,
        masked=None if bar.action == "exempt" else mask(text, title, today, bar.doubts),
    )  # fmt: skip
    return prepared


def mask(text: str, title: str, today: date, more_doubts=()) -> Masked:
    """Masks text and title with the rules of the day of publication."""
    profile = profile_for(today)
    redaction = redact(text, profile)
    public_title = redact_title(title, redaction)
    doubts = [[d.start, d.end, d.reason] for d in [*redaction.doubts, *more_doubts]]
    return Masked(
        title=public_title[:LONGEST_TITLE],
        text=redaction.text,
        spans=[[s.start, s.end, s.kind, s.replacement, s.rule] for s in redaction.spans],
        doubts=sorted(doubts),
        profile=profile,
        names=tuple(redaction.names),
    )


def category_of(number: CaseNumber) -> Category:
    """The kind of case, from the type code (法〔2015〕137号)."""
    if "赔" in number.type:
        return Category.COMPENSATION
    return next((c for mark, c in CATEGORY_BY_TYPE.items() if mark in number.type), Category.OTHER)


def _number(fields: Mapping, parsed: Parsed) -> CaseNumber | Refusal:
    raw = str(fields.get("case_number") or parsed.case_number or "")
    if not raw:
        return Refusal("no_number", "找不到案号", "请填写案号后重试。")
    try:
        number = parse_number(raw)
    except CaseNumberError as error:
        return Refusal("bad_number", str(error), "请核对案号后重试。", case_number=raw[:70])
    if not number.is_court:
        return Refusal("bad_number", f"“{raw[:40]}”不是法院案号", "请填写本文书自己的案号后重试。", case_number=raw[:70])
    return number


def _dates(fields: Mapping, parsed: Parsed, today: date, number: str) -> tuple[date | None, date | None] | Refusal:
    days: dict[str, date | None] = {"decided_on": parsed.decided_on, "effective_on": None}
    for name, label in (("decided_on", "裁判日期"), ("effective_on", "生效日期")):
        value = fields.get(name)
        if value in (None, ""):
            continue
        day = value if isinstance(value, date) else parse_day(str(value))
        if day is None:
            return Refusal("bad_date", f"{label}“{str(value)[:20]}”不是日期", "请写成 2026-10-08 这样的日期。", number)
        days[name] = day
    decided_on, effective_on = days["decided_on"], days["effective_on"]
    if decided_on and decided_on > today:
        return Refusal("future_date", f"裁判日期 {decided_on} 在今天之后", "请核对文书落款日期或 decided_on 字段。", number)
    if decided_on and effective_on and effective_on < decided_on:
        return Refusal("date_order", f"生效日期 {effective_on} 早于裁判日期 {decided_on}", "请核对两个日期。", number)
    return decided_on, effective_on


def _place(text: str, quote: str) -> tuple[int, int] | None:
    start = text.find(quote) if quote else -1
    return (start, start + len(quote)) if start >= 0 else None
