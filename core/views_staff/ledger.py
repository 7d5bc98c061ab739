"""The ledger for the office (公开账本): seals, verifications, who keeps checkpoints and whether they got them."""

from datetime import datetime

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from core.enums import DepositState, Role
from core.forms import DepositaryForm
from core.ledger.logs import logs
from core.ledger.sealing import latest, oldest_waiting
from core.ledger.verifying.findings import LATE
from core.models import AuditEntry, Deposit, Depositary
from core.permissions import allow, may_open
from core.services import deposits as service

allow("ledger_deposits", roles=(Role.OFFICE, Role.AUDITOR))
allow("ledger_act", roles=(Role.OFFICE,))
TONES = {DepositState.DONE: "good", DepositState.PENDING: "wait", DepositState.MISSED: "bad"}


def last_verified() -> AuditEntry | None:
    """The last verification of the ledger, as it was noted."""
    return AuditEntry.objects.filter(action="ledger.verified").order_by("-at", "-id").first()


def unsealed_since() -> datetime | None:
    """Since when the oldest entry waits to be sealed, where that is longer than it may."""
    waiting = [at for name in logs() if (at := oldest_waiting(name)) and at < timezone.now() - LATE]
    return min(waiting, default=None)


@require_http_methods(["GET", "POST"])
def deposits(request: HttpRequest) -> HttpResponse:
    """How far each log is sealed, every depositary, every deposit with its outcome; the form for one more depositary."""
    may_act = may_open(request.user, "ledger_act")
    form = DepositaryForm(request.POST or None) if may_act else None
    if request.method == "POST" and form and form.is_valid():
        kept = service.depositary_save(actor=request.user, **form.cleaned_data)
        messages.success(request, f"检查点今后交存{kept.organ.name}。")
        return redirect("ledger_deposits")
    rows = [{"log": log, "checkpoint": latest(name), "waiting": oldest_waiting(name)} for name, log in logs().items()]
    keepers = Depositary.objects.select_related("organ").annotate(last_done=Max("deposits__done_at")).order_by("-active", "id")
    page = Paginator(Deposit.objects.select_related("depositary__organ").order_by("-day", "-id"), 50).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    for row in shown:
        row.tone, row.log_label = TONES[DepositState(row.state)], logs()[row.log].label if row.log in logs() else row.log
    context = {
        "rows": rows, "keepers": keepers, "late": {k.pk for k in service.overdue()}, "form": form, "page_obj": page, "deposits": shown, "may_act": may_act,
        "verified": last_verified(), "pending": Deposit.objects.filter(state=DepositState.PENDING).exists(),
    }  # fmt: skip
    return render(request, "core/staff/ledger.html", context)


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Stops deposits with an organ, or tries what is open at once."""
    if request.POST.get("act") == "stop":
        number = request.POST.get("id", "")
        keeper = get_object_or_404(Depositary, pk=int(number) if number.isascii() and number.isdigit() and len(number) < 18 else 0)
        service.depositary_stop(actor=request.user, depositary=keeper)  # type: ignore[arg-type]
        messages.success(request, f"不再向{keeper.organ.name}交存，已经交存的仍然记着。")
    else:
        done = service.deposits_retry(actor=request.user)  # type: ignore[arg-type]
        messages.success(request, f"交存了 {done} 份。")
    return redirect("ledger_deposits")
