"""Coverage (公开率): what was owed for a month, and what became of it. One query a scoreboard."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from core.models import Organ
from core.publishing import public_condition
from openness.models import Duty, Judgment, Register

FIGURES = ("due", "published", "late", "exempt", "overdue", "pending")
SORTS = ("published", "late", "exempt", "overdue", "pending")
EARLIEST, LATEST = 1949, 2199  # years that a month can lie in; the machine's calendar has more, and an end


@dataclass(frozen=True, slots=True)
class Row:
    """A court's month: published + exempt + overdue + pending = due; late is within published."""

    organ: Organ
    month: date
    register: bool
    due: int = 0
    published: int = 0
    late: int = 0
    exempt: int = 0
    overdue: int = 0
    pending: int = 0
    unregistered: int = 0

    @property
    def url(self) -> str:
        """The rows behind the figures."""
        return reverse("openness:coverage_rows", args=[self.organ.code, f"{self.month:%Y-%m}"])

    @property
    def on_time(self) -> int:
        """Published by the due day."""
        return self.published - self.late

    @property
    def on_time_rate(self) -> float | None:
        """Percent of what had to be published by now that was published in time; None where nothing had to be."""
        owed = self.published + self.overdue
        return round(100 * self.on_time / owed, 1) if owed else None

    def as_dict(self) -> dict:
        """For JSON and CSV: the organ by code and name, the month as YYYY-MM."""
        figures = {name: getattr(self, name) for name in FIGURES}
        return {
            "organ": self.organ.code,
            "name": self.organ.name,
            "month": f"{self.month:%Y-%m}",
            **figures,
            "register": self.register,
        }


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


def duty_counts(today: date) -> dict:
    """Aggregates that sort duties disjointly: public, exempt, overdue, pending."""
    public, exempt = public_condition("judgment__"), Duty.objects.exempt_condition()
    still_open = ~public & ~exempt
    return {
        "due": Count("id"),
        "published": Count("id", filter=public),
        "late": Count("id", filter=public & Q(published_on__gt=F("due_on"))),
        "exempt": Count("id", filter=~public & exempt),
        "overdue": Count("id", filter=still_open & Q(due_on__lt=today)),
        "pending": Count("id", filter=still_open & Q(due_on__gte=today)),
    }


def scoreboard(month: date, today: date | None = None, *, beside: bool = True) -> list[Row]:
    """Every court of ours for a month, worst first: without a register, then by overdue. Without `beside` nobody counts
    what is public and on no register."""
    today = today or timezone.localdate()
    courts = list(Organ.objects.courts())
    handed_in = set(Register.objects.filter(month=month).values_list("organ_id", flat=True))
    duties = Duty.objects.filter(register__month=month)
    counts = {
        c.pop("organ_id"): c for c in duties.values("organ_id").annotate(**duty_counts(today)).order_by()
    }
    extra = dict(unregistered(month).values_list("organ_id").annotate(n=Count("id")).order_by()) if beside else {}
    rows = [
        Row(
            organ=c,
            month=month,
            register=c.pk in handed_in,
            unregistered=extra.get(c.pk, 0),
            **counts.get(c.pk, {}),
        )
        for c in courts
    ]
    return sorted(
        rows,
        key=lambda r: (
            r.register,
            -r.overdue,
            r.on_time_rate if r.on_time_rate is not None else 101,
            r.organ.order,
        ),
    )


def unregistered(month: date) -> QuerySet[Judgment]:
    """Public judgments that took effect in a month without standing in the court's register; listed beside the sum."""
    nxt = (month.replace(day=28) + timedelta(days=7)).replace(day=1)
    return Judgment.objects.public().filter(effective_on__gte=month, effective_on__lt=nxt, duties=None)


def duty_rows(organ: Organ, month: date, sort: str, today: date | None = None) -> QuerySet[Duty]:
    """The duties behind one figure; `sort` is one of SORTS or "due" for all."""
    today = today or timezone.localdate()
    duties = (
        Duty.objects.filter(organ=organ, register__month=month)
        .select_related("judgment", "exemption")
        .defer("judgment__text")
    )
    chosen = {"published": duties.published, "late": duties.late, "exempt": duties.exempt}
    if sort in ("overdue", "pending"):
        duties = getattr(duties, sort)(today)
    elif sort in chosen:
        duties = chosen[sort]()
    return duties.order_by("due_on", "case_number")


def months() -> list[date]:
    """Months that some court handed a register in for, newest first."""
    return list(Register.objects.order_by("-month").values_list("month", flat=True).distinct())


def default_month(today: date | None = None) -> date:
    """The last whole month: most of the current one is not due yet."""
    today = today or timezone.localdate()
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)
