"""PublicPage: a Wagtail page of a public kind, with the gate in its save() and a clock in its serve()."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet
from wagtail.url_routing import RouteResult

from core.enums import State
from core.ledger import content_digest
from core.models import Organ
from core.pagecache import MAX_SECONDS
from core.pages import rich
from core.publishing.gates import GateRefused, Refusal
from core.publishing.record import GuardedQuerySet, SecondDoor, new_public_id

_moving: ContextVar[bool] = ContextVar("page_publishing", default=False)


@contextmanager
def page_moving() -> Iterator[None]:
    """Opens the guard of pages; only core.pages may use it (an architecture test looks)."""
    token = _moving.set(True)
    try:
        yield
    finally:
        _moving.reset(token)


class PageRefused(GateRefused):
    """A gate of a page stayed shut: what was drafted is kept, nothing became public or went."""

    def __init__(self, page: Page, refusals: list[Refusal]):
        self.page = page
        super().__init__(refusals)


class ClockedPage(Page):
    """A page that looks at its own clock: a dead scheduler neither keeps it alive nor shows it early."""

    class Meta:
        abstract = True

    def in_its_time(self) -> bool:
        """Whether its dates let it be shown now."""
        now = timezone.now()
        return not ((self.go_live_at and self.go_live_at > now) or (self.expire_at and self.expire_at <= now))

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The page, cacheable until it ends; outside its dates what gone() answers."""
        if not self.in_its_time():
            return self.gone(request)
        response = super().serve(request, *args, **kwargs)
        left = (self.expire_at - timezone.now()).total_seconds() if self.expire_at else MAX_SECONDS
        response.page_cache_seconds = min(int(left), MAX_SECONDS)
        return response

    def gone(self, request: HttpRequest) -> HttpResponse:
        """404."""
        raise Http404


class PublicPageQuerySet(GuardedQuerySet, PageQuerySet):
    """Speaks of publication, and refuses to change it by the back door."""

    door = "公开关口"
    opened = _moving

    def public(self, at=None):
        """What the public may see at `at` (now): the gate's own mark, Wagtail's, and the clock."""
        at = at or timezone.now()
        in_time = (Q(go_live_at=None) | Q(go_live_at__lte=at)) & (Q(expire_at=None) | Q(expire_at__gt=at))
        return self.filter(in_time, state=State.PUBLISHED, live=True, public_from__lte=at)

    def bulk_create(self, objs, *args, **kwargs):
        """Refused: pages have a place in a tree, and each goes through the gate."""
        raise SecondDoor("页面不能成批写入，请逐页建立。")


class PublicPage(ClockedPage):
    """Abstract: a page of a public kind, below the folder of its organ.

    A kind sets `kind`, `content_fields` (what is public and digested), `required`, `gates`. Only the gate writes
    OWN; a row that became live past it is not public, for its `state` says so.
    """

    kind: ClassVar[str]
    content_fields: ClassVar[tuple[str, ...]]
    required: ClassVar[tuple[str, ...]] = ()
    gates: ClassVar[tuple[Callable[[Any], Iterable[Refusal]], ...]] = ()
    OWN: ClassVar[tuple[str, ...]] = ("public_id", "organ_id", "state", "public_from", "withdrawn_at", "withdrawn_reason", "withdrawn_by_id", "version", "salt", "note")
    GUARDED = frozenset([name.removesuffix("_id") if name != "public_id" else name for name in OWN] + ["live", "live_revision", "expired"])
    exclude_fields_in_copy = [name.removesuffix("_id") if name != "public_id" else name for name in OWN]
    is_creatable = False

    organ = models.ForeignKey(Organ, verbose_name="单位", null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    public_id = models.CharField("编号", max_length=16, unique=True, default=new_public_id, editable=False)
    state = models.CharField("公开状态", max_length=10, choices=State.choices, default=State.REVIEW, editable=False)
    public_from = models.DateTimeField("首次公开", null=True, editable=False)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, editable=False)
    withdrawn_reason = models.CharField("撤回原因", max_length=40, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, verbose_name="撤回人", null=True, on_delete=models.PROTECT, related_name="+", editable=False)
    version = models.PositiveIntegerField("版本", default=0, editable=False)
    salt = models.CharField(max_length=32, blank=True, editable=False)
    note = models.CharField("说明", max_length=300, blank=True, editable=False, help_text="暂停的原因，或定时公开为什么没有成功；只给工作人员看")

    objects = PageManager.from_queryset(PublicPageQuerySet)()

    class Meta:
        abstract = True

    def save(self, clean=True, user=None, log_action=False, **kwargs):
        """A new page is a draft, whatever it says. Becoming live, a new live revision, changed public content: through
        the gate, in one transaction with ledger and event. PageRefused; what touches none of these is just saved.
        """
        from core.pages import gate

        def write() -> None:
            super(PublicPage, self).save(clean=clean, user=user, log_action=log_action, **kwargs)

        fields = kwargs.get("update_fields")
        if fields is not None and not set(fields) & (self.GUARDED | set(self.content_fields) | {"live_revision_id"}):
            write()
            return
        rich.clean_page(self)
        if self._state.adding:
            gate.insert_page(self, write)
        else:
            gate.save_page(self, write)

    def save_revision(self, *args, **kwargs):
        """A revision holds clean text too: it is what is published later."""
        rich.clean_page(self)
        return super().save_revision(*args, **kwargs)

    def publish(self, revision, user=None, changed=True, log_action=True, previous_revision=None, skip_permission_checks=False):
        """Wagtail's, but a scheduled item that is refused steps aside instead of stopping the queue."""
        from core.pages import gate

        with gate.refused_steps_aside(self, revision, scheduled=log_action == "wagtail.publish.scheduled"):
            super().publish(
                revision, user=user, changed=changed, log_action=log_action, previous_revision=previous_revision, skip_permission_checks=skip_permission_checks
            )

    def with_content_json(self, content):
        """What a revision says of publication is history: the page's own marks stay."""
        page = super().with_content_json(content)
        for name in self.OWN:
            setattr(page, name, getattr(self, name))
        return page

    @classmethod
    def can_create_at(cls, parent):
        """Below the folder of an organ only, of this kind's index."""
        return bool(super().can_create_at(parent) and getattr(parent.specific, "kind", "") == cls.kind)

    def public_content(self) -> dict:
        """What the public sees of this page, as one dict; digested for the ledger."""
        return {name: rich.raw(self, name) for name in self.content_fields}

    def public_digest(self) -> str:
        """SHA-256 (hex) of the public content."""
        return content_digest(self.public_content())

    def public_text(self, without: Iterable[str] = ()) -> str:
        """Title and content as plain text, for the lint, the index, comparisons; some fields left out."""
        return rich.plain(self, without)

    def lint(self) -> Iterator[Refusal]:
        """The heavy check of the public content: a Refusal for each leak."""
        yield from ()

    @property
    def is_public(self) -> bool:
        """Whether the public sees it now."""
        return bool(self.state == State.PUBLISHED and self.live and self.public_from and self.public_from <= timezone.now() and self.in_its_time())

    keeps_back = False  # all digested content of a page is shown

    @property
    def public_until(self):
        """When it expires, as a record says it."""
        return self.expire_at

    def get_absolute_url(self) -> str:
        """Its readable address; /r/<public_id>/ leads there for good."""
        return self.get_url() or ""

    def route(self, request, path_components):
        """Answers for itself when it is not live: 410 tells more than 404."""
        if not path_components:
            return RouteResult(self)
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The page while it is public."""
        return super().serve(request, *args, **kwargs) if self.is_public else self.gone(request)

    def gone(self, request: HttpRequest) -> HttpResponse:
        """410 with a tombstone once withdrawn or expired, a notice while held, 404 for what never was public."""
        from core.pages.gate import REASONS

        over = self.state == State.PUBLISHED and self.expire_at and self.expire_at <= timezone.now()
        if self.state not in (State.WITHDRAWN, State.HELD) and not over:
            raise Http404
        held = self.state == State.HELD
        context = {
            "public_id": self.public_id, "label": self._meta.verbose_name, "organ": self.organ.name if self.organ else "", "title": "这一页暂停公开" if held else "这一页已撤回",
            "withdrawn_on": None if held else (self.withdrawn_at or self.expire_at),
            "reason": "正在核查，核查期间暂停公开" if held else REASONS.get(self.withdrawn_reason or "expired", "依法撤回"),
        }  # fmt: skip
        response = render(request, "core/page_gone.html", context, status=404 if held else 410)
        response.page_cache_seconds = MAX_SECONDS  # type: ignore[attr-defined]
        return response
