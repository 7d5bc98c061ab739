"""Coverage over months (公开情况的走势): one organ, one item or both, up to 24 months, in five queries."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, QuerySet
from django.db.models.functions import TruncMonth
from django.utils import timezone

from core.enums import Act
from core.models import LedgerEntry, Organ
from justice.models import calendar_shown
from openness.enums import Arises, Carrier
from openness.models import CatalogueItem, Disclosure, Duty, Hearing, Judgment, Register, Statement
from openness.selectors.coverage import FIGURES, Figures, duty_counts, following, months
from openness.selectors.coverage_beside import KINDS, bounds

BEHIND = {Carrier.JUDGMENT: Judgment, Carrier.HEARING: Hearing, Carrier.STATEMENT: Statement, Carrier.DISCLOSURE: Disclosure}


@dataclass(slots=True)
class Month(Figures):
    """A month of a trend; with what was corrected and withdrawn in it."""

    corrected: int = 0
    withdrawn: int = 0

    def as_list(self) -> list:
        """For CSV, in the order of HEADER."""
        rate = "" if self.on_time_rate is None else self.on_time_rate
        return [f"{self.month:%Y-%m}", *(getattr(self, n) for n in FIGURES), self.register, rate, self.median_delay, self.worst_delay, self.corrected, self.withdrawn]


HEADER = ["month", *FIGURES, "register", "on_time_rate", "median_delay", "worst_delay", "corrected", "withdrawn"]


def trend(organ: Organ | None, item: CatalogueItem | None, today: date | None = None) -> list[Month]:
    """Month by month, the oldest first; ValueError where neither an organ nor an item narrows it down."""
    if organ is None and item is None:
        raise ValueError("请选择单位或者事项。")
    today = today or timezone.localdate()
    found = {m: Month(m) for m in sorted(months())}
    if not found:
        return []
    narrowed: dict = {**({"organ": organ} if organ else {}), **({"item": item} if item else {})}
    duties = Duty.objects.filter(month__in=list(found), **narrowed)
    for row in duties.order_by().values("month").annotate(**duty_counts(today)):
        point = found[row.pop("month")]
        for name, value in row.items():
            setattr(point, name, value)
        point.pending = point.due - point.published - point.exempt - point.overdue
    _delays(duties, found)
    _silent(found, organ, item, narrowed)
    _acts(found, organ, item)
    return list(found.values())


def _delays(duties: QuerySet[Duty], found: dict[date, Month]) -> None:
    """Working days late; each pair of days is counted once."""
    days, pairs = calendar_shown(), defaultdict(list)
    for month, due_on, published_on, n in duties.late().order_by().values_list("month", "due_on", "published_on").annotate(n=Count("id")):
        pairs[due_on, published_on].append((month, n))
    for key, places in pairs.items():
        late = days.workdays_between(*key)
        for month, n in places:
            found[month].delays += [late] * n


def _silent(found: dict[date, Month], organ: Organ | None, item: CatalogueItem | None, narrowed: dict) -> None:
    """Names the registers that are missing: of one item the organs, of one organ the items."""
    asked = CatalogueItem.objects.filter(arises=Arises.REGISTER, active=True, **({"pk": item.pk} if item else {}), **({"organ_kind": organ.kind} if organ else {}))
    wanted = list(asked.defer("fields"))
    if not wanted:
        return
    organs = [organ] if organ else list(Organ.objects.filter(active=True, is_trial=False, kind__in={i.organ_kind for i in wanted}))
    handed_in = set(Register.objects.filter(month__in=list(found), **narrowed).values_list("organ_id", "item_id", "month"))
    for month, point in found.items():
        for i in wanted:
            if i.valid_from < following(month) and (i.valid_to is None or i.valid_to >= month):
                point.silent += [i.title if organ else o.short_name for o in organs if o.kind == i.organ_kind and (o.pk, i.pk, month) not in handed_in]


def _acts(found: dict[date, Month], organ: Organ | None, item: CatalogueItem | None) -> None:
    """Corrections and withdrawals, by the month in which they were made."""
    counts: Counter = Counter()
    rows = acts_between(min(found), max(found), organ, item)
    for month, act, n in rows.annotate(month=TruncMonth("at")).order_by().values_list("month", "act").annotate(n=Count("id")):
        counts[timezone.localdate(month), act] += n
    for month, point in found.items():
        point.corrected, point.withdrawn = counts[month, Act.CORRECT], counts[month, Act.WITHDRAW]


def acts_between(first: date, last: date, organ: Organ | None = None, item: CatalogueItem | None = None) -> QuerySet[LedgerEntry]:
    """The corrections and withdrawals of these months, of one organ or item or of all, as the ledger has them."""
    rows = LedgerEntry.objects.filter(at__gte=bounds(first)[0], at__lt=bounds(last)[1], act__in=(Act.CORRECT, Act.WITHDRAW), kind__in=KINDS)
    if organ:
        rows = rows.filter(organ_code=organ.code)
    if item:
        model = BEHIND[Carrier(item.carrier)]
        rows = rows.filter(kind=model.kind)
        if model in (Disclosure, Statement):
            rows = rows.filter(public_id__in=model._default_manager.filter(item=item).values("public_id"))
    return rows
