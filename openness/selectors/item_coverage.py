"""Coverage of the whole catalogue (各事项的公开情况): per organ and item of a month, in a handful of queries whatever the number of duties."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from statistics import median
from urllib.parse import quote

from django.db.models import CharField, Count, F, Q, QuerySet, Value
from django.urls import reverse
from django.utils import timezone

from core.enums import Act
from core.models import LedgerEntry, Organ
from justice.models import calendar_shown
from openness.enums import Arises, Carrier
from openness.models import CatalogueItem, Disclosure, Duty, ItemDuty, Statement
from openness.models.item_duties import discharged, excused
from openness.selectors.coverage import FIGURES, SORTS, scoreboard

JUDGMENTS = "judgments"  # the slug of the item whose duties come from registers
KINDS = ("disclosure", "statement", "judgment")


@dataclass(slots=True)
class Cell:
    """One organ and item of a month: published + exempt + overdue + pending = due; late is within published."""

    organ: Organ
    item: CatalogueItem
    month: date
    register: bool = True
    due: int = 0
    published: int = 0
    late: int = 0
    exempt: int = 0
    overdue: int = 0
    pending: int = 0
    delays: list[int] = field(default_factory=list)

    @property
    def url(self) -> str:
        """The rows behind the figures."""
        form = _form(self.item.carrier == Carrier.JUDGMENT)
        return form.replace("ITEM", self.item.slug).replace("ORGAN", quote(self.organ.code)).replace("2000-01", f"{self.month:%Y-%m}")

    @property
    def on_time_rate(self) -> float | None:
        """Percent of what had to be public by now that was public in time; None where nothing had to be."""
        owed = self.published + self.overdue
        return round(100 * (self.published - self.late) / owed, 1) if owed else None

    @property
    def median_delay(self) -> float | None:
        """Working days that the late ones took beyond their day, in the middle."""
        return median(self.delays) if self.delays else None

    @property
    def worst_delay(self) -> int | None:
        """The latest of them."""
        return max(self.delays, default=None)

    def as_dict(self) -> dict:
        """For JSON and CSV."""
        figures = {name: getattr(self, name) for name in FIGURES}
        return {
            "organ": self.organ.code, "name": self.organ.name, "item": self.item.slug, "title": self.item.title, "month": f"{self.month:%Y-%m}", **figures, "register": self.register,
            "median_delay": self.median_delay, "worst_delay": self.worst_delay,
        }  # fmt: skip


@cache
def _form(registered: bool) -> str:
    """The form of a row's address: hundreds of calls of reverse() on one page cost more than its queries."""
    if registered:
        return reverse("openness:coverage_rows", args=["ORGAN", "2000-01"])
    return reverse("openness:item_coverage_rows", args=["ITEM", "ORGAN", "2000-01"])


def items() -> dict[int, CatalogueItem]:
    """Every item by its key, read once for a page."""
    return {i.pk: i for i in CatalogueItem.objects.defer("fields")}


def cells(month: date, today: date | None = None, known: dict[int, CatalogueItem] | None = None) -> list[Cell]:
    """Every organ and item with a duty in a month, and every court; courts without a register first, then the most overdue."""
    today = today or timezone.localdate()
    organs = {o.pk: o for o in Organ.objects.filter(active=True, is_trial=False)}
    known = items() if known is None else known
    found = _courts(month, today, known)
    rows = ItemDuty.objects.filter(month=month).values("organ_id", "item_id").annotate(**_counts(today)).order_by()
    for row in rows:
        if organ := organs.get(row.pop("organ_id")):
            left = row["due"] - row["published"] - row["exempt"] - row["overdue"]
            found.append(Cell(organ, known[row.pop("item_id")], month, pending=left, **row))
    late = _delays(month)
    for cell in found:
        cell.delays = late.get((cell.organ.pk, cell.item.slug), [])
    return sorted(found, key=lambda c: (c.register, -c.overdue, c.on_time_rate if c.on_time_rate is not None else 101, c.organ.order, c.item.order))


def _courts(month: date, today: date, known: dict[int, CatalogueItem]) -> list[Cell]:
    """The judgments' own scoreboard, as it stands."""
    item = next((i for i in known.values() if i.carrier == Carrier.JUDGMENT), None)
    return [Cell(r.organ, item, month, r.register, r.due, r.published, r.late, r.exempt, r.overdue, r.pending) for r in scoreboard(month, today, beside=False)] if item else []


def _counts(today: date) -> dict:
    """What is pending is what is left: each condition costs the page its time."""
    public, gone = discharged(), excused()
    return {
        "due": Count("id"), "published": Count("id", filter=public), "late": Count("id", filter=public & Q(published_on__gt=F("due_on"))), "exempt": Count("id", filter=~public & gone),
        "overdue": Count("id", filter=Q(due_on__lt=today) & ~public & ~gone),
    }  # fmt: skip


def _delays(month: date) -> dict[tuple[int, str], list[int]]:
    """Working days late, by organ and item; each pair of days is counted once."""
    days, found = calendar_shown(), defaultdict(list)
    pairs: dict[tuple[date, date], int] = {}
    columns = ("organ_id", "slug", "due_on", "published_on")
    others = ItemDuty.objects.filter(month=month).late().annotate(slug=F("item__slug")).order_by().values_list(*columns)
    judgments = Duty.objects.filter(register__month=month).late().annotate(slug=Value(JUDGMENTS, output_field=CharField())).order_by().values_list(*columns)
    for organ, slug, due_on, published_on in others.union(judgments, all=True):
        key = (due_on, published_on)
        if key not in pairs:
            pairs[key] = days.workdays_between(*key)
        found[organ, slug].append(pairs[key])
    return found


def without_clock(month: date, known: dict[int, CatalogueItem]) -> list[dict]:
    """Items that owe nothing by a day, and how many entries of the month are public: beside the sum."""
    first, last = _bounds(month)
    of_month = {"published_at__gte": first, "published_at__lt": last, "item__arises": Arises.NONE}
    entries, statements = (m.objects.public().filter(**of_month).order_by().values_list("item").annotate(n=Count("id")) for m in (Disclosure, Statement))
    counts = Counter(dict(entries.union(statements, all=True)))
    free = [i for i in known.values() if i.active and i.arises == Arises.NONE and i.carrier != Carrier.HEARING and (counts[i.pk] or i.valid_to is None)]
    return [{"item": i, "count": counts[i.pk], "url": i.get_absolute_url()} for i in free]


def acts(month: date) -> dict[str, int]:
    """Corrections and withdrawals of the month, of judgments, entries and statements: one query."""
    first, last = _bounds(month)
    rows = LedgerEntry.objects.filter(at__gte=first, at__lt=last, kind__in=KINDS, act__in=(Act.CORRECT, Act.WITHDRAW)).order_by().values_list("act").annotate(n=Count("id"))
    return {str(Act.CORRECT): 0, str(Act.WITHDRAW): 0} | dict(rows)


def excuses_of(month: date) -> list[tuple[str, int]]:
    """Reasons of the month's exemptions under the catalogue, and those of judgments, the most frequent first: codes and counts."""
    counts: Counter[str] = Counter()
    others = ItemDuty.objects.filter(month=month).exempt().order_by().values_list("excused", "disclosure__withdrawn_reason").annotate(n=Count("id"))
    judgments = Duty.objects.filter(register__month=month).exempt().order_by().values_list("exemption__reason", "judgment__withdrawn_reason").annotate(n=Count("id"))
    for reason, gone, n in others.union(judgments, all=True):
        counts[reason or gone or ""] += n
    return counts.most_common()


def duty_rows(organ: Organ, item: CatalogueItem, month: date, sort: str, today: date | None = None) -> QuerySet[ItemDuty]:
    """The duties behind one figure; `sort` is one of SORTS or "due" for all."""
    today = today or timezone.localdate()
    duties = ItemDuty.objects.filter(organ=organ, item=item, month=month).select_related("disclosure__item", "disclosure__organ", "statement__item").defer("disclosure__text", "statement__text")
    if sort in ("overdue", "pending"):
        duties = getattr(duties, sort)(today)
    elif sort in SORTS:
        duties = getattr(duties, sort)()
    return duties.order_by("due_on", "id")


def months(limit: int = 24) -> list[date]:
    """Months from the first duty under the catalogue on, newest first; to look for those without one would read them all."""
    first = ItemDuty.objects.order_by("month").values_list("month", flat=True).first()
    today = timezone.localdate()
    numbers = [today.year * 12 + today.month - 1 - n for n in range(limit)]
    found = [date(n // 12, n % 12 + 1, 1) for n in numbers]
    return [m for m in found if first and m >= first]


def _bounds(month: date) -> tuple[datetime, datetime]:
    following = (month.replace(day=28) + timedelta(days=7)).replace(day=1)
    first, last = (timezone.make_aware(datetime.combine(d, time.min)) for d in (month, following))
    return first, last
