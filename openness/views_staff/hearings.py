"""Hearings as courts keep them (开庭公告): announce, change, cancel, withdraw."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from core.enums import Role, State
from core.pagination import LongPaginator
from core.permissions import get_scoped, scoped
from core.publishing import GateRefused, Stale
from openness.enums import HearingStatus
from openness.forms_catalogue import HearingChangeForm, HearingForm
from openness.models import Hearing
from openness.presenters.hearings import line
from openness.presenters.records import standing
from openness.reasons import disclosure_reasons, reason_label
from openness.selectors.hearings import staff_hearings
from openness.services import hearings as service

CLERKS = (Role.CLERK, Role.EDITOR)
PER_PAGE = 30


@require_GET
def hearings(request: HttpRequest) -> HttpResponse:
    """Hearings of one's courts, the latest announced first."""
    page = LongPaginator(scoped(staff_hearings(), request.user, *CLERKS), PER_PAGE).get_page(request.GET.get("page"))
    rows = [{**line(h), "state": standing(h)} for h in page.object_list]
    return render(request, "openness/staff/hearings.html", {"page_obj": page, "rows": rows})


def hearing_new(request: HttpRequest) -> HttpResponse:
    """Announces a hearing."""
    form = HearingForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = service.hearing_announce(organ=form.cleaned_data["organ"], actor=request.user, session=form.session())
        except service.HearingRefused as refused:
            for name, fault in refused.faults.items():
                form.add_error(name if name in form.fields else None, fault)
        except GateRefused as refused:
            for refusal in refused.refusals[:5]:
                form.add_error(None, str(refusal))
        else:
            messages.success(request, f"{made.case_number} 开庭公告已公开。")
            return redirect("openness_staff:hearing", made.public_id)
    return render(request, "openness/staff/hearing_form.html", {"form": form}, status=422 if form.errors else 200)


def hearing(request: HttpRequest, public_id: str) -> HttpResponse:
    """One hearing: moved, cancelled or withdrawn here; what was typed stays on an error."""
    record = get_scoped(Hearing.objects.select_related("organ", "case"), request.user, *CLERKS, public_id=public_id)
    act = request.POST.get("act", "") if request.method == "POST" else ""
    first = {"courtroom": record.courtroom, "starts_at": record.starts_at, "ends_at": record.ends_at}
    form = HearingChangeForm(request.POST if act == "change" else None, initial=first)
    if act == "change" and form.is_valid():
        try:
            service.hearing_change(hearing=record, actor=request.user, **form.cleaned_data)
        except service.HearingRefused as refused:
            for name, fault in refused.faults.items():
                form.add_error(name if name in form.fields else None, fault)
        except (GateRefused, Stale) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已改期，原定的时间和法庭仍然看得到。")
            return redirect("openness_staff:hearing", public_id)
    elif act in ("cancel", "withdraw"):
        _end(request, record, act)
        return redirect("openness_staff:hearing", public_id)
    if form.is_bound:
        record.refresh_from_db()
    tone, said = standing(record)
    context = {
        **line(record), "form": form, "state_tone": tone, "state": said, "public": record.is_public, "held": record.state == State.HELD, "may_change": record.is_public and record.status != HearingStatus.CANCELLED,
        "reasons": disclosure_reasons().items(), "withdrawn": reason_label(record.withdrawn_reason) if record.withdrawn_reason else "",
    }  # fmt: skip
    return render(request, "openness/staff/hearing.html", context, status=422 if form.errors else 200)


def _end(request: HttpRequest, record: Hearing, act: str) -> None:
    try:
        if act == "cancel":
            service.hearing_cancel(hearing=record, actor=request.user, note=request.POST.get("note", ""))
        else:
            service.hearing_withdraw(hearing=record, actor=request.user, reason=request.POST.get("reason", ""))
        messages.success(request, "已取消，日历里仍然看得到。" if act == "cancel" else "已撤回，30 秒内从全站消失。")
    except (ValueError, Stale, GateRefused) as error:
        messages.error(request, str(error))
