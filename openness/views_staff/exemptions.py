"""Exemption notices as editors keep them (不公开说明): find, look at the reason, revoke a wrong one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role, State
from core.permissions import get_scoped, scoped
from core.publishing import Stale
from openness.models import ExemptionNotice, Judgment
from openness.presenters.records import standing
from openness.reasons import exemption_grounds, reason_label
from openness.services.exemptions import exemption_revoke
from openness.views_staff.lists import documents_page

EDITORS = (Role.EDITOR,)
AROUND = 60  # characters of the original shown on each side of the passage


@require_GET
def exemptions(request: HttpRequest) -> HttpResponse:
    """Notices of one's organs, the latest first; by number."""
    rows = scoped(ExemptionNotice.objects.select_related("organ"), request.user, *EDITORS)
    number = request.GET.get("number", "").strip()[:80]
    page = documents_page(request, rows, number)
    for notice in page.object_list:
        notice.tone, notice.said = standing(notice)
        notice.why = reason_label(notice.reason)
    return render(request, "openness/staff/exemptions.html", {"page_obj": page, "notices": page.object_list, "number": number})


@require_GET
def exemption(request: HttpRequest, public_id: str) -> HttpResponse:
    """One notice: the reason, the passage of the original that it was based on, revoking."""
    return _screen(request, _notice(request, public_id))


@require_POST
def revoke(request: HttpRequest, public_id: str) -> HttpResponse:
    """Revokes a notice; on to the review of its document."""
    notice = _notice(request, public_id)
    try:
        judgment = exemption_revoke(notice=notice, actor=request.user, note=request.POST.get("note", ""))
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
        return _screen(request, _notice(request, public_id), status=422)
    messages.success(request, f"{notice.case_number} 的不公开说明已撤销，文书已转入审核。")
    return redirect("openness_staff:review", judgment.public_id)


def _screen(request: HttpRequest, notice: ExemptionNotice, status: int = 200) -> HttpResponse:
    tone, said = standing(notice)
    ground = exemption_grounds().get(notice.reason)
    quote = None
    if notice.source is not None and notice.quote_end:
        text = notice.source.text.open(actor=request.user, purpose="核对不公开理由", target=f"exemption:{notice.public_id}", organ=notice.organ)
        start, end = notice.quote_start or 0, notice.quote_end
        quote = {"before": text[max(0, start - AROUND) : start], "words": text[start:end], "after": text[end : end + AROUND]}
    judgment = Judgment.objects.filter(source=notice.source_id).only("public_id").first() if notice.state == State.WITHDRAWN and notice.source_id else None
    context = {
        "notice": notice, "tone": tone, "said": said, "why": reason_label(notice.reason), "ground": ground, "quote": quote, "judgment": judgment,
        "withdrawn_why": reason_label(notice.withdrawn_reason) if notice.withdrawn_reason else "", "may_revoke": notice.state in (State.PUBLISHED, State.HELD), "given": request.POST,
    }  # fmt: skip
    return render(request, "openness/staff/exemption.html", context, status=status)


def _notice(request: HttpRequest, public_id: str) -> ExemptionNotice:
    return get_scoped(ExemptionNotice.objects.select_related("organ", "case", "source"), request.user, *EDITORS, public_id=public_id)
