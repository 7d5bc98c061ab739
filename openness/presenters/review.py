"""The reviewer's screen (审核屏): original and public text in pieces that know their place."""

from dataclasses import dataclass

from openness.models import Judgment
from openness.presenters.judgments import MASK_LABELS, due_of
from openness.services.review import Sheet, suggest_alias


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `css` is "", secret, alias or doubt; start and end are code points of the original."""

    text: str
    css: str = ""
    start: int = 0
    end: int = 0
    title: str = ""
    doubt: int | None = None


def screen(judgment: Judgment, sheet: Sheet, waiting: int) -> dict:
    """Everything that the screen shows. A doubt knows how often its words stand in the original."""
    doubts = [{**d, "index": i, "count": sheet.original.count(d["text"]) if d["text"] else 0, "alias": suggest_alias(d["text"], sheet.withheld)} for i, d in enumerate(sheet.doubts)]
    left, right = pieces(sheet)
    kinds = [{"label": MASK_LABELS.get(k, "个人信息"), "count": n} for k, n in sorted(judgment.masked.items(), key=lambda i: -i[1])]
    return {
        "judgment": judgment, "original": left, "public": right, "doubts": doubts, "open_doubts": [d for d in doubts if not d["decided"]],
        "public_title": sheet.public_title, "masked": kinds, "masked_total": sum(judgment.masked.values()), "waiting": waiting,
        "due": due_of(judgment.due_on, judgment.due_steps, judgment.due_article), "can_undo": judgment.review_actions.filter(undone_at=None).exists(),
        "spans": [{"text": sheet.original[s.start:s.end], "replacement": s.replacement, "label": MASK_LABELS.get(s.kind, "个人信息"), "start": s.start, "end": s.end, "rule": s.rule} for s in sheet.spans],
    }  # fmt: skip


def pieces(sheet: Sheet) -> tuple[list[Piece], list[Piece]]:
    """Original and public text, cut at spans and open doubts."""
    marks = [(s.start, s.end, "secret", s) for s in sheet.spans]
    marks += [(d["start"], d["end"], "doubt", i) for i, d in enumerate(sheet.doubts) if not d["decided"] and not any(s.start < d["end"] and d["start"] < s.end for s in sheet.spans)]
    left: list[Piece] = []
    right: list[Piece] = []
    at = 0
    for start, end, css, what in sorted(marks, key=lambda m: (m[0], m[1])):
        if start < at:
            continue
        plain = sheet.original[at:start]
        words = sheet.original[start:end]
        left += [Piece(plain, start=at), Piece(words, css, start, end, "" if css == "doubt" else what.rule, what if css == "doubt" else None)]
        shown = Piece(words, "doubt", start, end, doubt=what) if css == "doubt" else Piece(what.replacement, "alias", start, end, what.rule)
        right += [Piece(plain, start=at), shown]
        at = end
    tail = Piece(sheet.original[at:], start=at)
    return [*left, tail], [*right, tail]
