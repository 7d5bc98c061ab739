"""The shelf in the staff frame: dead letters, audit, and what of Wagtail's own menu is left (后台菜单)."""

from datetime import timedelta

from django.db.models import Min, Q
from django.templatetags.static import static
from django.urls import path, resolve
from django.utils import timezone
from django.utils.html import format_html
from wagtail import hooks
from wagtail.admin.ui.components import Component

from core.enums import DeliveryState
from core.events import INDEX, WORK
from core.menus import add_menu_items
from core.models import Delivery
from core.permissions import may_open
from core.services.deposits import overdue
from core.views_staff import audit, ledger, machine, people, second_factor

SLOW = timedelta(minutes=1)  # a queue and an indexer that run deliver within seconds


@hooks.register("register_admin_urls")
def staff_urls():
    """Our screens of the shelf."""
    return [
        path("outbox/", machine.outbox, name="outbox"),
        path("outbox/revive/", machine.revive, name="outbox_revive"),
        path("audit/", audit.audit_log, name="audit_log"),
        path("ledger/", ledger.deposits, name="ledger_deposits"),
        path("ledger/act/", ledger.act, name="ledger_act"),
        path("people/", people.listing, name="people"),
        path("people/invite/", people.invite, name="person_invite"),
        path("people/<int:pk>/", people.person, name="person"),
        path("people/<int:pk>/act/", people.act, name="person_act"),
        path("second-factor/", second_factor.verify, name="second_factor"),
        path("second-factor/set-up/", second_factor.set_up, name="second_factor_set_up"),
    ]


add_menu_items(
    ("后台投递", "outbox", "mail", 900),
    ("公开账本", "ledger_deposits", "lock", 905),
    ("审计记录", "audit_log", "history", 910),
    ("人员", "people", "group", 890),
    ("登录安全", "second_factor_set_up", "key", 920),
)


@hooks.register("construct_main_menu")
@hooks.register("construct_settings_menu")
@hooks.register("construct_reports_menu")
def hide_closed_doors(request, items):
    """Takes away entries that the user may not open, and Wagtail's help, which leads off this site."""
    items[:] = [i for i in items if i.name != "help" and (i.url == "#" or may_open(request.user, resolve(i.url).view_name))]


@hooks.register("insert_global_admin_css")
def frame_colours():
    """Wagtail's frame in our colours, and out of the way where no script runs."""
    link = '<link rel="stylesheet" href="{}">'
    return format_html(f"{link}<noscript>{link}</noscript>", static("css/admin.css"), static("css/noscript.css"))


@hooks.register("construct_homepage_panels", order=-100)
def no_panels_of_wagtail(request, panels):
    """The desk says what is due today; each room adds its part after this."""
    panels.clear()


@hooks.register("construct_homepage_panels")
def machine_room(request, panels):
    """For the office: deliveries that failed for good or have waited for long."""
    if may_open(request.user, "outbox"):
        panels.append(MachineRoomPanel())


@hooks.register("construct_homepage_panels", order=890)
def ledger_alarm(request, panels):
    """For the office: a depositary that has had no checkpoint for two days, a verification that found something."""
    if may_open(request.user, "ledger_deposits"):
        panels.append(LedgerPanel())


class LedgerPanel(Component):
    """What is wrong with the ledger; nothing while all is well (账本警报)."""

    name, order, template_name = "ledger", 890, "core/staff/ledger_panel.html"

    def get_context_data(self, parent_context):
        """Depositaries without a fresh checkpoint, entries that nobody seals, the last verification."""
        return {"overdue": overdue(), "verified": ledger.last_verified(), "unsealed_since": ledger.unsealed_since()}


class MachineRoomPanel(Component):
    """Whether the machine works: dead letters, and the oldest delivery that waits (机器情况)."""

    name, order, template_name = "machine_room", 5, "core/staff/machine_room.html"

    def get_context_data(self, parent_context):
        """Dead letters, and since when the oldest due delivery waits; None when nothing has waited for a minute."""
        now = timezone.now()
        queues = Delivery.objects.filter(queue__in=[WORK, INDEX])
        free = Q(leased_until=None) | Q(leased_until__lt=now)
        oldest = queues.filter(free, state=DeliveryState.PENDING, due_at__lt=now - SLOW).aggregate(at=Min("due_at"))
        return {"dead": queues.filter(state=DeliveryState.DEAD).count(), "waiting_since": oldest["at"]}


@hooks.register("insert_global_admin_js")
def pickers():
    """Wagtail's date pickers without inline scripts."""
    return format_html('<script src="{}"></script>', static("js/admin.js"))


@hooks.register("before_unpublish_page")
def reason_of_withdrawal(request, page):
    """The reason that the editor chose travels with the request; without one the gate refuses."""
    from core.pages.gate import CHOSEN, note_reason

    if request.POST.get("reason", "") in CHOSEN:
        note_reason(request.POST["reason"])
