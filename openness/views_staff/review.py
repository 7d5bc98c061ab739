"""Review (审核): the queue by due date, the two-pane screen, the reviewer's moves."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role, State
from core.permissions import get_scoped, scoped
from core.publishing import GateRefused, Stale
from justice.models import calendar_shown
from openness.enums import ReviewMove
from openness.models import Disclosure, Judgment, Proposal
from openness.presenters.review import screen
from openness.presenters.staff import judgment_pill
from openness.selectors.review import following, free_for, leases_of, passed_already, queue, today_of
from openness.services import review as service
from openness.services.disclosures import disclosure_accept
from openness.services.leases import LeaseTaken, lease_hold, lease_release, lease_take_over

REVIEWERS = (Role.REVIEWER, Role.EDITOR)
PROPOSAL = "proposal-"


@require_GET
def review_queue(request: HttpRequest) -> HttpResponse:
    """Documents that wait for a reviewer, the most urgent first."""
    waiting = scoped(queue(), request.user, *REVIEWERS)
    page = Paginator(waiting, 50).get_page(request.GET.get("page"))
    today, days = timezone.localdate(), calendar_shown()
    held = leases_of([j.public_id for j in page.object_list], request.user)
    for judgment in page.object_list:
        judgment.pill, judgment.with_whom = judgment_pill(judgment, today, days), held.get(judgment.public_id)
    first = free_for(waiting, request.user).first()
    return render(
        request,
        "openness/staff/queue.html",
        {"page_obj": page, "judgments": page.object_list, "first": first.public_id if first else ""},
    )


@require_GET
def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """The reviewer's screen: sealed original left, doubts in the middle, public text right. Whoever opens it has the
    document; while another person has it, the screen says who and how to take it over."""
    draft = _draft(request, public_id)
    if draft.state != State.REVIEW:
        messages.info(request, f"{draft.case_number or draft.title} 现在是“{draft.get_state_display()}”，不在审核中。")
        return _home(draft)
    if not hasattr(draft, "masking"):
        messages.info(request, "这份新文本依法不公开，没有遮蔽，不用审核。")
        return _home(draft)
    try:
        lease_hold(public_id=public_id, actor=request.user)
    except LeaseTaken as taken:
        return render(request, "openness/staff/taken.html", {"judgment": draft, "lease": taken.lease})
    waiting = scoped(queue(), request.user, *REVIEWERS)
    sheet = service.sheet_open(judgment=draft, actor=request.user)
    return render(request, "openness/staff/review.html", screen(draft, sheet, today_of(request.user, waiting), passed_already(draft)))


@require_POST
def take_over(request: HttpRequest, public_id: str) -> HttpResponse:
    """Takes the document over from whoever has it, knowingly."""
    draft = _draft(request, public_id)
    lease_take_over(public_id=public_id, actor=request.user, organ=draft.organ, kind=service.kind_of(draft))
    messages.success(request, "已由您接手审核。")
    return redirect("openness_staff:review", public_id)


@require_POST
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """One move: mask or keep places of the original, here or everywhere; undo."""
    draft = _draft(request, public_id)
    act = request.POST.get("move", "")
    try:
        _current(request, draft)
        if act == "undo":
            service.undo(judgment=draft, actor=request.user)
        elif act in ReviewMove.values:
            _mask_or_keep(request, draft, act)
        else:
            messages.error(request, "不认识的操作。")
    except (ValueError, Stale, LeaseTaken) as error:
        messages.error(request, str(error))
    return redirect("openness_staff:review", public_id)


def _mask_or_keep(request: HttpRequest, judgment: service.Draft, act: str) -> None:
    post = request.POST
    words = post.get("words", "").strip()
    everywhere = bool(post.get("everywhere"))
    places = [(_number(post.get("start")), _number(post.get("end")))]
    if words and not post.get("start"):  # typed by hand: every place where they stand
        places, everywhere = list(service.occurrences(judgment.source.text.open_unaudited(), words))[:1], True
        if not places:
            raise ValueError(f"原文里没有“{words[:30]}”。")
    service.move(
        judgment=judgment,
        actor=request.user,
        kind=act,
        places=places,
        replacement=post.get("replacement", "").strip(),
        everywhere=everywhere,
    )


@require_POST
def accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Accepts a document: it becomes public by its clock, or waits for a second person; on to the next one. The text
    of a proposal goes back to the compare screen, where an editor publishes it."""
    draft = _draft(request, public_id)
    try:
        _current(request, draft)
        if isinstance(draft, Proposal):
            service.settled(draft)
        elif isinstance(draft, Disclosure):
            disclosure_accept(disclosure=draft, actor=request.user)
        else:
            service.accept(judgment=draft, actor=request.user)
    except GateRefused as refused:
        for refusal in refused.refusals[:5]:
            messages.error(request, str(refusal))
        return redirect("openness_staff:review", public_id)
    except (Stale, LeaseTaken) as error:
        messages.error(request, str(error))
        return redirect("openness_staff:review", public_id)
    messages.success(request, f"{draft.case_number or draft.title} {_became(draft)}。")
    return _next(request, draft)


def _became(draft: service.Draft) -> str:
    if isinstance(draft, Proposal):
        return "的新文本已核好，可以在这里公布"
    if draft.state == State.REVIEW:
        return "您已通过，等第二人复核"
    return "已公开" if draft.is_public else f"将于 {timezone.localtime(draft.public_from):%Y年%-m月%-d日} 公开"


@require_POST
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Returns a document to the clerk with a note; on to the next one."""
    draft, note = _draft(request, public_id), request.POST.get("note", "")
    try:
        _mine(request, draft)
        if isinstance(draft, Proposal):
            raise ValueError("待比对的文书不退回报送人，请在比对页处理。")
        service.send_to_clerk(judgment=draft, actor=request.user, note=note)
    except (ValueError, Stale, LeaseTaken) as error:
        messages.error(request, str(error) + (f"您写的退回原因：“{note.strip()[:300]}”" if note.strip() else ""))
        return redirect("openness_staff:review", public_id)
    messages.success(request, f"{draft.case_number or draft.title} 已退回报送人补正。")
    return _next(request, draft)


@require_GET
def skip(request: HttpRequest, public_id: str) -> HttpResponse:
    """On to the next document without deciding this one."""
    return _next(request, _draft(request, public_id))


def _next(request: HttpRequest, draft: service.Draft) -> HttpResponse:
    """Gives the document free; on to one that nobody else has and that this person did not pass already."""
    lease_release(public_id=draft.public_id, actor=request.user)
    if isinstance(draft, Proposal | Disclosure):
        return _home(draft)
    after = following(free_for(scoped(queue(), request.user, *REVIEWERS), request.user), draft)
    if after is None:
        messages.info(request, "没有别的待审文书了。")
        return redirect("openness_staff:queue")
    return redirect("openness_staff:review", after)


def _home(draft: service.Draft) -> HttpResponse:
    """Where one is sent when there is nothing to review."""
    if isinstance(draft, Disclosure):
        return redirect("openness_staff:entry", draft.public_id)
    return redirect("openness_staff:proposal", draft.pk) if isinstance(draft, Proposal) else redirect("openness_staff:queue")


def _current(request: HttpRequest, draft: service.Draft) -> None:
    """LeaseTaken where another person has the document; Stale when the screen that sent this showed an older version:
    another tab was at work, or there is nothing to review. Otherwise the lease is renewed."""
    if not hasattr(draft, "masking"):
        raise Stale("这份新文本依法不公开，没有遮蔽，不用审核。")
    _mine(request, draft)
    if request.POST.get("version") != str(draft.version):
        raise Stale("这份文书刚刚在别处改动过，刚才的操作没有执行。现在显示的是最新的，请看过再定。")


def _mine(request: HttpRequest, draft: service.Draft) -> None:
    if draft.state == State.REVIEW:
        lease_hold(public_id=draft.public_id, actor=request.user)


def _draft(request: HttpRequest, public_id: str) -> service.Draft:
    """A judgment, an entry of the catalogue, or for editors a proposal, of the user's organs."""
    if public_id.startswith(PROPOSAL):
        proposals = Proposal.objects.select_related("judgment__organ", "judgment__case", "source", "masking")
        return get_scoped(proposals, request.user, Role.EDITOR, field="judgment__organ", pk=_number(public_id.removeprefix(PROPOSAL)))
    judgments = Judgment.objects.select_related("organ", "source", "masking", "case")
    if found := scoped(judgments, request.user, *REVIEWERS).filter(public_id=public_id).first():
        return found
    if Disclosure.objects.filter(public_id=public_id).exists():
        return get_scoped(Disclosure.objects.select_related("organ", "item", "source", "masking"), request.user, *REVIEWERS, public_id=public_id)
    return get_scoped(judgments, request.user, *REVIEWERS, public_id=public_id)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else -1
