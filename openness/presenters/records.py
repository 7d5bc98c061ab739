"""A document as its editor sees it (文书管理)."""

from collections.abc import Sequence

from core.enums import State
from core.models import LedgerEntry
from openness.models import ExemptionNotice, Judgment
from openness.presenters.judgments import due_of
from openness.reasons import reason_label
from openness.selectors.records import absences

TONES = {State.REVIEW: "wait", State.RETURNED: "wait", State.PUBLISHED: "good", State.HELD: "bad", State.WITHDRAWN: "exempt"}
# What can be done where a document stands.
CAN = {State.REVIEW: ("review",), State.RETURNED: (), State.PUBLISHED: ("remask", "hold", "withdraw"), State.HELD: ("republish", "remask", "withdraw"), State.WITHDRAWN: ("republish", "remask")}


def standing(judgment: Judgment | ExemptionNotice) -> tuple[str, str]:
    """Tone and words of its state; accepted but not yet open is 待公开."""
    if judgment.state == State.PUBLISHED and not judgment.is_public:
        return "wait", "待公开"
    return TONES[State(judgment.state)], judgment.get_state_display()


def record_screen(judgment: Judgment, history: Sequence[LedgerEntry], held_note: str) -> dict:
    """Where a document stands, what was done to it, what can be done now."""
    tone, said = standing(judgment)
    return {
        "judgment": judgment, "tone": tone, "said": said, "can": CAN[State(judgment.state)], "held_note": held_note,
        "reason": reason_label(judgment.withdrawn_reason) if judgment.withdrawn_reason else "",
        "due": due_of(judgment.due_on, judgment.due_steps, judgment.due_article),
        "history": [{"at": e.at, "act": e.get_act_display(), "reason": reason_label(e.reason) if e.reason else ""} for e in history],
        "absences": absences(reversed(history)),
    }  # fmt: skip
