"""What a public text still shows of what today's rules withhold (按现行规则复查一份文书). Reads only."""

import json
from collections.abc import Iterable

from django.utils import timezone

from core.events import fault_of
from core.publishing import GateRefused, Refusal
from justice.plain_text import fold
from justice.redaction import Span, apply, profile_for, redact
from openness.enums import FindingAnswer, ReviewMove
from openness.kinds import label_of
from openness.models import Judgment, Proposal, ReviewAction

# How many letters or digits of a passage must show before it counts: of a name any, of a number half a clue.
SHOWS = {"name": 1, "trade_name": 2, "address": 2, "seat": 2}
NUMBER = 4
BY_HAND = "人工审核"


class RulesFailed(RuntimeError):
    """The rules broke on a text; says where in them, never what the text holds."""


def replay(rows: Iterable[Iterable], moves: Iterable[ReviewAction]) -> tuple[list[Span], list[tuple[int, int, str]]]:
    """The machine's spans with a reviewer's standing moves over them, and every decided place with its move."""
    spans = [Span(*row) for row in rows]
    decided: list[tuple[int, int, str]] = []
    for action in moves:
        for start, end in action.places:
            if action.move == ReviewMove.MASK:
                spans = [s for s in spans if s.end <= start or s.start >= end]
                spans.append(Span(start, end, "manual", action.replacement, BY_HAND))
            else:
                spans = [s for s in spans if (s.start, s.end) != (start, end)]
            decided.append((start, end, action.move))
    return sorted(spans, key=lambda s: s.start), decided


def wanting(judgment: Judgment | Proposal, moves: Iterable[ReviewAction] | None = None) -> list[Span]:
    """Passages of the sealed original that today's rules withhold and that stand in the public text or title, in
    order; what a reviewer kept on purpose is none. `moves` are the standing moves where they were fetched before.
    RulesFailed where the rules break on this text.
    """
    original = judgment.source.text.open_unaudited()
    try:
        redaction = redact(original, profile_for(timezone.localdate()))
    except MemoryError:
        raise  # the machine's, not the text's
    except Exception as error:
        raise RulesFailed(fault_of(error)) from None
    masking = getattr(judgment, "masking", None)
    rows = masking.spans if masking else []
    public, decided = replay(rows, judgment.review_actions.filter(undone_at=None) if moves is None else moves)
    kept = _kept(judgment, original, [(s, e) for s, e, move in decided if move == ReviewMove.KEEP])
    found = [s for s in _shown(judgment.text, original, public, redaction.spans) if not _is_kept(s, original, kept)]
    return sorted({*found, *_in_title(judgment.title, original, redaction.names, redaction.spans, kept)}, key=lambda s: s.start)


def read_by_person(draft: Judgment | Proposal) -> bool:
    """Whether an editor answered for an original that today's rules break on."""
    judgment = draft.judgment if isinstance(draft, Proposal) and draft.remask else draft
    return isinstance(judgment, Judgment) and judgment.findings.filter(ruleset=judgment.current_ruleset(), answer=FindingAnswer.READ).exists()


def refuse_wanting(judgment: Judgment | Proposal) -> None:
    """GateRefused where today's rules withhold something that the public text would show, or cannot tell."""
    try:
        found = wanting(judgment)
    except RulesFailed as failed:
        if read_by_person(judgment):
            return
        raise GateRefused([Refusal("rules", "现行遮蔽规则没能查完这份文书", where=str(failed), remedy="暂时不能公开：请联系平台维护人员，规则复查里列有这一件的，由编辑看过并记下。")]) from failed
    refusals = [
        Refusal("rules", f"按现行遮蔽规则，还有应当隐去的{label_of(s.kind)}", where=f"原文第 {s.start + 1} 个字起", remedy="请遮住，或者留下并写明理由。")
        for s in found
    ]
    if refusals:
        raise GateRefused(refusals)


def _shown(text: str, original: str, public: list[Span], wanted: list[Span]) -> list[Span]:
    covered = bytearray(len(original))
    if apply(original, public) != text:  # places say nothing of this text: look for the words themselves
        plain = fold(text).text
        return [s for s in wanted if fold(original[s.start : s.end]).text in plain]
    for span in public:
        covered[span.start : span.end] = b"\1" * (span.end - span.start)
    return [s for s in wanted if _shows(s, original, covered)]


def _shows(span: Span, original: str, covered: bytearray) -> bool:
    letters = [at for at in range(span.start, span.end) if original[at].isalnum()]
    enough = min(SHOWS.get(span.kind, NUMBER), len(letters))
    return bool(letters) and sum(not covered[at] for at in letters) >= enough


def _kept(judgment: Judgment | Proposal, original: str, places: list[tuple[int, int]]) -> list[tuple[int, int, str]]:
    """Kept places with the name that the doubt there was about: it is shown with its neighbours, who were not kept."""
    if not places:
        return []
    doubts = json.loads(judgment.masking.doubts.open_unaudited())
    named = {(s, e): reason[1 : reason.index("”")] for s, e, reason in doubts if reason.startswith("“") and "”" in reason}
    return [(s, e, named.get((s, e), "")) for s, e in places]


def _is_kept(span: Span, original: str, kept: list[tuple[int, int, str]]) -> bool:
    words = fold(original[span.start : span.end]).text
    return any(s <= span.start and span.end <= e and (not name or words in name) for s, e, name in kept)


def _in_title(title: str, original: str, names: Iterable[str], spans: list[Span], kept: list[tuple[int, int, str]]) -> list[Span]:
    """The first place of each withheld name that the public title shows."""
    plain = fold(title).text
    standing = {name for name in names if name in plain}
    if not standing:
        return []
    of = {fold(original[s.start : s.end]).text: s for s in reversed(spans)}
    named = {fold(original[s:e]).text for s, e, _ in kept} | {name for *_, name in kept}
    return [of[name] for name in standing if name in of and name not in named]
