"""Nominations of model cases (推荐典型案例): received without an account, answered by an editor."""

import json

from django.db import transaction
from django.utils import timezone

from core.audit import audit
from core.models import Organ, User
from core.publishing import Stale
from core.receipts import Receipt, issue
from core.sealed import Sealed, fingerprint
from openness.enums import NominationOutcome, PageKind
from openness.models import ModelCasePage, Nomination
from openness.services.pages import folder_ensure

SHORTEST = 5  # characters of an answer


def nomination_receive(*, organ: Organ, case_number: str, statement: str, name: str, contact: str, seed: str) -> tuple[Nomination, Receipt]:
    """Takes a nomination in; the same form sent twice is one. ValueError where it was sent before with other content."""
    receipt, mark = issue(seed), fingerprint("\n".join((organ.code, case_number, statement, name, contact)))
    if known := Nomination.objects.filter(receipt_number=receipt.number).first():
        if known.fingerprint != mark:
            raise ValueError("这张表已经提交过。要补充内容，请再提交一次。")
        return known, receipt
    with transaction.atomic():
        made = Nomination.objects.create(
            organ=organ, case_number=case_number, statement=Sealed.seal(statement), person=Sealed.seal(json.dumps({"name": name, "contact": contact}, ensure_ascii=False)),
            receipt_number=receipt.number, receipt_digest=receipt.digest, fingerprint=mark,
        )  # fmt: skip
        audit(actor=None, action="nomination.received", target=f"nomination:{made.pk}", organ=organ)
    return made, receipt


def nomination_saved(nomination: Nomination) -> None:
    """Notes that the sender has the receipt; once."""
    Nomination.objects.filter(pk=nomination.pk, receipt_saved_at=None).update(receipt_saved_at=timezone.now())


def nomination_answer(*, nomination: Nomination, actor: User, outcome: str, answer: str) -> Nomination:
    """Answers a nomination; one that is taken leaves a draft in the organ's folder, which the editor goes on with.

    ValueError where the answer lacks reasons; Stale when another editor was faster.
    """
    if outcome not in NominationOutcome.values:
        raise ValueError("请选择采纳还是不采纳。")
    if len(answer.strip()) < SHORTEST:
        raise ValueError("请写几句理由，推荐人凭回执会看到。")
    with transaction.atomic():
        values = {"outcome": outcome, "answer": answer.strip()[:600], "answered_at": timezone.now(), "answered_by": actor}
        if not Nomination.objects.filter(pk=nomination.pk, answered_at=None).update(**values):
            raise Stale("这件推荐刚刚被别人答复过，请刷新后再看。")
        if outcome == NominationOutcome.TAKEN:
            Nomination.objects.filter(pk=nomination.pk).update(page=_draft(nomination, actor))
        audit(actor=actor, action="nomination.answered", target=f"nomination:{nomination.pk}", organ=nomination.organ, outcome=outcome)
    return Nomination.objects.select_related("organ", "page").get(pk=nomination.pk)


def _draft(nomination: Nomination, actor: User) -> ModelCasePage:
    folder = folder_ensure(organ=nomination.organ, kind=PageKind.MODEL_CASE)
    page = ModelCasePage(title=f"典型案例（{nomination.case_number or '待定'}）", case_number=nomination.case_number, owner=actor)
    folder.add_child(instance=page)
    page.save_revision(user=actor)
    return page
