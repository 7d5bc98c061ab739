"""Coverage (公开率): what every organ owed under every item for a month, and what became of it. The only place that counts duties."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from statistics import median
from typing import Any
from urllib.parse import quote

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils import timezone

from core.models import Organ
from justice.models import calendar_shown
from openness.enums import Arises, Carrier
from openness.models import CatalogueItem, Duty, Judgment, Register
from openness.models.duties import discharged

FIGURES = ("due", "published", "late", "exempt", "overdue", "pending")
SORTS = ("published", "late", "exempt", "overdue", "pending")
EARLIEST, LATEST = 1949, 2199  # years that a month can lie in; the machine's calendar has more, and an end
JUDGMENTS = "judgments"


@dataclass(slots=True)
class Figures:
    """What became of what was owed for a month: published + exempt + overdue + pending = due; late is within published.
    `silent` names the items whose register was not handed in: then nobody knows what was owed."""

    month: date
    silent: list[str] = field(default_factory=list)
    due: int = 0
    published: int = 0
    late: int = 0
    exempt: int = 0
    overdue: int = 0
    pending: int = 0
    unregistered: int = 0
    delays: list[int] = field(default_factory=list)

    @property
    def register(self) -> bool:
        """Whether every register that is asked for was handed in."""
        return not self.silent

    @property
    def on_time(self) -> int:
        """Published by the due day."""
        return self.published - self.late

    @property
    def on_time_rate(self) -> float | None:
        """Percent of what had to be public by now that was public in time; None where nothing had to be, or a register is missing."""
        owed = self.published + self.overdue
        return round(100 * self.on_time / owed, 1) if owed and not self.silent else None

    @property
    def median_delay(self) -> float | None:
        """Working days that the late ones took beyond their day, in the middle."""
        return median(self.delays) if self.delays else None

    @property
    def worst_delay(self) -> int | None:
        """The latest of them, in working days."""
        return max(self.delays, default=None)

    def figures(self) -> dict[str, int]:
        """The six figures by name."""
        return {name: getattr(self, name) for name in FIGURES}


@dataclass(slots=True, kw_only=True)
class Row(Figures):
    """One organ's month, of all items."""

    organ: Organ

    @property
    def url(self) -> str:
        """The rows behind the figures."""
        return _address("openness:coverage_rows", self.organ, self.month)

    def as_dict(self) -> dict:
        """For JSON and CSV: the organ by code and name, the month as YYYY-MM."""
        return {"organ": self.organ.code, "name": self.organ.name, "month": f"{self.month:%Y-%m}", **self.figures(), "register": self.register}


@dataclass(slots=True, kw_only=True)
class Cell(Row):
    """One organ and item of a month."""

    item: CatalogueItem

    @property
    def url(self) -> str:
        """The rows behind the figures."""
        return _address("openness:item_coverage_rows", self.organ, self.month, self.item.slug)

    def as_dict(self) -> dict:
        """With the item, and how late the late ones were in working days."""
        names = {"organ": self.organ.code, "name": self.organ.name, "item": self.item.slug, "title": self.item.title, "month": f"{self.month:%Y-%m}"}
        return {**names, **self.figures(), "register": self.register, "median_delay": self.median_delay, "worst_delay": self.worst_delay}


@cache
def _form(view: str, slug: str) -> str:
    """The form of a row's address: hundreds of calls of reverse() on one page cost more than its queries."""
    return reverse(view, args=[*([slug] if slug else []), "ORGAN", "2000-01"])


def _address(view: str, organ: Organ, month: date, slug: str = "") -> str:
    return _form(view, slug).replace("ORGAN", quote(organ.code)).replace("2000-01", f"{month:%Y-%m}")


def month_of(text: str) -> date:
    """First day of a month written YYYY-MM. ValueError with a clear sentence."""
    try:
        year, month = text.split("-")
        first = date(int(year), int(month), 1)
        if not EARLIEST <= first.year <= LATEST:
            raise ValueError
        return first
    except ValueError:
        raise ValueError(f"月份“{text[:20]}”请写成 2026-10 这样。") from None


def following(month: date) -> date:
    """First day of the next month."""
    return (month.replace(day=28) + timedelta(days=7)).replace(day=1)


def default_month(today: date | None = None) -> date:
    """The last whole month: most of the current one is not due yet."""
    today = today or timezone.localdate()
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def items() -> dict[int, CatalogueItem]:
    """Every item by its key, read once for a page. The item of judgments is always among them."""
    known = {i.pk: i for i in CatalogueItem.objects.defer("fields")}
    if not any(i.carrier == Carrier.JUDGMENT for i in known.values()):  # no catalogue yet: courts owe their registers all the same
        known[0] = CatalogueItem(pk=0, slug=JUDGMENTS, title="裁判文书", carrier=Carrier.JUDGMENT, organ_kind="court", arises=Arises.REGISTER, valid_from=date(2016, 10, 1))
    return known


def duty_counts(today: date) -> dict:
    """Aggregates that sort duties disjointly. What is pending is what is left: each condition costs a page its time."""
    public, gone = discharged(), Q(waived=True)
    return {
        "due": Count("id"), "published": Count("id", filter=public), "late": Count("id", filter=public & Q(published_on__gt=F("due_on"))), "exempt": Count("id", filter=~public & gone),
        "overdue": Count("id", filter=Q(due_on__lt=today) & ~public & ~gone),
    }  # fmt: skip


def cells(month: date, today: date | None = None, known: dict[int, CatalogueItem] | None = None, *, item: CatalogueItem | None = None, delays: bool = True) -> list[Cell]:
    """Every organ and item that owes something for a month, or owes a register; those without a register first, then the most overdue.

    One item alone with `item`. Five queries, whatever the number of duties; without `delays` four.
    """
    today = today or timezone.localdate()
    known = items() if known is None else known
    wanted = [item] if item else list(known.values())
    organs = list(Organ.objects.filter(active=True, is_trial=False))
    found = {(c.organ.pk, c.item.pk): c for c in _registers(month, organs, wanted)}
    of_month = Duty.objects.filter(month=month, **({"item": item} if item else {}))
    by_key = {o.pk: o for o in organs}
    for row in of_month.values("organ_id", "item_id").annotate(**duty_counts(today)).order_by():
        organ, of_item = by_key.get(row.pop("organ_id")), known[row.pop("item_id")]
        if organ is None:
            continue
        cell = found.setdefault((organ.pk, of_item.pk), Cell(month, organ=organ, item=of_item))
        for name, value in row.items():
            setattr(cell, name, value)
        cell.pending = cell.due - cell.published - cell.exempt - cell.overdue
    if delays:
        for key, late in _delays(of_month).items():
            if key in found:
                found[key].delays = late
    return worst_first(found.values())


def _registers(month: date, organs: Sequence[Organ], wanted: Iterable[CatalogueItem]) -> list[Cell]:
    """A cell for every register that is asked for; silent where it was not handed in."""
    end = following(month)
    asked = [i for i in wanted if i.arises == Arises.REGISTER and i.active and i.valid_from < end and (i.valid_to is None or i.valid_to >= month)]
    handed_in = set(Register.objects.filter(month=month).values_list("organ_id", "item_id")) if asked else set()
    return [Cell(month, [] if (o.pk, i.pk) in handed_in else [i.title], organ=o, item=i) for i in asked for o in organs if o.kind == i.organ_kind]


def _delays(duties: QuerySet[Duty]) -> dict[tuple[int, int], list[int]]:
    """Working days late, by organ and item; each pair of days is counted once."""
    days, found = calendar_shown(), defaultdict(list)
    pairs: dict[tuple[date, date], int] = {}
    for organ, of_item, due_on, published_on, n in duties.late().order_by().values_list("organ_id", "item_id", "due_on", "published_on").annotate(n=Count("id")):
        key = (due_on, published_on)
        if key not in pairs:
            pairs[key] = days.workdays_between(*key)
        found[organ, of_item] += [pairs[key]] * n
    return found


def worst_first(rows: Iterable[Any]) -> list:
    """Without a register first, then the most overdue, then the least in time."""
    return sorted(rows, key=lambda r: (r.register, -r.overdue, r.on_time_rate if r.on_time_rate is not None else 101, r.organ.order, getattr(getattr(r, "item", None), "order", 0)))


def worst(rows: Iterable[Any]) -> Any:
    """Who has the most overdue; None where nobody has."""
    return max((r for r in rows if r.overdue), key=lambda r: r.overdue, default=None)


def by_organ(found: Iterable[Cell]) -> list[Row]:
    """Cells added up by organ, the worst first."""
    sums: dict[int, Row] = {}
    for cell in found:
        row = sums.setdefault(cell.organ.pk, Row(cell.month, organ=cell.organ))
        row.silent += cell.silent
        row.delays += cell.delays
        row.unregistered += cell.unregistered
        for name in FIGURES:
            setattr(row, name, getattr(row, name) + getattr(cell, name))
    return worst_first(sums.values())


def scoreboard(month: date, today: date | None = None, *, beside: bool = True) -> list[Cell]:
    """Every court of ours and its judgments. Without `beside` nobody counts what is public and on no register."""
    item = next(i for i in items().values() if i.carrier == Carrier.JUDGMENT)
    return of_item(item, month, today, beside=beside)


def of_item(item: CatalogueItem, month: date, today: date | None = None, *, beside: bool = True) -> list[Cell]:
    """One item's cells; for judgments with what is public and stands on no register."""
    found = cells(month, today, {item.pk: item}, item=item)
    if beside and item.carrier == Carrier.JUDGMENT:
        extra = dict(unregistered(month).values_list("organ_id").annotate(n=Count("id")).order_by())
        for cell in found:
            cell.unregistered = extra.get(cell.organ.pk, 0)
    return found


def unregistered(month: date) -> QuerySet[Judgment]:
    """Public judgments that took effect in a month without standing in the court's register; listed beside the sum."""
    return Judgment.objects.public().filter(effective_on__gte=month, effective_on__lt=following(month), duties=None)


def duty_rows(organ: Organ | None, month: date, sort: str, today: date | None = None, *, item: CatalogueItem | None = None, reason: str = "") -> QuerySet[Duty]:
    """The duties behind one figure, of one organ or item or of all; `sort` is one of SORTS or "due" for all. `reason`
    keeps those that are exempt for it."""
    today = today or timezone.localdate()
    duties = Duty.objects.filter(month=month, **({"organ": organ} if organ else {}), **({"item": item} if item else {}))
    if reason:
        duties = duties.annotate(why=exempt_reason()).filter(why=reason)
    if sort in ("overdue", "pending"):
        duties = getattr(duties, sort)(today)
    elif sort in SORTS:
        duties = getattr(duties, sort)()
    shown = duties.select_related("organ", "item", "judgment", "exemption", "disclosure__item", "disclosure__organ", "statement__item", "hearing")
    return shown.defer("judgment__text", "disclosure__text", "statement__text").order_by("due_on", "case_number", "id")


def exempt_reason() -> Case:
    """Why a duty is exempt, as a code: an editor's word, the notice's ground, the reason of the withdrawal."""
    places = ("excused", "exemption__reason", "judgment__withdrawn_reason", "disclosure__withdrawn_reason", "statement__withdrawn_reason", "hearing__withdrawn_reason")
    return Case(*(When(**{f"{place}__gt": ""}, then=F(place)) for place in places), default=Value(""), output_field=CharField())


def months(limit: int = 24) -> list[date]:
    """Months from the first duty or register on, newest first; to look for those without one would read them all."""
    firsts = [m.objects.order_by("month").values_list("month", flat=True)[:1] for m in (Duty, Register)]
    begun = [month for rows in firsts for month in rows]
    if not begun:
        return []
    today = timezone.localdate()
    numbers = [today.year * 12 + today.month - 1 - n for n in range(limit)]
    return [m for m in (date(n // 12, n % 12 + 1, 1) for n in numbers) if m >= min(begun)]
