"""The shelf in the staff frame: dead letters, audit, and what of Wagtail's own menu is left (后台菜单)."""

from django.urls import path
from wagtail import hooks

from core import views_staff
from core.menus import AllowedMenuItem
from core.permissions import may_open

# Wagtail's menu entries -> the address that must be open to see them.
WAGTAIL_ITEMS = {
    "explorer": "wagtailadmin_explore", "images": "wagtailimages:index", "documents": "wagtaildocs:index", "reports": "wagtailadmin_reports:locked_pages",
    "help": "wagtailadmin_help", "snippets": "wagtailsnippets:index",
}  # fmt: skip


@hooks.register("register_admin_urls")
def staff_urls():
    """Our screens of the shelf."""
    return [
        path("outbox/", views_staff.outbox, name="outbox"),
        path("outbox/revive/", views_staff.revive, name="outbox_revive"),
        path("audit/", views_staff.audit_log, name="audit_log"),
    ]


@hooks.register("register_admin_menu_item")
def outbox_item():
    """后台任务."""
    return AllowedMenuItem("投递与死信", "outbox", icon_name="mail", order=900)


@hooks.register("register_admin_menu_item")
def audit_item():
    """审计记录."""
    return AllowedMenuItem("审计记录", "audit_log", icon_name="history", order=910)


@hooks.register("construct_main_menu")
def hide_closed_doors(request, items):
    """Takes away entries of Wagtail's whose address the user may not open."""
    items[:] = [i for i in items if i.name not in WAGTAIL_ITEMS or may_open(request.user, WAGTAIL_ITEMS[i.name])]
