"""The names that each record and its case hold back (隐去的姓名). They are secret: whoever asks says so in the audit log."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Prefetch

from core.enums import State
from justice.case_numbers import CaseNumberError, parse
from justice.models import CaseFile
from openness.enums import ReviewMove
from openness.gates import NAME_KINDS
from openness.models import Disclosure, Hearing, Judgment, ModelCasePage, ReviewAction
from openness.preparing_entries import ORGANISATION
from openness.services.examination import replay
from openness.services.hearings import withheld_from

PERSONS = NAME_KINDS - {"trade_name"}
DECIDED = (State.PUBLISHED, State.HELD, State.WITHDRAWN)  # what is still in review may mask too much


def withheld_by_record(records: Sequence[Any]) -> dict[Any, set[str]]:
    """What must not show on the surfaces of each of these records of one kind, by primary key: the names that itself
    masks, and the persons whom anything else of its case file masks."""
    cases = {record.pk: _case_of(record) for record in records}
    wanted = {case for case in cases.values() if case}
    own: dict[Any, set[str]] = {record.pk: set() for record in records}
    of_case: dict[int, set[str]] = defaultdict(set)
    for owner, case, words in _masked(records, wanted):
        if records and isinstance(owner, type(records[0])) and owner.pk in own:
            own[owner.pk] |= {word for word, _ in words}
        if case in wanted:
            of_case[case] |= {word for word, kind in words if kind in PERSONS and not word.endswith(ORGANISATION)}
    return {record.pk: own[record.pk] | of_case.get(cases[record.pk] or 0, set()) for record in records}


def masked_words(owner: Judgment | Disclosure) -> set[tuple[str, str]]:
    """(name, kind) of what stands under a mask and was not kept; `standing_moves` are its moves."""
    original = owner.source.text.open_unaudited()
    masking = getattr(owner, "masking", None)
    moves = owner.standing_moves
    spans, _ = replay(masking.spans if masking else [], moves)
    kept = {original[s:e] for move in moves if move.move == ReviewMove.KEEP for s, e in move.places}
    named = ((original[s.start : s.end], s.kind) for s in spans if s.kind in NAME_KINDS)
    return {(word, kind) for word, kind in named if word not in kept and len(word) > 1}


def _masked(records: Sequence[Any], cases: set[int]) -> Iterable[tuple[Any, int | None, set[tuple[str, str]]]]:
    """Every owner of a mask among the records and in their case files: itself, its case, its words."""
    standing = Prefetch("review_actions", ReviewAction.objects.filter(undone_at=None), to_attr="standing_moves")
    for model in (Judgment, Disclosure):
        mine = [r.pk for r in records if isinstance(r, model)]
        rows = model._default_manager.exclude(source=None).select_related("source", "masking").prefetch_related(standing).defer("text")
        found = {o.pk: o for o in rows.filter(pk__in=mine)} if mine else {}
        if cases:
            found |= {o.pk: o for o in rows.filter(case_id__in=cases, state__in=DECIDED).exclude(pk__in=mine)}
        for owner in found.values():
            yield owner, owner.case_id, masked_words(owner)
    mine = [r.pk for r in records if isinstance(r, Hearing)]
    hearings = {h.pk: h for h in Hearing.objects.filter(pk__in=mine)} if mine else {}
    if cases:
        hearings |= {h.pk: h for h in Hearing.objects.filter(case_id__in=cases, state__in=DECIDED).exclude(pk__in=mine)}
    for hearing in hearings.values():
        yield hearing, hearing.case_id, {(name, "name") for name in withheld_from(hearing)}


def _case_of(record: Any) -> int | None:
    """Its case file; of a model case the one whose number it names."""
    if not isinstance(record, ModelCasePage):
        return getattr(record, "case_id", None)
    try:
        base = parse(record.case_number).base if record.case_number else ""
    except CaseNumberError:
        return None
    return CaseFile.objects.filter(number=base).values_list("pk", flat=True).first() if base else None
