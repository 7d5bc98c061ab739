"""Handing in (报送): upload, progress, an answer per row, mending a row in place, the result sheet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from core.enums import Role
from core.exports import send_xlsx
from core.models import User
from core.permissions import get_scoped, scoped
from core.site import site_settings
from core.throttle import allowed
from core.uploads import UploadRefused
from openness.enums import BatchKind, BatchState, Outcome
from openness.forms import HandInForm, MendForm
from openness.models import ImportBatch, ImportRow
from openness.presenters.staff import document_link, mendable, time_left
from openness.selectors.batches import RESULT_HEADER, result_rows
from openness.services.handin import batch_receive, bundled, row_mend

ROWS = 50
UNSETTLED = (Outcome.REJECTED, Outcome.PROPOSED)
REGISTERED = (Outcome.PUBLISHED, Outcome.UNCHANGED, Outcome.REJECTED)  # what can become of a register's row
LISTED = (Outcome.PUBLISHED, Outcome.IN_REVIEW, Outcome.UNCHANGED, Outcome.REJECTED)  # of a list of entries or hearings
TONES = {
    BatchState.RECEIVED: "wait",
    BatchState.RUNNING: "wait",
    BatchState.DONE: "good",
    BatchState.FAILED: "bad",
}
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
    kind = form.cleaned_data["kind"]
    files = form.cleaned_data["files"]
    for upload in bundled(files) if kind == BatchKind.JUDGMENTS else files:
        try:
            batches.append(
                batch_receive(
                    upload=upload, organ=form.cleaned_data["organ"], actor=request.user, kind=kind,
                    month=form.cleaned_data["month"], any_court=site_settings().trial_courts, item=form.cleaned_data["item"],
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
    rows = item.rows.select_related("judgment", "exemption", "disclosure__item", "hearing").defer("judgment__text", "disclosure__text").order_by("position")
    rows = rows.filter(outcome=wanted) if wanted in Outcome.values else rows.filter(outcome__in=UNSETTLED)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    for row in page.object_list:
        _prepare(row, request.user)
    context = {
        **_summary(item),
        "page_obj": page,
        "rows": page.object_list,
        "wanted": wanted,
        "here": request.get_full_path(),
    }
    context["wanted_label"] = next(
        (part["label"] for part in context["tally"] if part["outcome"] == wanted), ""
    )
    template = (
        "openness/staff/_batch.html" if request.headers.get("HX-Request") else "openness/staff/batch.html"
    )
    return render(request, template, context)


def _prepare(row: ImportRow, user: User) -> None:
    """What the table says of a row: its file's name, where its document is, what can be filled in."""
    row.label = row.name.open_unaudited() if row.name else "（未保存）"
    row.said = row.message.removeprefix(f"{row.label}：") or row.get_outcome_display()
    row.link = document_link(row.judgment or row.exemption or row.disclosure or row.hearing, user)
    only = mendable(row)
    given = row.fields | {"case_number": row.fields.get("case_number") or row.case_number}
    row.mend_form = MendForm(initial=given, prefix=f"row{row.pk}", only=only) if only else None


@require_POST
def mend(request: HttpRequest, pk: int, row_pk: int) -> HttpResponse:
    """Fills in what a refused row lacked and tries it again, in place."""
    item = _batch(request, pk)
    row = get_scoped(ImportRow.objects.select_related("batch__organ"), request.user, Role.CLERK, Role.EDITOR, field="batch__organ", pk=row_pk, batch=item)
    form = MendForm(request.POST, prefix=f"row{row.pk}")
    if form.is_valid():
        try:
            mended = row_mend(row=row, fields=form.given(), actor=request.user)
        except ValueError as error:
            messages.error(request, str(error))
        else:
            tell = messages.error if mended.outcome == Outcome.REJECTED else messages.success
            said, outcome = mended.message, mended.get_outcome_display()
            tell(request, f"第 {mended.position} 件：{said if said.startswith(outcome) else f'{outcome}，{said}'}。")
    else:
        messages.error(request, "；".join(e for errors in form.errors.values() for e in errors))
    return redirect(reverse("openness_staff:batch", args=[item.pk]) + "#rows")


@require_GET
def sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The result sheet as XLSX."""
    item = _batch(request, pk)
    return send_xlsx(RESULT_HEADER, result_rows(item), f"报送结果-{item.pk}.xlsx")


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    return get_scoped(ImportBatch.objects.select_related("organ", "actor"), request.user, Role.CLERK, Role.EDITOR, pk=pk)


def _summary(item: ImportBatch) -> dict:
    """A batch as the screens show it."""
    counts = dict.fromkeys(Outcome.values, 0) | dict(
        item.rows.values_list("outcome").annotate(n=Count("id")).order_by()
    )
    now = timezone.now()
    register, listed = item.kind == BatchKind.REGISTER, item.kind in (BatchKind.DISCLOSURES, BatchKind.HEARINGS)
    return {
        "batch": item, "filename": item.filename.open_unaudited(), "running": item.state in (BatchState.RECEIVED, BatchState.RUNNING),
        "queue_down": item.state == BatchState.RECEIVED and (now - item.received_at).total_seconds() > SLOW_SECONDS,
        "left": time_left(item, now), "register": register, "state": item.get_state_display(), "tone": TONES[item.state],
        "unsettled": sum(counts[o] for o in UNSETTLED), "taken": sum(n for o, n in counts.items() if o not in UNSETTLED),
        "tally": [{"outcome": o.value, "label": "已登记" if register and o == Outcome.PUBLISHED else o.label, "count": counts[o]} for o in (REGISTERED if register else LISTED if listed else Outcome)], "listed": listed,
    }  # fmt: skip
