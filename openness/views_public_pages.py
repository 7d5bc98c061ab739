"""Public addresses beside the pages themselves: files of circulars, nominations of model cases."""

import secrets
import time

from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from core.receipts import find, grouped, issue, may_try
from core.throttle import allowed
from openness.enums import PageKind
from openness.forms import NominationForm, ReceiptForm
from openness.models import CircularPage, Nomination, PageIndex
from openness.selectors.pages import index_of
from openness.services import nominations as service

SALT = "openness.nomination"
FASTEST, SLOWEST = 3, 86400  # seconds between the form's birth and its return
TOO_MANY = "提交次数过多，请一小时后再试。"
TOO_FAST = "提交得太快了。请核对一遍，再按一次“提交推荐”。"
TOO_OLD = "这一页打开得太久了。内容都还在，请再按一次“提交推荐”。"
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_safe
def page_index(request: HttpRequest, kind: str) -> HttpResponse:
    """The list of a kind, by a name that navigation can call; empty on a portal whose lists were not set up."""
    return (index_of(kind) or PageIndex(kind=kind, title=PageKind(kind).label)).serve(request)


@require_GET
def annex(request: HttpRequest, public_id: str, number: int) -> HttpResponse:
    """A file of a public circular; gone with it. 429 for whoever takes too many."""
    page = CircularPage.objects.filter(public_id=public_id).first()
    if page is None:
        raise Http404
    if not page.is_public:
        return redirect(page.get_absolute_url())
    if not allowed(request, "annex", limit=60, seconds=60):
        return HttpResponse("下载太频繁，请一分钟后再试。", status=429, content_type="text/plain; charset=utf-8", headers={"Retry-After": "60"})
    files = list(page.annexes.all())
    if not 0 < number <= len(files):
        raise Http404
    found = files[number - 1]
    suffix = found.suffix.lower()
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=f"{found.title}.{suffix}", content_type=TYPES.get(suffix, "application/octet-stream"))
    response["X-Robots-Tag"] = "noindex"
    response["X-Content-Type-Options"] = "nosniff"
    return response


@never_cache
@require_http_methods(["GET", "POST"])
def nominate(request: HttpRequest) -> HttpResponse:
    """The form (推荐典型案例); sent, it answers with the receipt."""
    if request.method == "GET":
        return _form(request, NominationForm(initial={"case_number": request.GET.get("number", "")[:60]}))
    form = NominationForm(request.POST)
    seed, born = _read(request.POST.get("token", "")) or ("", 0.0)
    if not form.is_valid():
        return _form(request, form, status=422)
    if not (seed and Nomination.objects.filter(receipt_number=issue(seed).number).exists()):
        problem = "" if seed else TOO_OLD
        problem = problem or (TOO_FAST if time.time() - born < FASTEST or request.POST.get("website") else "")
        problem = problem or ("" if allowed(request, "nomination", limit=5, seconds=3600) else TOO_MANY)
        if problem:
            form.add_error(None, problem)
            return _form(request, form, status=429 if problem == TOO_MANY else 422, renew=not seed)
    data = form.cleaned_data
    try:
        made, receipt = service.nomination_receive(
            organ=data["organ"], case_number=data["case_number"], statement=data["statement"], name=data["name"], contact=data["contact"], seed=seed
        )
    except ValueError as error:
        form.add_error(None, str(error))
        return _form(request, form, status=422, renew=True)
    context = {"number": grouped(receipt.number), "code": grouped(receipt.code), "nomination": made, "crumbs": _crumbs("回执")}
    return render(request, "openness/pages/nomination_receipt.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def nomination_track(request: HttpRequest) -> HttpResponse:
    """What became of a nomination, by receipt number and code, which travel in the form's body only."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _found(request, form)
    return render(request, "openness/pages/nomination_track.html", {"form": form, "crumbs": _crumbs("查推荐结果")}, status=422 if form.errors else 200)


@never_cache
@require_POST
def nomination_saved(request: HttpRequest) -> HttpResponse:
    """The sender has the receipt; on to where the nomination stands."""
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return render(request, "openness/pages/nomination_track.html", {"form": form, "crumbs": _crumbs("查推荐结果")}, status=422)
    return _found(request, form, confirm=True)


def _found(request: HttpRequest, form: ReceiptForm, confirm: bool = False) -> HttpResponse:
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    found = find(Nomination, number, code) if (may := may_try(request, number)) else None
    context: dict = {"form": form, "crumbs": _crumbs("查推荐结果")}
    if found is None:
        form.add_error(None, "回执号或者查询码不对。请对照回执再试一次。" if may else "查询次数过多，请十分钟后再试。")
        return render(request, "openness/pages/nomination_track.html", context, status=422 if may else 429)
    if confirm:
        service.nomination_saved(found)
    page = found.page if found.page and found.page.is_public else None
    return render(request, "openness/pages/nomination_track.html", {**context, "nomination": found, "page": page})


def _form(request: HttpRequest, form: NominationForm, status: int = 200, renew: bool = False) -> HttpResponse:
    token = signing.dumps([secrets.token_hex(16), time.time()], salt=SALT) if renew or not form.is_bound else request.POST.get("token", "")
    return render(request, "openness/pages/nomination_form.html", {"form": form, "token": token, "crumbs": _crumbs("推荐一个案例")}, status=status)


def _read(token: str) -> tuple[str, float] | None:
    try:
        seed, born = signing.loads(token, salt=SALT, max_age=SLOWEST)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return seed, born


def _crumbs(label: str) -> list[dict]:
    index = index_of("model_case")
    return [{"label": "典型案例", "url": index.get_url() if index else reverse("openness:index")}, {"label": label}]
