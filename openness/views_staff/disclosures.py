"""Entries under the catalogue (公开事项): list, type in, change, files, pass, correct, take back."""

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_POST

from core import uploads
from core.enums import Role, State
from core.models import User
from core.pagination import LongPaginator
from core.permissions import get_scoped, scoped
from core.publishing import GateRefused, Stale
from core.sealed import open_file
from openness.forms_catalogue import EntryForm, NewEntryForm
from openness.models import Attachment, CatalogueItem, Disclosure
from openness.preparing_entries import EntryRefused
from openness.presenters.entries import entry_screen, standing_of
from openness.reading.rows import ReadError
from openness.selectors.disclosures import review_list
from openness.services import disclosures as service
from openness.services.attachments import attachment_add, attachment_read, attachment_remove
from openness.services.review import send_to_clerk

EVERY = (Role.CLERK, Role.REVIEWER, Role.EDITOR)
CLERKS = (Role.CLERK, Role.EDITOR)
REVIEWERS = (Role.REVIEWER, Role.EDITOR)
PER_PAGE = 20


@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    """Entries of one's organs, by item and state."""
    rows = scoped(review_list(), request.user, *EVERY)
    state, slug = request.GET.get("state", ""), request.GET.get("item", "")[:40]
    if state in State.values:
        rows = rows.filter(state=state)
    if slug:
        rows = rows.filter(item__slug=slug)
    page = LongPaginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    for record in page.object_list:
        record.tone, record.said = standing_of(record)
    items = CatalogueItem.objects.entered().filter(pk__in=scoped(Disclosure.objects.all(), request.user, *EVERY).values("item"))
    context = {"page_obj": page, "entries": page.object_list, "state": state, "slug": slug, "states": State.choices, "items": items, "hands_in": holds(request.user, *CLERKS)}
    return render(request, "openness/staff/entries.html", context)


def entry_new(request: HttpRequest) -> HttpResponse:
    """First the organ and the item, then the item's own form."""
    chosen = NewEntryForm(request.GET if "item" in request.GET else None, user=request.user)
    if not chosen.is_valid():
        return render(request, "openness/staff/entry_choose.html", {"form": chosen}, status=422 if chosen.is_bound else 200)
    item, organ = chosen.cleaned_data["item"], chosen.cleaned_data["organ"]
    form = EntryForm(request.POST or None, item=item)
    files, faults = _files(request) if request.method == "POST" else ([], [])
    if request.method == "POST" and form.is_valid() and not faults:
        try:
            made = service.disclosure_enter(item=item, organ=organ, actor=request.user, typed=form.typed())
            for file in files:
                attachment_add(disclosure=made, actor=request.user, file=file)
        except EntryRefused as refused:
            form.take(refused)
        except ReadError as error:
            messages.error(request, str(error))
            return redirect("openness_staff:entry", made.public_id)
        else:
            messages.success(request, f"“{made.title}”已收下，待审核。")
            return redirect("openness_staff:entry", made.public_id)
    context = {"form": form, "item": item, "organ": organ, "faults": faults, "record": None, "may_attach": item.attachments}
    return render(request, "openness/staff/entry_form.html", context, status=422 if form.errors or faults else 200)


def _files(request: HttpRequest) -> tuple[list, list[dict]]:
    files, faults = [], []
    for upload in request.FILES.getlist("files"):
        try:
            files.append(attachment_read(upload))
        except ReadError as error:
            faults.append({"text": str(error), "url": "#id_files"})
    return files, faults


@require_GET
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """One entry: what is public of it, where it stands, what can be done."""
    record = _entry(request, public_id, *EVERY)
    return render(request, "openness/staff/entry.html", entry_screen(record, request.user))


def entry_edit(request: HttpRequest, public_id: str) -> HttpResponse:
    """Changes an entry in review; of a public one, corrects it with a note."""
    record = _entry(request, public_id, *CLERKS)
    correcting = record.state == State.PUBLISHED
    if record.state not in (State.REVIEW, State.RETURNED, State.PUBLISHED) or (correcting and not holds_for(request.user, record, Role.EDITOR)):
        messages.error(request, f"这条现在是“{record.get_state_display()}”，不能修改。")
        return redirect("openness_staff:entry", public_id)
    options = {"item": record.item, "timed": not correcting, "noted": correcting}
    if request.method != "POST":
        opened = service.disclosure_open(disclosure=record, actor=request.user)
        return render(request, "openness/staff/entry_form.html", _edit_context(record, EntryForm(initial=EntryForm.initial_of(opened), **options), correcting))
    form = EntryForm(request.POST, **options)
    if form.is_valid():
        try:
            _current(request, record)
            if correcting:
                service.disclosure_correct(disclosure=record, actor=request.user, typed=form.typed(), note=form.cleaned_data["note"])
            else:
                service.disclosure_revise(disclosure=record, actor=request.user, typed=form.typed())
        except EntryRefused as refused:
            form.take(refused)
        except GateRefused as refused:
            for refusal in refused.refusals[:5]:
                form.add_error(None, str(refusal))
        except (ValueError, Stale) as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "已更正。" if correcting else "已保存，待审核。")
            return redirect("openness_staff:entry", public_id)
    return render(request, "openness/staff/entry_form.html", _edit_context(_entry(request, public_id, *CLERKS), form, correcting), status=422)


def _edit_context(record: Disclosure, form: EntryForm, correcting: bool) -> dict:
    return {"form": form, "item": record.item, "organ": record.organ, "record": record, "correcting": correcting, "faults": [], "may_attach": False}


@require_POST
def entry_accept(request: HttpRequest, public_id: str) -> HttpResponse:
    """Passes an entry without anything masked, or whose doubts are decided: it becomes public by its clock."""
    record = _entry(request, public_id, *REVIEWERS)
    try:
        _current(request, record)
        service.disclosure_accept(disclosure=record, actor=request.user)
    except GateRefused as refused:
        for refusal in refused.refusals[:5]:
            messages.error(request, str(refusal))
    except Stale as error:
        messages.error(request, str(error))
    else:
        messages.success(request, "您已通过，等第二人复核。" if record.state == State.REVIEW else "已公开。" if record.is_public else "到设定的时间自动公开。")
    return redirect("openness_staff:entry", public_id)


@require_POST
def entry_return(request: HttpRequest, public_id: str) -> HttpResponse:
    """Returns an entry to the clerk with a note."""
    record = _entry(request, public_id, *REVIEWERS)
    try:
        send_to_clerk(judgment=record, actor=request.user, note=request.POST.get("note", ""))
        messages.success(request, "已退回报送人补正。")
    except (ValueError, Stale) as error:
        messages.error(request, str(error))
    return redirect("openness_staff:entry", public_id)


@require_POST
def entry_act(request: HttpRequest, public_id: str) -> HttpResponse:
    """Holds, withdraws, publishes again, or takes back to review."""
    record, wanted, note = _entry(request, public_id, Role.EDITOR), request.POST.get("act", ""), request.POST.get("note", "")
    try:
        if wanted == "hold":
            service.disclosure_hold(disclosure=record, actor=request.user, reason=note)
            said = "已暂停公开"
        elif wanted == "withdraw":
            service.disclosure_withdraw(disclosure=record, actor=request.user, reason=request.POST.get("reason", ""))
            said = "已撤回，30 秒内从全站消失"
        elif wanted == "republish":
            service.disclosure_accept(disclosure=record, actor=request.user)
            said = "已重新公开" if record.state == State.PUBLISHED else "您已同意重新公开，还要另一位编辑再点一次"
        elif wanted == "reopen":
            service.disclosure_reopen(disclosure=record, actor=request.user, note=note)
            said = "已退回审核，改好后用原网址重新公开"
        else:
            raise ValueError("不认识的操作。")
        messages.success(request, f"{said}。")
    except GateRefused as refused:
        for refusal in refused.refusals[:5]:
            messages.error(request, str(refusal))
    except (ValueError, Stale) as error:
        messages.error(request, str(error) + (f"您写的是：“{note.strip()[:200]}”" if note.strip() else ""))
    return redirect("openness_staff:entry", public_id)


@require_POST
def entry_files(request: HttpRequest, public_id: str) -> HttpResponse:
    """Adds files to an entry in review, or takes one away."""
    record = _entry(request, public_id, *CLERKS)
    try:
        if request.POST.get("remove"):
            attachment_remove(attachment=get_object_or_404(Attachment, disclosure=record, pk=_number(request.POST["remove"])), actor=request.user)
            messages.success(request, "附件已去掉。")
        for upload in request.FILES.getlist("files"):
            file = attachment_read(upload)
            attachment_add(disclosure=_entry(request, public_id, *CLERKS), actor=request.user, file=file)
            messages.success(request, f"已加入附件“{file.name}”，作者、时间、位置等信息已清除。")
    except (ReadError, Stale, uploads.UploadRefused) as error:
        messages.error(request, str(error))
    return redirect("openness_staff:entry", public_id)


@require_GET
def entry_file(request: HttpRequest, public_id: str, pk: int) -> FileResponse:
    """A file of an entry, as the public will get it."""
    found = get_object_or_404(Attachment, disclosure=_entry(request, public_id, *EVERY), pk=pk)
    response = FileResponse(open_file(uploads.path_of(found.upload)), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(True, found.name)
    return response


def holds(user: User, *roles: str) -> bool:
    """Whether the user has one of these roles anywhere."""
    return bool(user.roles & {*roles, Role.ADMINISTRATOR})


def holds_for(user: User, record: Disclosure, *roles: str) -> bool:
    """Whether the user has one of these roles for the record's organ."""
    return Role.ADMINISTRATOR in user.roles or any(m.organ_id == record.organ_id and m.role in roles for m in user.active_memberships)


def _entry(request: HttpRequest, public_id: str, *roles: str) -> Disclosure:
    return get_scoped(Disclosure.objects.select_related("organ", "item", "source", "case", "withdrawn_by"), request.user, *roles, public_id=public_id)


def _current(request: HttpRequest, record: Disclosure) -> None:
    """Stale when the screen that sent this showed an older version: somebody else was at work."""
    if request.POST.get("version") != str(record.version):
        raise Stale("这条刚刚在别处改动过，刚才的操作没有执行。现在显示的是最新的，请看过再定。")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else -1
