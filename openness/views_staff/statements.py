"""Statements as editors keep them (数据与答复)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.crypto import get_random_string
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role
from core.pagination import LongPaginator
from core.permissions import get_scoped, scoped
from core.publishing import GateRefused, Stale
from openness.forms_catalogue import StatementForm
from openness.models import Statement
from openness.presenters.records import standing
from openness.reasons import disclosure_reasons
from openness.services.statements import StatementRefused, statement_publish, statement_withdraw

PER_PAGE = 30


@require_GET
def statements(request: HttpRequest) -> HttpResponse:
    """Statements of one's organs, the latest first."""
    rows = scoped(Statement.objects.select_related("organ", "item").defer("text"), request.user, Role.EDITOR).order_by("-id")
    page = LongPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for record in page.object_list:
        record.tone, record.said = standing(record)
    return render(request, "openness/staff/statements.html", {"page_obj": page, "statements": page.object_list, "reasons": disclosure_reasons().items()})


def statement_new(request: HttpRequest) -> HttpResponse:
    """Types in figures, or an answer; public at once."""
    form = StatementForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            made = statement_publish(
                organ=data["organ"], item=data["item"], key=f"typed-{get_random_string(12)}", title=data["title"], period=(data["period_from"], data["period_to"]), source=data["source"],
                actor=request.user, figures=data["figures"], text=data["text"],
            )  # fmt: skip
        except StatementRefused as refused:
            form.add_error(None, str(refused))
        except GateRefused as refused:
            for refusal in refused.refusals[:5]:
                form.add_error(None, str(refusal))
        else:
            messages.success(request, f"“{made.title}”已公开。")
            return redirect("openness_staff:statements")
    return render(request, "openness/staff/statement_form.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def statement_act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Withdraws a statement."""
    record = get_scoped(Statement.objects.select_related("organ", "item"), request.user, Role.EDITOR, public_id=public_id)
    try:
        statement_withdraw(statement=record, actor=request.user, reason=request.POST.get("reason", ""))
        messages.success(request, f"“{record.title}”已撤回。")
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
    return redirect("openness_staff:statements")
