"""Review (审核): the machine's masking, a reviewer's moves replayed over it, and the decision.

Nothing is overwritten: moves are rows, undo marks the last one, the public text is computed anew from the sealed
original each time.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone

from core.audit import audit
from core.enums import State
from core.models import User
from core.publishing import GateRefused, Stale, check, revise, send_back
from justice.models import calendar
from justice.names import alias
from justice.redaction import Redaction, Span, apply, redact_title
from openness.enums import ReviewMove
from openness.gates import NAME_KINDS, doubts_decided, leak_refusals
from openness.models import Disclosure, Judgment, JudgmentSource, Masking, Proposal, ReviewAction
from openness.preparing import Prepared
from openness.services.approvals import passed_by
from openness.services.documents import FILLED, fill, masking_of, publish_document
from openness.services.examination import refuse_wanting, replay

Draft = Judgment | Proposal | Disclosure  # whatever has an original, a masking and moves of a reviewer over it
KNOWN_AGAIN = 4  # letters or digits; a shorter passage that is no name ("17号") stands elsewhere by chance


@dataclass(frozen=True, slots=True)
class Sheet:
    """A judgment as the reviewer sees it: the original, the spans in force, every doubt and whether it is decided,
    how many moves stand (and can be undone)."""

    original: str
    title: str
    spans: list[Span]
    doubts: list[dict]
    moves: int = 0

    @property
    def text(self) -> str:
        """The public text."""
        return apply(self.original, self.spans)

    @property
    def withheld(self) -> dict[str, str]:
        """Names masked here -> what stands in their place."""
        return {self.original[s.start : s.end]: s.replacement for s in self.spans if s.kind in NAME_KINDS}

    @property
    def public_title(self) -> str:
        """The title, with the names masked as in the text."""
        return redact_title(self.title, Redaction("", [], [], self.withheld))


def sheet_open(*, judgment: Draft, actor: User) -> Sheet:
    """Opens the sealed original for review, audited, and replays the moves."""
    target = f"{kind_of(judgment)}:{judgment.public_id}"
    original = judgment.source.text.open(actor=actor, purpose="审核", target=target, organ=judgment.organ)
    return _sheet(judgment, original)


def move(*, judgment: Draft, actor: User, kind: str, places: list[tuple[int, int]], replacement: str = "", everywhere: bool = False) -> Sheet:
    """Masks or keeps places of the original (code points). `everywhere` takes in all places where the same words
    stand by themselves. A mask over a part of something masked covers the whole of it; keeping takes away exactly
    the mask that stands there, never a longer or a neighbouring one.

    ValueError for a place outside the text, one that holds nothing or has nothing to keep; Stale when the document
    is no longer in review.
    """
    _in_review(judgment)
    original = judgment.source.text.open_unaudited()
    sheet = _sheet(judgment, original)
    wanted = {(s, e) for s, e in places if 0 <= s < e <= len(original) and original[s:e].strip()}
    if not wanted:
        raise ValueError("没有选中原文里的文字，请在左栏选择，或填写原文里有的词语。")
    if everywhere:
        wanted |= {p for s, e in set(wanted) for p in same_words(sheet, original[s:e])}
    if kind == ReviewMove.MASK:
        wanted = _whole(sheet, wanted)
        if not replacement:
            start, end = min(wanted)
            replacement = suggest_alias(original[start:end], sheet.withheld)
    elif not any(_may_keep(sheet, start, end) for start, end in wanted):
        raise ValueError("这里没有遮，也没有存疑，不用“留”。")
    with transaction.atomic():
        judgment.review_actions.create(actor=actor, move=kind, places=[list(p) for p in sorted(wanted)], replacement=replacement[:60])
        return _recompute(judgment, original)


def undo(*, judgment: Draft, actor: User) -> Sheet:
    """Takes back the last move that stands. ValueError when there is none."""
    _in_review(judgment)
    last = judgment.review_actions.filter(undone_at=None).last()
    if last is None:
        raise ValueError("没有可以撤销的操作。")
    with transaction.atomic():
        ReviewAction.objects.filter(pk=last.pk).update(undone_at=timezone.now())
        audit(actor=actor, action="review.undo", target=f"{kind_of(judgment)}:{judgment.public_id}", organ=judgment.organ)
        return _recompute(judgment, judgment.source.text.open_unaudited())


def accept(*, judgment: Judgment, actor: User) -> Judgment:
    """Publishes a reviewed document: lint, gates, ledger, event; its duties are discharged in the same transaction.
    Where two must pass it, the first one's acceptance leaves it in review for another person.

    GateRefused says what is still in the way; Stale when somebody else was faster.
    """
    _in_review(judgment)
    check(judgment, withheld_names(judgment))
    if not judgment.doubts_open:  # rules may have changed since it was masked
        refuse_wanting(judgment)
    if not passed_by(judgment=judgment, actor=actor):
        return judgment
    return publish_document(judgment=judgment, actor=actor)


def settled(proposal: Proposal) -> None:
    """GateRefused where a proposal's new text still has an open doubt, an identifier or a name withheld by it or by today's rules."""
    if refusals := [*doubts_decided(proposal), *leak_refusals(proposal, withheld_names(proposal))]:
        raise GateRefused(refusals)
    refuse_wanting(proposal)


def withheld_names(judgment: Draft) -> set[str]:
    """The names that the public text of a judgment must not hold: masked by machine or reviewer, and not kept."""
    sheet = _sheet(judgment, judgment.source.text.open_unaudited())
    kept = {sheet.original[s:e] for a in judgment.review_actions.filter(undone_at=None, move=ReviewMove.KEEP) for s, e in a.places}
    return set(sheet.withheld) - kept


def masked_words(proposal: Proposal) -> set[str]:
    """Whatever stands under a mask of a proposal, of any kind, where it is long enough to be known again."""
    sheet = _sheet(proposal, proposal.source.text.open_unaudited())
    masked = (sheet.original[s.start : s.end] for s in sheet.spans)
    return {words for words in masked if sum(map(str.isalnum, words)) >= KNOWN_AGAIN}


def send_to_clerk(*, judgment: Judgment | Disclosure, actor: User, note: str) -> Judgment | Disclosure:
    """Returns a document to the clerk with a note (退回补正). ValueError without a note."""
    _in_review(judgment)
    if not note.strip():
        raise ValueError("请写明退回的原因，报送人才知道怎么改。")
    with transaction.atomic():
        send_back(record=judgment, actor=actor, note=note)
        type(judgment).objects.filter(pk=judgment.pk).update(returned_note=note.strip()[:300])
    return judgment


def resubmit(*, judgment: Judgment, source: JudgmentSource, document: Prepared) -> Judgment:
    """Replaces the text of a returned document by its mended one; earlier moves no longer fit and are undone."""
    with transaction.atomic():
        judgment.review_actions.filter(undone_at=None).update(undone_at=timezone.now())
        judgment.approvals.all().delete()
        Masking.objects.filter(judgment=judgment).delete()
        judgment.source = source
        fill(judgment, document, calendar())
        judgment.returned_note = ""
        revise(record=judgment, fields=(*FILLED, "source", "returned_note"))
        masking_of(judgment, document.masked).save()
        send_back(record=judgment, actor=None, to=State.REVIEW, note="已补正")
    return judgment


def occurrences(text: str, words: str) -> Iterable[tuple[int, int]]:
    """Places where `words` stand in `text`, not overlapping."""
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + len(words))


def same_words(sheet: Sheet, words: str) -> list[tuple[int, int]]:
    """Places where `words` stand by themselves: a part of something longer that is masked is not one."""
    return [
        (start, end)
        for start, end in occurrences(sheet.original, words)
        if all((s.start, s.end) == (start, end) or s.end <= start or s.start >= end for s in sheet.spans)
    ]


def suggest_alias(words: str, withheld: dict[str, str]) -> str:
    """What stands for `words`: what already does in this document, else surname and 某 with the next free number."""
    if words in withheld:
        return withheld[words]
    if any(c.isdigit() for c in words):
        return "＊＊＊"
    used = set(withheld.values())
    return next(a for index in [None, *range(2, 1000)] if (a := alias(words, index)) not in used)


def kind_of(draft: Draft) -> str:
    """What the audit log calls it; a proposal goes by its judgment."""
    return getattr(draft, "kind", Judgment.kind)


def _in_review(judgment: Draft) -> None:
    if judgment.state != State.REVIEW:
        raise Stale(f"这份文书现在是“{judgment.get_state_display()}”，不在审核中。请回到队列。")


def _whole(sheet: Sheet, places: set[tuple[int, int]]) -> set[tuple[int, int]]:
    """Places grown over the masks that they touch, so that no piece of a masked passage comes to light."""
    grown = set()
    for start, end in places:
        touched = [s for s in sheet.spans if s.start < end and start < s.end]
        grown.add((min([start, *(s.start for s in touched)]), max([end, *(s.end for s in touched)])))
    return grown


def _may_keep(sheet: Sheet, start: int, end: int) -> bool:
    masked = any((s.start, s.end) == (start, end) for s in sheet.spans)
    return masked or any(d["start"] < end and start < d["end"] for d in sheet.doubts)


def _sheet(judgment: Draft, original: str) -> Sheet:
    masking = judgment.masking
    actions = list(judgment.review_actions.filter(undone_at=None))
    spans, decided = replay(masking.spans, actions)
    doubts = [_doubt(original, row, decided) for row in json.loads(masking.doubts.open_unaudited())]
    return Sheet(original, judgment.source.title.open_unaudited(), spans, doubts, len(actions))


def _doubt(original: str, row: list, decided: list[tuple[int, int, str]]) -> dict:
    """A doubt as the screen needs it: the words to decide on, why, and the last decision over them."""
    start, end, reason = row
    moved = next((m for a, b, m in reversed(decided) if a < end and start < b), "")
    names = reason.startswith("“")  # a person's name in question; otherwise a mention of something that may bar the document
    return {"start": start, "end": end, "text": original[start:end], "reason": reason, "named": names, "decided": moved}


def _recompute(judgment: Draft, original: str) -> Sheet:
    """Writes the public text that follows from the moves; compare-and-set on the version, so that two tabs cannot mix."""
    sheet = _sheet(judgment, original)
    judgment.text, judgment.title = sheet.text, sheet.public_title
    judgment.doubts_open = sum(not d["decided"] for d in sheet.doubts)
    judgment.count_masked([{"kind": s.kind} for s in sheet.spans])
    fields = ("text", "title", "doubts_open", "masked")
    if isinstance(judgment, Proposal):
        _revise_proposal(judgment, fields)
    else:
        revise(record=judgment, fields=fields)
        judgment.approvals.all().delete()  # they were for another text
    return sheet


def _revise_proposal(proposal: Proposal, fields: tuple[str, ...]) -> None:
    """Writes a proposal's new masking, if nobody changed or closed it meanwhile."""
    rows = Proposal.objects.filter(pk=proposal.pk, version=proposal.version, closed_at=None)
    if not rows.update(version=proposal.version + 1, **{name: getattr(proposal, name) for name in fields}):
        raise Stale("这份待比对文书刚刚被别人处理过，请刷新后再看。")
    proposal.version += 1
