"""An objection as its sender and as the editor see it (异议)."""

import json
import re

from core.models import User
from justice.plain_text import fold
from openness.enums import ObjectionOutcome
from openness.models import Judgment, Objection
from openness.presenters.judgments import due_of
from openness.reasons import withdrawal_reasons
from openness.services.objections import IDENTIFIER

AROUND, PLACES = 24, 5  # characters beside a passage; places shown of each
CONFIRMED = {"": "系统没有核实到，需要编辑判断", IDENTIFIER: "系统核实：公开文本里有号码类个人信息", "withheld": "系统核实：是这份文书应当隐去的姓名"}


def progress(objection: Objection) -> dict:
    """Where it stands, by when it is answered and how that is counted, and the answer."""
    if objection.answered_at:
        founded = objection.outcome != ObjectionOutcome.UNFOUNDED
        stage = {"tone": "good" if founded else "plain", "text": f"已答复：{objection.get_outcome_display()}"}
    elif objection.confirmed:
        stage = {"tone": "wait", "text": "经系统核对，文书已先暂停公开，编辑正在核查"}
    else:
        stage = {"tone": "wait", "text": "已收到，编辑正在核查"}
    return {
        "stage": stage, "due": due_of(objection.due_on, objection.due_steps, objection.due_article, objection.provisional),
        "answer": objection.answer.open_unaudited() if objection.answered_at else "", "answered_at": objection.answered_at,
    }  # fmt: skip


def objection_screen(objection: Objection, judgment: Judgment, user: User) -> dict:
    """What an editor needs to answer: the words in their places, the reason, what the machine found, the document's state."""
    statement = json.loads(objection.statement.open(actor=user, purpose="办理异议", target=f"objection:{objection.pk}", organ=objection.organ))
    return {
        "objection": objection, "judgment": judgment, "reason": statement["reason"], "found": CONFIRMED[objection.confirmed],
        "passages": [_passage(judgment, w.strip()) for w in statement["words"].splitlines() if w.strip()],
        "outcomes": ObjectionOutcome.choices, "reasons": withdrawal_reasons(), **progress(objection),
    }  # fmt: skip


def person_of(objection: Objection, user: User) -> dict:
    """Name and contact of the sender; the opening is audited."""
    return json.loads(objection.person.open(actor=user, purpose="联系异议提出人", target=f"objection:{objection.pk}", organ=objection.organ))


def _in_a_line(text: str) -> str:
    """Without the line breaks and the wide spaces that lay out a judgment: a quotation runs in one line."""
    return re.sub(r"\s+", " ", text).strip()


def _passage(judgment: Judgment, words: str) -> dict:
    """Named words, and where they stand in the public title and text."""
    wanted, places = fold(words).text, []
    for text in (judgment.title, judgment.text):
        folded = fold(text)
        at = folded.text.find(wanted) if wanted else -1
        while at >= 0 and len(places) < PLACES:
            start, end = folded.span(at, at + len(wanted))
            before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
            places.append({"before": _in_a_line(before), "words": text[start:end], "after": _in_a_line(after)})
            at = folded.text.find(wanted, at + len(wanted))
    return {"words": words, "places": places}
