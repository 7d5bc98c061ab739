"""Circulars in the staff area: import from Word, what one's unit must confirm, stand-ins."""

from django.contrib import messages
from django.core import signing
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from core.enums import Role
from core.models import Organ, User
from core.permissions import get_scoped, scoped
from core.publishing import Stale
from openness.forms import CircularImportForm, StandInForm
from openness.models import AddressedUnit, CircularPage, CircularReceipt, StandIn
from openness.reading.rows import ReadError
from openness.services import circulars as service
from openness.views_staff.pages import DRAFTERS, KEEPERS, WRITERS, own_organ, own_organs

SALT, SLOWEST = "openness.circular", 4 * 3600


@require_http_methods(["GET", "POST"])
def circular_import(request: HttpRequest) -> HttpResponse:
    """The upload, then what was read from it, what was left out and what it changes, before anything is written."""
    organs = own_organs(request, *DRAFTERS)
    form = CircularImportForm(request.POST or None, request.FILES or None, organs=organs)
    if request.method == "GET" or not form.is_valid():
        return render(request, "openness/staff/circular_import.html", {"form": form}, status=422 if form.errors else 200)
    organ, upload = form.cleaned_data["organ"], form.cleaned_data["file"]
    try:
        values = service.circular_read(upload.read(), upload.name)
    except ReadError as error:
        form.add_error("file", str(error))
        return render(request, "openness/staff/circular_import.html", {"form": form}, status=422)
    before = service.circular_before(organ, values)
    context = {
        "values": values, "organ": organ, "before": before, "changes": service.circular_changes(before, values), "filename": upload.name,
        "payload": signing.dumps({"organ": organ.code, "values": values}, salt=SALT, compress=True),
    }  # fmt: skip
    return render(request, "openness/staff/circular_preview.html", context)


@require_POST
def circular_import_save(request: HttpRequest) -> HttpResponse:
    """Keeps what was shown as a draft."""
    try:
        given = signing.loads(request.POST.get("payload", ""), salt=SALT, max_age=SLOWEST)
    except signing.BadSignature:
        messages.error(request, "这一页打开得太久了，请重新选择文件导入。")
        return redirect("openness_staff:circular_import")
    organ = own_organ(request, given["organ"])
    before = service.circular_before(organ, given["values"]) if request.POST.get("over") else None
    try:
        page = service.circular_import(organ=organ, actor=request.user, values=given["values"], before=before)
    except ValueError as error:
        messages.error(request, str(error))
        return redirect("openness_staff:circular_import")
    messages.success(request, "已存为草稿。核对无误后，在编辑页“提交审签”。")
    return redirect("wagtailadmin_pages:edit", page.pk)


@require_GET
def received(request: HttpRequest) -> HttpResponse:
    """Public circulars that one's units must confirm: those not confirmed first."""
    given = CircularReceipt.objects.filter(circular_id=OuterRef("page_id"), organ_id=OuterRef("organ_id"))
    rows = AddressedUnit.objects.filter(page__in=CircularPage.objects.public()).select_related("page__organ", "organ").annotate(confirmed=Exists(given))
    rows = scoped(rows, request.user, *WRITERS).order_by("confirmed", "-page__public_from", "organ__order")
    page = Paginator(rows, 30).get_page(request.GET.get("page"))
    mine = {m.organ_id for m in request.user.active_memberships}
    return render(request, "openness/staff/received.html", {"page_obj": page, "rows": [{"row": r, "may": r.organ_id in mine and not r.confirmed} for r in page.object_list]})


@require_POST
def received_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms for one's unit."""
    addressed = get_scoped(AddressedUnit.objects.select_related("organ"), request.user, *WRITERS, pk=pk)
    try:
        service.receipt_confirm(addressed=addressed, actor=request.user)
        messages.success(request, f"已替{addressed.organ.short_name}确认阅知。")
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
    return redirect("openness_staff:received")


@require_http_methods(["GET", "POST"])
def stand_ins(request: HttpRequest) -> HttpResponse:
    """Who acts for whom in the review of pages, and a form for one more."""
    organs = own_organs(request, *KEEPERS)
    form = StandInForm(request.POST or None, organs=organs, people=_people(organs))
    if request.method == "POST" and form.is_valid():
        try:
            service.stand_in_set(**form.cleaned_data, actor=request.user)
            messages.success(request, "已设定代理。")
            return redirect("openness_staff:stand_ins")
        except ValueError as error:
            form.add_error(None, str(error))
    rows = scoped(StandIn.objects.filter(ended_at=None, until__gte=timezone.localdate()).select_related("organ", "absent", "substitute"), request.user, *KEEPERS)
    return render(request, "openness/staff/stand_ins.html", {"form": form, "stand_ins": rows.order_by("since")[:100]}, status=422 if form.errors else 200)


@require_POST
def stand_in_end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends one before its time."""
    service.stand_in_end(stand_in=get_scoped(StandIn.objects.select_related("organ"), request.user, *KEEPERS, pk=pk), actor=request.user)
    messages.success(request, "代理已结束。")
    return redirect("openness_staff:stand_ins")


def _people(organs: QuerySet[Organ]) -> QuerySet[User]:
    return User.objects.filter(memberships__organ__in=organs, memberships__role__in=[Role.CLERK, Role.REVIEWER, Role.EDITOR, Role.OFFICE], is_active=True).distinct().order_by("last_name", "username")

