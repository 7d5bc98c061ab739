"""The catalogue for counsel (公开目录): items are added and changed here, every version is kept."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from core.publishing import Stale
from openness.forms_catalogue import FieldFormSet, ItemForm, field_rows, rows_of
from openness.models import CatalogueItem
from openness.presenters.disclosures import speed
from openness.services.catalogue import CatalogueRefused, item_save


@require_GET
def catalogue(request: HttpRequest) -> HttpResponse:
    """Every item, by kind of organ."""
    rows = [{"item": item, "speed": speed(item)} for item in CatalogueItem.objects.all()]
    return render(request, "openness/staff/catalogue.html", {"rows": rows})


def item_new(request: HttpRequest) -> HttpResponse:
    """A new item."""
    return _form(request, CatalogueItem())


def item(request: HttpRequest, slug: str) -> HttpResponse:
    """Changes an item; its history below."""
    return _form(request, get_object_or_404(CatalogueItem, slug=slug))


def _form(request: HttpRequest, found: CatalogueItem) -> HttpResponse:
    title = found.title
    form = ItemForm(request.POST or None, instance=found)
    rows = FieldFormSet(request.POST or None, initial=field_rows(found), prefix="field")
    faults: list[str] = []
    if request.method == "POST" and form.is_valid() and rows.is_valid():
        changed = form.save(commit=False)
        changed.fields = rows_of(rows)
        try:
            saved = item_save(item=changed, actor=request.user, note=form.cleaned_data["note"])
        except CatalogueRefused as refused:
            faults = refused.faults
        except Stale as stale:
            faults = [str(stale)]
        else:
            messages.success(request, f"“{changed.title}”已保存为第 {changed.version} 版。" if saved else "没有改动。")
            return redirect("openness_staff:catalogue_item", changed.slug)
    versions = list(found.revisions.select_related("actor")) if found.pk else []
    bad = [{"text": f"第 {n} 格：{e}", "url": ""} for n, f in enumerate(rows.forms, 1) for errors in f.errors.values() for e in errors] if rows.is_bound else []
    context = {"form": form, "rows": rows, "found": found, "name": title, "faults": [{"text": text, "url": ""} for text in faults] + bad, "versions": versions}
    return render(request, "openness/staff/catalogue_item.html", context, status=422 if faults or bad or form.errors else 200)
