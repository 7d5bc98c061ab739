"""What the generator hands out: a document with the strings that must not show and those that must stay."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypedDict

Secret = TypedDict("Secret", {"text": str, "class": str})


@dataclass(frozen=True, slots=True)
class Document:
    """A fictional court document with everything that a test, a bench or the demo wants to know about it.

    `secrets` are what profile 2024 hides, each exactly as it stands in `text`; its class is one of name,
    legal_representative, trade_name, address, identity_number, phone, landline, bank_card, plate, email,
    wechat, passport, credit_code. `keeps` stand in the text too and must stay. `bar` is the ground of 法释〔2016〕19号
    第四条 (state_secret, juvenile, mediation, divorce, custody, unfit) or None. `effective_on` is None where
    the court does not say it, in the future where the term of appeal still runs. `handed_in_on` is the day
    on which the court plausibly hands the document in. `cites` are other case numbers in the text.
    """

    id: str
    text: str
    title: str
    court: str
    court_code: str
    case_number: str
    kind: str
    family: str
    cause: str
    decided_on: date
    effective_on: date | None
    handed_in_on: date
    appealed: bool
    bar: str | None
    final: bool
    secrets: tuple[Secret, ...]
    keeps: tuple[str, ...]
    layout: str
    parties: tuple[tuple[str, str], ...]
    panel: tuple[tuple[str, str], ...]
    cites: tuple[str, ...]
    expects_doubt: bool

    def as_row(self) -> dict[str, str | None]:
        """The row of an import file: id, text, title, case_number, court, decided_on, effective_on."""
        return {
            "id": self.id,
            "text": self.text,
            "title": self.title,
            "case_number": self.case_number,
            "court": self.court,
            "decided_on": self.decided_on.isoformat(),
            "effective_on": self.effective_on.isoformat() if self.effective_on else None,
        }
