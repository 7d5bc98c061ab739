"""“我的案子公开了吗”: one question, one of seven answers (按案号查询).

A secret case, one that is not effective yet and one that the court did not hand in get the same answer.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from django.utils import timezone

from core.enums import State
from core.models import Organ
from justice.case_numbers import CaseNumber, fragment, parse
from justice.case_numbers import CaseNumberError as CaseNumberError
from justice.models import calendar_shown
from openness.models import Duty, ExemptionNotice, Judgment
from openness.reasons import reason_label


class Answer(StrEnum):
    """The seven answers."""

    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"
    DUE = "due"
    EXEMPT = "exempt"
    OVERDUE = "overdue"
    UNKNOWN = "unknown"
    NOT_OURS = "not_ours"


@dataclass(frozen=True, slots=True)
class MyCase:
    """The answer, and what it rests on. `overdue_days` are working days."""

    answer: Answer
    number: CaseNumber
    organ: Organ | None = None
    documents: list[Judgment] = field(default_factory=list)
    duty: Duty | None = None
    notice: ExemptionNotice | None = None
    reason: str = ""
    held: bool = False
    overdue_days: int = 0


def read_number(text: str) -> CaseNumber:
    """A full case number, however it is written. CaseNumberError with a sentence that says what is missing."""
    try:
        return parse(text)
    except CaseNumberError:
        part = fragment(text)
        if part is None:
            raise
        missing = [
            label
            for label, value in (
                ("年份", part.year),
                ("法院代字", part.court_code),
                ("类型", part.type),
                ("号数", part.number),
            )
            if not value
        ]
        if not missing:
            raise
        raise CaseNumberError(f"还缺{'、'.join(missing)}。") from None


def my_case(text: str, today: date | None = None) -> MyCase:
    """Answers for one case number. CaseNumberError when it cannot be read."""
    today = today or timezone.localdate()
    number = read_number(text)
    organ = Organ.objects.filter(code=number.court_code, active=True).first() if number.is_court else None
    judgments = list(
        Judgment.objects.filter(case__number=number.base)
        .select_related("organ", "case")
        .defer("text")
        .order_by("-decided_on")
    )
    if number.suffix:
        judgments = [j for j in judgments if j.case_number == number.canonical]
    public = [j for j in judgments if j.is_public]
    if public:
        return MyCase(Answer.PUBLISHED, number, public[0].organ, documents=public)
    if organ is None or organ.is_trial:
        return MyCase(Answer.NOT_OURS, number)
    return _not_public(number, organ, judgments, today)


def _not_public(number: CaseNumber, organ: Organ, judgments: list[Judgment], today: date) -> MyCase:
    notice = ExemptionNotice.objects.public().filter(case__number=number.base).first()
    if notice:
        return MyCase(Answer.EXEMPT, number, organ, notice=notice, reason=reason_label(notice.reason))
    for judgment in judgments:
        if judgment.state == State.WITHDRAWN:
            return MyCase(
                Answer.WITHDRAWN,
                number,
                organ,
                documents=[judgment],
                reason=reason_label(judgment.withdrawn_reason),
            )
        if judgment.state == State.HELD:
            return MyCase(
                Answer.WITHDRAWN, number, organ, documents=[judgment], reason="正在核查，暂停公开", held=True
            )
    duty = Duty.objects.open().filter(base_number=number.base, organ=organ).order_by("due_on").first()
    if duty is None:
        return MyCase(Answer.UNKNOWN, number, organ)
    if duty.due_on >= today:
        return MyCase(Answer.DUE, number, organ, duty=duty)
    late = calendar_shown().workdays_between(duty.due_on, today)
    return MyCase(Answer.OVERDUE, number, organ, duty=duty, overdue_days=late)
