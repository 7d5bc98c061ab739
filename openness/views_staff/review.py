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
from openness.enums import ReviewMove
from openness.models import Judgment
from openness.presenters.review import screen
from openness.presenters.staff import due_pill
from openness.selectors.review import following, queue, settled_today
from openness.services import review as service

REVIEWERS = (Role.REVIEWER, Role.EDITOR)


@require_GET
def review_queue(request: HttpRequest) -> HttpResponse:
    """Documents that wait for a reviewer, the most urgent first."""
    waiting = scoped(queue(), request.user, *REVIEWERS)
    page = Paginator(waiting, 50).get_page(request.GET.get("page"))
    today = timezone.localdate()
    for judgment in page.object_list:
        judgment.pill = due_pill(judgment.due_on, today)
    first = page.object_list[0] if page.number == 1 and page.object_list else waiting.first()
    return render(
        request,
        "openness/staff/queue.html",
        {"page_obj": page, "judgments": page.object_list, "first": first.public_id if first else ""},
    )


def review(request: HttpRequest, public_id: str) -> HttpResponse:
    """The reviewer's screen: sealed original left, doubts in the middle, public text right."""
    judgment = _judgment(request, public_id)
    if judgment.state != State.REVIEW:
        messages.info(request, f"{judgment.case_number} 现在是“{judgment.get_state_display()}”，不在审核中。")
        return redirect("openness_staff:queue")
    waiting = scoped(queue(), request.user, *REVIEWERS)
    sheet = service.sheet_open(judgment=judgment, actor=request.user)
    return render(
        request,
        "openness/staff/review.html",
        screen(judgment, sheet, waiting.count(), settled_today(request.user)),
    )


@require_POST
def move(request: HttpRequest, public_id: str) -> HttpResponse:
    """One move: mask or keep places of the original, here or everywhere; undo."""
    judgment = _judgment(request, public_id)
    act = request.POST.get("move", "")
    try:
        _current(request, judgment)
        if act == "undo":
            service.undo(judgment=judgment, actor=request.user)
        elif act in ReviewMove.values:
            _mask_or_keep(request, judgment, act)
        else:
            messages.error(request, "不认识的操作。")
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
    return redirect("openness_staff:review", public_id)


def _mask_or_keep(request: HttpRequest, judgment: Judgment, act: str) -> None:
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
    """Accepts a document: it becomes public by its clock; on to the next one."""
    judgment = _judgment(request, public_id)
    try:
        _current(request, judgment)
        service.accept(judgment=judgment, actor=request.user)
    except GateRefused as refused:
        for refusal in refused.refusals[:5]:
            messages.error(request, str(refusal))
        return redirect("openness_staff:review", public_id)
    except Stale as error:
        messages.error(request, str(error))
        return redirect("openness_staff:review", public_id)
    when = (
        "已公开"
        if judgment.is_public
        else f"将于 {timezone.localtime(judgment.public_from):%Y年%-m月%-d日} 公开"
    )
    messages.success(request, f"{judgment.case_number} {when}。")
    return _next(request, judgment)


@require_POST
def send_back(request: HttpRequest, public_id: str) -> HttpResponse:
    """Returns a document to the clerk with a note; on to the next one."""
    judgment = _judgment(request, public_id)
    try:
        service.send_to_clerk(judgment=judgment, actor=request.user, note=request.POST.get("note", ""))
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
        return redirect("openness_staff:review", public_id)
    messages.success(request, f"{judgment.case_number} 已退回报送人补正。")
    return _next(request, judgment)


@require_GET
def skip(request: HttpRequest, public_id: str) -> HttpResponse:
    """On to the next document without deciding this one."""
    return _next(request, _judgment(request, public_id))


def _next(request: HttpRequest, judgment: Judgment) -> HttpResponse:
    after = following(scoped(queue(), request.user, *REVIEWERS), judgment)
    if after is None:
        messages.info(request, "没有别的待审文书了。")
        return redirect("openness_staff:queue")
    return redirect("openness_staff:review", after)


def _current(request: HttpRequest, judgment: Judgment) -> None:
    """Stale when the screen that sent this showed an older version: another tab or another reviewer was at work."""
    if request.POST.get("version") != str(judgment.version):
        raise Stale("这份文书刚刚在别处改动过，刚才的操作没有执行。现在显示的是最新的，请看过再定。")


def _judgment(request: HttpRequest, public_id: str) -> Judgment:
    return get_scoped(Judgment.objects.select_related("organ", "source", "masking", "case"), request.user, *REVIEWERS, public_id=public_id)


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 9 else -1
