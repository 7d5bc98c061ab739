"""Template tags of the staff frame (后台框架)."""

from collections.abc import Iterator

from django import template
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu

register = template.Library()


@register.inclusion_tag("core/staff/nav.html", takes_context=True)
def staff_nav(context) -> dict:
    """The staff menu as plain links: Wagtail draws its own by script only."""
    request = context["request"]
    items = sorted(admin_menu.menu_items_for_request(request), key=lambda item: item.order)
    return {"items": list(_flat(items, request)), "path": request.path}


def _flat(items: list[MenuItem], request) -> Iterator[MenuItem]:
    for item in items:
        if isinstance(item, SubmenuMenuItem):
            yield from _flat(sorted(item.menu.menu_items_for_request(request), key=lambda i: i.order), request)
        else:
            yield item


@register.inclusion_tag("core/staff/whoami.html", takes_context=True)
def whoami(context) -> dict:
    """For which organs the user acts, and as what: 营口市站前区人民法院 · 书记员."""
    return {"memberships": context["request"].user.active_memberships}
