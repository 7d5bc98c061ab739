"""Objections on the editor's desk (异议办理): by due date, the passage in its place, the answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role
from core.permissions import get_scoped, scoped
from core.publishing import Stale
from justice.models import calendar_shown
from openness.models import Objection
from openness.presenters.objections import objection_screen, person_of
from openness.presenters.records import standing
from openness.presenters.staff import due_pill
from openness.services.objections import objection_answer

EDITORS = (Role.EDITOR,)


@require_GET
def objections(request: HttpRequest) -> HttpResponse:
    """Objections to documents of one's organs: those to be answered by due date, then the answered ones."""
    rows = Objection.objects.select_related("organ", "judgment").defer("judgment__text", "statement", "person", "answer")
    rows = scoped(rows, request.user, *EDITORS).order_by(F("answered_at").desc(nulls_first=True), "due_on", "id")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    today, days = timezone.localdate(), calendar_shown()
    for item in page.object_list:
        item.pill = {"tone": "exempt", "text": item.get_outcome_display()} if item.answered_at else due_pill(item.due_on, today, days)
    return render(request, "openness/staff/objections.html", {"page_obj": page, "objections": page.object_list})


@require_GET
def objection(request: HttpRequest, pk: int) -> HttpResponse:
    """One objection."""
    return _screen(request, _objection(request, pk))


@require_POST
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows who sent it; the opening of the sealed fields is audited."""
    item = _objection(request, pk)
    return _screen(request, item, person=person_of(item, request.user))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answers it, and does to the document what the answer says; what was typed stays on an error."""
    item, post = _objection(request, pk), request.POST
    try:
        objection_answer(objection=item, actor=request.user, outcome=post.get("outcome", ""), answer=post.get("answer", ""), reason=post.get("reason", ""))
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
        return _screen(request, _objection(request, pk), status=422)
    messages.success(request, "已答复，提出人凭回执可以看到。")
    return redirect("openness_staff:objection", pk)


def _screen(request: HttpRequest, item: Objection, status: int = 200, **more) -> HttpResponse:
    tone, said = standing(item.judgment)
    context = {**objection_screen(item, item.judgment, request.user), "tone": tone, "said": said, "given": request.POST, **more}
    return render(request, "openness/staff/objection.html", context, status=status)


def _objection(request: HttpRequest, pk: int) -> Objection:
    return get_scoped(Objection.objects.select_related("organ", "judgment__organ", "answered_by"), request.user, *EDITORS, pk=pk)
