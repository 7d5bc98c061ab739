"""How each court publishes (公开规则): two switches a court, for the office."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from core.models import Organ
from openness.forms import PolicyForm
from openness.services.policies import SWITCHES, policy_set


@require_http_methods(["GET", "POST"])
def policies(request: HttpRequest) -> HttpResponse:
    """Every court of the city with its switches, one form each."""
    courts = Organ.objects.courts()
    if request.method == "POST":
        court = get_object_or_404(courts, code=request.POST.get("court", "")[:24])
        form = PolicyForm(request.POST)
        if form.is_valid():
            changed = policy_set(court=court, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
            messages.success(request, f"{court.name}的公开规则已保存，马上有效。" if changed else f"{court.name}的公开规则没有变。")
        return redirect("openness_staff:policies")
    rows = [(court, PolicyForm(initial={name: getattr(court, name) for name in SWITCHES}, auto_id=f"id_{court.code}_%s")) for court in courts]
    return render(request, "openness/staff/policies.html", {"rows": rows})
