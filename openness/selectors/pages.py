"""Reading public pages (公开页面)."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry

from core.enums import Role
from core.permissions import scoped
from core.site import organ_of
from justice.case_numbers import CaseNumberError, parse
from openness.enums import PageKind, RuleState
from openness.models import (
    AddressedUnit,
    CircularPage,
    CircularReceipt,
    ExemptionNotice,
    Judgment,
    ModelCasePage,
    Nomination,
    OrganTask,
    OrganTaskState,
    PageIndex,
    RulePage,
    TopicPage,
)
from openness.models.pages_workflow import organs_as

MODELS: dict[str, Any] = {PageKind.CIRCULAR.value: CircularPage, PageKind.MODEL_CASE.value: ModelCasePage, PageKind.RULE.value: RulePage, PageKind.TOPIC.value: TopicPage}
ID = re.compile(r"(?<![0-9a-z])[2-9a-hjkmnp-z]{10}(?![0-9a-z])")
MOST = 40  # records that one block of a topic page shows


@dataclass(frozen=True, slots=True)
class PageFilters:
    """How a list of pages is narrowed."""

    organ: str = ""
    year: int | None = None
    words: str = ""
    state: str = ""
    collection: str = ""


def public_pages(kind: str) -> QuerySet:
    """Public pages of a kind, the latest first."""
    return MODELS[kind].objects.public().order_by("-public_from", "-pk")


def narrowed(kind: str, filters: PageFilters) -> QuerySet:
    """Public pages of a kind, narrowed; of rules each knows `replaced`."""
    pages = public_pages(kind)
    if filters.organ:
        pages = pages.filter(organ__code=filters.organ)
    if filters.year:
        pages = pages.filter(public_from__year=filters.year)
    if filters.words:
        pages = pages.filter(Q(title__contains=filters.words) | (Q(number__contains=filters.words) if kind != PageKind.TOPIC else Q()))
    if kind == PageKind.MODEL_CASE and filters.collection:
        pages = pages.filter(collection=filters.collection)
    return _rules(pages, filters.state) if kind == PageKind.RULE else pages


def _rules(pages: QuerySet, state: str) -> QuerySet:
    today = timezone.localdate()
    newer = RulePage.objects.public().filter(replaces_id=OuterRef("pk"), effective_on__lte=today)
    pages = pages.annotate(replaced=Exists(newer))
    repealed, over = Q(repealed_on__lte=today), Q(valid_until__lt=today)
    future = Q(effective_on__gt=today)
    wanted = {
        RuleState.REPEALED: repealed, RuleState.REPLACED: ~repealed & Q(replaced=True), RuleState.EXPIRED: ~repealed & Q(replaced=False) & over,
        RuleState.FUTURE: ~repealed & Q(replaced=False) & ~over & future,
    }  # fmt: skip
    if state == RuleState.IN_FORCE:
        return pages.filter(Q(repealed_on=None) | Q(repealed_on__gt=today), Q(valid_until=None) | Q(valid_until__gte=today), replaced=False, effective_on__lte=today)
    return pages.filter(wanted[RuleState(state)]) if state in wanted else pages


def sides(kind: str) -> dict[str, list]:
    """Values of the lists' facets with their counts: organs, years, collections."""
    pages = public_pages(kind).order_by()
    organs = pages.values_list("organ__code", "organ__short_name").annotate(n=Count("pk")).order_by("-n", "organ__code")
    years = pages.values_list("public_from__year").annotate(n=Count("pk")).order_by("-public_from__year")
    found: dict[str, list] = {"organ": [(code, name, n) for code, name, n in organs], "year": [(y, f"{y}年", n) for y, n in years]}
    if kind == PageKind.MODEL_CASE:
        named = pages.exclude(collection="").values_list("collection").annotate(n=Count("pk")).order_by("-n", "collection")
        found["collection"] = [(name, name, n) for name, n in named]
    return found


def latest_pages(kind: str, count: int) -> list[dict]:
    """Cards of the latest."""
    return cards_of(list(public_pages(kind).defer_streamfields()[:count]))


def cards_of(pages: Sequence[Any]) -> list[dict]:
    """Cards (components/record_card.html) of those pages that are public now, whatever type they were given as."""
    found = [page.specific if type(page) not in MODELS.values() else page for page in pages]
    return [card(page) for page in found if getattr(page, "is_public", page.live)]


def card(page: Any) -> dict:
    """What lists show of a page."""
    organ = organ_of(page) if getattr(page, "organ_id", None) else None
    return {
        "url": page.get_url() or "", "title": page.title, "label": page._meta.verbose_name, "organ": organ.name if organ else "",
        "number": getattr(page, "number_shown", ""), "date": getattr(page, "dated", None),
    }  # fmt: skip


def find_page(public_id: str) -> Any:
    """The page behind a permanent number, whatever its state; the caller looks at is_public."""
    for model in MODELS.values():
        if page := model.objects.select_related("organ").filter(public_id=public_id).first():
            return page
    return None


def index_of(kind: str) -> PageIndex | None:
    """The list that pages of this kind stand in."""
    return PageIndex.objects.filter(kind=kind).first()


def page_ids_of(organs: Iterable[int]) -> list[str]:
    """Numbers of every page of these organs, as workflows name them."""
    wanted = list(organs)
    return [str(pk) for model in MODELS.values() for pk in model.objects.filter(organ_id__in=wanted).values_list("pk", flat=True)]


def waiting_for(user: Any) -> list[Any]:
    """Steps of review that this person may take now, the earliest due first: each an OrganTaskState with its page."""
    by_task = {task.pk: task for task in OrganTask.objects.filter(active=True)}
    places = {role: organs_as(user, role) for role in {task.role for task in by_task.values()}}
    organs = {pk for found in places.values() for pk in found}
    if not organs:
        return []
    pages = {str(p.pk): p for p in CircularPage.objects.filter(organ_id__in=organs).select_related("organ").defer_streamfields()}
    states = OrganTaskState.objects.filter(status=OrganTaskState.STATUS_IN_PROGRESS, workflow_state__object_id__in=list(pages)).select_related("workflow_state", "task")
    rows = [state for state in states.order_by("due_on", "pk") if state.task_id in by_task]
    approved = TaskState.objects.filter(workflow_state__in=[s.workflow_state_id for s in rows], status=TaskState.STATUS_APPROVED, finished_by=user)
    passed = defaultdict(set)
    for of, task in approved.values_list("workflow_state", "task"):
        passed[of].add(task)
    found = []
    for state in rows:
        page, task = pages[state.workflow_state.object_id], by_task[state.task_id]
        if page.organ_id in places[task.role] and task.free_of(state.workflow_state, user, passed[state.workflow_state_id]):
            found.append({"state": state, "page": page, "step": task.name})
    return found


def unconfirmed(user: Any) -> int:
    """Public circulars that a unit of this person must still confirm."""
    mine = [m.organ_id for m in user.active_memberships]
    given = CircularReceipt.objects.filter(circular_id=OuterRef("page_id"), organ_id=OuterRef("organ_id"))
    return AddressedUnit.objects.filter(~Exists(given), organ_id__in=mine, page__in=CircularPage.objects.public()).count()


def nominations_waiting(user: Any) -> int:
    """Nominations to this editor's organs without an answer."""
    return scoped(Nomination.objects.filter(answered_at=None), user, Role.EDITOR).count() if Role.EDITOR in user.roles else 0


def offered(user: Any) -> Q:
    """Which pages a chooser may show to a member of staff: those that are public, and those below one's own folders."""
    mine = policy_registry.get_by_type(Page).explorable_instances(user)
    types = [ContentType.objects.get_for_model(model).pk for model in MODELS.values()]
    wanted = Q(pk__in=mine.values("pk")) | (Q(live=True) & ~Q(content_type_id__in=types))
    for model in MODELS.values():
        wanted |= Q(pk__in=model.objects.public().values("pk"))
    return wanted


def records_named(text: str) -> list[dict]:
    """Cards of the public records and pages whose numbers stand in a text, in its order."""
    ids = list(dict.fromkeys(ID.findall(text)))[:MOST]
    found: dict[str, dict] = {}
    for judgment in Judgment.objects.public().filter(public_id__in=ids).select_related("organ").defer("text"):
        found[judgment.public_id] = {
            "url": judgment.get_absolute_url(), "title": judgment.title, "label": judgment.document_kind, "organ": judgment.organ.name,
            "number": judgment.case_number, "date": judgment.decided_on,
        }  # fmt: skip
    for model in MODELS.values():
        for page in model.objects.public().filter(public_id__in=ids):
            found[page.public_id] = card(page)
    return [found[public_id] for public_id in ids if public_id in found]


def case_links(case_number: str) -> list[dict]:
    """What is public on this site about a case: label, number, url; empty where nothing is, or the number is none."""
    try:
        base = parse(case_number).base if case_number else ""
    except CaseNumberError:
        return []
    if not base:
        return []
    judgments = Judgment.objects.public().filter(case__number=base).order_by("decided_on").defer("text")
    notices = ExemptionNotice.objects.public().filter(case__number=base)
    shown = [{"label": j.document_kind, "number": j.case_number, "url": j.get_absolute_url()} for j in judgments]
    return shown + [{"label": f"{n.document_kind}（依法不公开）", "number": n.case_number, "url": n.get_absolute_url()} for n in notices]
