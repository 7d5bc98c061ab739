"""The office's look at the alerts (邮件订阅): counts only."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from core.services import letters
from search.alert_figures import figures


@require_safe
def alerts(request: HttpRequest) -> HttpResponse:
    """How many subscribe, how many letters went out, what waits. No address and no search is read for it."""
    return render(request, "search/staff/alerts.html", {"figures": figures(), "mail": letters.configured()})
