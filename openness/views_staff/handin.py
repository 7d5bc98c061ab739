"""Handing in (报送): upload, progress, an answer per row, mending a row in place, the result sheet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role
from core.exports import send_xlsx
from core.permissions import get_scoped, scoped
from core.site import site_settings
from core.throttle import allowed
from core.uploads import UploadRefused
from openness.enums import BatchKind, BatchState, Outcome
from openness.forms import HandInForm, MendForm
from openness.models import ImportBatch, ImportRow
from openness.services.handin import batch_receive, row_mend

ROWS = 50
SLOW_SECONDS = 15  # a queue that is up begins a batch at once


def hand_in(request: HttpRequest) -> HttpResponse:
    """The upload page: files of judgments, or a register; below it the latest batches."""
    form = HandInForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST":
        if not allowed(request, "hand_in", limit=120, seconds=3600):
            messages.error(request, "一小时内报送次数过多，请稍后再试。")
        elif form.is_valid():
            batches = _receive(request, form)
            if len(batches) == 1:
                return redirect("openness_staff:batch", batches[0].pk)
            if batches:
                messages.success(request, f"收到 {len(batches)} 个文件，正在处理。")
                return redirect("openness_staff:hand_in")
    latest = scoped(ImportBatch.objects.select_related("organ", "actor"), request.user, Role.CLERK, Role.EDITOR).order_by("-id")[:10]
    context = {"form": form, "batches": [_summary(b) for b in latest], "trial": site_settings().trial_courts}
    return render(request, "openness/staff/hand_in.html", context, status=422 if form.errors else 200)


def _receive(request: HttpRequest, form: HandInForm) -> list[ImportBatch]:
    batches = []
    for upload in form.cleaned_data["files"]:
        try:
            batches.append(
                batch_receive(
                    upload=upload, organ=form.cleaned_data["organ"], actor=request.user, kind=form.cleaned_data["kind"],
                    month=form.cleaned_data["month"], any_court=site_settings().trial_courts,
                )
            )  # fmt: skip
        except UploadRefused as error:
            messages.error(request, str(error))
    return batches


@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: progress while it runs, the tally, and the rows, those that need somebody first."""
    item = _batch(request, pk)
    wanted = request.GET.get("outcome", "")
    rows = item.rows.select_related("judgment", "exemption").order_by("position")
    if wanted in Outcome.values:
        rows = rows.filter(outcome=wanted)
    elif not wanted:
        rows = rows.filter(outcome__in=[Outcome.REJECTED, Outcome.PROPOSED])
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.label = row.name.open_unaudited() if row.name else "（未保存）"
        row.mend_form = MendForm(initial=row.fields | {"case_number": row.fields.get("case_number") or row.case_number}, prefix=f"row{row.pk}") if row.text else None
    context = {**_summary(item), "page_obj": page, "rows": page.object_list, "wanted": wanted}
    template = "openness/staff/_batch.html" if getattr(request, "htmx", False) else "openness/staff/batch.html"
    return render(request, template, context)


@require_POST
def mend(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Fills in what a refused row lacked and tries it again, in place."""
    item = _batch(request, pk)
    row = get_scoped(ImportRow.objects.select_related("batch__organ"), request.user, Role.CLERK, Role.EDITOR, field="batch__organ", pk=row_pk, batch=item)
    form = MendForm(request.POST, prefix=f"row{row.pk}")
    if form.is_valid():
        mended = row_mend(row=row, fields=form.given(), actor=request.user)
        tell = messages.error if mended.outcome == Outcome.REJECTED else messages.success
        tell(request, f"第 {mended.position} 件：{mended.get_outcome_display()}。{mended.message}")
    else:
        messages.error(request, "；".join(e for errors in form.errors.values() for e in errors))
    return redirect("openness_staff:batch", item.pk)


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The result sheet as XLSX."""
    item = _batch(request, pk)
    rows = (
        [r.position, r.name.open_unaudited() if r.name else "", r.case_number, r.get_outcome_display(), r.message, r.remedy]
        for r in item.rows.order_by("position").defer("text").iterator(chunk_size=500)
    )
    return send_xlsx(["序号", "文件", "案号", "结果", "说明", "怎么办"], rows, f"报送结果-{item.pk}.xlsx")


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    return get_scoped(ImportBatch.objects.select_related("organ", "actor"), request.user, Role.CLERK, Role.EDITOR, pk=pk)


def _summary(item: ImportBatch) -> dict:
    """A batch as the screens show it."""
    counts = dict.fromkeys(Outcome.values, 0) | dict(item.rows.values_list("outcome").annotate(n=Count("id")).order_by())
    waiting = item.state == BatchState.RECEIVED and (timezone.now() - item.received_at).total_seconds() > SLOW_SECONDS
    return {
        "batch": item, "filename": item.filename.open_unaudited(), "counts": counts, "running": item.state in (BatchState.RECEIVED, BatchState.RUNNING),
        "queue_down": waiting, "register": item.kind == BatchKind.REGISTER,
        "tally": [{"outcome": o.value, "label": o.label if item.kind != BatchKind.REGISTER or o != Outcome.PUBLISHED else "已登记", "count": counts[o]} for o in Outcome],
    }  # fmt: skip
