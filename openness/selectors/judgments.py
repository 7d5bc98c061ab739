"""Reading judgments (裁判文书)."""

from dataclasses import dataclass
from datetime import date

from django.core.paginator import Page, Paginator
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.utils import timezone

from core.models import Organ
from core.navigation import address
from core.site import organ_of
from openness.enums import Category
from openness.models import Correction, Disclosure, ExemptionNotice, Hearing, Judgment, Statement

PAGE = 20
DEEPEST = 500
# The most visited page: to have Django write these forty columns anew each time takes longer than to run the query.
OF_ONE_CASE = """SELECT judgment.*, file.has_notice AS case_has_notice
FROM openness_judgment AS asked
JOIN openness_judgment AS judgment ON judgment.case_id = asked.case_id
JOIN justice_casefile AS file ON file.id = asked.case_id
WHERE asked.public_id = %s"""
LIST_FIELDS = (
    "public_id",
    "title",
    "case_number",
    "document_kind",
    "cause",
    "decided_on",
    "public_from",
    "organ",
    "category",
    "state",
    "year",
)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list is narrowed to; empty means all."""

    court: str = ""
    year: int | None = None
    category: str = ""
    cause: str = ""

    def narrow(self, judgments: QuerySet[Judgment], *, but: str = "") -> QuerySet[Judgment]:
        """Judgments that fit, leaving the filter named `but` aside (a facet counts over the others)."""
        if self.court and but != "court":
            judgments = judgments.filter(organ__code=self.court)
        if self.year and but != "year":
            judgments = judgments.filter(year=self.year)
        if self.category and but != "category":
            judgments = judgments.filter(category=self.category)
        if self.cause and but != "cause":
            judgments = judgments.filter(cause=self.cause)
        return judgments


def latest(limit: int) -> list[dict]:
    """The latest public judgments for a front page."""
    rows = (
        Judgment.objects.public()
        .select_related("organ")
        .only(*LIST_FIELDS, "organ__short_name")
        .order_by("-public_from", "-id")[:limit]
    )
    return [summary(j) | {"date": timezone.localdate(j.public_from)} for j in rows]


def latest_with_changes(filters: Filters, limit: int) -> QuerySet[Judgment]:
    """The latest public judgments that fit, each with `corrected_at`: its last correction, None for most."""
    corrected = Correction.objects.filter(judgment=OuterRef("pk")).order_by("-at").values("at")[:1]
    rows = filters.narrow(Judgment.objects.public()).select_related("organ").defer("text")
    return rows.annotate(corrected_at=Subquery(corrected)).order_by("-public_from", "-id")[:limit]


def summary(judgment: Judgment) -> dict:
    """What a list shows of a judgment."""
    return {
        "title": judgment.title, "url": judgment.get_absolute_url(), "number": judgment.case_number, "organ": judgment.organ.short_name,
        "date": judgment.decided_on or judgment.public_from.date(), "label": judgment.document_kind, "cause": judgment.cause,
    }  # fmt: skip


def judgment_page(filters: Filters, number: int) -> Page:
    """One page of public judgments, newest decisions first."""
    rows = (
        filters.narrow(Judgment.objects.public())
        .select_related("organ")
        .only(*LIST_FIELDS, "organ__short_name")
        .order_by("-decided_on", "-id")
    )
    return Paginator(rows, PAGE).get_page(min(max(number, 1), DEEPEST))


def facets(filters: Filters) -> list[dict]:
    """Counts by court, year, kind and cause: four grouped queries, whatever the number of records."""
    public = Judgment.objects.public().order_by()

    def count(field: str, name: str, limit: int = 12) -> list:
        rows = filters.narrow(public, but=name).values_list(field).annotate(n=Count("id")).order_by("-n")
        return [(value, n) for value, n in rows[: limit + 1] if value not in (None, "")][:limit]

    organs = {o.code: o.short_name for o in Organ.objects.filter(kind="court")}
    return [
        {
            "name": "court",
            "label": "法院",
            "values": [(code, organs.get(code, code), n) for code, n in count("organ__code", "court", 20)],
        },
        {
            "name": "year",
            "label": "年份",
            "values": sorted(((y, str(y), n) for y, n in count("year", "year")), reverse=True),
        },
        {
            "name": "category",
            "label": "类型",
            "values": [(c, Category(c).label, n) for c, n in count("category", "category")],
        },
        {"name": "cause", "label": "案由", "values": [(c, c, n) for c, n in count("cause", "cause")]},
    ]


def judgment_with_case(public_id: str) -> tuple[Judgment | None, list[Judgment]]:
    """A judgment in whatever state, and every judgment of its case that is public now: one query for both.

    Each comes with `case_has_notice`.
    """
    rows = list(Judgment.objects.raw(OF_ONE_CASE, [public_id]))
    record = next((j for j in rows if j.public_id == public_id), None)
    if record:
        record.organ = organ_of(record)
    return record, [j for j in rows if j.is_public]


def public_judgment(public_id: str) -> Judgment | None:
    """A judgment that is public now, None for every other."""
    return Judgment.objects.public().select_related("organ").filter(public_id=public_id).first()


def case_documents(judgments: list[Judgment], case_id: int, has_notice: bool) -> list[dict]:
    """Everything public about one case: its public judgments, and notices of what is not published."""
    rows = [
        (j.document_kind, j.case_number, j.decided_on, j.public_id, "openness:judgment", "")
        for j in judgments
    ]
    if has_notice:
        notices = ExemptionNotice.objects.public().filter(case_id=case_id)
        fields = ("document_kind", "case_number", "decided_on", "public_id")
        rows += [(*row, "openness:exemption", "（依法不公开）") for row in notices.values_list(*fields)]
    documents = [
        {
            "label": kind + note,
            "number": number,
            "date": day,
            "url": address(view, public_id),
            "public_id": public_id,
        }
        for kind, number, day, public_id, view, note in rows
    ]
    return sorted(documents, key=lambda d: d["date"] or date.min)


def cited_cases(numbers: list[str]) -> list[dict]:
    """Case numbers cited in a document: linked where the document is public here, else said to be not on this site."""
    if not numbers:
        return []
    found = {
        j.case_number: j
        for j in Judgment.objects.public()
        .filter(case_number__in=numbers)
        .only("public_id", "case_number", "state", "title")
    }
    return [{"number": n, "url": found[n].get_absolute_url() if n in found else ""} for n in numbers]


def find_public(public_id: str) -> Judgment | ExemptionNotice | Disclosure | Hearing | Statement | None:
    """The record behind a permanent short address, whatever its state; the caller looks at is_public."""
    beside = {Statement: ("organ", "item"), Disclosure: ("organ", "case", "item")}
    for model in (Judgment, ExemptionNotice, Disclosure, Hearing, Statement):
        record = model._default_manager.select_related(*beside.get(model, ("organ", "case"))).filter(public_id=public_id).first()
        if record is not None:
            return record
    return None
