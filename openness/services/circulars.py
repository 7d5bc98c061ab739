"""Circulars (通报): imported from Word as a draft, read by the units addressed; stand-ins in their review."""

from datetime import date

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audit import audit
from core.enums import State
from core.models import Membership, Organ, User
from core.publishing import Stale
from openness.circulars import ReadCircular, read_circular, story
from openness.difference import Part, difference
from openness.enums import PageKind
from openness.models import AddressedUnit, CircularPage, CircularReceipt, StandIn
from openness.reading.docx_blocks import docx_blocks
from openness.reading.rows import ReadError
from openness.services.pages import folder_ensure

MAX_BYTES = 20 * 1024 * 1024
FIELDS = ("title", "letterhead", "number", "addressees", "signature", "remark", "copied_to", "printed_by")
DATES = ("issued_on", "printed_on")
STORIES = ("body", "annex_text")


def circular_read(data: bytes, name: str) -> dict:
    """What a Word or WPS circular says, as the fields of a draft, with `notes`. ReadError for what is no sound .docx."""
    if not data:
        raise ReadError("文件是空的（0 字节），请重新选择。")
    if len(data) > MAX_BYTES:
        raise ReadError(f"文件超过 {MAX_BYTES >> 20} MB，不像一份公文。请检查文件。")
    if not data.startswith(b"PK") or not name.lower().endswith(".docx"):
        raise ReadError("只能导入 .docx。WPS 文字、旧版 Word 请另存为 .docx；文件名和内容要一致。")
    read = read_circular(*docx_blocks(data))
    return {**_values(read), "annex_titles": read.annex_titles, "notes": read.notes}


def _values(read: ReadCircular) -> dict:
    stories = {name: story(getattr(read, name)) for name in STORIES}
    return {**{name: getattr(read, name) for name in FIELDS}, **{name: day.isoformat() if (day := getattr(read, name)) else "" for name in DATES}, **stories}


def circular_before(organ: Organ, values: dict) -> CircularPage | None:
    """The organ's circular with the same number: a new import is its next revision."""
    number = values["number"]
    return CircularPage.objects.filter(organ=organ, number=number).order_by("-pk").first() if number else None


def circular_changes(before: CircularPage | None, values: dict) -> list[Part]:
    """What an import would change in the latest draft, sentence by sentence; empty for a new circular."""
    if before is None:
        return []
    return difference(before.get_latest_revision_as_object().public_text(), _filled(CircularPage(organ=before.organ), values).public_text())


def circular_import(*, organ: Organ, actor: User, values: dict, before: CircularPage | None = None) -> CircularPage:
    """Writes a draft: a new circular of this organ, or the next revision of `before`. Never public by itself.

    ValueError where the circular is under review, so that nobody signs what they have not read.
    """
    with transaction.atomic():
        if before is None:
            page = _filled(CircularPage(owner=actor), values)
            page.title = page.title or "未命名的公文"
            folder_ensure(organ=organ, kind=PageKind.CIRCULAR).add_child(instance=page)
        else:
            if before.workflow_in_progress:
                raise ValueError("这份公文正在审签，不能导入新稿。请先退回或者撤销审签。")
            page = _filled(before.get_latest_revision_as_object(), values)
        page.save_revision(user=actor, clean=False, log_action=True)
        audit(actor=actor, action="circular.imported", target=f"circular:{page.public_id}", organ=organ)
    return CircularPage.objects.get(pk=page.pk)


def _filled(page: CircularPage, values: dict) -> CircularPage:
    for name in FIELDS:
        limit = CircularPage._meta.get_field(name).max_length
        setattr(page, name, values[name][:limit])
    for name in DATES:
        setattr(page, name, date.fromisoformat(values[name]) if values[name] else None)
    for name in STORIES:
        setattr(page, name, CircularPage._meta.get_field(name).stream_block.to_python(values[name]))
    return page


def receipt_confirm(*, addressed: AddressedUnit, actor: User) -> CircularReceipt:
    """Confirms for a unit that it read a circular (确认阅知), once. ValueError for somebody of another unit; Stale where
    the circular is not public any more.
    """
    if addressed.organ_id not in {m.organ_id for m in actor.active_memberships}:
        raise ValueError("只有本单位的人能替本单位确认。")
    page = CircularPage.objects.get(pk=addressed.page_id)
    if not page.is_public:
        raise Stale("这份通报现在没有公开，不用确认。")
    try:
        with transaction.atomic():
            made = CircularReceipt.objects.create(circular=page, organ_id=addressed.organ_id, confirmed_by=actor)
            audit(actor=actor, action="circular.confirmed", target=f"circular:{page.public_id}", organ=addressed.organ)
    except IntegrityError:
        return CircularReceipt.objects.get(circular=page, organ_id=addressed.organ_id)
    return made


def receipts_of(page: CircularPage) -> list[dict]:
    """Every unit that must confirm: organ, and its receipt or None; those that have not stand first."""
    if page.state == State.REVIEW:
        return []
    given = {r.organ_id: r for r in page.receipts.select_related("confirmed_by")}
    units = [{"organ": a.organ, "receipt": given.get(a.organ_id)} for a in AddressedUnit.objects.filter(page_id=page.pk).select_related("organ")]
    return sorted(units, key=lambda u: u["receipt"] is not None)


def stand_in_set(*, organ: Organ, absent: User, substitute: User, since: date, until: date, actor: User) -> StandIn:
    """Lets `substitute` act for `absent` in the review of this organ's pages. ValueError for dates or people that do not fit."""
    if since > until or until < timezone.localdate():
        raise ValueError("起止日期不对：开始不能晚于结束，结束不能早于今天。")
    if absent.pk == substitute.pk:
        raise ValueError("代理人不能是本人。")
    members = set(Membership.objects.filter(organ=organ, user__in=(absent, substitute), user__is_active=True).values_list("user_id", flat=True))
    if members != {absent.pk, substitute.pk}:
        raise ValueError("本人和代理人都要是这个单位的人。")
    with transaction.atomic():
        made = StandIn.objects.create(organ=organ, absent=absent, substitute=substitute, since=since, until=until)
        audit(actor=actor, action="standin.set", target=f"standin:{made.pk}", organ=organ, absent=absent.pk, substitute=substitute.pk)
    return made


def stand_in_end(*, stand_in: StandIn, actor: User) -> None:
    """Ends it before its time."""
    with transaction.atomic():
        if StandIn.objects.filter(pk=stand_in.pk, ended_at=None).update(ended_at=timezone.now()):
            audit(actor=actor, action="standin.ended", target=f"standin:{stand_in.pk}", organ=stand_in.organ)
