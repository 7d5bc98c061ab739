"""Records for tests: valid, fictional, as small as can be."""

from itertools import count

from core.models import Organ
from core.publishing import check, publish
from core.sealed import Sealed, fingerprint
from justice.case_numbers import parse
from justice.models import CaseFile
from openness.models import Duty, ExemptionNotice, Judgment, JudgmentSource, Register
from openness.preparing import Masked
from openness.services.catalogue import judgments_item
from openness.services.documents import masking_of, notice_save
from openness.services.duties import duties_stand

_numbers = count(10_001)  # beyond the numbers that tests write themselves
TEXT = "原告某甲诉被告某乙买卖合同纠纷一案，本院受理后依法审理，现已审理终结。依照《中华人民共和国民法典》第五百七十七条的规定，判决如下：被告支付货款。"


def number(organ: Organ, kind: str = "民初") -> str:
    """A case number of a court that no other test has."""
    return f"（2026）{organ.code}{kind}{next(_numbers)}号"


def make_judgment(organ: Organ, *, case_number: str = "", original: str = TEXT, **fields) -> Judgment:
    """A judgment in review, its original sealed, nothing masked, no doubt open."""
    case_number = case_number or number(organ)
    parsed = parse(case_number)
    case = CaseFile.gather([parsed])[parsed.base]
    source = JudgmentSource.objects.create(organ=organ, text=Sealed.seal(original), title=Sealed.seal("买卖合同纠纷"), fingerprint=fingerprint(f"{case_number}{original}"))
    values = {
        "title": "某甲与某乙买卖合同纠纷一审民事判决书", "text": original, "document_kind": "民事判决书", "category": "civil", "cause": "买卖合同纠纷",
        "year": parsed.year, "profile": "2024", "decided_on": "2026-09-01",
    }  # fmt: skip
    judgment = Judgment(organ=organ, source=source, case=case, case_number=parsed.canonical, **{**values, **fields})
    judgment.save()
    masking_of(judgment, Masked(title=judgment.title, text=judgment.text, spans=[], doubts=[], profile="2024", names=())).save()
    return Judgment.objects.get(pk=judgment.pk)


def published(organ: Organ, *, public_from=None, **fields) -> Judgment:
    """A judgment that went through the gates."""
    judgment = make_judgment(organ, **fields)
    check(judgment)
    return publish(record=judgment, actor=None, public_from=public_from)


def make_notice(organ: Organ, *, case_number: str = "", **fields) -> ExemptionNotice:
    """An exemption notice in review: the record with the fewest gates."""
    parsed = parse(case_number or number(organ))
    case = CaseFile.gather([parsed])[parsed.base]
    values = {"document_kind": "民事调解书", "reason": "mediation", "decided_on": "2026-09-01"}
    notice = ExemptionNotice(organ=organ, case=case, case_number=parsed.canonical, **{**values, **fields})
    notice_save(notice)
    return ExemptionNotice.objects.get(pk=notice.pk)


def make_register(organ: Organ, month) -> Register:
    """The register of judgments that a court handed in for a month."""
    return Register.objects.get_or_create(organ=organ, item=judgments_item(), month=month)[0]


def make_duty(organ: Organ, *, effective_on, due_on, case_number: str = "", published_on=None, **fields) -> Duty:
    """A duty in the register of its month; it stands as its documents do, but `published_on` can be told."""
    parsed = parse(case_number or number(organ))
    register = make_register(organ, effective_on.replace(day=1))
    duty = Duty.objects.create(
        organ=organ, item=register.item, register=register, month=register.month, base_number=parsed.base, case_number=parsed.canonical, starts_on=effective_on, ends_on=effective_on,
        due_on=due_on, rule="judgment.publish", **fields,
    )  # fmt: skip
    duties_stand([duty])
    if published_on:
        Duty.objects.filter(pk=duty.pk).update(published_on=published_on)
        duty.published_on = published_on
    return duty
