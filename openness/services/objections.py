"""Objections (异议): received without an account, held by itself only when confirmed, answered by an editor in time."""

import json
from contextlib import suppress

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audit import audit
from core.enums import State
from core.models import User
from core.publishing import Stale
from core.receipts import Receipt, issue
from core.sealed import Sealed, fingerprint
from justice import leaks
from justice.deadlines import deadline
from justice.models import calendar
from justice.plain_text import fold
from openness.enums import ObjectionOutcome
from openness.models import Judgment, Objection
from openness.services.duties import steps_of
from openness.services.records import judgment_hold, judgment_withdraw
from openness.services.review import withheld_names

RULE = "objection.answer"
IDENTIFIER, WITHHELD = "identifier", "withheld"
SHORTEST = 5  # characters of an answer


def objection_receive(*, judgment: Judgment, words: str, reason: str, name: str, contact: str, seed: str) -> tuple[Objection, Receipt]:
    """Takes an objection in and starts its clock; the same form sent twice is one objection.

    What the lint or the sealed original confirms takes the judgment off the site in the same transaction, anything
    else waits for an editor. ValueError where the form was sent before with other content.
    """
    receipt, mark = issue(seed), fingerprint("\n".join((judgment.public_id, words, reason, name, contact)))
    due = deadline(RULE, timezone.localdate(), calendar=calendar())
    fields = {
        "organ": judgment.organ, "judgment": judgment, "receipt_number": receipt.number, "receipt_digest": receipt.digest, "fingerprint": mark,
        "statement": _sealed(words=words, reason=reason), "person": _sealed(name=name, contact=contact),
        "due_on": due.due, "due_steps": steps_of(due), "due_article": due.article, "provisional": due.provisional,
    }  # fmt: skip
    for may_hold in (True, True, False):  # an objection is kept whatever an editor does to the document meanwhile
        if known := Objection.objects.filter(receipt_number=receipt.number).first():
            if known.fingerprint != mark:
                raise ValueError("这张表已经提交过。要补充内容，请再提交一次，我们会按新的一份处理。")
            return known, receipt
        with suppress(Stale, IntegrityError):  # moved by an editor, or sent twice: look again
            return _take_in(judgment, confirm(judgment, words), may_hold, fields), receipt
        judgment = Judgment.objects.select_related("organ", "source", "masking", "case").get(pk=judgment.pk)
    raise Stale("刚才同时有别的操作，没有收下，请再提交一次。")


@transaction.atomic
def _take_in(judgment: Judgment, confirmed: str, may_hold: bool, fields: dict) -> Objection:
    objection = Objection.objects.create(**fields, confirmed=confirmed)
    audit(actor=None, action="objection.received", target=f"objection:{objection.pk}", organ=judgment.organ)
    if may_hold and confirmed and judgment.state == State.PUBLISHED:
        judgment_hold(judgment=judgment, actor=None, reason=f"异议 {objection.pk} 经系统核对属实，自动暂停公开")
    return objection


def confirm(judgment: Judgment, words: str) -> str:
    """Whether one of the passages named (one a line) stands in public and is an identifier or a name withheld here.

    "identifier", "withheld", or "" where only a person can tell.
    """
    named = [w for line in words.splitlines() if len(w := fold(line).text) > 1]
    withheld: set[str] | None = None
    for text in (judgment.title, judgment.text):
        found = [text[leak.start : leak.end] for leak in leaks.find(text)]
        for word in named:
            if word not in fold(text).text:
                continue
            if any(word in fold(leak).text for leak in found):
                return IDENTIFIER
            if withheld is None:
                withheld = {fold(n).text for n in withheld_names(judgment)}
            if word in withheld:
                return WITHHELD
    return ""


def receipt_saved(objection: Objection) -> None:
    """Notes that the sender has the receipt; once."""
    Objection.objects.filter(pk=objection.pk, receipt_saved_at=None).update(receipt_saved_at=timezone.now())


def objection_answer(*, objection: Objection, actor: User, outcome: str, answer: str, reason: str = "") -> Objection:
    """Answers an objection and does to the judgment what the answer says, in one transaction.

    ValueError where the answer lacks reasons or what was done; Stale when another editor was faster.
    Legal source: 《中华人民共和国个人信息保护法》 第四十六条、第四十七条、第五十条.
    """
    if outcome not in ObjectionOutcome.values:
        raise ValueError("请选择处理结果。")
    if len(answer.strip()) < SHORTEST:
        raise ValueError("请写明答复的理由，提出人凭回执会看到。")
    judgment = Judgment.objects.select_related("organ", "case").get(pk=objection.judgment_id)
    with transaction.atomic():
        _act(objection, judgment, actor, outcome, reason)
        values = {"outcome": outcome, "answer": Sealed.seal(answer.strip()[:2000]), "answered_at": timezone.now(), "answered_by": actor}
        if not Objection.objects.filter(pk=objection.pk, answered_at=None).update(**values):
            raise Stale("这件异议刚刚被别人答复过，请刷新后再看。")
        audit(actor=actor, action="objection.answered", target=f"objection:{objection.pk}", organ=objection.organ, outcome=outcome)
    return Objection.objects.get(pk=objection.pk)


def _act(objection: Objection, judgment: Judgment, actor: User, outcome: str, reason: str) -> None:
    if outcome == ObjectionOutcome.HELD and judgment.state != State.HELD:
        judgment_hold(judgment=judgment, actor=actor, reason=f"异议 {objection.pk} 属实")
    elif outcome == ObjectionOutcome.WITHDRAWN and judgment.state != State.WITHDRAWN:
        judgment_withdraw(judgment=judgment, actor=actor, reason=reason)
    elif outcome == ObjectionOutcome.CORRECTED and not judgment.corrections.filter(at__gte=objection.received_at).exists():
        raise ValueError("收到异议以后还没有公布过更正。请先改遮蔽并作为更正公开，再来答复。")


def _sealed(**parts: str) -> Sealed:
    return Sealed.seal(json.dumps(parts, ensure_ascii=False))
