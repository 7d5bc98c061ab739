"""Deliveries and dead letters (投递与死信)."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core import events
from core.audit import audit
from core.enums import DeliveryState, Role
from core.models import Delivery
from core.permissions import allow

allow("outbox", "outbox_revive", roles=(Role.OFFICE,))


@require_GET
def outbox(request: HttpRequest) -> HttpResponse:
    """How many deliveries wait, and every dead letter with its last error."""
    dead = Delivery.objects.filter(state=DeliveryState.DEAD).select_related("event").order_by("-id")
    page = Paginator(dead, 50).get_page(request.GET.get("page"))
    waiting = dict(Delivery.objects.filter(state=DeliveryState.PENDING).values_list("queue").annotate(n=Count("id")).order_by())
    oldest = Delivery.objects.filter(state=DeliveryState.PENDING).select_related("event").order_by("id").first()
    return render(request, "core/staff/outbox.html", {"page_obj": page, "dead": page.object_list, "waiting": waiting, "oldest": oldest})


@require_POST
def revive(request: HttpRequest) -> HttpResponse:
    """Tries dead letters again: one by its id, or all."""
    dead = Delivery.objects.filter(state=DeliveryState.DEAD)
    wanted = request.POST.get("id", "")
    if wanted != "all":
        dead = dead.filter(pk=int(wanted)) if wanted.isascii() and wanted.isdigit() and len(wanted) < 18 else dead.none()
    count = events.revive(dead[:1000])
    audit(actor=request.user, action="outbox.revive", target=wanted, count=count)
    messages.success(request, f"{count} 条投递将重新尝试。")
    return redirect("outbox")
