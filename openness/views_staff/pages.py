"""Pages as editors keep them (页面管理): what is drafted, under review, public; hold, withdraw, release."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from core.audit import audit
from core.enums import Role
from core.models import LedgerEntry, Organ
from core.pages import gate
from core.pages.page import PageRefused
from core.permissions import OutOfScope, get_scoped, organs_of, scoped
from core.publishing import Stale
from openness.enums import PageKind
from openness.models import CircularPage
from openness.presenters.staff_pages import page_row, page_screen, receipts_note
from openness.selectors.pages import MODELS, find_page
from openness.services.circulars import receipts_of
from openness.services.pages import folder_ensure

WRITERS = (Role.CLERK, Role.REVIEWER, Role.EDITOR, Role.OFFICE)
DRAFTERS = (Role.CLERK, Role.EDITOR, Role.OFFICE)
KEEPERS = (Role.EDITOR, Role.OFFICE)


def own_organs(request: HttpRequest, *roles: str):
    """Organs where one holds such a post oneself: writing is for one's own organ, however wide one may look."""
    user: Any = request.user
    if user.is_superuser or Role.ADMINISTRATOR in user.roles:
        return organs_of(user).filter(is_trial=False)
    ids = [m.organ_id for m in user.active_memberships if m.role in roles]
    return organs_of(user, *roles).filter(pk__in=ids)


def own_organ(request: HttpRequest, code: str) -> Organ:
    """The one of one's own organs that a form names, else OutOfScope alike for another's and for none."""
    found = own_organs(request, *DRAFTERS).filter(code=code).first()
    if found is None:
        audit(actor=request.user, action="denied.object", target=f"core.organ:{code}")
        raise OutOfScope(code)
    return found


@require_GET
def pages(request: HttpRequest) -> HttpResponse:
    """Pages of one kind of one's organs, the latest touched first."""
    kind = request.GET.get("kind", PageKind.CIRCULAR)
    kind = kind if kind in MODELS else PageKind.CIRCULAR.value
    rows = scoped(MODELS[kind].objects.select_related("organ", "latest_revision__user"), request.user, *WRITERS)
    rows = rows.defer_streamfields().order_by("-latest_revision_created_at", "-pk")
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    context = {
        "page_obj": page, "rows": [page_row(p) for p in page.object_list], "kind": kind, "label": PageKind(kind).label, "kinds": PageKind.choices,
        "organs": own_organs(request, *DRAFTERS),
    }  # fmt: skip
    return render(request, "openness/staff/pages.html", context)


@require_POST
def new(request: HttpRequest) -> HttpResponse:
    """A new page: the organ's folder is made where it has none, then on to Wagtail's editor."""
    kind, code = request.POST.get("kind", ""), request.POST.get("organ", "")
    organ = own_organ(request, code)
    if kind not in MODELS:
        messages.error(request, "请选择写哪一种。")
        return redirect("openness_staff:pages")
    try:
        folder = folder_ensure(organ=organ, kind=kind)
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("openness_staff:pages")
    return redirect("wagtailadmin_pages:add", "openness", MODELS[kind]._meta.model_name, folder.pk)


@require_GET
def page(request: HttpRequest, public_id: str) -> HttpResponse:
    """One page: where it stands, what was done to it, what can be done, who has confirmed."""
    found = _page(request, public_id)
    history = LedgerEntry.objects.filter(kind=found.kind, public_id=found.public_id).order_by("-id")[:50]
    units = receipts_of(found) if isinstance(found, CircularPage) else []
    user: Any = request.user
    keeps = user.is_superuser or bool({*KEEPERS, Role.ADMINISTRATOR} & user.roles)
    return render(request, "openness/staff/page.html", {**page_screen(found, history, keeps=keeps), "units": units, "units_note": receipts_note(units)})


@require_POST
def page_act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Holds, releases or withdraws."""
    found, user = _page(request, public_id, *KEEPERS), request.user
    wanted, said = request.POST.get("act", ""), ""
    try:
        if wanted == "hold":
            gate.page_hold(page=found, actor=user, reason=request.POST.get("note", ""))
            said = "已暂停公开"
        elif wanted == "release":
            gate.page_release(page=found, actor=user)
            said = "已恢复公开"
        elif wanted == "withdraw":
            gate.page_withdraw(page=found, actor=user, reason=request.POST.get("reason", ""))
            said = "已撤回，30 秒内从全站消失"
        else:
            raise ValueError("不认识的操作。")
        messages.success(request, f"“{found.title}”{said}。")
    except PageRefused as refused:
        for refusal in refused.refusals[:5]:
            messages.error(request, str(refusal))
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
    return redirect(f"{reverse('openness_staff:page', args=[public_id])}")


def _page(request: HttpRequest, public_id: str, *roles: str) -> Any:
    """The page of one's organs, else OutOfScope alike for what exists and what does not."""
    known = find_page(public_id)
    model = type(known) if known is not None else CircularPage
    return get_scoped(model.objects.select_related("organ", "withdrawn_by"), request.user, *(roles or WRITERS), public_id=public_id)
