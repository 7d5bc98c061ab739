"""Comparing two texts of one number, and corrections as the public reads them (比对、更正)."""

from core.enums import State
from openness.difference import difference
from openness.models import Correction, Judgment, Proposal
from openness.presenters.records import standing
from openness.services.corrections import ONCE_PUBLIC
from openness.services.review import Sheet


def compare_screen(proposal: Proposal, sheet: Sheet | None, old_original: str) -> dict:
    """Original against new original, public text against new public text, and what can be decided.

    `sheet` is None for a text that the law bars: it was not masked and cannot become public.
    """
    judgment = proposal.judgment
    tone, said = standing(judgment)
    was_public = judgment.state in ONCE_PUBLIC
    return {
        "proposal": proposal, "judgment": judgment, "tone": tone, "said": said, "masked": sheet is not None,
        "original": [] if proposal.remask or sheet is None else difference(old_original, sheet.original),
        "public": difference(judgment.text, proposal.text) if sheet else [],
        "title": difference(judgment.title, proposal.title) if sheet else [],
        "dates": (judgment.decided_on, proposal.decided_on) if proposal.decided_on and proposal.decided_on != judgment.decided_on else None,
        "may_publish": sheet is not None and was_public, "may_replace": sheet is not None and not was_public and not proposal.remask,
        "may_separate": not proposal.remask, "is_public": judgment.state == State.PUBLISHED, "decided": proposal.closed_at is not None,
    }  # fmt: skip


def corrections_of(judgment: Judgment, corrections: list[Correction]) -> list[dict]:
    """Notes of a public page with their dates; `pk` leads to the diff where there is one."""
    shown = {c.pk for c, _ in _pairs(judgment, corrections)}
    return [{"date": c.at, "note": c.note, "pk": c.pk if c.pk in shown else None} for c in corrections]


def correction_diff(judgment: Judgment, corrections: list[Correction], pk: int) -> dict | None:
    """One correction as a diff of public texts; None where it cannot be shown."""
    for correction, (title, text) in _pairs(judgment, corrections):
        if correction.pk == pk:
            return {
                "correction": correction,
                "title": difference(correction.previous_title, title),
                "text": difference(correction.previous_text, text),
            }
    return None


def _pairs(judgment: Judgment, corrections: list[Correction]) -> list[tuple[Correction, tuple[str, str]]]:
    """Corrections whose text before and text after may both be shown, with the latter."""
    if not corrections:
        return []
    after = [(c.previous_title, c.previous_text) for c in corrections[1:]] + [(judgment.title, judgment.text)]
    return [(c, next_) for c, next_ in zip(corrections, after, strict=True) if c.previous_text and next_[1]]
