"""People (人员): the office invites, gives and takes posts, disables."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.enums import Role
from core.forms import InviteForm, PersonForm, PostForm
from core.models import Membership, Organ, User
from core.permissions import allow
from core.services import letters, people, second_factor

allow("people", "person", "person_invite", "person_act", roles=people.MANAGERS)
LINK_KEY = "set_password_link"  # in the session between making a link and showing it once


@require_GET
def listing(request: HttpRequest) -> HttpResponse:
    """Everybody, by the beginning of name or username, by organ, post and state."""
    words, organ, role, state = (request.GET.get(name, "").strip()[:60] for name in ("q", "organ", "role", "state"))
    users = User.objects.select_related("second_factor").prefetch_related("memberships__organ")
    if words:
        users = users.filter(Q(username__startswith=words) | Q(last_name__startswith=words))
    posts = {"organ__code": organ} if organ else {}
    posts |= {"role": role} if role in Role.values else {}
    if posts:
        users = users.filter(pk__in=Membership.objects.filter(**posts).values("user"))
    users = _in_state(users, state)
    page = Paginator(users.order_by("username"), 50).get_page(request.GET.get("page"))
    context = {
        "page_obj": page, "people": page.object_list, "q": words, "organ": organ, "role": role, "state": state,
        "organs": Organ.objects.filter(active=True), "roles": Role.choices,
    }  # fmt: skip
    return render(request, "core/staff/people.html", context)


def _in_state(users: QuerySet[User], state: str) -> QuerySet[User]:
    if state == "disabled":
        return users.filter(is_active=False)
    if state == "new":
        return users.filter(is_active=True, last_login=None)
    return users.filter(is_active=True) if state == "active" else users


@never_cache
@require_GET
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """One person: posts, state, what can be done; a fresh link shows once."""
    return _screen(request, get_object_or_404(User, pk=pk))


def _screen(request: HttpRequest, user: User, **forms) -> HttpResponse:
    fresh = request.session.get(LINK_KEY) or {}
    link = request.session.pop(LINK_KEY)["link"] if fresh.get("user") == user.pk else ""
    context = {
        "person": user, "posts": user.memberships.select_related("organ").order_by("organ__order", "role"),
        "refused": people.may_manage(request.user, user), "link": link, "factor": second_factor.factor_of(user),
        "form": PersonForm(initial={"name": user.get_full_name(), "email": user.email}), "post_form": PostForm(actor=request.user), **forms,
    }  # fmt: skip
    return render(request, "core/staff/person.html", context)


@require_http_methods(["GET", "POST"])
def invite(request: HttpRequest) -> HttpResponse:
    """A new account; its set-password link shows on the next page."""
    form = InviteForm(request.POST or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            user = people.invite(actor=request.user, **form.cleaned_data)
            _show_link(request, user, people.new_token(actor=request.user, user=user))  # type: ignore[arg-type]
            return redirect("person", user.pk)
        except ValueError as error:
            form.add_error("username" if "用户名" in str(error) else None, str(error))
    return render(request, "core/staff/invite.html", {"form": form})


@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """One change to one person."""
    user = get_object_or_404(User, pk=pk)
    wanted = request.POST.get("act", "")
    forms = {"change": ("form", PersonForm(request.POST)), "post_add": ("post_form", PostForm(request.POST, actor=request.user))}
    if wanted in forms and not forms[wanted][1].is_valid():
        return _screen(request, user, **dict([forms[wanted]]))
    try:
        messages.success(request, _done(request, user, wanted, forms[wanted][1].cleaned_data if wanted in forms else {}))
    except ValueError as error:
        messages.error(request, str(error))
    return redirect("person", pk)


def _done(request: HttpRequest, user: User, wanted: str, data: dict) -> str:
    """Does it and says so. ValueError for what the rules refuse."""
    actor: User = request.user  # type: ignore[assignment]
    if wanted == "change":
        people.change(actor=actor, user=user, **data)
        return "已保存。"
    if wanted == "post_add":
        people.post_add(actor=actor, user=user, **data)
        return "岗位已增加，马上有效。"
    if wanted == "post_remove":
        membership = request.POST.get("membership", "")
        people.post_remove(actor=actor, user=user, membership_id=int(membership) if membership.isdecimal() and len(membership) < 18 else 0)
        return "岗位已取消，马上有效。"
    if wanted in ("disable", "enable"):
        people.set_active(actor=actor, user=user, active=wanted == "enable")
        return "账号已启用。" if wanted == "enable" else "账号已停用，他下一次点击就会退出。"
    if wanted == "reset_factor":
        _show_link(request, user, people.reset_factor(actor=actor, user=user))
        return "双因素已重置，原来的密码同时失效。请把下面的链接交给本人，重新设置。"
    if wanted == "link":
        _show_link(request, user, people.new_token(actor=actor, user=user))
        return "新链接已生成，原来的密码和链接同时失效。"
    raise ValueError("不认识的操作。")


def _show_link(request: HttpRequest, user: User, token: str) -> None:
    """The link on the next page, and by mail where there is mail."""
    link = request.build_absolute_uri(people.link_path(user=user, token=token))
    request.session[LINK_KEY] = {"user": user.pk, "link": link}
    if user.email and letters.configured():
        if letters.send_link(user=user, link=link):
            messages.info(request, f"链接也已发到 {user.email}。")
        else:
            messages.warning(request, "邮件没有发出去，请把下面的链接当面交给本人。")
