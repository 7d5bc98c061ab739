"""New rules over public texts (规则复查): how far it is, what was found, the editor's answer."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role, State
from core.permissions import get_scoped, scoped
from core.publishing import GateRefused, Stale
from openness.models import RecheckFinding
from openness.presenters.rechecks import finding_screen, run_row
from openness.selectors.rechecks import latest_runs, open_findings
from openness.services import rechecks as service

EDITORS = (Role.EDITOR,)


@require_GET
def rechecks(request: HttpRequest) -> HttpResponse:
    """The runs and, for editors, what waits in their organs."""
    rows = scoped(open_findings(), request.user, *EDITORS, field="judgment__organ")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    editor = bool(request.user.roles & {Role.EDITOR, Role.ADMINISTRATOR})
    context = {"page_obj": page, "findings": page.object_list, "runs": [run_row(run) for run in latest_runs()], "editor": editor}
    return render(request, "openness/staff/rechecks.html", context)


@require_GET
def finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: the passages and the two answers."""
    return _screen(request, _finding(request, pk))


@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Masks and publishes as a correction, or keeps with a reason; what was typed stays on an error."""
    item, post = _finding(request, pk), request.POST
    try:
        if post.get("act") == "mask":
            proposal = service.finding_mask(finding=item, actor=request.user, note=post.get("note", ""))
            if proposal is not None:
                messages.info(request, "已遮住。这份文书另有改遮蔽没有做完，或者要第二人复核，请在比对页看过再公布。")
                return redirect("openness_staff:proposal", proposal.pk)
            messages.success(request, f"{item.judgment.case_number} 已遮住，作为更正公开。")
        elif post.get("act") == "keep":
            again = service.finding_keep(finding=item, actor=request.user, reason=post.get("reason", ""))
            said = "已重新公开，以后的复查照此保留" if again else "已记下保留的理由；本院要求两人审核，请另一位编辑到记录页重新公开"
            messages.success(request, f"{item.judgment.case_number} {said}。")
        elif post.get("act") == "read":
            service.finding_read(finding=item, actor=request.user, reason=post.get("reason", ""))
            if item.judgment.state == State.HELD:
                messages.success(request, f"{item.judgment.case_number} 已记下。文书还在暂停公开，可以在这里重新公开，或者改遮蔽后公布。")
                return redirect("openness_staff:record", item.judgment.public_id)
            messages.success(request, f"{item.judgment.case_number} 已记下，文书继续公开。")
        else:
            raise ValueError("不认识的操作。")
    except GateRefused as refused:
        for refusal in refused.refusals[:5]:
            messages.error(request, str(refusal))
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
    else:
        return redirect("openness_staff:rechecks")
    return _screen(request, _finding(request, pk), status=422)


def _screen(request: HttpRequest, item: RecheckFinding, status: int = 200) -> HttpResponse:
    return render(request, "openness/staff/finding.html", {**finding_screen(item, request.user), "given": request.POST}, status=status)


def _finding(request: HttpRequest, pk: int) -> RecheckFinding:
    rows = RecheckFinding.objects.select_related("judgment__organ", "judgment__source", "answered_by")
    return get_scoped(rows, request.user, *EDITORS, field="judgment__organ", pk=pk)
