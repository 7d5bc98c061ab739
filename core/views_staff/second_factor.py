"""One's own second factor (双因素登录): asked for after the password, set up with a phone, codes for a lost one."""

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from core.forms import CodeForm
from core.models import RecoveryCode
from core.permissions import FACTOR_KEY, TICKET_KEY, may_set_up, verified
from core.services import second_factor as service
from core.throttle import allowed

TOO_OFTEN = "试得太多了，请过一刻钟再试。"
WRONG = "动态码不对，或者已经用过。请看手机上现在显示的 6 位数字；也可以填一个恢复码。"


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Asks for the code of the day's sign-in."""
    if service.factor_of(request.user) is None:  # type: ignore[arg-type]
        return redirect("second_factor_set_up")
    if verified(request):
        return redirect(_wanted(request))
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and (way := _check(request, form)):
        _mark(request)
        if way == "recovery":
            left = RecoveryCode.objects.filter(factor__user=request.user).count()
            messages.warning(request, f"用掉了一个恢复码，还剩 {left} 个。手机丢了的，请到“登录安全”里停用后重新设置，或请专项办重置。")
        return redirect(_wanted(request))
    return render(request, "core/access/second_factor.html", {"form": form, "next": _wanted(request)})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def set_up(request: HttpRequest) -> HttpResponse:
    """Sets the second factor up; later renews its recovery codes, or gives it up where that is allowed."""
    user = request.user
    in_use = service.factor_of(user) is not None  # type: ignore[arg-type]
    if in_use and not verified(request):
        return redirect("second_factor")
    if not in_use and not may_set_up(request):
        return render(request, "core/access/ask_link.html", status=403)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        response = _change(request, form) if in_use else _confirm(request, form)
        if response is not None:
            return response
    context: dict = {"form": form, "in_use": in_use, "required": service.required(), "next": _wanted(request)}
    if in_use:
        context["left"] = RecoveryCode.objects.filter(factor__user=user).count()
    else:
        factor = service.begin(user=user)  # type: ignore[arg-type]
        context |= {"picture": segno.make(service.app_address(factor)).svg_data_uri(scale=5, border=2), "secret": service.secret_words(factor)}
    return render(request, "core/access/set_up.html", context)


def _confirm(request: HttpRequest, form: CodeForm) -> HttpResponse | None:
    if not _may_try(request, form):
        return None
    try:
        codes = service.confirm(user=request.user, code=form.cleaned_data["code"])  # type: ignore[arg-type]
    except ValueError as error:
        form.add_error("code", str(error))
        return None
    request.user.refresh_from_db()
    request.session.pop(TICKET_KEY, None)
    _mark(request)
    return _show(request, codes)


def _change(request: HttpRequest, form: CodeForm) -> HttpResponse | None:
    if not _check(request, form):
        return None
    if request.POST.get("act") == "off" and not service.required():
        service.remove(user=request.user, actor=request.user)  # type: ignore[arg-type]
        messages.success(request, "双因素登录已停用。")
        return redirect("wagtailadmin_home")
    return _show(request, service.renew_codes(user=request.user))  # type: ignore[arg-type]


def _show(request: HttpRequest, codes: list[str]) -> HttpResponse:
    return render(request, "core/access/codes.html", {"codes": codes, "next": _wanted(request)})


def _may_try(request: HttpRequest, form: CodeForm) -> bool:
    if allowed(request, "second-factor", limit=6, seconds=900) and allowed(request, "second-factor-day", limit=40, seconds=86400):
        return True
    form.add_error("code", TOO_OFTEN)
    return False


def _check(request: HttpRequest, form: CodeForm) -> str:
    """How the code fits ("app", "recovery"); "" with the sentence in the form."""
    if not _may_try(request, form):
        return ""
    way = service.verify(user=request.user, code=form.cleaned_data["code"])  # type: ignore[arg-type]
    if not way:
        form.add_error("code", WRONG)
    return way


def _mark(request: HttpRequest) -> None:
    """This session is verified; it gets a new key, so that one known from before is worth nothing."""
    request.session.cycle_key()
    factor = service.factor_of(request.user)  # type: ignore[arg-type]
    request.session[FACTOR_KEY] = factor.pk if factor else None


def _wanted(request: HttpRequest) -> str:
    target = request.POST.get("next") or request.GET.get("next", "")
    return target if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()) else "/admin/"
