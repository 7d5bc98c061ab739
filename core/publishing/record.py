"""PublicRecord (公开记录): state, clock, and a guard on every other way of changing them."""

import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from core.enums import State
from core.ledger import content_digest
from core.models import Organ

ALPHABET = "23456789abcdefghjkmnpqrstuvwxyz"  # no look-alikes: people copy these from paper
INITIAL = State.REVIEW

_moving: ContextVar[bool] = ContextVar("publishing", default=False)


class SecondDoor(RuntimeError):
    """Somebody tried to change a record's publication past core.publishing."""


@contextmanager
def moving() -> Iterator[None]:
    """Opens the guard; only core.publishing.services may use it (an architecture test looks)."""
    token = _moving.set(True)
    try:
        yield
    finally:
        _moving.reset(token)


def new_public_id() -> str:
    """A short permanent id: 10 characters, 49 bits; the database's unique constraint has the last word."""
    return "".join(secrets.choice(ALPHABET) for _ in range(10))


def public_condition(prefix: str = "", at=None) -> Q:
    """The condition of being public at `at` (now): state and clock. `prefix` reaches over a join ("judgment__")."""
    at = at or timezone.now()
    return Q(**{f"{prefix}state": State.PUBLISHED, f"{prefix}public_from__lte": at}) & (
        Q(**{f"{prefix}public_until": None}) | Q(**{f"{prefix}public_until__gt": at})
    )


class GuardedQuerySet(models.QuerySet):
    """Refuses to change fields of publication or content past the services, or the gate of pages."""

    door = "公开服务"
    opened: ClassVar[ContextVar[bool]] = _moving

    def update(self, **kwargs):
        """SecondDoor for publication and content fields, outside the services."""
        self._guard(kwargs)
        return super().update(**kwargs)

    def bulk_update(self, objs, fields, *args, **kwargs):
        """SecondDoor as in update()."""
        self._guard(fields)
        return super().bulk_update(objs, fields, *args, **kwargs)

    def _guard(self, fields: Iterable[str]) -> None:
        model: Any = self.model
        named = {model._meta.get_field(f).name for f in fields}  # withdrawn_by_id is withdrawn_by
        closed = named & (model.GUARDED | set(model.content_fields))
        if closed and not self.opened.get():
            raise SecondDoor(f"{sorted(closed)} 只能由{self.door}修改。")


class PublicRecordQuerySet(GuardedQuerySet):
    """Speaks of publication, and refuses to change it by the back door."""

    def public(self, at=None):
        """What the public may see at `at` (now)."""
        return self.filter(public_condition(at=at))

    def bulk_create(self, objs, *args, **kwargs):
        """SecondDoor for a record that would be born public, and for one that would overwrite another."""
        objs = list(objs)
        if not _moving.get() and (any(o.state != INITIAL for o in objs) or kwargs.get("update_conflicts")):
            raise SecondDoor("新记录只能从“待审核”开始。")
        return super().bulk_create(objs, *args, **kwargs)

    def delete(self):
        """Refused: a record is withdrawn, its history stays."""
        raise SecondDoor("公开记录不能删除，只能撤回。")


class PublicRecord(models.Model):
    """Abstract: whatever the public may see, of any kind.

    A kind sets `kind` (its slug), `content_fields` (what is public and digested) and `gates`, ordered checks
    record -> refusals.
    """

    kind: ClassVar[str]
    content_fields: ClassVar[tuple[str, ...]]
    required: ClassVar[tuple[str, ...]] = ()
    gates: ClassVar[tuple[Callable[[Any], Iterable[Any]], ...]] = ()
    GUARDED = frozenset(
        ["organ", "state", "public_from", "public_until", "published_at", "withdrawn_at", "withdrawn_reason", "withdrawn_by", "version", "salt", "checked_digest", "checked_ruleset", "public_id"]
    )

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    public_id = models.CharField("编号", max_length=16, unique=True, default=new_public_id, editable=False)
    state = models.CharField("状态", max_length=10, choices=State.choices, default=INITIAL, editable=False)
    public_from = models.DateTimeField("公开自", null=True, blank=True, editable=False)
    public_until = models.DateTimeField("公开至", null=True, blank=True, editable=False)
    published_at = models.DateTimeField("首次公开", null=True, blank=True, editable=False)
    legal_basis = models.CharField("公开依据", max_length=80, blank=True)
    withdrawn_at = models.DateTimeField("撤回时间", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField("撤回原因", max_length=40, blank=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="撤回人", null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    version = models.PositiveIntegerField("版本", default=0, editable=False)
    salt = models.CharField(max_length=32, blank=True, editable=False)
    checked_digest = models.CharField("已核内容摘要", max_length=64, blank=True, editable=False)
    checked_ruleset = models.CharField("已核规则版本", max_length=40, blank=True, editable=False)
    created_at = models.DateTimeField("收到时间", auto_now_add=True)

    objects = PublicRecordQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args, **kwargs):
        """Inserts a new record in review. SecondDoor for anything else: an instance can be stale, the services compare
        versions. The row is always inserted, so that a chosen primary key overwrites nothing.
        """
        if not self._state.adding:
            raise SecondDoor("公开记录只能由公开服务修改。")
        if self.state != INITIAL:
            raise SecondDoor("新记录只能从“待审核”开始。")
        super().save(*args, **{**kwargs, "force_insert": True})

    def delete(self, *args, **kwargs):
        """Refused: a record is withdrawn, its history stays."""
        raise SecondDoor("公开记录不能删除，只能撤回。")

    def public_content(self) -> dict:
        """What the public sees of this record, as one dict; digested for gates and ledger."""
        return {name: getattr(self, name) for name in self.content_fields}

    def public_digest(self) -> str:
        """SHA-256 (hex) of the public content."""
        return content_digest(self.public_content())

    def current_ruleset(self) -> str:
        """Version of the rules that the masking of this kind must have been done with; "" where nothing is masked."""
        return ""

    def lint(self, withheld: Iterable[str] = ()) -> Iterator[Any]:
        """The heavy check of the public content: yields a Refusal for each leak, `withheld` names among them."""
        yield from ()

    keeps_back = False  # a kind whose digested content can hold what no page shows says so; then no credential is given out

    @property
    def is_public(self) -> bool:
        """Whether the public sees it now."""
        now = timezone.now()
        return bool(
            self.state == State.PUBLISHED
            and self.public_from
            and self.public_from <= now
            and (self.public_until is None or self.public_until > now)
        )


def record_models() -> dict[str, type[PublicRecord]]:
    """Every kind of public record by its slug."""
    return {m.kind: m for m in apps.get_models() if issubclass(m, PublicRecord)}


def ledgered_models() -> dict[str, Any]:
    """Every kind that the publication ledger speaks of by its slug: records, and the pages that editors compose."""
    found: list[Any] = [m for m in apps.get_models() if hasattr(m, "public_content")]
    return {m.kind: m for m in found}
