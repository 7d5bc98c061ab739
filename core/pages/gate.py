"""The gate of pages (页面的公开关口): every way of Wagtail to make a page public, or to take it off, ends here.

Record, ledger entry, audit entry and event are written in the transaction of the save itself, with compare-and-set on
the version. Who acts and why travels in context variables, for Wagtail's actions save without saying.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.db import transaction
from django.utils import timezone

from core import events, ledger
from core.audit import audit
from core.enums import Act, State
from core.models import User
from core.pages.page import PageRefused, PublicPage, page_moving
from core.publishing.gates import Refusal
from core.publishing.record import SecondDoor
from core.publishing.services import Stale

REASONS = {"error": "内容有误", "replaced": "已由新的文件代替", "revoked": "已经废止", "law": "依法不应当公开", "expired": "公开期限已满"}
CHOSEN = tuple(code for code in REASONS if code != "expired")  # what an editor may give as a reason

_actor: ContextVar[User | None] = ContextVar("page_actor", default=None)
_reason: ContextVar[str] = ContextVar("page_reason", default="")


@contextmanager
def acting(user: User | None, reason: str = "") -> Iterator[None]:
    """Who acts, and for what reason a page is withdrawn, for the saves within."""
    tokens = _actor.set(user or _actor.get()), _reason.set(reason or _reason.get())
    try:
        yield
    finally:
        _actor.reset(tokens[0])
        _reason.reset(tokens[1])


def note_reason(reason: str) -> None:
    """Notes why the request in hand withdraws a page; the middleware forgets it with the request."""
    _reason.set(reason)


def whole(execute: Callable) -> Callable:
    """One of Wagtail's actions, all or nothing, and by name: a receiver that fails leaves no page live without its entry."""

    @wraps(execute)
    def run(action, *args, **kwargs):
        with transaction.atomic(), acting(action.user):
            return execute(action, *args, **kwargs)

    return run


def insert_page(page: PublicPage, write: Callable[[], None]) -> None:
    """A new page: a draft of the organ whose folder it stands in. PageRefused for an alias and outside any folder."""
    parent: Any = page.get_parent().specific
    if page.alias_of_id:
        raise PageRefused(page, [Refusal("alias", "不能建别名页", remedy="请用链接指向原来的页面。")])
    if getattr(parent, "organ_id", None) is None or parent.kind != page.kind:
        raise PageRefused(page, [Refusal("place", f"{page._meta.verbose_name}只能放在本单位的目录下")])
    page.live, page.has_unpublished_changes, page.live_revision = False, True, None
    page.first_published_at = page.last_published_at = None
    page.organ, page.state, page.version, page.salt, page.public_from = parent.organ, State.REVIEW, 0, "", None
    write()


def save_page(page: PublicPage, write: Callable[[], None]) -> None:
    """A page that exists: through the gate when it becomes live or what the public sees changes; closed when it goes."""
    seen = page.version
    stored: Any = type(page)._default_manager.get(pk=page.pk)
    for name in page.OWN:
        setattr(page, name, getattr(stored, name))
    if not page.live:
        page.live_revision = None
        with transaction.atomic():
            write()
            if stored.live:
                close_page(page)
    elif stored.live and page.live_revision_id == stored.live_revision_id and page.public_digest() == stored.public_digest() and stored.state != State.REVIEW:
        write()
    else:
        _open(page, stored, seen, write)


def _open(page: PublicPage, stored: PublicPage, seen: int, write: Callable[[], None]) -> None:
    check(page)
    act = Act.CORRECT if stored.state == State.PUBLISHED and stored.live else Act.PUBLISH
    now = timezone.now()
    own = {
        "state": State.PUBLISHED, "salt": ledger.new_salt(), "public_from": stored.public_from or now, "withdrawn_at": None,
        "withdrawn_reason": "", "withdrawn_by": None, "note": "",
    }  # fmt: skip
    with transaction.atomic():
        if seen != stored.version:
            raise PageRefused(page, [Refusal("stale", "这一页刚刚被别人公开过", remedy="请打开最新的一版再看。")])
        _set(page, stored, **own)
        write()
        _told(page, act, "record.corrected" if act == Act.CORRECT else "record.published", ledger.entry(record=page, act=act))


def check(page: PublicPage) -> None:
    """Lint and gates; PageRefused with every refusal of the first that stays shut."""
    missing = [
        Refusal("required", f"缺少{page._meta.get_field(name).verbose_name}", remedy="请补填后再公开。")
        for name in page.required
        if getattr(page, name) in (None, "") or not getattr(page, name)
    ]
    for refusals in (missing, *(list(gate(page)) for gate in page.gates), list(page.lint())):
        if refusals:
            raise PageRefused(page, refusals)


def close_page(page: PublicPage) -> None:
    """Notes that a page is off the site: withdrawn for the reason given, or expired. Told once, whichever way it went.
    PageRefused, which undoes the act, where nobody gave a reason.
    """
    stored: Any = type(page)._default_manager.select_related("organ").get(pk=page.pk)
    if stored.state not in (State.PUBLISHED, State.HELD):
        return
    reason = "expired" if page.expired else _reason.get()
    if not reason:
        raise PageRefused(page, [Refusal("reason", "撤回要写明原因", remedy="请在“页面管理”里选择原因后撤回。")])
    line = ledger.entry(record=stored, act=Act.WITHDRAW, reason=reason)
    own = {"state": State.WITHDRAWN, "salt": "", "withdrawn_at": timezone.now(), "withdrawn_reason": reason, "withdrawn_by": _actor.get(), "note": ""}
    with transaction.atomic():
        _set(page, stored, **own)
        _told(stored, Act.WITHDRAW, "record.withdrawn", line, reason)


def page_hold(*, page: PublicPage, actor: User | None, reason: str) -> None:
    """Takes a page off the site for the time being (暂停公开). ValueError without a reason; Stale where it is not public."""
    if not reason.strip():
        raise ValueError("请写明暂停公开的原因。")
    stored = _standing(page, State.PUBLISHED)
    with transaction.atomic(), acting(actor):
        _set(page, stored, state=State.HELD, note=reason.strip()[:300])
        _told(stored, Act.HOLD, "record.held", ledger.entry(record=stored, act=Act.HOLD), reason.strip())


def page_release(*, page: PublicPage, actor: User | None) -> None:
    """Ends a hold, through lint and gates (恢复公开). PageRefused, Stale."""
    stored = _standing(page, State.HELD)
    check(stored)
    with transaction.atomic(), acting(actor):
        _set(page, stored, state=State.PUBLISHED, note="")
        _told(stored, Act.PUBLISH, "record.published", ledger.entry(record=stored, act=Act.PUBLISH))


def page_withdraw(*, page: PublicPage, actor: User | None, reason: str) -> None:
    """Withdraws a page for a coded reason (撤回): 410 from now on, its salt destroyed. ValueError for an unknown code."""
    if reason not in CHOSEN:
        raise ValueError("请选择撤回的原因。")
    _standing(page, State.PUBLISHED, State.HELD)
    with acting(actor, reason):
        page.unpublish(user=actor)


@contextmanager
def refused_steps_aside(page: PublicPage, revision, *, scheduled: bool) -> Iterator[None]:
    """A publication, all or nothing. Where it was `scheduled` and is refused, its time is taken away and its editors
    are told why, so that those behind it in the queue go live.
    """
    try:
        with transaction.atomic():
            yield
    except PageRefused as refused:
        if not scheduled:
            raise
        said = f"定时公开没有成功：{refused}"
        with transaction.atomic(), page_moving():
            revision.approved_go_live_at = None
            revision.save(update_fields=["approved_go_live_at"])
            type(page)._default_manager.filter(pk=page.pk).update(note=said[:300])
            audit(actor=None, action="page.schedule_refused", target=f"{page.kind}:{page.public_id}", organ=page.organ, purpose=said)


def on_unpublished(sender, instance, **kwargs) -> None:
    """Receiver of page_unpublished: expiry and bulk acts save the base class, past our save()."""
    if isinstance(instance, PublicPage):
        close_page(instance)


def on_delete(sender, instance, **kwargs) -> None:
    """Receiver of pre_delete, which no way of deleting passes by: what was public once is withdrawn, never deleted."""
    if isinstance(instance, PublicPage) and instance.version:
        raise PageRefused(instance, [Refusal("delete", "公开过的页面不能删除", remedy="请撤回；撤回后原网址说明原因。")])


def on_move(sender, instance, parent_page_after, **kwargs) -> None:
    """Receiver of pre_page_move: the address of what was public stays, and nobody moves a draft to another organ."""
    page, parent = instance.specific, parent_page_after.specific
    if isinstance(page, PublicPage) and (page.version or getattr(parent, "organ_id", None) != page.organ_id):
        raise PageRefused(page, [Refusal("move", "公开过的页面不能移动，草稿不能移到别的单位", remedy="请在新的位置另建一页。")])


def _standing(page: PublicPage, *states: str) -> PublicPage:
    stored: Any = type(page)._default_manager.select_related("organ").get(pk=page.pk)
    if stored.state not in states:
        raise Stale(f"这一页现在是“{State(stored.state).label}”，不能这样处理。")
    return stored


def _set(page: PublicPage, stored: PublicPage, **own) -> None:
    """Writes the page's own marks if nobody moved it since it was read (row locks do nothing on SQLite)."""
    rows = type(page)._default_manager.filter(pk=page.pk, version=stored.version, state=stored.state)
    with page_moving():
        if not rows.update(**own, version=stored.version + 1):
            raise PageRefused(page, [Refusal("stale", "这一页刚刚被别人处理过", remedy="请刷新后再看。")])
    for name, value in {**own, "version": stored.version + 1}.items():
        setattr(page, name, value)


def _told(page: PublicPage, act: str, topic: str, line, purpose: str = "") -> None:
    if page.organ is None:
        raise SecondDoor("页面不属于任何单位。")
    ledger.append([line])
    audit(actor=_actor.get(), action=f"record.{act}", target=f"{page.kind}:{page.public_id}", organ=page.organ, purpose=purpose)
    events.emit(topic, kind=page.kind, public_id=page.public_id)
