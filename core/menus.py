"""Menu items of the staff area (后台菜单)."""

from functools import partial

from django.urls import reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from .permissions import may_open


class AllowedMenuItem(MenuItem):
    """A menu item that shows only to whom its address would open."""

    def __init__(self, label: str, url_name: str, **kwargs):
        self.url_name = url_name
        super().__init__(label, reverse(url_name), **kwargs)

    def is_shown(self, request) -> bool:
        """As the allow-list says."""
        return may_open(request.user, self.url_name)


def add_menu_items(*items: tuple[str, str, str, int]) -> None:
    """Adds entries to the staff menu: label, view, icon, order."""
    for label, url_name, icon, order in items:
        hooks.register("register_admin_menu_item", partial(AllowedMenuItem, label, url_name, icon_name=icon, order=order))
