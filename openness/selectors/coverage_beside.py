"""What stands beside the sums of coverage (公开情况旁边的): items that owe nothing by a day, corrections, withdrawals, reasons, the trend."""

from collections import Counter
from datetime import date, datetime, time

from django.db.models import Count
from django.utils import timezone

from core.enums import Act
from core.models import LedgerEntry
from openness.enums import Arises, Carrier
from openness.models import CatalogueItem, Disclosure, Duty, Statement
from openness.selectors.coverage import exempt_reason, following

KINDS = ("disclosure", "statement", "judgment", "hearing")


def without_clock(month: date, known: dict[int, CatalogueItem]) -> list[dict]:
    """Items that owe nothing by a day, and how many entries of the month are public: beside the sum."""
    first, last = bounds(month)
    of_month = {"published_at__gte": first, "published_at__lt": last, "item__arises": Arises.NONE}
    entries, statements = (m.objects.public().filter(**of_month).order_by().values_list("item").annotate(n=Count("id")) for m in (Disclosure, Statement))
    counts = Counter(dict(entries.union(statements, all=True)))
    free = [i for i in known.values() if i.active and i.arises == Arises.NONE and i.carrier != Carrier.HEARING and (counts[i.pk] or i.valid_to is None)]
    return [{"item": i, "count": counts[i.pk], "url": i.get_absolute_url()} for i in free]


def acts(month: date) -> dict[str, int]:
    """Corrections and withdrawals of the month, of every kind that duties rest on: one query."""
    first, last = bounds(month)
    rows = LedgerEntry.objects.filter(at__gte=first, at__lt=last, kind__in=KINDS, act__in=(Act.CORRECT, Act.WITHDRAW))
    counts = rows.order_by().values_list("act").annotate(n=Count("id"))
    return {str(Act.CORRECT): 0, str(Act.WITHDRAW): 0} | dict(counts)


def excuses_of(month: date) -> list[tuple[str, int]]:
    """Reasons of the month's exemptions, the most frequent first: codes and counts."""
    exempt = Duty.objects.filter(month=month).exempt()
    return list(exempt.annotate(why=exempt_reason()).order_by().values_list("why").annotate(n=Count("id")).order_by("-n"))


def bounds(month: date) -> tuple[datetime, datetime]:
    """The moments at which a month begins and ends."""
    first, last = (timezone.make_aware(datetime.combine(d, time.min)) for d in (month, following(month)))
    return first, last
