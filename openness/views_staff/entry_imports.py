"""Handing in a list of entries or hearings (成批报送)."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from core.throttle import allowed
from core.uploads import UploadRefused
from openness.enums import BatchKind, Carrier
from openness.forms_catalogue import EntryImportForm
from openness.services.entry_imports import HEARING_COLUMNS
from openness.services.handin import batch_receive


def entry_import(request: HttpRequest) -> HttpResponse:
    """The upload page; the batch page shows the answer to each row."""
    form = EntryImportForm(request.POST or None, request.FILES or None, user=request.user)
    if request.method == "POST":
        if not allowed(request, "hand_in", limit=120, seconds=3600):
            messages.error(request, "一小时内报送次数过多，请稍后再试。")
        elif form.is_valid():
            item = form.cleaned_data["item"]
            hearings = item.carrier == Carrier.HEARING
            kind = BatchKind.HEARINGS if hearings else BatchKind.DISCLOSURES
            try:
                batch = batch_receive(upload=form.cleaned_data["file"], organ=form.cleaned_data["organ"], actor=request.user, kind=kind, item=None if hearings else item)
            except UploadRefused as error:
                form.add_error("file", str(error))
            else:
                return redirect("openness_staff:batch", batch.pk)
    heads = [{"item": i, "columns": _columns(i)} for i in form.fields["item"].queryset]  # type: ignore[attr-defined]
    return render(request, "openness/staff/entry_import.html", {"form": form, "heads": heads}, status=422 if form.errors else 200)


def _columns(item) -> str:
    """The header of an item's list, in words."""
    if item.carrier == Carrier.HEARING:
        return "、".join(label for label in HEARING_COLUMNS if label not in ("开始时间", "开庭时间", "结束时间"))
    return "、".join(["标题", "日期", "案号", *(f.label for f in item.declared)])
