"""Pages as their editors see them (页面管理)."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.urls import reverse

from core.enums import State
from core.models import LedgerEntry
from core.pages.gate import CHOSEN, REASONS
from openness.selectors.pages import nominations_waiting, unconfirmed, waiting_for


def page_row(page: Any) -> dict:
    """A line of the list: tone and words of where it stands, who saved it last."""
    tone, said = standing(page)
    revision = page.latest_revision
    return {
        "page": page, "tone": tone, "said": said, "note": page.note, "saved_at": page.latest_revision_created_at,
        "saved_by": str(revision.user) if revision and revision.user else "", "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }  # fmt: skip


def standing(page: Any) -> tuple[str, str]:
    """Tone and words: draft, under review, scheduled, public, held, withdrawn."""
    if page.state == State.HELD:
        return "bad", "暂停公开"
    if page.is_public:
        return "good", "已公开，另有草稿" if page.has_unpublished_changes else "已公开"
    if page.state == State.PUBLISHED:
        return "exempt", "已过公开期限"
    if step := page.current_workflow_task_state:
        due = getattr(step.specific, "due_on", None)
        return "wait", f"{step.task.name}中" + (f"，{due:%-m月%-d日}前" if due else "")
    if page.approved_schedule:
        return "wait", f"定于 {page.go_live_at.astimezone():%-m月%-d日 %H:%M} 公开"
    return ("exempt", "已撤回") if page.state == State.WITHDRAWN else ("wait", "草稿")


def page_screen(page: Any, history: Iterable[LedgerEntry], *, keeps: bool) -> dict:
    """Where a page stands, what was done to it, what can be done now by whom keeps it."""
    tone, said = standing(page)
    can = {State.PUBLISHED: ("hold", "withdraw"), State.HELD: ("release", "withdraw")}.get(State(page.state), ()) if keeps else ()
    return {
        "page": page, "tone": tone, "said": said, "can": can, "reasons": [(code, REASONS[code]) for code in CHOSEN], "edit_url": reverse("wagtailadmin_pages:edit", args=[page.pk]),
        "history_url": reverse("wagtailadmin_pages:history", args=[page.pk]), "reason": REASONS.get(page.withdrawn_reason, ""),
        "history": [{"at": e.at, "act": e.get_act_display(), "reason": REASONS.get(e.reason, "")} for e in history],
    }  # fmt: skip


def pages_desk(user: Any, today: date) -> dict:
    """What waits for this person in pages: steps to take with their due days, circulars to confirm, nominations."""
    steps = [
        {**item, "url": reverse("wagtailadmin_pages:edit", args=[item["page"].pk]), "late": bool(item["state"].due_on and item["state"].due_on < today)} for item in waiting_for(user)
    ]
    tiles = [
        {"value": unconfirmed(user), "label": "收文待确认", "url": reverse("openness_staff:received"), "tone": "wait"},
        {"value": nominations_waiting(user), "label": "案例推荐待答复", "url": reverse("openness_staff:nominations"), "tone": ""},
    ]
    return {"steps": steps, "tiles": [tile for tile in tiles if tile["value"]]}


def receipts_note(units: list[dict]) -> str:
    """`3 个单位里还有 1 个没有确认`."""
    waiting = sum(unit["receipt"] is None for unit in units)
    if not units:
        return ""
    return f"{len(units)} 个单位里还有 {waiting} 个没有确认" if waiting else f"{len(units)} 个单位都已确认"
