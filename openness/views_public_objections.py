"""Objections from the public (异议): the form on a judgment, its receipt like a paper slip, following it up.

No account. Pages with the form are never cached; number and code never stand in an address.
"""

import secrets
import time

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from core.receipts import find, grouped, issue, may_try
from core.throttle import allowed
from openness.forms import ObjectionForm, ReceiptForm
from openness.models import Judgment, Objection
from openness.presenters.objections import progress
from openness.services.objections import objection_receive, receipt_saved

SALT = "openness.objection"
FASTEST, SLOWEST = 3, 86400  # seconds between the form's birth and its return
TOO_MANY = "提交次数过多，请一小时后再试，或者直接联系法院。"
TOO_FAST = "提交得太快了。请核对一遍，再按一次“提交异议”。"
TOO_OLD = "这一页打开得太久了。内容都还在，请再按一次“提交异议”。"
UNKNOWN = "回执号或者查询码不对。请对照回执再试一次。"
WAIT = "查询次数过多，请十分钟后再试。"


@never_cache
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, public_id: str) -> HttpResponse:
    """The form; sent, it answers with the receipt."""
    judgment = Judgment.objects.select_related("organ", "source", "masking", "case").filter(public_id=public_id).first()
    if judgment is None or (not judgment.is_public and request.method == "GET"):
        raise Http404
    if request.method == "GET":
        return _form(request, judgment, ObjectionForm(initial={"token": _token(judgment)}))
    return _receive(request, judgment)


def _receive(request: HttpRequest, judgment: Judgment) -> HttpResponse:
    form = ObjectionForm(request.POST)
    given = _read(request.POST.get("token", ""), judgment)
    seed, born = given or ("", 0.0)
    known = bool(seed) and Objection.objects.filter(judgment=judgment, receipt_number=issue(seed).number).exists()
    if not (judgment.is_public or known):  # a page that was sent twice still gets its receipt after the document was held
        raise Http404
    if not form.is_valid():
        return _form(request, judgment, form, status=422)
    if not known:
        problem = "" if seed else TOO_OLD
        problem = problem or (TOO_FAST if time.time() - born < FASTEST else "")
        problem = problem or ("" if allowed(request, "objection", limit=10, seconds=3600) else TOO_MANY)
        if problem:
            form.add_error(None, problem)
            return _form(request, judgment, form, status=429 if problem == TOO_MANY else 422, renew=not seed)
    data = form.cleaned_data
    try:
        made, receipt = objection_receive(
            judgment=judgment, words=data["words"], reason=data["reason"], name=data["name"], contact=data["contact"], seed=seed
        )
    except ValueError as error:
        form.add_error(None, str(error))
        return _form(request, judgment, form, status=422, renew=True)
    context = {
        "number": grouped(receipt.number), "code": grouped(receipt.code), "received_at": made.received_at, "crumbs": _crumbs(judgment, "回执"),
        "organ": judgment.organ, **progress(made),
    }  # fmt: skip
    return render(request, "openness/objection_receipt.html", context)


@never_cache
@require_http_methods(["GET", "POST"])
def track(request: HttpRequest) -> HttpResponse:
    """Following an objection up by receipt number and code; both travel in the form's body only."""
    form = ReceiptForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _found(request, form)
    return render(request, "openness/objection_track.html", {"form": form, "crumbs": _crumbs(None, "查异议进度")}, status=422 if form.errors else 200)


@never_cache
@require_POST
def saved(request: HttpRequest) -> HttpResponse:
    """The sender has the receipt; on to where the objection stands."""
    form = ReceiptForm(request.POST)
    if not form.is_valid():
        return render(request, "openness/objection_track.html", {"form": form, "crumbs": _crumbs(None, "查异议进度")}, status=422)
    return _found(request, form, confirm=True)


def _found(request: HttpRequest, form: ReceiptForm, confirm: bool = False) -> HttpResponse:
    """Where the objection stands; a wrong code and an unknown number get the same answer."""
    number, code = form.cleaned_data["number"], form.cleaned_data["code"]
    found = find(Objection, number, code) if (may := may_try(request, number)) else None
    context: dict = {"form": form, "crumbs": _crumbs(None, "查异议进度")}
    if found is None:
        form.add_error(None, UNKNOWN if may else WAIT)
        return render(request, "openness/objection_track.html", context, status=422 if may else 429)
    if confirm:
        receipt_saved(found)
    judgment = Judgment.objects.select_related("organ").defer("text").get(pk=found.judgment_id)
    return render(request, "openness/objection_track.html", {**context, "objection": found, "judgment": judgment, **progress(found)})


def _form(request: HttpRequest, judgment: Judgment, form: ObjectionForm, status: int = 200, renew: bool = False) -> HttpResponse:
    token = _token(judgment) if renew or not form.is_bound else request.POST.get("token", "")
    context = {"form": form, "judgment": judgment, "token": token, "crumbs": _crumbs(judgment, "提出异议")}
    return render(request, "openness/objection_form.html", context, status=status)


def _crumbs(judgment: Judgment | None, label: str) -> list[dict]:
    crumbs = [{"label": "裁判文书", "url": reverse("openness:judgments")}]
    if judgment is not None:
        crumbs.append({"label": judgment.case_number, "url": judgment.get_absolute_url()})
    return [*crumbs, {"label": label}]


def _token(judgment: Judgment) -> str:
    """The form's own secret, from which number and code of its receipt follow."""
    return signing.dumps([secrets.token_hex(16), judgment.public_id, time.time()], salt=SALT)


def _read(token: str, judgment: Judgment) -> tuple[str, float] | None:
    try:
        seed, public_id, born = signing.loads(token, salt=SALT, max_age=SLOWEST)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return (seed, born) if public_id == judgment.public_id else None

