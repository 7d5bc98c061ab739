"""Who may do what in the staff area (后台权限): default-deny by URL name, then by organ.

Each room allows its own URL names; what nobody allowed is denied. An id outside one's organs, existing or not,
answers the same 403, with an audit entry.
"""

from collections.abc import Iterable
from typing import Any, TypeVar

from django.contrib.auth.backends import ModelBackend
from django.core.exceptions import PermissionDenied
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse

from .audit import audit
from .enums import Role
from .models import Organ, User
from .site import site_settings

EVERYBODY = frozenset(Role.values)
# Their work is the whole city's: they see every organ (auditors read only).
CITY_WIDE = frozenset({Role.OFFICE, Role.AUDITOR, Role.ADMINISTRATOR})
STAFF_PREFIX = "/admin/"
OPEN = frozenset({"wagtailadmin_login", "wagtailadmin_logout", "wagtailadmin_javascript_catalog", "wagtailadmin_sprite"})

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


allow("wagtailadmin_home", "wagtailadmin_account", "wagtailadmin_sprite", "wagtailadmin_javascript_catalog")
allow(
    "wagtailadmin_explore", "wagtailadmin_explore_root", "wagtailadmin_explore_results", "wagtailadmin_pages:edit", "wagtailadmin_pages:add",
    "wagtailadmin_pages:add_subpage", "wagtailadmin_pages:view_draft", "wagtailadmin_pages:preview_on_edit", "wagtailadmin_pages:preview_on_add",
    "wagtailadmin_pages:history", "wagtailadmin_pages:unpublish", "wagtailsettings:edit", "wagtailadmin_choose_page",
    "wagtailadmin_choose_page_child", "wagtailadmin_choose_page_search", "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link", "wagtailadmin_choose_page_phone_link", "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_dismissibles", "wagtailadmin_editing_sessions:ping", "wagtailadmin_editing_sessions:release", "wagtailadmin_pages:usage", "wagtailadmin_pages:revisions_compare", "wagtailadmin_pages:revisions_view",
    roles={Role.ADMINISTRATOR},
)  # fmt: skip


class OutOfScope(Exception):
    """An id outside one's organs. Not a PermissionDenied, which Wagtail's frame would turn into a redirect."""


class StaffAreaMiddleware:
    """Refuses every staff URL that the user's roles are not let into."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on; the work is in process_view, where the URL name is known."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> None:
        """PermissionDenied, with an audit entry, for a URL name that no role of the user allows."""
        if not request.path_info.startswith(STAFF_PREFIX) or request.resolver_match is None:
            return
        name = request.resolver_match.view_name
        user: Any = request.user
        if name in OPEN or not user.is_authenticated:  # Wagtail's own views ask for the login, ours by staff_view
            return
        if not may_open(user, name):
            audit(actor=user, action="denied.url", target=name)
            raise PermissionDenied

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Answers an id outside one's organs with 403."""
        if isinstance(exception, OutOfScope):
            raise PermissionDenied from exception


class MembershipBackend(ModelBackend):
    """Passwords as usual; whoever has a role may enter Wagtail's admin frame, the allow-list does the rest."""

    def has_perm(self, user_obj, perm, obj=None) -> bool:
        """Grants wagtailadmin.access_admin to members; everything else as Django has it."""
        if perm == "wagtailadmin.access_admin":
            return bool(user_obj.is_active and user_obj.roles)
        return super().has_perm(user_obj, perm, obj)


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
