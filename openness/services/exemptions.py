"""Revoking a notice that a document is not published (撤销不公开说明)."""

from dataclasses import replace

from django.db import IntegrityError
from django.utils import timezone

from core.audit import audit
from core.models import User
from core.publishing import withdraw
from justice.models import calendar
from openness.models import ExemptionNotice, Judgment
from openness.preparing import Prepared, Refusal, mask, prepare
from openness.reasons import REVOKED
from openness.services.documents import masking_of, new_judgment

LOOK_HERE = "系统曾据此认为依法不公开，编辑已撤销，请核对"


def exemption_revoke(*, notice: ExemptionNotice, actor: User, note: str) -> Judgment:
    """Withdraws a wrong notice; the document goes to review from its sealed original, in the same transaction.

    The passage that the notice was based on becomes a doubt, so that nothing is published without a person who looked.
    ValueError without a reason or an original; Stale. Legal source: 法释〔2016〕19号 第四条、第六条.
    """
    if not note.strip():
        raise ValueError("请写明为什么不属于依法不公开的情形。")
    if notice.source is None:
        raise ValueError("这条说明没有封存的原件，请让报送人重新报送这份文书。")
    document = _document(notice)
    judgment = new_judgment(notice.organ, notice.source, notice.case, document, calendar())

    def to_review() -> None:
        judgment.save()
        masking_of(judgment, document.masked).save()
        audit(actor=actor, action="exemption.revoked", target=f"exemption:{notice.public_id}", organ=notice.organ, purpose=note.strip(), judgment=judgment.public_id)

    try:
        withdraw(record=notice, actor=actor, reason=REVOKED, before=to_review)
    except IntegrityError as error:
        raise ValueError("这个案号已经有同一种文书，或者原件已经用在别的文书上。请先到文书管理核对，再来撤销。") from error
    return judgment


def _document(notice: ExemptionNotice) -> Prepared:
    """The original prepared like any other, the bar set aside."""
    text, title = notice.source.text.open_unaudited(), notice.source.title.open_unaudited()
    fields = {"case_number": notice.case_number, "title": title, "decided_on": notice.decided_on}
    document = prepare(text, fields, timezone.localdate())
    if isinstance(document, Refusal):
        raise ValueError(f"{document.message}。{document.remedy}")
    masked = document.masked or mask(text, document.title, timezone.localdate())
    place = document.bar_place or ((notice.quote_start, notice.quote_end) if notice.quote_end else None)
    if place:
        masked = replace(masked, doubts=sorted([*masked.doubts, [*place, LOOK_HERE]]))
    return replace(document, kind=notice.document_kind, bar="", bar_place=None, masked=masked)
