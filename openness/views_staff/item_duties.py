"""Duties under the catalogue that wait (目录项的公开义务), for the organ whose they are."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role
from core.permissions import get_scoped
from justice.models import calendar_shown
from openness.models import ItemDuty
from openness.presenters.staff import due_pill
from openness.selectors.entry_desk import open_duties
from openness.services.item_duties import duty_excuse, excuses
from openness.views_staff.disclosures import holds


@require_GET
def item_duties(request: HttpRequest) -> HttpResponse:
    """Open duties of one's organs, the earliest due first."""
    page = Paginator(open_duties(request.user), 50).get_page(request.GET.get("page"))
    today, days = timezone.localdate(), calendar_shown()
    for duty in page.object_list:
        duty.pill = due_pill(duty.due_on, today, days)
    context = {"page_obj": page, "duties": page.object_list, "excuses": excuses().items(), "may_excuse": holds(request.user, Role.EDITOR)}
    return render(request, "openness/staff/item_duties.html", context)


@require_POST
def item_duty_excuse(request: HttpRequest, pk: int) -> HttpResponse:
    """An editor says why nothing is owed."""
    duty = get_scoped(ItemDuty.objects.select_related("organ", "item"), request.user, Role.EDITOR, pk=pk)
    note = request.POST.get("note", "")
    try:
        duty_excuse(duty=duty, actor=request.user, reason=request.POST.get("reason", ""), note=note)
        messages.success(request, f"“{duty.item.title}”已注明不用公开，原因会公布。")
    except ValueError as error:
        messages.error(request, str(error) + (f"您写的是：“{note.strip()[:100]}”" if note.strip() else ""))
    return redirect("openness_staff:item_duties")
