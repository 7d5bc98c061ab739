"""Nominations of model cases on the editor's desk (案例推荐)."""

import json

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role
from core.permissions import get_scoped, scoped
from core.publishing import Stale
from openness.forms import NominationAnswerForm
from openness.models import Nomination
from openness.services.nominations import nomination_answer

EDITORS = (Role.EDITOR,)


@require_GET
def nominations(request: HttpRequest) -> HttpResponse:
    """Nominations to one's organs, those without an answer first."""
    rows = scoped(Nomination.objects.select_related("organ").defer("statement", "person"), request.user, *EDITORS)
    page = Paginator(rows.order_by(F("answered_at").desc(nulls_first=True), "received_at"), 50).get_page(request.GET.get("page"))
    return render(request, "openness/staff/nominations.html", {"page_obj": page, "nominations": page.object_list})


@require_GET
def nomination(request: HttpRequest, pk: int) -> HttpResponse:
    """One nomination; its words are sealed, and opening them is audited."""
    return _screen(request, _nomination(request, pk), NominationAnswerForm())


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes it, which leaves a draft, or not; with reasons."""
    item, form = _nomination(request, pk), NominationAnswerForm(request.POST)
    if form.is_valid():
        try:
            done = nomination_answer(nomination=item, actor=request.user, **form.cleaned_data)
        except (ValueError, Stale) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已答复，并建了草稿，请接着写。" if done.page_id else "已答复。")
            return redirect("wagtailadmin_pages:edit", done.page_id) if done.page_id else redirect("openness_staff:nominations")
    return _screen(request, item, form, status=422)


def _nomination(request: HttpRequest, pk: int) -> Nomination:
    return get_scoped(Nomination.objects.select_related("organ"), request.user, *EDITORS, pk=pk)


def _screen(request: HttpRequest, item: Nomination, form: NominationAnswerForm, status: int = 200) -> HttpResponse:
    seen = {"actor": request.user, "purpose": "办理案例推荐", "target": f"nomination:{item.pk}", "organ": item.organ}
    words, person = item.statement.open(**seen), json.loads(item.person.open(**seen))
    return render(request, "openness/staff/nomination.html", {"nomination": item, "words": words, "person": person, "form": form}, status=status)
