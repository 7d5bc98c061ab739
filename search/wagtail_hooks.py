"""Search in the staff frame: figures of the alerts, and a word to the office when nobody indexes or the index is broken."""

from datetime import UTC, datetime

from django.urls import path
from wagtail import hooks
from wagtail.admin.ui.components import Component

from core.menus import add_menu_items
from core.permissions import may_open
from search import views_staff
from search.selectors import IndexState, index_state


@hooks.register("register_admin_urls")
def staff_urls():
    """Our screen of the alerts."""
    return [path("alerts/", views_staff.alerts, name="alerts")]


add_menu_items(("邮件订阅", "alerts", "mail", 903))


@hooks.register("construct_homepage_panels", order=910)
def index_panel(request, panels):
    """Nothing is shown while all is well."""
    if may_open(request.user, "outbox") and not (state := index_state()).healthy:
        panels.append(IndexPanel(state))


class IndexPanel(Component):
    """What is wrong with the index, and what to do."""

    name, order, template_name = "search_index", 910, "search/staff/index_panel.html"

    def __init__(self, state: IndexState) -> None:
        self.state = state

    def get_context_data(self, parent_context):
        """The state, and when the indexer last spoke."""
        seen = datetime.fromtimestamp(self.state.heartbeat.at, UTC) if self.state.heartbeat else None
        return {"state": self.state, "seen": seen}
