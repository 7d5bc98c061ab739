"""Other texts under a taken number, and corrections in public (比对、更正)."""

from dataclasses import replace

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audit import audit
from core.enums import State
from core.models import User
from core.publishing import Stale, check, correct, publish
from justice import leaks
from justice.case_numbers import CaseNumber, CaseNumberError
from justice.case_numbers import parse as parse_number
from justice.models import CaseFile, calendar
from openness.enums import Outcome, ProposalDecision
from openness.models import (
    Correction,
    ExemptionNotice,
    Judgment,
    JudgmentSource,
    Masking,
    Proposal,
    ReviewAction,
)
from openness.preparing import Prepared, Refusal, prepare
from openness.services.approvals import passed_by
from openness.services.documents import masking_of, new_judgment, new_notice, notice_save, public_opening
from openness.services.duties import duties_match
from openness.services.examination import refuse_wanting
from openness.services.review import masked_words, resubmit

ONCE_PUBLIC = (State.PUBLISHED, State.HELD, State.WITHDRAWN)


def proposal_open(*, judgment: Judgment, source: JudgmentSource, document: Prepared) -> Proposal:
    """Keeps another text under a taken number for an editor, masked like any other. Call it in a transaction."""
    proposal = Proposal(judgment=judgment, source=source, decided_on=document.decided_on, bar=document.bar)
    masked = document.masked
    if masked:
        proposal.title, proposal.text, proposal.profile = masked.title, masked.text, masked.profile
        proposal.doubts_open = len(masked.doubts)
        proposal.count_masked([{"kind": s[2]} for s in masked.spans])
    proposal.save()
    if masked:
        masking_of(proposal, masked).save()
    return proposal


def proposal_remask(*, judgment: Judgment, actor: User) -> Proposal:
    """Opens the masking of a document that is or was public for change (改遮蔽): original, masks and moves as they are.

    The document stays as it is until the correction is published. One at a time: an open one is given back.
    ValueError for a document that never was public.
    """
    if judgment.state not in ONCE_PUBLIC:
        raise ValueError("这份文书还没有公开过，请直接在审核屏上修改。")
    if standing := judgment.proposals.filter(remask=True, closed_at=None).first():
        return standing
    old, masking = judgment.source, judgment.masking
    with transaction.atomic():
        source = JudgmentSource.objects.create(organ=old.organ, text=old.text, title=old.title, fingerprint=old.fingerprint)
        proposal = Proposal.objects.create(
            judgment=judgment, source=source, decided_on=judgment.decided_on, remask=True, title=judgment.title, text=judgment.text,
            profile=judgment.profile, masked=judgment.masked, doubts_open=judgment.doubts_open,
        )  # fmt: skip
        Masking.objects.create(proposal=proposal, spans=masking.spans, doubts=masking.doubts)
        for move in judgment.review_actions.filter(undone_at=None):
            ReviewAction.objects.create(proposal=proposal, actor=move.actor, move=move.move, places=move.places, replacement=move.replacement)
        audit(actor=actor, action="proposal.opened", target=f"judgment:{judgment.public_id}", organ=judgment.organ)
    return proposal


def proposal_publish(*, proposal: Proposal, withheld: set[str], actor: User, note: str, show_before: bool = True) -> bool:
    """Publishes a proposal's text as a correction of its judgment, through lint and gates; the note is public.

    False where a second person must still pass it. The text before is kept for the public diff unless `show_before`
    is off, the judgment is not public now, or that text holds an identifier, a `withheld` name or anything that the
    new text masks. ValueError, GateRefused, Stale. Legal source: 法释〔2016〕19号 第十六条.
    """
    note = _note(note, withheld)
    if proposal.bar:
        raise ValueError("新文本属于依法不公开的情形，不能作为更正公开。可以不采用，或者撤回现有文书。")
    judgment = _judgment(proposal)
    if judgment.state not in ONCE_PUBLIC:
        raise ValueError("现有文书还没有公开，请选择“换成新文本，送审”。")
    if proposal.remask and judgment.corrections.filter(at__gte=proposal.created_at).exists():  # its masks are not in this one
        raise Stale("您改遮蔽期间，这份文书已经更正过，照这一份公布会把那次更正冲掉。请不采用这一份，再从记录页改遮蔽。")
    refuse_wanting(proposal)  # rules may have changed since it was masked
    before = _before(judgment, withheld | masked_words(proposal)) if show_before else ("", "")
    changes = {"title": proposal.title, "text": proposal.text, **({} if proposal.remask else _facts(proposal))}
    judgment.doubts_open = proposal.doubts_open
    for name, value in changes.items():
        setattr(judgment, name, value)
    check(judgment, withheld)
    if not passed_by(judgment=judgment, actor=actor):
        return False

    def swap() -> None:
        _take_over(judgment, proposal, Correction(note=note, actor=actor, previous_title=before[0], previous_text=before[1]))

    if judgment.state == State.PUBLISHED:
        correct(record=judgment, actor=actor, changes=changes, note=note, withheld=withheld, before=swap)
    else:
        publish(record=judgment, actor=actor, public_from=public_opening(judgment), before=swap)
    return True


def proposal_replace(*, proposal: Proposal, actor: User) -> Judgment:
    """Puts a proposal's text in place of a judgment that never was public; it is reviewed anew. ValueError, Stale."""
    judgment = _judgment(proposal)
    if judgment.state not in (State.REVIEW, State.RETURNED):
        raise ValueError("现有文书已经公开过，请作为更正公开。")
    document = _prepared(proposal, judgment.case_number)
    if document.bar:
        raise ValueError("新文本属于依法不公开的情形，不能送审。")
    with transaction.atomic():
        resubmit(judgment=judgment, source=proposal.source, document=replace(document, kind=judgment.document_kind))
        _close(proposal, actor, ProposalDecision.REPLACED)
    return judgment


def proposal_separate(*, proposal: Proposal, actor: User, case_number: str, kind: str) -> Judgment | ExemptionNotice:
    """Makes a proposal a document of its own, under a number of the same case with another suffix, or another kind.

    ValueError says what does not fit; nothing was changed then.
    """
    judgment, kind = _judgment(proposal), kind.strip()[:30]
    if proposal.remask:
        raise ValueError("这是同一份原件改遮蔽，不能成为另一份文书。")
    number = _own_number(judgment, case_number, kind)
    document = replace(_prepared(proposal, number.canonical), kind=kind)
    try:
        with transaction.atomic():
            made = _made(judgment, proposal, number, document, actor)
            _close(proposal, actor, ProposalDecision.SEPARATE, note=f"{number.canonical} {kind}")
    except IntegrityError as error:  # taken since it was looked up
        raise ValueError(f"{number.canonical} 的{kind}刚刚有了，请刷新后再看。") from error
    return made


def _made(judgment: Judgment, proposal: Proposal, number: CaseNumber, document: Prepared, actor: User) -> Judgment | ExemptionNotice:
    case = CaseFile.gather([number])[number.base]
    if document.bar:
        made: Judgment | ExemptionNotice = publish(record=notice_save(new_notice(judgment.organ, proposal.source, case, document)), actor=actor)
    else:
        made = new_judgment(judgment.organ, proposal.source, case, document, calendar())
        made.save()
        masking_of(made, document.masked).save()
    duties_match([case.number])
    return made


def proposal_reject(*, proposal: Proposal, actor: User, note: str) -> None:
    """Leaves the judgment as it is (不采用). ValueError without a reason; Stale."""
    if not note.strip():
        raise ValueError("请写明不采用的原因。")
    with transaction.atomic():
        _close(proposal, actor, ProposalDecision.REJECTED, note=note.strip())


def earlier_texts_drop(public_id: str) -> int:
    """Empties the earlier texts of a judgment that was held or withdrawn: how many there were. Idempotent."""
    kept = Correction.objects.filter(judgment__public_id=public_id).exclude(previous_text="")
    return kept.update(previous_title="", previous_text="")


def _take_over(judgment: Judgment, proposal: Proposal, correction: Correction) -> None:
    """The judgment gets the proposal's original, masking and moves; in the transaction that published the text."""
    now = timezone.now()
    correction.judgment, correction.at, correction.source_id = judgment, now, judgment.source_id
    correction.save()
    judgment.review_actions.filter(undone_at=None).update(undone_at=now)
    Masking.objects.filter(judgment=judgment).delete()
    Masking.objects.filter(proposal=proposal).update(judgment=judgment, proposal=None)
    ReviewAction.objects.filter(proposal=proposal).update(judgment=judgment, proposal=None)
    Judgment.objects.filter(pk=judgment.pk).update(source=proposal.source, profile=proposal.profile, masked=proposal.masked, doubts_open=0)
    duties_match([judgment.case.number])
    _close(proposal, correction.actor, ProposalDecision.CORRECTED, note=correction.note)


def _close(proposal: Proposal, actor: User | None, decision: str, note: str = "") -> None:
    """Compare-and-set: of two editors one decides."""
    rows = Proposal.objects.filter(pk=proposal.pk, version=proposal.version, closed_at=None)
    values = {"decision": decision, "decided_by": actor, "closed_at": timezone.now(), "note": note[:300], "version": proposal.version + 1}
    if not rows.update(**values):
        raise Stale("这份待比对文书刚刚被别人处理过，请刷新后再看。")
    judgment = proposal.judgment
    audit(actor=actor, action="proposal.decided", target=f"judgment:{judgment.public_id}", organ=judgment.organ, decision=decision, proposal=proposal.pk)
    said = f"编辑已比对：{ProposalDecision(decision).label}"
    if decision == ProposalDecision.REJECTED:
        said += f"，{note}"
    proposal.rows.update(outcome=Outcome.COMPARED, message=said[:300], remedy="")  # so the clerk who handed it in is told
    for name, value in values.items():
        setattr(proposal, name, value)


def _judgment(proposal: Proposal) -> Judgment:
    return Judgment.objects.select_related("organ", "case", "source").get(pk=proposal.judgment_id)


def _note(note: str, withheld: set[str]) -> str:
    note = " ".join(note.split())[:300]
    if not note:
        raise ValueError("请写更正说明，它会和文书一起公布。")
    if leaks.find(note, withheld):
        raise ValueError("更正说明里有不该公开的姓名或者号码，请换一种写法。")
    return note


def _before(judgment: Judgment, hidden: set[str]) -> tuple[str, str]:
    """Title and text that are public now, where they may go on being shown beside the new ones."""
    leaky = leaks.find(judgment.text, hidden) or leaks.find(judgment.title, hidden)
    return ("", "") if leaky or not judgment.is_public else (judgment.title, judgment.text)


def _prepared(proposal: Proposal, number: str) -> Prepared:
    fields = {"case_number": number, "title": proposal.source.title.open_unaudited(), "decided_on": proposal.decided_on}
    document = prepare(proposal.source.text.open_unaudited(), fields, timezone.localdate())
    if isinstance(document, Refusal):
        raise ValueError(f"{document.message}。{document.remedy}")
    return document


def _facts(proposal: Proposal) -> dict:
    """What the page shows beside the text, read from the new original."""
    document = _prepared(proposal, proposal.case_number)
    panel = [{"role": m.role, "name": m.name} for m in document.parsed.panel]
    found = {"cause": document.parsed.cause[:120], "decided_on": document.decided_on, "panel": panel}
    return {name: value for name, value in found.items() if value}


def _own_number(judgment: Judgment, text: str, kind: str) -> CaseNumber:
    if not kind:
        raise ValueError("请填写文书种类，如“民事裁定书”。")
    try:
        number = parse_number(text)
    except CaseNumberError as error:
        raise ValueError(str(error)) from error
    if number.base != judgment.case.number:
        raise ValueError(f"另一份文书应属于同一案件（{judgment.case.number}），可以加后缀，如“之一”。")
    identity = {"organ": judgment.organ, "case_number": number.canonical, "document_kind": kind}
    if Judgment.objects.filter(**identity).exists() or ExemptionNotice.objects.filter(**identity).exists():
        raise ValueError(f"{number.canonical} 的{kind}已经有了，请换文书种类或者给案号加后缀。")
    return number
