"""What a template hands to the composer: a case, not yet a document.

A draft can become a judgment of first instance and, later, the judgment on appeal of the same case.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from openness.fictional.parties import Party, joined
from openness.fictional.people import Person


@dataclass(slots=True)
class CivilDraft:
    """A civil or administrative case between two sides, with the court's answer to it."""

    family: str
    cause: str
    plaintiffs: list[Party]
    defendants: list[Party]
    claims: list[str]
    story: str
    answer: str
    evidence: str
    found: list[str]
    reasoning: list[str]
    rules: list[str]
    ruling: list[str]
    value: float
    grounds: str
    reply: str = ""
    thirds: list[Party] = field(default_factory=list)
    fee: float | None = None
    collegiate: bool = False
    owed: bool = True
    administrative: bool = False
    appellant: Party | None = None

    @property
    def plaintiff(self) -> str:
        """Short names of the plaintiffs."""
        return joined(self.plaintiffs)

    @property
    def defendant(self) -> str:
        """Short names of the defendants."""
        return joined(self.defendants)

    @property
    def absent(self) -> bool:
        """Whether no defendant came to the hearing."""
        return not any(p.present for p in self.defendants)

    @property
    def parties(self) -> list[Party]:
        """Everybody, in the order of the judgment."""
        return [*self.plaintiffs, *self.defendants, *self.thirds]


@dataclass(slots=True)
class Accused:
    """A defendant of a criminal case; `held_since` is None for those on bail."""

    person: Person
    intro: str
    counsel: list[str]
    held_since: date | None


@dataclass(slots=True)
class CriminalDraft:
    """A criminal case."""

    family: str
    crime: str
    accused: list[Accused]
    facts: list[str]
    evidence: list[str]
    law: str
    reasoning: list[str]
    ruling: list[str]
    articles: str
    grounds: str
    opinion: str
    bar: str | None = None
    closed: str = ""
    guardians: list[str] = field(default_factory=list)

    @property
    def names(self) -> str:
        """The accused in a row."""
        return "、".join(a.person.name for a in self.accused)
