"""The rows behind the office's figures (催办): what is past its day, for whoever watches over the courts."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from core.models import Organ
from justice.models import calendar_shown
from openness.presenters.staff import due_pill
from openness.selectors.urging import LATE, late


@require_GET
def urging(request: HttpRequest) -> HttpResponse:
    """One kind of what is late, of one court or of all."""
    kind = request.GET.get("what", "")
    kind = kind if kind in LATE else "duties"
    rows = late(kind, request.user, timezone.localdate()).select_related("organ", *_BESIDE[kind])
    rows = rows.only("organ__short_name", "organ__name", "due_on", *_SHOWN[kind])
    court = Organ.objects.filter(code=request.GET.get("court", "")[:24]).first()
    page = Paginator(rows.filter(organ=court) if court else rows, 50).get_page(request.GET.get("page"))
    today, days = timezone.localdate(), calendar_shown()
    shown = [_row(kind, row) | {"pill": due_pill(row.due_on, today, days)} for row in page.object_list]
    context = {"page_obj": page, "rows": shown, "kinds": LATE.items(), "kind": kind, "title": LATE[kind], "court": court}
    return render(request, "openness/staff/urging.html", context)


_BESIDE = {"duties": ("item", "judgment", "disclosure"), "review": (), "objections": ("judgment",)}
_SHOWN = {
    "duties": ("case_number", "document_kind", "subject", "periodic", "item__title", "judgment__state", "disclosure__state"),
    "review": ("case_number", "document_kind", "doubts_open"),
    "objections": ("judgment__case_number", "judgment__document_kind", "judgment__state"),
}


def _row(kind: str, row) -> dict:
    """A late row in words; nothing of a text, and nobody's name."""
    if kind == "duties":
        record = row.judgment or row.disclosure
        said = f"{'文书' if row.judgment else ''}{record.get_state_display()}" if record else "没有收到文书" if row.case_number else "没有录入"
        named = row.case_number or (row.subject if row.periodic else row.item.title)
        return {"organ": row.organ, "number": named, "document_kind": row.document_kind or row.item.title, "due_on": row.due_on, "said": said}
    document = row.judgment if kind == "objections" else row
    if kind == "review":
        said = f"存疑 {row.doubts_open} 处" if row.doubts_open else "没有存疑，等审核员通过"
    else:
        said = f"文书{row.judgment.get_state_display()}" if row.judgment else "没有收到文书"
    return {"organ": row.organ, "number": document.case_number, "document_kind": document.document_kind, "due_on": row.due_on, "said": said}
