"""What staff lists say of a document (后台列表): how urgent it is, what a refused row needs."""

from datetime import date, timedelta

from django.urls import reverse

from core.enums import Role, State
from core.models import User
from justice.workdays import Calendar
from openness.models import (
    Disclosure,
    Duty,
    ExemptionNotice,
    Hearing,
    ImportBatch,
    ImportRow,
    Judgment,
    Proposal,
)
from openness.presenters.judgments import overdue_words

SOON = 2  # working days

# What a refused row can be mended with, by the code of its refusal: fields of the mend form.
MENDED_BY = {
    "no_number": ("case_number",),
    "bad_number": ("case_number",),
    "court_mismatch": ("case_number",),
    "not_ours": ("case_number",),
    "other_court": ("case_number",),
    "bad_date": ("decided_on", "effective_on"),
    "future_date": ("decided_on", "effective_on"),
    "date_order": ("decided_on", "effective_on"),
}


def due_pill(due_on: date | None, today: date, days: Calendar) -> dict:
    """How urgent a document is, as tone and words: 超期 2 个工作日, 今天, 还有 3 个工作日, 无期限."""
    if due_on is None:
        return {"tone": "plain", "text": "无期限"}
    if due_on < today:
        return {"tone": "bad", "text": overdue_words(days.workdays_between(due_on, today))}
    if due_on == today:
        return {"tone": "wait", "text": "今天"}
    left = days.workdays_between(today, due_on)
    return {"tone": "wait" if left <= SOON else "plain", "text": f"还有 {left} 个工作日"}


def judgment_pill(judgment: Judgment | Proposal | Disclosure, today: date, days: Calendar) -> dict:
    """The pill of a judgment; with `why` where there is no day to count to."""
    pill = due_pill(judgment.due_on, today, days)
    return pill if judgment.due_on else {**pill, "why": no_clock(judgment)}


def no_clock(judgment: Judgment | Proposal | Disclosure) -> str:
    """Why a judgment has no day by which it must be public, in a few words."""
    if isinstance(judgment, Proposal):
        return "比对没有法定期限"
    if isinstance(judgment, Disclosure):
        return judgment.item.timing or "没有写事情发生的日期"
    if judgment.effective_on:
        return f"{judgment.effective_on:%Y年%-m月}生效，当时没有规定期限"
    return "不知何时生效：报送和名册都没写" if judgment.final else "过程中的裁定，名册不列"


def moved_from(duty: Duty) -> str:
    """The effective day that an earlier register named: 原报 2026-10-09; "" where it was never changed."""
    now = duty.ends_on.isoformat()  # a holiday notice moves the due day alone
    before = next((past["effective_on"] for past in reversed(duty.history) if past["effective_on"] != now), "")
    return f"原报 {before}" if before else ""


def time_left(batch: ImportBatch, now) -> str:
    """How long a running batch will still take, in words; "" where it cannot be told."""
    if not batch.total or not batch.read or batch.read >= batch.total:
        return ""
    rest: timedelta = (now - batch.received_at) / batch.read * (batch.total - batch.read)
    minutes = round(rest.total_seconds() / 60)
    return f"约还需 {minutes} 分钟" if minutes else "约还需不到 1 分钟"


def mendable(row: ImportRow) -> tuple[str, ...]:
    """Fields that a refused row can be mended with; none when nothing of it was kept or a field cannot help."""
    return MENDED_BY.get(row.code, ()) if row.text is not None else ()


def document_link(document: Judgment | ExemptionNotice | Disclosure | Hearing | None, user: User) -> dict | None:
    """Where a document can be looked at by this user: its public page, the reviewer's screen or its record."""
    if document is None:
        return None
    if isinstance(document, Disclosure):
        return {"url": reverse("openness_staff:entry", args=[document.public_id]), "text": "看这一条"}
    if document.is_public:
        return {"url": document.get_absolute_url(), "text": "看公开页"}
    if (
        isinstance(document, Judgment)
        and _holds(user, document, Role.REVIEWER, Role.EDITOR)
        and document.state == State.REVIEW
    ):
        return {"url": reverse("openness_staff:review", args=[document.public_id]), "text": "去审核"}
    if isinstance(document, Judgment) and _holds(user, document, Role.EDITOR):
        return {"url": reverse("openness_staff:record", args=[document.public_id]), "text": "看记录"}
    return None


def _holds(user: User, document: Judgment, *roles: str) -> bool:
    """Whether one of `roles` is held for the document's organ, or is the administrator's."""
    if Role.ADMINISTRATOR in user.roles:
        return True
    return any(m.organ_id == document.organ_id and m.role in roles for m in user.active_memberships)
