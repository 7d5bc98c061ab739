"""Who may do what with which pages: by membership, below the folders of one's organs (页面权限)."""

from types import SimpleNamespace
from typing import Any

from django.db.models import Q
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from core.enums import Role
from core.models import User

ALL = ("add", "change", "publish", "lock", "unlock")
ACTIONS: dict[str, tuple[str, ...]] = {
    Role.CLERK: ("add",),  # drafts, and edits what is theirs
    Role.REVIEWER: ("lock",),  # sees; edits and passes on what waits for them in the workflow
    Role.EDITOR: ALL,
    Role.OFFICE: ALL,
}

_folders: list[type[Page]] = []


def register_folder(model: type[Page]) -> None:
    """Names the page type that is an organ's folder; it has `organ`."""
    _folders.append(model)


def folders() -> Any:
    """Every organ's folders."""
    return _folders[0]._default_manager.all() if _folders else Page.objects.none()


class MembershipPagePolicy(PagePermissionPolicy):
    """Wagtail's policy, fed from memberships instead of groups."""

    def get_all_permissions_for_user(self, user) -> list:
        """Page and action, as Wagtail's rows of group permissions say them."""
        if not user.is_active or user.is_anonymous or user.is_superuser:
            return []
        if Role.ADMINISTRATOR in user.roles:
            root = Page.get_first_root_node()
            return [_permission(root, action) for action in ALL]
        by_organ: dict[int, set[str]] = {}
        for membership in user.active_memberships:
            by_organ.setdefault(membership.organ_id, set()).update(ACTIONS.get(membership.role, ()))
        found = folders().filter(organ_id__in=[pk for pk, actions in by_organ.items() if actions])
        return [_permission(folder, action) for folder in found for action in sorted(by_organ[folder.organ_id])]

    def users_with_any_permission_for_instance(self, actions, instance, include_superusers=True):
        """Members whose role for the organ of this page allows one of these acts."""
        wanted = Q(memberships__role=Role.ADMINISTRATOR)
        organ = getattr(instance.specific, "organ_id", None)
        roles = [role for role, allowed in ACTIONS.items() if set(actions) & set(allowed)]
        if organ:
            wanted |= Q(memberships__organ_id=organ, memberships__role__in=roles)
        if include_superusers:
            wanted |= Q(is_superuser=True)
        return User.objects.filter(wanted, is_active=True).distinct()


def _permission(page: Page, action: str) -> SimpleNamespace:
    return SimpleNamespace(page=page, page_id=page.pk, permission=SimpleNamespace(codename=f"{action}_page"))
