"""What a judgment says about itself: court, number, kind, day, cause, parties, panel, title.

Pure functions over text. Laid-out documents and texts of one paragraph take the same path, since white space
and widths are folded away first; only the head and the tail of a document are looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from .causes import read_cause
from .ending import is_final
from .header import read_header
from .parties import read_parties
from .signature import read_signature
from .source import head_of, tail_of
from .titles import title_of

__all__ = ["Member", "Parsed", "Party", "parse"]


@dataclass(frozen=True)
class Party:
    """A party (当事人), its legal representative, or the prosecuting organ.

    role as the document calls it, without the status in the court below: 上诉人, not 上诉人（原审被告）.
    """

    role: str
    name: str


@dataclass(frozen=True)
class Member:
    """One who signed: 审判长, 审判员, 人民陪审员, 执行员, 法官助理, 书记员."""

    role: str
    name: str


@dataclass(frozen=True)
class Parsed:
    """The document's own statements; "" or None for what it does not say.

    case_number: canonical, suffix included. decided_on: the day under the signatures. final: the document ends
    the case at its instance. prior_numbers: other courts' and cases' numbers near the beginning, canonical.
    """

    title: str
    court: str
    case_number: str
    kind: str
    decided_on: date | None
    cause: str
    parties: tuple[Party, ...]
    panel: tuple[Member, ...]
    final: bool
    prior_numbers: tuple[str, ...]


def parse(text: str) -> Parsed:
    """Parse one document. Never raises: what cannot be read is empty."""
    head, tail = head_of(text), tail_of(text)
    header = read_header(head)
    signature = read_signature(tail)
    parties = read_parties(head, header.body_start, header.title)
    names = [name for _, name in parties]
    cause = read_cause(head, tail, header.body_start, header.kind, header.title, names)
    return Parsed(
        title=title_of(header.title, parties, cause, header.kind, header.number),
        court=header.court,
        case_number=header.number.canonical if header.number else "",
        kind=header.kind,
        decided_on=signature.decided_on,
        cause=cause,
        parties=tuple(Party(_base(role), name) for role, name in parties),
        panel=tuple(Member(*member) for member in signature.members),
        final=is_final(tail, header.kind, header.number),
        prior_numbers=tuple(number.canonical for number in header.others),
    )


def _base(role: str) -> str:
    return role.partition("（")[0].partition("(")[0]
