"""Reading the catalogue and its entries (公开目录、公开事项)."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, QuerySet
from django.utils import timezone

from core.enums import OrganKind, State
from core.models import Organ
from openness.enums import Carrier
from openness.models import CatalogueItem, Disclosure, Hearing, Judgment, Statement

PAGE = 20
DEEPEST = 500


@dataclass(frozen=True, slots=True)
class Narrow:
    """What a list of entries is narrowed to; empty means all."""

    organ: str = ""
    year: int | None = None


def items_of(kind: str = "", today: date | None = None) -> list[CatalogueItem]:
    """Items in force, of one kind of organ or of all."""
    items = CatalogueItem.objects.in_force(today or timezone.localdate())
    return list(items.filter(organ_kind=kind) if kind else items)


def counts() -> dict[int, int]:
    """How much is public under each item, by its key: one query a carrier."""
    found: dict[int, int] = {}
    for model in (Disclosure, Statement):
        found |= dict(model.objects.public().order_by().values_list("item").annotate(n=Count("id")))
    whole = {Carrier.JUDGMENT: Judgment, Carrier.HEARING: Hearing}
    for item in CatalogueItem.objects.filter(carrier__in=whole):
        found[item.pk] = whole[Carrier(item.carrier)].objects.public().count()
    return found


def item_of(slug: str) -> CatalogueItem | None:
    """An item by its slug, in force or not: what was published under it stays to be read."""
    return CatalogueItem.objects.filter(slug=slug).first()


def entries(item: CatalogueItem, narrow: Narrow) -> QuerySet:
    """Public entries, or statements, of an item, the latest first."""
    model, day = (Statement, "period_to") if item.carrier == Carrier.STATEMENT else (Disclosure, "occurred_on")
    rows = model.objects.public().filter(item=item)
    if narrow.organ:
        rows = rows.filter(organ__code=narrow.organ)
    if narrow.year:
        rows = rows.filter(public_from__year=narrow.year)
    return rows.select_related("organ", "item").order_by(f"-{day}", "-id")


def entry_page(item: CatalogueItem, narrow: Narrow, number: int) -> Page:
    """One page of an item's entries."""
    return Paginator(entries(item, narrow), PAGE).get_page(min(max(number, 1), DEEPEST))


def entry_facets(item: CatalogueItem, narrow: Narrow) -> list[dict]:
    """Counts by organ and by year of publication, each over the other filter: two queries and the organs' names."""
    names = dict(Organ.objects.filter(kind=item.organ_kind).values_list("code", "short_name"))
    by_organ = entries(item, Narrow(year=narrow.year)).order_by().values_list("organ__code").annotate(n=Count("id")).order_by("-n")
    by_year = entries(item, Narrow(organ=narrow.organ)).order_by().values_list("public_from__year").annotate(n=Count("id")).order_by("-public_from__year")
    return [
        {"name": "organ", "label": "单位", "values": [(code, names.get(code, code), n) for code, n in by_organ]},
        {"name": "year", "label": "公开年份", "values": [(str(y), str(y), n) for y, n in by_year]},
    ]


def entry_of(public_id: str) -> Disclosure | None:
    """An entry in whatever state; the caller looks at is_public."""
    return Disclosure.objects.select_related("organ", "item", "case").filter(public_id=public_id).first()


def review_list() -> QuerySet[Disclosure]:
    """Entries as their staff list shows them."""
    return Disclosure.objects.select_related("organ", "item").defer("text").order_by("-id")


def waiting() -> QuerySet[Disclosure]:
    """Entries in review, the earliest due first."""
    return Disclosure.objects.filter(state=State.REVIEW).select_related("organ", "item").order_by("due_on", "id")


def organ_kinds() -> list[tuple[str, str]]:
    """Kinds of organ that disclose something, in the order of the catalogue page."""
    used = set(CatalogueItem.objects.in_force(timezone.localdate()).values_list("organ_kind", flat=True))
    return [(value, label) for value, label in OrganKind.choices if value in used]


def entries_of_case(number: str) -> list:
    """Public entries and hearings of one case, by its base number."""
    found = [*Disclosure.objects.public().filter(case__number=number).select_related("item"), *Hearing.objects.public().filter(case__number=number)]
    return sorted(found, key=lambda r: r.public_from)
