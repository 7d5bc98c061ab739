"""The audit log (审计记录): who did what, who opened which sealed document for what purpose."""

from datetime import datetime, time, timedelta

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_GET

from core.enums import Role
from core.forms import AuditFilterForm
from core.models import AuditEntry, User
from core.permissions import allow, scoped
from core.publishing import record_models
from core.templatetags.staff import ACTS

READERS = (Role.OFFICE, Role.AUDITOR)
SEALED = "sealed.open"
FARTHEST = 10_000  # entries that one can page through; further back by the dates

allow("audit_log", roles=READERS)


class NearPaginator(Paginator):
    """Counts no further than FARTHEST, so that a log of millions opens at once."""

    @cached_property
    def count(self) -> int:
        """How many entries can be paged through."""
        return self.object_list[:FARTHEST].count()


@require_GET
def audit_log(request: HttpRequest) -> HttpResponse:
    """Entries within one's organs, newest first; every filter has its index."""
    entries = scoped(AuditEntry.objects.select_related("actor", "organ"), request.user, *READERS)
    form = AuditFilterForm(request.GET)
    entries = _filtered(entries, form.cleaned_data) if form.is_valid() else entries.none()
    page = NearPaginator(entries.order_by("-at", "-id"), 50).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    names = _names_of({entry.target for entry in shown})
    for entry in shown:
        entry.target_name = names.get(entry.target, "")
    given = {name for name, value in request.GET.items() if value and name in form.fields}
    context = {
        "page_obj": page, "entries": shown, "form": form, "action": request.GET.get("action", ""), "acts": ACTS, "sealed": SEALED,
        "filtered": bool(given - {"action"}), "capped": page.paginator.count == FARTHEST,
    }  # fmt: skip
    return render(request, "core/staff/audit.html", context)


def _filtered(entries: QuerySet[AuditEntry], wanted: dict) -> QuerySet[AuditEntry]:
    if action := wanted["action"]:
        entries = entries.filter(action=action)
    if organ := wanted["organ"]:
        entries = entries.filter(organ=organ)
    if person := wanted["person"]:
        ids = list(User.objects.filter(Q(username=person) | Q(last_name=person)).values_list("pk", flat=True)[:50])
        entries = entries.filter(actor__in=ids)
    if target := wanted["target"]:
        entries = entries.filter(target__in=_targets(target))
    if since := wanted["since"]:
        entries = entries.filter(at__gte=timezone.make_aware(datetime.combine(since, time.min)))
    if until := wanted["until"]:
        entries = entries.filter(at__lt=timezone.make_aware(datetime.combine(until + timedelta(days=1), time.min)))
    return entries


def _targets(words: str) -> list[str]:
    """What an entry may call the thing of this number: the target as stored, or a public id of any kind."""
    return [words, *(f"{kind}:{words}" for kind in record_models())]


def _names_of(targets: set[str]) -> dict[str, str]:
    """Target -> what people call it (case number and kind of document; name of a user): one query a kind."""
    wanted: dict[str, set[str]] = {}
    for target in targets:
        kind, _, ident = target.partition(":")
        wanted.setdefault(kind, set()).add(ident)
    names = {
        f"{kind}:{record.public_id}": str(record)
        for kind, model in record_models().items() if kind in wanted
        for record in model._base_manager.filter(public_id__in=wanted[kind])
    }  # fmt: skip
    people = [int(ident) for ident in wanted.get("user", ()) if ident.isdecimal()]
    if people:
        names |= {f"user:{user.pk}": str(user) for user in User.objects.filter(pk__in=people)}
    return names
