"""The drawing board of one document: its dice, its dates, and the books of secrets and keeps."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import TypeVar

from openness.fictional import numbers, people
from openness.fictional.people import Person
from openness.fictional.places import INTERMEDIATE, PROVINCIAL, XINJIANG, Court, home

T = TypeVar("T")

# Cases a court files in a year, so that numbers fit the season: a court of one county, the intermediate court.
YEARLY = {
    "民初": 5200, "刑初": 310, "行初": 190, "执": 4300, "执恢": 620, "民终": 2900, "刑终": 240, "行终": 310,
    "行审": 160, "财保": 120, "执异": 210, "委赔": 14,
}


class Numbers:
    """Hands out case numbers, each once: a counter per court, year and type that starts where the season is."""

    def __init__(self, seed: object) -> None:
        self._seed = seed
        self._last: dict[tuple[str, int, str], int] = {}
        self._rng = Random(f"{seed}/numbers")

    def take(self, court: Court, filed: date, kind: str, suffix: str = "") -> str:
        """The next free number of this court and type in canonical form, e.g. （2026）辽0802民初123号."""
        key = (court.code, filed.year, kind)
        if key not in self._last:
            share = filed.timetuple().tm_yday / 366
            start = YEARLY[kind] * share * (0.35 + court.weight / 50)
            if court is INTERMEDIATE and kind == "刑初":
                start = 30 * share
            self._last[key] = int(start) + Random(f"{self._seed}/{key}").randrange(1, 9)
        self._last[key] += 1 + int(self._rng.random() * 3)
        return f"（{filed.year}）{court.code}{kind}{self._last[key]}号{suffix}"


class Scene:
    """Everything a template draws from. Dates: `facts` <= `filed` <= `heard` <= `decided`."""

    def __init__(self, rng: Random, numbers_: Numbers, court: Court, decided: date) -> None:
        self.rng = rng
        self.numbers = numbers_
        self.court = court
        self.decided = decided
        self.filed = decided - timedelta(days=self.whole(26, 85))
        self.facts = self.filed - timedelta(days=self.whole(100, 700))
        self.secrets: dict[str, str] = {}
        self.keeps: dict[str, None] = {}
        self.cites: list[str] = []
        self.doubt = False
        self._word_name = rng.random() < 0.03
        self._surnames: list[str] = []

    def derive(self, rng: Random, court: Court, filed: date, decided: date) -> Scene:
        """The board of the same case at the next instance: its books go along, dates and court are new."""
        other = Scene(rng, self.numbers, court, decided)
        other.filed, other.facts = filed, self.facts
        other.secrets, other.keeps = dict(self.secrets), dict(self.keeps)
        other.cites, other.doubt, other._word_name = list(self.cites), self.doubt, False
        return other

    # dice

    def pick(self, *options: T) -> T:
        """One of the options."""
        return options[int(self.rng.random() * len(options))]

    def of(self, options: Sequence[T]) -> T:
        """One element of a sequence."""
        return options[int(self.rng.random() * len(options))]

    def some(self, options: Sequence[T], n: int) -> list[T]:
        """n different elements in the order in which they stand."""
        chosen = sorted(self.rng.sample(range(len(options)), n))
        return [options[at] for at in chosen]

    def maybe(self, chance: float) -> bool:
        """True with this chance."""
        return self.rng.random() < chance

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return low + int(self.rng.random() * (high - low + 1))

    def step(self, low: int, high: int, step: int) -> int:
        """A multiple of step between low and high."""
        return self.whole(low // step, high // step) * step

    def cents(self, low: int, high: int) -> float:
        """An amount of yuan with cents."""
        return self.whole(low * 100, high * 100) / 100

    # dates

    def before(self, d: date, low: int, high: int) -> date:
        """A day between low and high days before d."""
        return d - timedelta(days=self.whole(low, high))

    def after(self, d: date, low: int, high: int) -> date:
        """A day between low and high days after d, never later than the filing."""
        return min(d + timedelta(days=self.whole(low, high)), self.filed - timedelta(days=1))

    def since(self, d: date, low: int, high: int) -> date:
        """A day between low and high days after d, never later than two days before the decision."""
        return min(d + timedelta(days=self.whole(low, high)), self.decided - timedelta(days=2))

    @property
    def heard(self) -> date:
        """The day of the hearing, a few days before the decision, on a working day."""
        d = self.decided - timedelta(days=6)
        return d - timedelta(days=max(0, d.weekday() - 4))

    # books

    def secret(self, text: str, category: str) -> str:
        """Note a string that must not show, and return it."""
        self.secrets.setdefault(text, category)
        return text

    def keep(self, text: str) -> str:
        """Note a string that must stay, and return it."""
        self.keeps[text] = None
        return text

    def cite(self, court: Court, filed: date, kind: str) -> str:
        """A fresh case number that the text names beside its own."""
        number = self.numbers.take(court, filed, kind)
        self.cites.append(number)
        return self.keep(number)

    # people

    def free(self, name: str) -> bool:
        """Whether a name neither contains nor is contained in a string of the books."""
        return not any(name in known or known in name for known in (*self.secrets, *self.keeps))

    def name(self, male: bool, born_year: int, surname: str = "") -> str:
        """A Chinese name nobody else in the document has; surnames repeat now and then (张某1, 张某2)."""
        while True:
            again = self.of(self._surnames) if self._surnames and self.maybe(0.14) else ""
            name = people.chinese_name(self.rng, male, born_year, surname or again)
            if self.free(name):
                self._surnames.append(name[:2] if name[:2] in people.COMPOUND else name[0])
                return name

    def _unusual_name(self) -> str:
        """Now and then a name that is a word, or an ethnic or foreign one; "" most of the time."""
        if self._word_name:
            self._word_name = False
            name = self.of(people.WORD_NAMES)
        else:
            dice = self.rng.random()
            if dice > 0.02:
                return ""
            name = people.ethnic_name(self.rng) if dice < 0.012 else self.of(people.FOREIGN + people.LATIN)
        if not self.free(name):
            return ""
        return name

    def person(self, low: int = 21, high: int = 68, male: bool | None = None, category: str = "name",
               plain: bool = False, surname: str = "") -> Person:
        """A natural person between two ages (years on the day of decision) whose name is a secret."""
        rng = self.rng
        male = rng.random() < 0.62 if male is None else male
        born = self.decided - timedelta(days=self.whole(low * 366, high * 365))
        unusual = "" if plain else self._unusual_name()
        name = self.secret(unusual or self.name(male, born.year, surname), category)
        region, county, detail = home(rng, self.court)
        ethnicity, nationality = self.of(people.ETHNICITIES), ""
        if name in people.FOREIGN or name in people.LATIN:
            nationality = (people.NATIONALITIES | people.LATIN_NATIONALITIES)[name[0]]
            male = name[0] not in "玛阮M"
        elif name in people.MONGOL:
            ethnicity, (region, county) = "蒙古族", ("150525", "内蒙古自治区奈曼旗")
        elif "·" in name:
            ethnicity, (region, county) = "维吾尔族", XINJIANG
            male = name.split("·")[0] not in people.ETHNIC[0][:4]
        return Person(name, male, born, ethnicity, region, county, detail, nationality=nationality)

    def witness(self) -> str:
        """A witness's name; once in a while that of somebody who is in the case already."""
        if self.maybe(0.02):
            known = [t for t, c in self.secrets.items() if c == "name" and 1 < len(t) < 5]
            if known:
                self.doubt = True
                return self.of(known)
        return self.person(20, 70, plain=True).name

    def staff(self) -> str:
        """The name of a judge, clerk, prosecutor or lawyer: it stays."""
        while True:
            name = self.name(self.maybe(0.5), self.decided.year - self.whole(26, 58))
            if self.free(name):
                return self.keep(name)

    def home(self, person: Person) -> str:
        """County and detail of a home; the detail is a secret."""
        return person.county + self.secret(person.detail, "address")

    def identity(self, person: Person) -> str:
        """An identity number, a secret; a passport for foreigners."""
        if person.nationality:
            return self.secret(f"{self.pick('E', 'P', 'M')}{self.whole(10_000_000, 99_999_999)}", "passport")
        person.identity = person.identity or numbers.identity_number(self.rng, person.region, person.born, person.male)
        return self.secret(person.identity, "identity_number")

    def phone(self) -> str:
        """A mobile number, a secret."""
        return self.secret(numbers.phone(self.rng), "phone")

    def card(self) -> str:
        """A bank card, a secret."""
        return self.secret(numbers.bank_card(self.rng), "bank_card")

    def plate(self) -> str:
        """A number plate, a secret."""
        return self.secret(numbers.plate(self.rng), "plate")

    def shop(self) -> str:
        """The name of a shop that is no party and may look like a person's; it stays."""
        shop = self.of(people.SHOPS)
        if shop in self.keeps:
            return shop
        if not self.free(shop):
            return "路边一家便利店"
        return self.keep(shop)

    @property
    def higher(self) -> str:
        """The name of the court of appeal."""
        return PROVINCIAL if self.court is INTERMEDIATE else INTERMEDIATE.name
