"""Documents as editors keep them (文书管理): find, hold, withdraw, publish again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role, State
from core.permissions import get_scoped, scoped
from core.publishing import GateRefused, Stale
from openness.forms import ReasonForm
from openness.models import Judgment
from openness.presenters.records import record_screen, standing
from openness.selectors.records import hold_note, publication_history
from openness.services import records as service
from openness.views_staff.lists import documents_page

EDITORS = (Role.EDITOR,)


@require_GET
def records(request: HttpRequest) -> HttpResponse:
    """Judgments of one's organs, by number or state; indexed filters only, quick at any size."""
    rows = scoped(Judgment.objects.select_related("organ").defer("text"), request.user, *EDITORS)
    state, number = request.GET.get("state", ""), request.GET.get("number", "").strip()[:80]
    if state in State.values:
        rows = rows.filter(state=state)
    page = documents_page(request, rows, number)
    for judgment in page.object_list:
        judgment.tone, judgment.said = standing(judgment)
    context = {"page_obj": page, "judgments": page.object_list, "state": state, "number": number, "states": State.choices}
    return render(request, "openness/staff/records.html", context)


@require_GET
def record(request: HttpRequest, public_id: str) -> HttpResponse:
    """One document: where it stands, what was done to it, what can be done."""
    judgment = _judgment(request, public_id)
    proposals = list(judgment.proposals.filter(closed_at=None).only("created_at", "decided_on", "remask"))
    objections = list(judgment.objections.filter(answered_at=None).only("received_at", "due_on"))
    duties = [] if judgment.effective_on else list(judgment.duties.select_related("register")[:1])
    context = record_screen(judgment, publication_history(judgment), hold_note(judgment) if judgment.state == State.HELD else "")
    return render(request, "openness/staff/record.html", {**context, "form": ReasonForm(), "proposals": proposals, "objections": objections, "duties": duties})


@require_POST
def act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Holds, withdraws or publishes again."""
    judgment = _judgment(request, public_id)
    wanted = request.POST.get("act", "")
    try:
        if wanted == "hold":
            service.judgment_hold(judgment=judgment, actor=request.user, reason=request.POST.get("note", ""))
            said = "已暂停公开"
        elif wanted == "withdraw":
            service.judgment_withdraw(judgment=judgment, actor=request.user, reason=request.POST.get("reason", ""))
            said = "已撤回，30 秒内从全站消失"
        elif wanted == "republish":
            again = service.judgment_republish(judgment=judgment, actor=request.user)
            said = "已重新公开" if again else "您已同意重新公开，本院要求两人审核，请另一位编辑再点一次"
        else:
            raise ValueError("不认识的操作。")
        messages.success(request, f"{judgment.case_number} {said}。")
    except GateRefused as refused:
        for refusal in refused.refusals[:5]:
            messages.error(request, str(refusal))
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
    return redirect("openness_staff:record", public_id)


def _judgment(request: HttpRequest, public_id: str) -> Judgment:
    return get_scoped(Judgment.objects.select_related("organ", "case", "withdrawn_by"), request.user, *EDITORS, public_id=public_id)
