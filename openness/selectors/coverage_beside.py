"""What stands beside the sums of coverage (公开情况旁边的): items that owe nothing by a day, corrections, withdrawals, reasons, the trend."""

from collections import Counter
from datetime import date, datetime, time

from django.db.models import Count, QuerySet
from django.utils import timezone

from core.enums import Act
from core.models import LedgerEntry
from openness.enums import Arises, Carrier
from openness.models import CatalogueItem, Disclosure, Duty, Statement
from openness.selectors.coverage import following

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
    counts = acts_of(month).order_by().values_list("act").annotate(n=Count("id"))
    return {str(Act.CORRECT): 0, str(Act.WITHDRAW): 0} | dict(counts)


def acts_of(month: date) -> QuerySet[LedgerEntry]:
    """The entries of the ledger behind these counts."""
    first, last = bounds(month)
    return LedgerEntry.objects.filter(at__gte=first, at__lt=last, kind__in=KINDS, act__in=(Act.CORRECT, Act.WITHDRAW))


def excuses_of(month: date) -> list[tuple[str, int]]:
    """Reasons of the month's exemptions, the most frequent first: codes and counts."""
    counts: Counter[str] = Counter()
    reasons = ("excused", "exemption__reason", "judgment__withdrawn_reason", "disclosure__withdrawn_reason", "statement__withdrawn_reason", "hearing__withdrawn_reason")
    for *said, n in Duty.objects.filter(month=month).exempt().order_by().values_list(*reasons).annotate(n=Count("id")):
        counts[next(filter(None, said), "")] += n
    return counts.most_common()


def bounds(month: date) -> tuple[datetime, datetime]:
    """The moments at which a month begins and ends."""
    first, last = (timezone.make_aware(datetime.combine(d, time.min)) for d in (month, following(month)))
    return first, last
