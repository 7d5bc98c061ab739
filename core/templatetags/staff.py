"""Template tags of the staff frame (后台框架)."""

from collections.abc import Iterator

from django import template
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu

register = template.Library()

ACTS = {
    "denied.url": "被拒绝：无权的页面",
    "denied.object": "被拒绝：无权的内容",
    "sealed.open": "打开封存内容",
    "import.received": "报送",
    "register.handed_in": "报送名册",
    "review.undo": "撤销审核操作",
    "record.publish": "公开",
    "record.correct": "更正",
    "record.hold": "暂停公开",
    "record.withdraw": "撤回",
    "record.returned": "退回补正",
    "record.review": "重新送审",
    "outbox.revive": "重新尝试投递",
}


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


@register.filter
def act_words(action: str) -> str:
    """An audit action in words; one that nobody translated shows as it is stored."""
    return ACTS.get(action, action)
