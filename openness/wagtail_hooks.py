"""Openness in the staff frame: addresses, menu, desk (后台菜单)."""

from django.urls import include, path
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from core.menus import add_menu_items
from openness.presenters.desk import screen
from openness.presenters.entry_desk import screen as entry_screen


@hooks.register("register_admin_urls")
def staff_urls():
    """Our screens below /admin/openness/."""
    return [path("openness/", include("openness.urls_staff"))]


add_menu_items(
    ("报送", "openness_staff:hand_in", "upload", 10),
    ("审核", "openness_staff:queue", "check", 20),
    ("文书管理", "openness_staff:records", "doc-full", 30),
    ("公开事项", "openness_staff:entries", "list-ul", 32),
    ("开庭公告", "openness_staff:hearings", "date", 34),
    ("数据与答复", "openness_staff:statements", "table", 36),
    ("公开目录", "openness_staff:catalogue", "folder-open-inverse", 38),
    ("规则复查", "openness_staff:rechecks", "rotate", 40),
    ("公开规则", "openness_staff:policies", "cogs", 50),
    ("放假通知", "openness_staff:holidays", "date", 60),
)


@hooks.register("construct_homepage_panels")
def desk(request, panels):
    """Our part of the desk."""
    panels += [DeskPanel(), EntryDeskPanel()]


class DeskPanel(Component):
    """What waits for this person in openness (工作台)."""

    name, order, template_name = "openness_desk", 10, "openness/staff/desk.html"

    def get_context_data(self, parent_context):
        """Tiles and lists by what the user may do."""
        return screen(parent_context["request"].user, timezone.localdate())


class EntryDeskPanel(Component):
    """What waits for this person among entries of the catalogue."""

    name, order, template_name = "openness_entries", 20, "openness/staff/entry_desk.html"

    def get_context_data(self, parent_context):
        """Tiles by what the user may do."""
        return entry_screen(parent_context["request"].user, timezone.localdate())
