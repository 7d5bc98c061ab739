"""What the registers ask for and nobody published (各月累计超期未公开), for the court whose duty it is."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from justice.models import calendar_shown
from openness.presenters.staff import due_pill, moved_from
from openness.selectors.desk import unpublished


@require_GET
def duties(request: HttpRequest) -> HttpResponse:
    """Overdue duties of one's courts, the longest overdue first."""
    today, days = timezone.localdate(), calendar_shown()
    rows = unpublished(request.user, today).select_related("organ", "judgment").defer("judgment__text")
    page = Paginator(rows, 50).get_page(request.GET.get("page"))
    for duty in page.object_list:
        duty.pill, duty.moved = due_pill(duty.due_on, today, days), moved_from(duty)
    return render(request, "openness/staff/duties.html", {"page_obj": page, "duties": page.object_list})
