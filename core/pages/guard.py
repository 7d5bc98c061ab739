"""Pages in the staff area: another organ's page answers 403 with an audit entry, a refusal a sentence (页面的后台关口)."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from wagtail.models import Page, TaskState
from wagtail.permissions import policy_registry

from core.audit import audit
from core.pages.gate import acting
from core.pages.page import PageRefused
from core.permissions import STAFF_PREFIX

EVERY_ACT = {"add", "change", "publish", "lock", "unlock"}
# Looking from above is allowed: the explorer shows the way down to one's own folders, and nothing beside it.
FROM_ABOVE = frozenset({"wagtailadmin_explore", "wagtailadmin_explore_results", "wagtailadmin_choose_page_child"})
INTO = frozenset({"wagtailadmin_pages:add", "wagtailadmin_pages:add_subpage", "wagtailadmin_pages:preview_on_add"})
NAMED = ("page_id", "parent_page_id", "page_to_move_id", "destination_id", "pk", "object_id")
SESSIONS = "wagtailadmin_editing_sessions:ping"  # who else has this page open


def within(user, url_name: str) -> QuerySet:
    """Pages that a user may name in an address of this kind."""
    policy = policy_registry.get_by_type(Page)
    if url_name in FROM_ABOVE:
        return policy.explorable_instances(user)
    mine = policy.instances_user_has_any_permission_for(user, EVERY_ACT)
    if url_name in INTO:
        return mine
    return mine.exclude(pk__in=[p.page_id for p in policy.get_cached_permissions_for_user(user)])  # a folder itself is nobody's page


class PageScopeMiddleware:
    """Stands behind the allow-list."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Passes on, and forgets with the request who acted and why; the work is in process_view and process_exception."""
        with acting(None):
            return self.get_response(request)

    def process_view(self, request: HttpRequest, view, args, kwargs) -> HttpResponse | None:
        """PermissionDenied, with an audit entry, for a page outside one's folders, existing or not; and for a step of the
        workflow that is not this page's.
        """
        match = request.resolver_match
        if match is None or not request.path_info.startswith(STAFF_PREFIX) or not request.user.is_authenticated:
            return None
        if not (match.view_name.startswith("wagtailadmin_pages:") or match.view_name in FROM_ABOVE or match.view_name == SESSIONS):
            return None
        for name in NAMED:
            number = str(kwargs.get(name, "")) if name in kwargs else None
            if number is not None and not (number.isdigit() and within(request.user, match.view_name).filter(pk=number).exists()):
                self._refuse(request, number)
        if "task_state_id" in kwargs:
            state = TaskState.objects.select_related("workflow_state").filter(pk=kwargs["task_state_id"]).first()
            if state is None or state.workflow_state.object_id != str(kwargs.get("page_id")):
                self._refuse(request, f"task {kwargs['task_state_id']}")
        return None

    def _refuse(self, request: HttpRequest, what: object) -> None:
        audit(actor=request.user, action="denied.object", target=f"page:{what}")  # type: ignore[arg-type]
        raise PermissionDenied

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A gate that stayed shut: the sentences, and back to the page's editor, where the draft is kept."""
        if not isinstance(exception, PageRefused) or not request.path_info.startswith(STAFF_PREFIX):
            return None
        for refusal in exception.refusals[:8]:
            messages.error(request, f"没有公开：{refusal}" if refusal.rule not in ("reason", "delete", "move", "alias", "place") else str(refusal))
        page = exception.page
        address = reverse("wagtailadmin_pages:edit", args=[page.pk]) if page.pk else reverse("wagtailadmin_home")
        if request.headers.get("x-requested-with") == "XMLHttpRequest":
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)
