"""An entry as staff see it (公开事项的后台页)."""

from django.utils import timezone

from core.enums import Act, Role, State
from core.models import AuditEntry, LedgerEntry, User
from justice.models import calendar_shown
from openness.models import Disclosure
from openness.presenters.disclosures import shown, size, speed
from openness.presenters.judgments import due_of
from openness.presenters.records import TONES
from openness.presenters.staff import judgment_pill
from openness.reasons import disclosure_reasons, reason_label


def standing_of(record: Disclosure) -> tuple[str, str]:
    """Tone and words of its state; accepted but not yet open is 待公开, what the law seals is 已封存."""
    if record.state == State.PUBLISHED and not record.is_public:
        return ("exempt", "依法封存") if record.is_sealed else ("wait", "到期下线" if record.public_until and record.public_until <= timezone.now() else "待公开")
    return TONES[State(record.state)], record.get_state_display()


def entry_screen(record: Disclosure, user: User) -> dict:
    """What is public of it, where it stands, what was done and what can be done."""
    tone, said = standing_of(record)
    mine = {m.role for m in user.active_memberships if m.organ_id == record.organ_id} | (set(Role.values) if Role.ADMINISTRATOR in user.roles else set())
    clerk, reviewer, editor = bool(mine & {Role.CLERK, Role.EDITOR}), bool(mine & {Role.REVIEWER, Role.EDITOR}), Role.EDITOR in mine
    state = record.state
    history = LedgerEntry.objects.filter(kind=record.kind, public_id=record.public_id).order_by("-id")[:50]
    held = AuditEntry.objects.filter(action=f"record.{Act.HOLD}", organ=record.organ, target=f"disclosure:{record.public_id}").order_by("-at") if state == State.HELD else None
    return {
        "record": record, "item": record.item, "tone": tone, "said": said, "speed": speed(record.item), "facts": [(f.label, shown(f, v)) for f, v in record.public_values()],
        "text": [line for line in record.text.split("\n") if line.strip()], "files": [{"file": a, "size": size(a.size)} for a in record.attachments.all()],
        "pill": judgment_pill(record, timezone.localdate(), calendar_shown()), "due": due_of(record.due_on, record.due_steps, record.due_article),
        "two": record.needs_second_eyes, "passed": list(record.approvals.select_related("actor").filter(digest=record.public_digest())) if state == State.REVIEW else [],
        "history": [{"at": e.at, "act": e.get_act_display(), "reason": reason_label(e.reason) if e.reason else ""} for e in history],
        "held_note": held.values_list("purpose", flat=True).first() if held is not None else "", "withdrawn": reason_label(record.withdrawn_reason) if record.withdrawn_reason else "",
        "may_edit": clerk and state in (State.REVIEW, State.RETURNED), "may_attach": clerk and record.item.attachments and state in (State.REVIEW, State.RETURNED),
        "may_accept": reviewer and state == State.REVIEW, "masked": record.source_id is not None, "may_correct": editor and state == State.PUBLISHED,
        "may_hold": editor and state == State.PUBLISHED, "may_withdraw": editor and state in (State.PUBLISHED, State.HELD), "may_republish": editor and state in (State.HELD, State.WITHDRAWN) and not record.is_sealed,
        "may_reopen": editor and state == State.HELD, "reasons": disclosure_reasons().items(), "corrections": list(record.corrections.order_by("id")),
    }  # fmt: skip
