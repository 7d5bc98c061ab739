"""Comparing (比对): another text under a taken number, or a masking changed; an editor decides what it is."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role
from core.permissions import get_scoped, scoped
from core.publishing import GateRefused, Stale
from openness.models import ExemptionNotice, Judgment, Proposal
from openness.presenters.corrections import compare_screen
from openness.selectors.corrections import open_proposals
from openness.services import corrections as service
from openness.services.review import sheet_open, withheld_names

EDITORS = (Role.EDITOR,)


@require_GET
def proposals(request: HttpRequest) -> HttpResponse:
    """Proposals of one's organs that wait, the oldest first."""
    page = Paginator(scoped(open_proposals(), request.user, *EDITORS, field="judgment__organ"), 50).get_page(request.GET.get("page"))
    return render(request, "openness/staff/proposals.html", {"page_obj": page, "proposals": page.object_list})


@require_GET
def proposal(request: HttpRequest, pk: int) -> HttpResponse:
    """The compare screen."""
    return _screen(request, _proposal(request, pk))


@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes as a correction, replaces, makes a document of its own, or rejects; what was typed stays on an error."""
    item = _proposal(request, pk)
    try:
        if request.POST.get("version") != str(item.version):
            raise Stale("这份待比对文书刚刚在别处改动过，刚才的操作没有执行。请看过最新的再定。")
        said, target = _decide(request, item)
    except GateRefused as refused:
        for refusal in refused.refusals[:5]:
            messages.error(request, str(refusal))
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
    else:
        messages.success(request, said)
        return redirect(target)
    return _screen(request, _proposal(request, pk), status=422)


def _decide(request: HttpRequest, item: Proposal) -> tuple[str, str]:
    """What was done in words, and where to go on."""
    post, actor = request.POST, request.user
    record = reverse("openness_staff:record", args=[item.judgment.public_id])
    act = post.get("act", "")
    if act == "publish":
        withheld = withheld_names(item) if hasattr(item, "masking") else set()
        if not service.proposal_publish(proposal=item, withheld=withheld, actor=actor, note=post.get("note", ""), show_before="hide_before" not in post):
            return "您已通过。本院要求两人审核，请另一位编辑看过后再点一次公布。", reverse("openness_staff:proposal", args=[item.pk])
        return f"{item.case_number} 已作为更正公开。", record
    if act == "replace":
        made = service.proposal_replace(proposal=item, actor=actor)
        return f"{item.case_number} 已换成新文本，重新送审。", reverse("openness_staff:review", args=[made.public_id])
    if act == "separate":
        separate = service.proposal_separate(proposal=item, actor=actor, case_number=post.get("case_number", "")[:80], kind=post.get("kind", ""))
        if isinstance(separate, ExemptionNotice):
            return f"{separate} 属于依法不公开的情形，已公布不公开说明。", reverse("openness_staff:exemption", args=[separate.public_id])
        return f"{separate} 已作为另一份文书送审。", reverse("openness_staff:review", args=[separate.public_id])
    if act == "reject":
        service.proposal_reject(proposal=item, actor=actor, note=post.get("reason", ""))
        return f"{item.case_number} 的新文本没有采用，现有文书不变。", reverse("openness_staff:proposals")
    raise ValueError("不认识的操作。")


@require_POST
def remask(request: HttpRequest, public_id: str) -> HttpResponse:
    """Opens the masking of a published document for change."""
    judgment = get_scoped(Judgment.objects.select_related("organ", "source", "masking"), request.user, *EDITORS, public_id=public_id)
    try:
        item = service.proposal_remask(judgment=judgment, actor=request.user)
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("openness_staff:record", public_id)
    return redirect("openness_staff:review", item.public_id)


def _screen(request: HttpRequest, item: Proposal, status: int = 200) -> HttpResponse:
    old, sheet = "", None
    if item.closed_at is None and hasattr(item, "masking"):
        sheet = sheet_open(judgment=item, actor=request.user)
        source = item.judgment.source.text
        old = "" if item.remask else source.open(actor=request.user, purpose="比对", target=f"judgment:{item.judgment.public_id}", organ=item.organ)
    context = {**compare_screen(item, sheet, old), "given": request.POST}
    return render(request, "openness/staff/compare.html", context, status=status)


def _proposal(request: HttpRequest, pk: int) -> Proposal:
    rows = Proposal.objects.select_related("judgment__organ", "judgment__source", "judgment__case", "source", "masking", "decided_by")
    return get_scoped(rows, request.user, *EDITORS, field="judgment__organ", pk=pk)
