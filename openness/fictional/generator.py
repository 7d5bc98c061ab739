"""Deals documents off a shuffled deck, in the order of their dates, and appeals after their first instance."""

from __future__ import annotations

import heapq
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from openness.fictional import appeals, people
from openness.fictional.document import Document, Secret
from openness.fictional.drafts import CivilDraft, CriminalDraft
from openness.fictional.layout import flat, laid_out
from openness.fictional.numbers import add_months, day
from openness.fictional.places import BASIC, INTERMEDIATE, Court
from openness.fictional.recipes import (
    APPEALS,
    RECIPES,
    Built,
    Recipe,
    with_heads,
)
from openness.fictional.scene import Numbers, Scene

QUIET_COURT = "辽0811"
SPAN_DAYS = 120
SHORTEST, LONGEST = 1200, 4500
FLAT_SHARE = 0.36
APPEAL_SHARE = 0.09


def quiet_month(start: date) -> str:
    """The month in which 老边 has nothing that takes effect, so that its register has no rows."""
    return f"{add_months(start.replace(day=1), 1):%Y-%m}"


@dataclass(order=True, slots=True)
class Pending:
    """An appeal that waits for its day."""

    decided: date
    order: int
    first: Scene = field(compare=False)
    below: appeals.Below = field(compare=False)
    built: Built = field(compare=False)
    filed: date = field(compare=False)
    effective: date = field(compare=False)


class Generator:
    """One run: counters of case numbers, the deck, and the appeals to come."""

    def __init__(self, n: int, seed: object, start: date, end: date) -> None:
        self.n, self.seed, self.start, self.end = n, seed, start, end
        self.numbers = Numbers(seed)
        self.quiet = quiet_month(start)
        self.waiting: list[Pending] = []
        self._deck: list[Recipe | tuple] = []
        self._dealer = Random(f"{seed}/deck")

    def run(self) -> Iterator[Document]:
        """The documents, oldest first."""
        days = (self.end - self.start).days
        for at in range(self.n):
            rng = Random(f"{self.seed}/{at}")
            decided = self.start + timedelta(days=days * at // max(1, self.n - 1))
            decided -= timedelta(days=max(0, decided.weekday() - 4))
            decided = max(decided, self.start)
            while True:
                document = self._next(rng, at, decided)
                if document:
                    yield document
                    break

    def _next(self, rng: Random, at: int, decided: date) -> Document | None:
        if self.waiting and self.waiting[0].decided <= decided:
            return self._from_appeal(rng, at, heapq.heappop(self.waiting))
        card = self._card()
        if isinstance(card, Recipe):
            return self._from_recipe(rng, at, decided, card)
        return self._old_appeal(rng, at, decided, card[1])

    def _card(self) -> Recipe | tuple:
        if not self._deck:
            for recipe in RECIPES:
                self._deck += [recipe] * recipe.share
            for name, share, templates in APPEALS:
                self._deck += [(name, templates)] * share
            self._dealer.shuffle(self._deck)
        return self._deck.pop()

    def _court(self, rng: Random) -> Court:
        return rng.choices(BASIC, [c.weight for c in BASIC])[0]

    def _from_recipe(self, rng: Random, at: int, decided: date, recipe: Recipe) -> Document | None:
        court = INTERMEDIATE if recipe.intermediate else self._court(rng)
        s = Scene(rng, self.numbers, court, decided)
        number = self.numbers.take(court, s.filed, recipe.number_type)
        # An enforcement case is filed long before it ends; only its year shows in the number.
        built = recipe.build(s, number + recipe.suffix)
        effective = decided + timedelta(days=s.whole(2, 8))
        if built.appeal_days:
            effective += timedelta(days=built.appeal_days + 1)
        pending = self._pending(s, number, built, at) if built.draft and s.maybe(APPEAL_SHARE) else None
        shown: date | None = effective
        if pending:
            shown = pending.effective if pending.decided <= self.end else None
        elif effective > self.end and s.maybe(0.5):
            shown = None
        document = self._finish(s, at, built, shown, pending is not None)
        if document and pending and shown:
            heapq.heappush(self.waiting, pending)
        return document

    def _pending(self, s: Scene, number: str, built: Built, at: int) -> Pending:
        """The appeal against a judgment: filed some weeks after it, decided one or two months later."""
        filed = s.decided + timedelta(days=s.whole(22, 40))
        decided = filed + timedelta(days=s.whole(26, 48))
        decided -= timedelta(days=max(0, decided.weekday() - 4))
        effective = decided + timedelta(days=s.whole(2, 8))
        return Pending(decided, at, s, appeals.Below(s.court, number, day(s.decided)), built, filed, effective)

    def _from_appeal(self, rng: Random, at: int, waiting: Pending) -> Document | None:
        draft = waiting.built.draft
        for _ in range(4):
            s = waiting.first.derive(rng, INTERMEDIATE, waiting.filed, waiting.decided)
            s.cites = [*s.cites, waiting.below.number]
            s.keep(waiting.below.number)
            document = draft and self._finish(s, at, self._appeal(s, draft, waiting.below), waiting.effective, False)
            if document:
                return document
        return None

    def _old_appeal(self, rng: Random, at: int, decided: date, templates: tuple) -> Document | None:
        template = rng.choices([t for t, _ in templates], [share for _, share in templates])[0]
        court = self._court(rng)
        first = Scene(rng, self.numbers, court, decided - timedelta(days=rng.randint(58, 100)))
        draft = template(first)
        filed = decided - timedelta(days=rng.randint(26, 48))
        s = first.derive(rng, INTERMEDIATE, filed, decided)
        kind = "刑初" if isinstance(draft, CriminalDraft) else "行初" if draft.administrative else "民初"
        below = appeals.Below(court, s.cite(court, first.filed, kind), day(first.decided))
        return self._finish(s, at, self._appeal(s, draft, below), decided + timedelta(days=s.whole(2, 8)), False)

    def _appeal(self, s: Scene, d: CivilDraft | CriminalDraft, below: appeals.Below) -> Built:
        s.keep(below.court.name)
        if isinstance(d, CriminalDraft):
            number = self.numbers.take(s.court, s.filed, "刑终")
            roles = [("原公诉机关", below.court.procuratorate)]
            roles += [("上诉人" if at == 0 else "原审被告人", a.person.name) for at, a in enumerate(d.accused)]
            return Built(appeals.criminal_appeal(s, d, below, number), d.family, d.crime, roles)
        number = self.numbers.take(s.court, s.filed, "行终" if d.administrative else "民终")
        make = appeals.appeal_withdrawn if not d.administrative and s.maybe(0.12) else appeals.civil_appeal
        sheet, parties = make(s, d, below, number)
        return Built(sheet, d.family, d.cause, with_heads(parties))

    def _quiet(self, s: Scene, effective: date | None) -> date | None:
        """老边 has nothing in its quiet month: what would fall into it takes effect later."""
        if s.court.code == QUIET_COURT and effective and f"{effective:%Y-%m}" == self.quiet:
            return add_months(effective.replace(day=1), 1) + timedelta(days=s.whole(0, 6))
        return effective

    def _finish(self, s: Scene, at: int, built: Built, effective: date | None, appealed: bool) -> Document | None:
        """Lay the sheet out and close the books; None where it must be drawn again: length, a secret in a keep."""
        effective = self._quiet(s, effective)
        sheet = built.sheet
        is_flat = s.maybe(FLAT_SHARE)
        text = flat(s, sheet) if is_flat else laid_out(s, sheet)
        if not SHORTEST <= len(text) <= LONGEST:
            return None
        for always in (s.court.name, sheet.number):
            s.keep(always)
        secrets = tuple(Secret({"text": t, "class": c}) for t, c in s.secrets.items() if t in text)
        keeps = tuple(k for k in s.keeps if k in text)
        if any(x["text"] in k or k in x["text"] for x in secrets for k in keeps):
            return None
        doubt = s.doubt or any(k in people.SHOPS for k in keeps) or any(x["text"] in people.WORD_NAMES for x in secrets)
        handed_in = (effective or s.decided) + timedelta(days=s.whole(1, 6) if s.maybe(0.88) else s.whole(13, 30))
        return Document(
            id=f"f{self.seed}-{at:06d}", text=text, title=sheet.title, court=s.court.name, court_code=s.court.code,
            case_number=sheet.number, kind=sheet.kind, family=built.family, cause=built.cause, decided_on=s.decided,
            effective_on=effective, handed_in_on=handed_in, appealed=appealed, bar=built.bar, final=built.final,
            secrets=secrets, keeps=keeps, layout="flat" if is_flat else "laid_out", parties=tuple(built.parties),
            panel=tuple(sheet.panel), cites=tuple(c for c in dict.fromkeys(s.cites) if c in text), expects_doubt=doubt,
        )


def documents(n: int, seed: object = 2026, start: date | None = None, end: date | None = None) -> Iterator[Document]:
    """n fictional documents, oldest first, decided between start and end (default: the four months to today).

    The same n, seed, start and end give the same documents, byte for byte; no case number occurs twice.
    Raises ValueError where n is negative or start is after end.
    """
    end = end or date.today()
    start = start or end - timedelta(days=SPAN_DAYS)
    if n < 0 or start > end:
        raise ValueError(f"n={n}, start={start}, end={end}")
    return Generator(n, seed, start, end).run()


