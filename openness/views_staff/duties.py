"""Duties that wait (公开义务), of every item, for the organ whose they are; other days that registers named."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role
from core.permissions import get_scoped
from core.publishing import Stale
from justice.models import calendar_shown
from openness.models import Duty, DutyChange
from openness.presenters.staff import due_pill, moved_from
from openness.selectors.desk import changes, holds, open_duties
from openness.services.duties import duty_excuse, excuses
from openness.services.duty_sources import change_decide

WHEN = {"overdue": "已超期", "today": "今天到期", "": "全部没公开"}


@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """Open duties of one's organs, the earliest due first; `when` keeps the overdue ones or today's."""
    today, days = timezone.localdate(), calendar_shown()
    when = request.GET.get("when", "")
    when = when if when in WHEN else ""
    rows = open_duties(request.user)
    rows = rows.filter(due_on__lt=today) if when == "overdue" else rows.filter(due_on=today) if when == "today" else rows
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    for duty in page.object_list:
        duty.pill, duty.moved = due_pill(duty.due_on, today, days), moved_from(duty)
    context = {"page_obj": page, "duties": page.object_list, "kinds": WHEN.items(), "when": when, "excuses": excuses().items(), "may_excuse": holds(request.user, Role.EDITOR)}
    return render(request, "openness/staff/duties.html", context)


@require_POST
def excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor says why nothing is owed."""
    duty = get_scoped(Duty.objects.select_related("organ", "item"), request.user, Role.EDITOR, pk=pk)
    note = request.POST.get("note", "")
    try:
        duty_excuse(duty=duty, actor=request.user, reason=request.POST.get("reason", ""), note=note)
        messages.success(request, f"“{duty.item.title}”已注明不用公开，原因会公布。")
    except ValueError as error:
        messages.error(request, str(error) + (f"您写的是：“{note.strip()[:100]}”" if note.strip() else ""))
    return redirect("openness_staff:duties")


@require_GET
def register_changes(request: HttpRequest) -> HttpResponse:
    """What registers say differently from before, for the editor to decide."""
    page = Paginator(changes(request.user), 50).get_page(request.GET.get("page"))
    return render(request, "openness/staff/register_changes.html", {"page_obj": page, "changes": page.object_list})


@require_POST
def register_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes the other day, or leaves the first one."""
    change = get_scoped(DutyChange.objects.select_related("duty__organ", "duty__item", "duty__register", "register"), request.user, Role.EDITOR, field="duty__organ", pk=pk)
    take = request.POST.get("take", "")
    if take not in ("yes", "no"):
        messages.error(request, "请选择用哪一个日期。")
        return redirect("openness_staff:register_changes")
    try:
        duty = change_decide(change=change, actor=request.user, take=take == "yes")
        messages.success(request, f"{duty.named}：{'改用这次报的日期，原日期留存' if take == 'yes' else '日期没有改'}，{duty.due_on:%Y-%m-%d} 到期。")
    except Stale as error:
        messages.error(request, str(error))
    return redirect("openness_staff:register_changes")
