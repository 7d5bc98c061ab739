"""Openness in the staff frame: addresses, menu, desk (后台菜单)."""

from django.urls import include, path
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from core.menus import AllowedMenuItem
from openness.presenters.desk import screen


@hooks.register("register_admin_urls")
def staff_urls():
    """Our screens below /admin/openness/."""
    return [path("openness/", include("openness.urls_staff"))]


@hooks.register("register_admin_menu_item")
def hand_in_item():
    """报送."""
    return AllowedMenuItem("报送", "openness_staff:hand_in", icon_name="upload", order=10)


@hooks.register("register_admin_menu_item")
def review_item():
    """审核."""
    return AllowedMenuItem("审核", "openness_staff:queue", icon_name="check", order=20)


@hooks.register("register_admin_menu_item")
def records_item():
    """文书管理."""
    return AllowedMenuItem("文书管理", "openness_staff:records", icon_name="doc-full", order=30)


@hooks.register("register_admin_menu_item")
def rechecks_item():
    """规则复查."""
    return AllowedMenuItem("规则复查", "openness_staff:rechecks", icon_name="rotate", order=40)


@hooks.register("register_admin_menu_item")
def policies_item():
    """公开规则."""
    return AllowedMenuItem("公开规则", "openness_staff:policies", icon_name="cogs", order=50)


@hooks.register("register_admin_menu_item")
def holidays_item():
    """放假通知."""
    return AllowedMenuItem("放假通知", "openness_staff:holidays", icon_name="date", order=60)


@hooks.register("construct_homepage_panels")
def desk(request, panels):
    """Our part of the desk."""
    panels.append(DeskPanel())


class DeskPanel(Component):
    """What waits for this person in openness (工作台)."""

    name, order, template_name = "openness_desk", 10, "openness/staff/desk.html"

    def get_context_data(self, parent_context):
        """Tiles and lists by what the user may do."""
        return screen(parent_context["request"].user, timezone.localdate())
