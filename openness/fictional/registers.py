"""The registers of effective judgments that go with a set of documents, rows without a document among them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from openness.fictional.document import Document
from openness.fictional.numbers import add_months
from openness.fictional.places import BY_CODE

MISSING_SHARE = 0.06
NOT_HANDED_IN = "辽0882"
BARRED_FROM_REGISTERS = "state_secret"
SPLIT = re.compile(r"(.*\D)(\d+)号(.*)")
KINDS = {
    "民": "民事判决书", "刑": "刑事判决书", "行审": "行政裁定书", "行": "行政判决书", "执": "执行裁定书", "委": "国家赔偿决定书",
}


@dataclass(frozen=True, slots=True)
class RegisterRow:
    """A line of a register: a case whose final document took effect in the month."""

    case_number: str
    effective_on: date
    appealed: bool
    kind: str
    suffix: str


@dataclass(frozen=True, slots=True)
class Register:
    """What a court hands in for a month (YYYY-MM); no rows are an answer too."""

    court: str
    court_code: str
    month: str
    rows: tuple[RegisterRow, ...]


def _kind(number: str) -> str:
    mark = re.search(r"[\u4e00-\u9fff]+(?=\d+号)", number[number.index("辽") + 1 :])
    word = mark.group() if mark else "民"
    return next(kind for start, kind in KINDS.items() if word.startswith(start))


def _next_free(number: str, taken: set[str]) -> str:
    """The nearest later number of the same court and type that no document bears or cites."""
    match = SPLIT.fullmatch(number)
    if not match:
        raise ValueError(number)
    head, digits = match[1], int(match[2])
    while True:
        digits += 1
        free = f"{head}{digits}号"
        if free not in taken:
            taken.add(free)
            return free


def _row(document: Document) -> RegisterRow:
    number, _, suffix = document.case_number.partition("号")
    assert document.effective_on is not None  # noqa: S101 - only effective documents come here
    return RegisterRow(number + "号", document.effective_on, document.appealed, document.kind, suffix)


def _months(first: str, last: str) -> list[str]:
    at, out = date.fromisoformat(first + "-01"), []
    while f"{at:%Y-%m}" <= last:
        out.append(f"{at:%Y-%m}")
        at = add_months(at, 1)
    return out


def _missing(court: str, month: str, rows: list[RegisterRow], taken: set[str], today: date) -> list[RegisterRow]:
    """Cases that the court reports and for which it hands no document in: they fall due and overdue."""
    if not rows:
        return []
    rng = Random(f"{court}/{month}/{rows[0].case_number}")
    out = []
    for _ in range(max(1, round(len(rows) * MISSING_SHARE))):
        near = rows[int(rng.random() * len(rows))]
        number = _next_free(near.case_number, taken)
        effective = near.effective_on + timedelta(days=int(rng.random() * 5) - 2)
        if f"{effective:%Y-%m}" != month or effective > today:
            effective = near.effective_on
        out.append(RegisterRow(number, effective, False, _kind(number), ""))
    return out


def registers(
    documents: Iterable[Document], leave_out: Iterable[tuple[str, str]] | None = None, today: date | None = None
) -> Iterator[Register]:
    """A register per court and month with the final documents that took effect by `today`, courts in order.

    `leave_out` are (court code, YYYY-MM) that hand no register in; by default 大石桥 leaves out last month.
    State secrets and interim rulings have no row. `today` is by default the day of the latest decision.
    """
    rows: dict[tuple[str, str], list[RegisterRow]] = {}
    taken: set[str] = set()
    courts: set[str] = set()
    latest = date.min
    for d in documents:
        taken.add(d.case_number.partition("号")[0] + "号")
        taken.update(d.cites)
        courts.add(d.court_code)
        latest = max(latest, d.decided_on)
        if d.final and d.bar != BARRED_FROM_REGISTERS and d.effective_on:
            rows.setdefault((d.court_code, f"{d.effective_on:%Y-%m}"), []).append(_row(d))
    if not rows:
        return
    today = today or latest
    left = {(NOT_HANDED_IN, f"{add_months(today.replace(day=1), -1):%Y-%m}")} if leave_out is None else set(leave_out)
    first = min(month for _, month in rows)
    for court in sorted(courts):
        for month in _months(first, f"{today:%Y-%m}"):
            if (court, month) in left:
                continue
            found = [r for r in rows.get((court, month), []) if r.effective_on <= today]
            found += _missing(court, month, found, taken, today)
            found.sort(key=lambda r: (r.effective_on, r.case_number))
            yield Register(BY_CODE[court].name, court, month, tuple(found))
