"""The leaks patrol (泄漏巡查): the last run, what it found, the answers."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role
from core.permissions import get_scoped, scoped
from core.publishing import GateRefused, Stale
from openness.models import PatrolFinding
from openness.presenters.patrol import finding_row, finding_screen, run_row, surface_rows
from openness.selectors.patrol import last_whole_run, patrol_runs, patrol_waiting
from openness.services import patrol_answers as service
from openness.services.patrol import patrol_begin

READERS = (Role.EDITOR, Role.OFFICE)


@require_GET
def patrol(request: HttpRequest) -> HttpResponse:
    """What waits in one's organs, everything for the office; how the last run went."""
    page = Paginator(scoped(patrol_waiting(), request.user, *READERS), 50).get_page(request.GET.get("page"))
    last = last_whole_run()
    context = {
        "page_obj": page, "rows": [finding_row(f) for f in page.object_list], "runs": [run_row(run) for run in patrol_runs()],
        "last": run_row(last) if last else None, "surfaces": surface_rows(last) if last else [], "office": _is_office(request),
    }  # fmt: skip
    return render(request, "openness/staff/patrol.html", context)


@require_POST
def patrol_start(request: HttpRequest) -> HttpResponse:
    """Starts a run over everything now; the queue works on it."""
    run = patrol_begin()
    messages.success(request, f"第 {run.pk} 次巡查已经开始，由后台去查，进度在这一页。")
    return redirect("openness_staff:patrol")


@require_GET
def patrol_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """One finding: where, what, and the answers."""
    return _screen(request, _finding(request, pk))


@require_POST
def patrol_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """A false alarm, or read by a person; what was typed stays on an error."""
    item, post = _finding(request, pk, answering=True), request.POST
    try:
        if post.get("act") == "false":
            again = service.patrol_false_alarm(finding=item, actor=request.user, reason=post.get("reason", ""))
            messages.success(request, "已记为误报，内容照原样公开。" if again else "已记为误报；还要另一位编辑在记录页重新公开。")
        elif post.get("act") == "read":
            service.patrol_read(finding=item, actor=request.user, reason=post.get("reason", ""))
            messages.success(request, "已记下。")
        else:
            raise ValueError("不认识的操作。")
    except GateRefused as refused:
        messages.error(request, "现在还不能重新公开，没有记为误报。")
        for refusal in refused.refusals[:5]:
            messages.error(request, str(refusal))
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
    else:
        return redirect("openness_staff:patrol")
    return _screen(request, _finding(request, pk), status=422)


def _screen(request: HttpRequest, item: PatrolFinding, status: int = 200) -> HttpResponse:
    may_answer = scoped(PatrolFinding.objects.filter(pk=item.pk), request.user, Role.EDITOR).exists() or (item.organ_id is None and _is_office(request))
    context = {**finding_screen(item, request.user, may_answer=may_answer), "given": request.POST}
    return render(request, "openness/staff/patrol_finding.html", context, status=status)


def _finding(request: HttpRequest, pk: int, *, answering: bool = False) -> PatrolFinding:
    """One of one's organs; to answer, the office has what is no organ's and an editor what is theirs."""
    rows = PatrolFinding.objects.select_related("organ", "answered_by")
    if not answering:
        return get_scoped(rows, request.user, *READERS, pk=pk)
    if _is_office(request) and rows.filter(pk=pk, organ=None).exists():
        return get_scoped(rows, request.user, Role.OFFICE, pk=pk)
    return get_scoped(rows, request.user, Role.EDITOR, pk=pk)


def _is_office(request: HttpRequest) -> bool:
    return bool(request.user.roles & {Role.OFFICE, Role.ADMINISTRATOR})
