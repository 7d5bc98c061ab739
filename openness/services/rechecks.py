"""Rules improve, texts follow (规则更新后的复查): every published text again, in the background; what is wanting is
held and shown to its editor."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby

from django.db import IntegrityError, transaction
from django.db.models import F, Prefetch
from django.utils import timezone

from core import events
from core.enums import State
from core.models import User
from core.publishing import Stale, hold, recheck_passed
from justice.redaction import Span
from openness.enums import FindingAnswer, ReviewMove
from openness.models import Judgment, Proposal, RecheckFinding, RecheckRun, ReviewAction
from openness.services.corrections import proposal_publish, proposal_remask
from openness.services.examination import RulesFailed, read_by_person, wanting
from openness.services.findings import finding_close, hold_limit
from openness.services.records import judgment_republish
from openness.services.review import move, withheld_names

log = logging.getLogger(__name__)

BATCH = 20  # texts between two writes
HIDDEN = "***"


@dataclass(frozen=True, slots=True)
class Checked:
    """What the rules say of one text: the places that it still shows, or why they broke on it."""

    judgment: Judgment
    spans: list[Span] = field(default_factory=list)
    fault: str = ""


def ruleset() -> str:
    """The ruleset of today."""
    return Judgment().current_ruleset()


def recheck_begin(*, again: bool = False) -> RecheckRun | None:
    """The run of today's ruleset: the one under way, or a new one where none was finished (or `again`); None when
    everything was checked. The queue works on it."""
    current = ruleset()
    if standing := RecheckRun.objects.filter(ruleset=current, finished_at=None).first():
        return standing
    if not again and RecheckRun.objects.filter(ruleset=current).exists():
        return None
    try:
        with transaction.atomic():
            run = RecheckRun.objects.create(ruleset=current, total=Judgment.objects.filter(state=State.PUBLISHED).count())
            events.emit("rules.changed", run_id=run.pk)
    except IntegrityError:  # another process was faster
        return RecheckRun.objects.get(ruleset=current, finished_at=None)
    return run


def recheck_run(*, run: RecheckRun) -> Iterator[RecheckRun]:
    """Works on a run to its end, batch by batch; yields after each. Whoever was killed, or runs beside another, goes on
    behind what is written."""
    while True:
        run = RecheckRun.objects.get(pk=run.pk)
        if run.finished_at:
            return
        standing = Prefetch("review_actions", ReviewAction.objects.filter(undone_at=None), to_attr="standing_moves")
        rows = Judgment.objects.filter(state=State.PUBLISHED, pk__gt=run.cursor).select_related("organ", "source", "masking")
        batch = [] if run.ruleset != ruleset() else list(rows.prefetch_related(standing).order_by("pk")[:BATCH])
        if not batch:  # at the end, or overtaken by newer rules
            RecheckRun.objects.filter(pk=run.pk, cursor=run.cursor, finished_at=None).update(finished_at=timezone.now())
            continue
        found = [_check(judgment) for judgment in batch]
        try:
            _settle(run, found)
        except Stale:  # somebody moved one of them, or the run: read again
            continue
        events.heartbeat(got_on=True)
        yield run


def _check(judgment: Judgment) -> Checked:
    """A text that breaks the rules costs itself only, not the run."""
    try:
        return Checked(judgment, wanting(judgment, judgment.standing_moves))
    except RulesFailed as failed:
        if read_by_person(judgment):
            return Checked(judgment)
        return Checked(judgment, fault=str(failed)[:120])


def _settle(run: RecheckRun, found: list[Checked]) -> None:
    """Writes what came of a batch, and how far the run is, in one transaction."""
    faulty = [c for c in found if c.spans]
    broken = [c for c in found if c.fault]
    passed = [c.judgment for c in found if not c.spans and not c.fault]
    room = max(hold_limit(run.total) - run.failed, 0)
    if len(broken) > room:
        log.error("recheck %s: the rules break on more than %s texts, the rest stays public", run.ruleset, hold_limit(run.total))
    with transaction.atomic():
        rows = RecheckRun.objects.filter(pk=run.pk, cursor=run.cursor, finished_at=None)
        counts = {"checked": F("checked") + len(found), "held": F("held") + len(faulty), "failed": F("failed") + len(broken)}
        if not rows.update(cursor=found[-1].judgment.pk, **counts):
            raise Stale("这次复查在别处进行。")
        recheck_passed(records=passed)
        # A failure of an earlier run: this one tells anew.
        RecheckFinding.objects.filter(judgment__in=[c.judgment for c in found], answered_at=None).exclude(fault="").delete()
        for item in faulty:
            reason = f"遮蔽规则 {run.ruleset} 复查：还有 {len(item.spans)} 处应当隐去，自动暂停公开"
            hold(record=item.judgment, actor=None, reason=reason)
        for item in broken[:room]:
            hold(record=item.judgment, actor=None, reason=f"遮蔽规则 {run.ruleset} 没能查完，不知道还有没有应当隐去的，自动暂停公开")
        for item in [*faulty, *broken]:
            places = [[s.start, s.end, s.kind, s.replacement] for s in item.spans]
            values = {"places": places, "fault": item.fault, "answer": "", "answered_at": None, "answered_by": None, "reason": ""}
            RecheckFinding.objects.update_or_create(judgment=item.judgment, ruleset=run.ruleset, defaults=values)


@transaction.atomic
def finding_mask(*, finding: RecheckFinding, actor: User, note: str) -> Proposal | None:
    """Masks what was found, wherever the same words stand, and publishes that as a correction with the public `note`.

    Returns the proposal where somebody must look first: another change of masking was open, or a second person must
    pass it. ValueError, GateRefused, Stale; nothing was changed then.
    """
    judgment = _open(finding)
    under_way = judgment.proposals.filter(remask=True, closed_at=None).exists()
    proposal = proposal_remask(judgment=judgment, actor=actor)
    original = proposal.source.text.open_unaudited()
    by_words = sorted(finding.places, key=lambda p: (original[p[0] : p[1]], p[0]))
    for _, same in groupby(by_words, key=lambda p: original[p[0] : p[1]]):
        places = list(same)
        move(judgment=proposal, actor=actor, kind=ReviewMove.MASK, places=[(p[0], p[1]) for p in places], replacement=_replacement(*places[0][2:]), everywhere=True)
    if under_way or not proposal_publish(proposal=proposal, withheld=withheld_names(proposal), actor=actor, note=note, show_before=False):
        return proposal
    _close(finding, actor, FindingAnswer.MASKED, note)
    return None


@transaction.atomic
def finding_keep(*, finding: RecheckFinding, actor: User, reason: str) -> bool:
    """Keeps what was found, with the reason, and publishes the text again as it was; later runs respect it. False where
    a second person must ask for its publication too.

    ValueError without a reason; GateRefused, Stale.
    """
    if not reason.strip():
        raise ValueError("请写明为什么不用遮，以后的复查会照此保留。")
    judgment = _open(finding)
    judgment.review_actions.create(actor=actor, move=ReviewMove.KEEP, places=[p[:2] for p in finding.places])
    judgment.approvals.all().delete()  # whoever passed it did not know of the finding
    again = judgment_republish(judgment=judgment, actor=actor)
    _close(finding, actor, FindingAnswer.KEPT, reason)
    return again


@transaction.atomic
def finding_read(*, finding: RecheckFinding, actor: User, reason: str) -> None:
    """Answers for a text that the rules broke on: a person read it, with the reason. It stays public, or may be published
    again, as it is or masked anew, as long as these rules are in force.

    ValueError without a reason; Stale when somebody was faster.
    """
    if not reason.strip():
        raise ValueError("请写明看过以后的结论。")
    _close(finding, actor, FindingAnswer.READ, reason)


def _open(finding: RecheckFinding) -> Judgment:
    judgment = Judgment.objects.select_related("organ", "case", "source", "masking").get(pk=finding.judgment_id)
    if finding.answered_at or finding.fault or judgment.state != State.HELD:
        raise Stale("这件发现已经处理过，或者文书已经公开、撤回。请到记录页查看。")
    return judgment


def _close(finding: RecheckFinding, actor: User, answer: str, reason: str) -> None:
    judgment = finding.judgment
    finding_close(finding=finding, actor=actor, answer=answer, reason=reason, action="recheck", target=f"judgment:{judgment.public_id}", organ=judgment.organ)


def _replacement(kind: str, replacement: str) -> str:
    """What stands for it: of a person, the next free alias of the document; else what the rules say, never nothing."""
    return "" if kind == "name" else replacement or HIDDEN
