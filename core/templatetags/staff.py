"""Template tags of the staff frame (后台框架)."""

from collections.abc import Iterator

from django import template
from django.conf import settings
from wagtail.admin.menu import MenuItem, SubmenuMenuItem, admin_menu

from core import oidc

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
    "review.passed": "通过，等第二人复核",
    "review.taken_over": "接手审核",
    "proposal.opened": "开始改遮蔽",
    "proposal.decided": "比对处理",
    "recheck.masked": "规则复查：遮住并更正",
    "recheck.kept": "规则复查：保留",
    "recheck.read": "规则复查：人工看过",
    "exemption.revoked": "撤销不公开说明",
    "objection.received": "收到异议",
    "objection.answered": "答复异议",
    "page.schedule_refused": "定时公开没有成功",
    "circular.imported": "导入公文草稿",
    "circular.confirmed": "确认阅知",
    "standin.set": "设定审签代理",
    "standin.ended": "结束审签代理",
    "nomination.received": "收到案例推荐",
    "nomination.answered": "答复案例推荐",
    "organ.policy": "设定本院公开规则",
    "holidays.entered": "录入放假通知",
    "holidays.recounted": "按放假通知重算期限",
    "ledger.key": "启用账本签名钥匙",
    "ledger.rotated": "换账本签名钥匙",
    "ledger.verified": "验账",
    "ledger.depositary": "设定交存单位",
    "ledger.depositary_stopped": "停止交存",
    "ledger.deposit_retry": "重新交存",
    "outbox.revive": "重新尝试投递",
    "user.invite": "开通账号",
    "user.change": "改姓名、邮箱",
    "user.link": "发设置密码的链接",
    "user.password_set": "用链接设置密码",
    "user.enable": "启用账号",
    "user.disable": "停用账号",
    "user.oidc": "用统一身份认证登录",
    "oidc.refused": "被拒绝：统一身份认证没有对应的账号",
    "membership.add": "增加岗位",
    "membership.remove": "取消岗位",
    "factor.set_up": "启用双因素",
    "factor.codes": "换一组恢复码",
    "factor.recovered": "用恢复码登录",
    "factor.failed": "被拒绝：动态码不对",
    "factor.reset": "去掉双因素",
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


@register.simple_tag
def own_accounts() -> str:
    """What the organ's own sign-in is called; empty where none is configured."""
    return settings.OIDC_NAME if oidc.configured() else ""


@register.filter
def act_words(action: str) -> str:
    """An audit action in words; one that nobody translated shows as it is stored."""
    return ACTS.get(action, action)
