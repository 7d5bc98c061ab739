"""Openness in the staff frame: addresses, menu, desk (后台菜单)."""

from django.urls import include, path
from django.utils import timezone
from wagtail import hooks
from wagtail.admin.ui.components import Component

from core.menus import add_menu_items
from openness.enums import PageKind
from openness.presenters.desk import screen
from openness.selectors.pages import offered


@hooks.register("register_admin_urls")
def staff_urls():
    """Our screens below /admin/openness/."""
    return [path("openness/", include("openness.urls_staff"))]


add_menu_items(
    ("报送", "openness_staff:hand_in", "upload", 10),
    ("审核", "openness_staff:queue", "check", 20),
    ("文书管理", "openness_staff:records", "doc-full", 30),
    ("公开事项", "openness_staff:entries", "list-ul", 31),
    ("开庭公告", "openness_staff:hearings", "date", 32),
    ("数据与答复", "openness_staff:statements", "table", 33),
    ("页面管理", "openness_staff:pages", "doc-full-inverse", 34),
    ("收文", "openness_staff:received", "mail", 35),
    ("案例推荐", "openness_staff:nominations", "pick", 36),
    ("公开目录", "openness_staff:catalogue", "folder-open-inverse", 38),
    ("规则复查", "openness_staff:rechecks", "rotate", 40),
    ("泄漏巡查", "openness_staff:patrol", "view", 42),
    ("案号缺号", "openness_staff:number_gaps", "warning", 45),
    ("公开规则", "openness_staff:policies", "cogs", 50),
    ("审签代理", "openness_staff:stand_ins", "user", 55),
    ("放假通知", "openness_staff:holidays", "date", 60),
)


@hooks.register("construct_page_chooser_queryset")
def only_public_or_ones_own(pages, request):
    """What a link may lead to: what the public sees, and drafts of one's own organs."""
    return pages.filter(offered(request.user))


@hooks.register("construct_page_action_menu")
def circulars_go_out_by_signing(menu_items, request, context):
    """No button that the gate would refuse: a circular is handed in, checked and signed."""
    place = context.get("page") or context.get("parent_page")
    if place is not None and getattr(place.specific, "kind", "") == PageKind.CIRCULAR:
        menu_items[:] = [item for item in menu_items if item.name != "action-publish"]


@hooks.register("construct_homepage_panels")
def desk(request, panels):
    """Our part of the desk."""
    panels[:] = [panel for panel in panels if getattr(panel, "name", "") not in REPLACED]
    panels.append(DeskPanel())


REPLACED = ("workflow_objects_to_moderate", "locked_pages", "recent_edits")  # ours say what waits by organ and due day


class DeskPanel(Component):
    """What waits for this person in openness (工作台)."""

    name, order, template_name = "openness_desk", 10, "openness/staff/desk.html"

    def get_context_data(self, parent_context):
        """Tiles and lists by what the user may do."""
        return screen(parent_context["request"].user, timezone.localdate())
