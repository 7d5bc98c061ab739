"""Who may do what in the staff area (后台权限): default-deny by URL name, then by organ.

Each room allows its own URL names; what nobody allowed is denied. An id outside one's organs, existing or not,
answers the same 403, with an audit entry.
"""

from collections.abc import Iterable
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from .audit import audit
from .enums import Role
from .models import Organ, User
from .sealed import SealedError
from .services import second_factor
from .site import site_settings

EVERYBODY = frozenset(Role.values)
# Their work is the whole city's: they see every organ (auditors read only).
CITY_WIDE = frozenset({Role.OFFICE, Role.AUDITOR, Role.ADMINISTRATOR})
STAFF_PREFIX = "/admin/"
# Before one is signed in: the login, the set-password link, sign-in with the organ's own accounts.
OPEN = frozenset({
    "wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite", "set_password", "oidc_start", "oidc_callback",
})  # fmt: skip
FACTOR_PAGES = frozenset({"second_factor", "second_factor_set_up"})
FACTOR_KEY = "second_factor"  # in the session: the factor that it was verified with
TICKET_KEY = "second_factor_ticket"  # in the session: the password that was set in it by a one-time link

M = TypeVar("M", bound=Model)
_allowed: dict[str, frozenset[str]] = {}


def allow(*url_names: str, roles: Iterable[str] = EVERYBODY) -> None:
    """Lets `roles` into the staff URLs of these names."""
    for name in url_names:
        _allowed[name] = frozenset(roles) | {Role.ADMINISTRATOR}


def allow_list() -> dict[str, frozenset[str]]:
    """URL name -> roles, as registered."""
    return dict(_allowed)


def may_open(user: User, url_name: str) -> bool:
    """Whether one of the user's roles is let into a staff URL."""
    return bool(_allowed.get(url_name, frozenset()) & user.roles)


allow(*FACTOR_PAGES)
allow("wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog")
# Pages: the explorer, the editor, its previews, its history, its workflow. Which pages, core.pages says: those below the
# folders of one's organs. Copying, moving, aliases, bulk acts and site-wide reports stay shut for everybody.
WRITERS = (Role.CLERK, Role.REVIEWER, Role.EDITOR, Role.OFFICE)
allow(
    "wagtailadmin_explore", "wagtailadmin_explore_root", "wagtailadmin_explore_results", "wagtailadmin_pages:edit", "wagtailadmin_pages:add",
    "wagtailadmin_pages:add_subpage", "wagtailadmin_pages:view_draft", "wagtailadmin_pages:preview_on_edit", "wagtailadmin_pages:preview_on_add",
    "wagtailadmin_pages:history", "wagtailadmin_pages:history_results", "wagtailadmin_pages:search", "wagtailadmin_pages:search_results", "wagtailadmin_choose_page", "wagtailadmin_choose_page_child",
    "wagtailadmin_choose_page_search", "wagtailadmin_choose_page_external_link", "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link", "wagtailadmin_choose_page_anchor_link", "wagtailadmin_dismissibles", "wagtailadmin_editing_sessions:ping",
    "wagtailadmin_editing_sessions:release", "wagtailadmin_pages:usage", "wagtailadmin_pages:revisions_compare", "wagtailadmin_pages:revisions_view",
    "wagtailadmin_pages:revisions_revert", "wagtailadmin_pages:workflow_action", "wagtailadmin_pages:collect_workflow_action_data",
    "wagtailadmin_pages:confirm_workflow_cancellation", "wagtailadmin_pages:workflow_history", "wagtailadmin_pages:workflow_history_detail",
    roles=WRITERS,
)  # fmt: skip
allow(
    "wagtailadmin_pages:unpublish", "wagtailadmin_pages:delete", "wagtailadmin_pages:lock", "wagtailadmin_pages:unlock", "wagtailadmin_pages:revisions_unschedule",
    roles=(Role.EDITOR, Role.OFFICE),
)  # fmt: skip
allow("wagtailsettings:edit", roles={Role.ADMINISTRATOR})


class OutOfScope(Exception):
    """An id outside one's organs. Not a PermissionDenied, which Wagtail's frame would turn into a redirect."""


def verified(request: HttpRequest) -> bool:
    """Whether this session was verified with the second factor that its user has now."""
    factor = second_factor.factor_of(request.user)  # type: ignore[arg-type]
    return factor is not None and request.session.get(FACTOR_KEY) == factor.pk


def leave_ticket(request: HttpRequest, user: User) -> None:
    """Begins a session of its own, which notes that this very password was set in it by the one-time link."""
    logout(request)
    request.session[TICKET_KEY] = user.get_session_auth_hash()


def may_set_up(request: HttpRequest) -> bool:
    """Whether this session may set up a first factor. Where one is required, knowing the password is not enough:
    the session must have used the one-time link, which the office gave to that person.
    """
    ticket = request.session.get(TICKET_KEY, "")
    return not second_factor.required() or constant_time_compare(ticket, request.user.get_session_auth_hash())  # type: ignore[union-attr]


def waiting_room(user: User, request: HttpRequest) -> str:
    """The page where the second factor is asked for, or set up where everybody needs one; empty when nothing is missing."""
    if second_factor.factor_of(user) is not None:
        return "" if verified(request) else "second_factor"
    return "second_factor_set_up" if second_factor.required() else ""


class StaffAreaMiddleware:
    """Refuses every staff URL that the user's roles are not let into, and asks for the second factor first."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on; the work is in process_view, where the URL name is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """To the second factor where it is missing; PermissionDenied, with an audit entry, for a URL name that no
        role of the user allows.
        """
        if not request.path_info.startswith(STAFF_PREFIX) or request.resolver_match is None:
            return None
        name = request.resolver_match.view_name
        user: Any = request.user
        if name in OPEN or not user.is_authenticated:  # Wagtail's own views ask for the login, ours by staff_view
            return None
        if name not in FACTOR_PAGES and (room := waiting_room(user, request)):
            wanted = request.get_full_path() if request.method == "GET" else reverse("wagtailadmin_home")
            return redirect(f"{reverse(room)}?{urlencode({'next': wanted})}")
        if not may_open(user, name):
            audit(actor=user, action="denied.url", target=name)
            raise PermissionDenied
        return None

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """An id outside one's organs is a 403; sealed content without its key says so."""
        if isinstance(exception, OutOfScope):
            raise PermissionDenied from exception
        if isinstance(exception, SealedError) and request.path_info.startswith(STAFF_PREFIX):
            return render(request, "core/staff/sealed.html", {"said": str(exception)}, status=503)
        return None


class MembershipBackend(ModelBackend):
    """Passwords as usual; whoever has a role may enter Wagtail's admin frame, the allow-list does the rest."""

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        """Grants wagtailadmin.access_admin to members; nothing else to anybody but superusers, whom Django
        does not ask for: what a member may do hangs on memberships, never on groups."""
        if perm == "wagtailadmin.access_admin":
            return bool(user_obj.is_active and user_obj.roles)
        return False

    def get_user(self, user_id):
        """The user with the second factor in one query, for the check on every staff page."""
        user = User.objects.select_related("second_factor").filter(pk=user_id).first()
        return user if user and self.user_can_authenticate(user) else None


def organs_of(user: User, *roles: str) -> QuerySet[Organ]:
    """Organs for which the user holds one of `roles` (any role when none is named); all of them for city-wide roles."""
    wanted = frozenset(roles) or EVERYBODY
    if user.roles & CITY_WIDE & (wanted | {Role.ADMINISTRATOR}):
        return Organ.objects.filter(active=True)
    return Organ.objects.filter(id__in=[m.organ_id for m in user.active_memberships if m.role in wanted])


def scoped(queryset: QuerySet[M], user: User, *roles: str, field: str = "organ") -> QuerySet[M]:
    """Rows of the user's organs. City-wide roles see all without a join; while the trial switch is on, whoever does
    the work for one organ does it for trial organs too, which have no members of their own.
    """
    if user.roles & CITY_WIDE & (frozenset(roles) | {Role.ADMINISTRATOR} if roles else CITY_WIDE):
        return queryset
    ids = [m.organ_id for m in user.active_memberships if not roles or m.role in roles]
    mine = Q(**{f"{field}__in": ids})
    if ids and site_settings().trial_courts:
        mine |= Q(**{f"{field}__is_trial": True})
    return queryset.filter(mine)


def get_scoped(queryset: QuerySet[M], user: User, *roles: str, field: str = "organ", **lookup) -> M:
    """The one row of the user's organs, else OutOfScope (403) with an audit entry: existing or not, the answer is the same."""
    found = scoped(queryset, user, *roles, field=field).filter(**lookup).first()
    if found is None:
        target = f"{queryset.model._meta.label_lower}:{next(iter(lookup.values()), '')}"
        audit(actor=user, action="denied.object", target=target)
        raise OutOfScope(target)
    return found
