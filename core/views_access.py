"""Ways in for somebody not yet signed in (登录入口): the set-password link, and the organ's own accounts (OIDC)."""

import logging

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth import views as auth_views
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from core import oidc
from core.audit import audit
from core.permissions import leave_ticket
from core.services import people
from core.throttle import allowed

log = logging.getLogger(__name__)
NEXT_KEY = "oidc_next"


class SetPasswordView(auth_views.PasswordResetConfirmView):
    """Sets a password by a link that works once and for seven days."""

    template_name = "core/access/set_password.html"
    token_generator = people.link_tokens
    success_url = reverse_lazy("wagtailadmin_login")

    def dispatch(self, *args, **kwargs):
        """Throttled by address."""
        if not allowed(self.request, "set-password", limit=60, seconds=900):
            return render(self.request, "core/access/too_often.html", status=429)
        return super().dispatch(*args, **kwargs)

    def get_user(self, uidb64):
        """Nobody for a disabled account."""
        user = super().get_user(uidb64)
        return user if user is not None and user.is_active else None

    def form_valid(self, form):
        """Notes it and leads to the login; in this session the second factor may be set up."""
        response = super().form_valid(form)
        people.password_was_set(user=form.user)
        leave_ticket(self.request, form.user)
        messages.success(self.request, "密码已设置，请接着在这里登录。")
        return response


@never_cache
@require_GET
def oidc_start(request: HttpRequest) -> HttpResponse:
    """Off to the identity provider."""
    if not oidc.configured():
        raise Http404
    if not allowed(request, "oidc", limit=120, seconds=900):
        return render(request, "core/access/too_often.html", status=429)
    target = request.GET.get("next", "")
    request.session[NEXT_KEY] = target if url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure()) else ""
    try:
        return oidc.client().authorize_redirect(request, request.build_absolute_uri(reverse("oidc_callback")))
    except oidc.FAULTS as error:
        return _refuse(request, error, "统一身份认证现在连不上，请稍后再试，或用本站密码登录。")


@never_cache
@require_GET
def oidc_callback(request: HttpRequest) -> HttpResponse:
    """Back from the identity provider: signs in an account that exists here, never makes one."""
    if not oidc.configured():
        raise Http404
    try:
        claims = oidc.claims(request)
    except oidc.FAULTS as error:
        return _refuse(request, error, "统一身份认证没有通过，请重新登录。")
    try:
        user = people.by_claims(claims)
    except people.OtherIdentity as refused:
        audit(actor=None, action="oidc.refused", purpose="身份不符")
        messages.error(request, str(refused))
        return redirect("wagtailadmin_login")
    if user is None:
        audit(actor=None, action="oidc.refused")
        messages.error(request, "统一身份认证通过了，但本站没有与它对应的账号，或账号已停用。请联系专项办开通。")
        return redirect("wagtailadmin_login")
    wanted = request.session.pop(NEXT_KEY, "") or reverse("wagtailadmin_home")
    login(request, user, backend="core.permissions.MembershipBackend")
    audit(actor=user, action="user.oidc", target=f"user:{user.pk}")
    return redirect(wanted)


def _refuse(request: HttpRequest, error: Exception, said: str) -> HttpResponse:
    log.warning("oidc: %s", type(error).__name__)
    messages.error(request, said)
    return redirect("wagtailadmin_login")
