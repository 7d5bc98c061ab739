"""The reviewer's screen (审核屏): original and public text in pieces that know their place."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone

from justice.models import calendar_shown
from openness.kinds import counted, label_of
from openness.models import Approval, Disclosure, Proposal
from openness.presenters.judgments import due_of
from openness.presenters.staff import judgment_pill
from openness.selectors.review import Day
from openness.services.review import Draft, Sheet, same_words, suggest_alias

AROUND = 9  # characters shown on both sides of a place
CLOSING = "。，、；：！？”’）》\n\r\u3000 "  # a quotation does not begin with the end of what stood before it
PLACES = 8  # places shown of "the same everywhere"
# Drawn as a visible mark, one for one, so that places stay true: what a browser would swallow, join or reorder.
_DRAWN = {0: "�", 13: " "} | dict.fromkeys(
    [*range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A), 0xFEFF], "�"
)


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text: `css` is "", secret, alias or doubt; start and end are code points of the original; `mark` is
    the name of what the rail says of it (d0 for a doubt, m3 for a mask)."""

    text: str
    css: str = ""
    start: int = 0
    end: int = 0
    title: str = ""
    mark: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """The same words masked in the same way, at one place or many."""

    mark: str
    text: str
    replacement: str
    label: str
    rule: str
    start: int
    end: int
    count: int


def screen(judgment: Draft, sheet: Sheet, day: Day, passed: list[Approval]) -> dict:
    """Everything that the screen shows. `day` is the reviewer's day, `passed` who passed the document before where two
    must."""
    groups, names = _groups(sheet)
    left, right = paragraphs(sheet, names)
    doubts = [_doubt(sheet, i, d) for i, d in enumerate(sheet.doubts)]
    still_open = [d for d in doubts if not d["decided"]]
    return {
        "judgment": judgment, "original": left, "public": right, "original_title": _drawn(sheet.title), "public_title": sheet.public_title,
        "doubts": doubts, "open_doubts": still_open, "settled": [d for d in doubts if d["decided"]], "groups": groups, "masked": counted(judgment.masked),
        "masked_total": sum(judgment.masked.values()), "waiting": day.waiting, "done": day.done, "round": day.done + day.waiting, "pace": day.pace,
        "compares": isinstance(judgment, Proposal), "heading": judgment.case_number or judgment.title, "entry": isinstance(judgment, Disclosure), "second": _second(judgment, passed),
        "pill": judgment_pill(judgment, timezone.localdate(), calendar_shown()), "due": due_of(judgment.due_on, judgment.due_steps, judgment.due_article), "can_undo": sheet.moves > 0,
    }  # fmt: skip


def _second(judgment: Draft, passed: list[Approval]) -> str:
    """What the court's policy of two reviewers means for this document; "" where one is enough."""
    if not judgment.needs_second_eyes:
        return ""
    who = "、".join(str(approval.actor) for approval in passed)
    return f"第二人复核：{who}已通过，还要另一位看过才公开。" if who else "本院要求两人审核：通过后转给另一位复核，再公开。"


def _doubt(sheet: Sheet, index: int, doubt: dict) -> dict:
    """A doubt for the rail: what the space bar would do, its alias, and where else the same words stand."""
    places = same_words(sheet, doubt["text"])
    touched = any(s.start < doubt["end"] and doubt["start"] < s.end for s in sheet.spans)  # a piece of it is masked: the cut was elsewhere
    return {
        **doubt, "mark": f"d{index}", "suggested": "mask" if doubt["named"] and not touched else "keep", "alias": suggest_alias(doubt["text"], sheet.withheld),
        "text": _drawn(doubt["text"]), "around": _around(sheet.original, doubt["start"], doubt["end"]), "count": max(len(places), 1),
        "elsewhere": [_around(sheet.original, s, e) for s, e in places if s != doubt["start"]][:PLACES],
    }  # fmt: skip


def _around(text: str, start: int, end: int) -> dict:
    """A place with the characters before and after it."""
    return {
        "before": _drawn(text[max(0, start - AROUND) : start].lstrip(CLOSING)),
        "words": _drawn(text[start:end]),
        "after": _drawn(text[end : end + AROUND]),
    }


def _groups(sheet: Sheet) -> tuple[list[Group], dict[int, str]]:
    """Masks by their words and alias, and the mark of each span by its start."""
    found: dict[tuple[str, str], list] = {}
    for span in sheet.spans:
        found.setdefault((sheet.original[span.start : span.end], span.replacement), []).append(span)
    groups, names = [], {}
    for number, ((words, replacement), spans) in enumerate(found.items()):
        first = spans[0]
        groups.append(
            Group(
                f"m{number}",
                _drawn(words),
                replacement,
                label_of(first.kind),
                first.rule,
                first.start,
                first.end,
                len(spans),
            )
        )
        names |= {s.start: f"m{number}" for s in spans}
    return groups, names


def paragraphs(sheet: Sheet, names: dict[int, str]) -> tuple[list[list[Piece]], list[list[Piece]]]:
    """Original and public text by paragraphs, cut at spans and open doubts."""
    marks = [
        (
            s.start,
            s.end,
            Piece(sheet.original[s.start : s.end], "secret", s.start, s.end, s.rule, names[s.start]),
            s.replacement,
        )
        for s in sheet.spans
    ]
    for i, doubt in enumerate(sheet.doubts):
        start, end = doubt["start"], doubt["end"]
        if not doubt["decided"] and not any(s.start < end and start < s.end for s in sheet.spans):
            marks.append(
                (start, end, Piece(doubt["text"], "doubt", start, end, doubt["reason"], f"d{i}"), None)
            )
    left, right, at = [], [], 0
    for start, end, piece, replacement in sorted(marks, key=lambda m: (m[0], m[1])):
        if start < at:
            continue
        plain = Piece(sheet.original[at:start], start=at)
        shown = (
            piece if replacement is None else Piece(replacement, "alias", start, end, piece.title, piece.mark)
        )
        left += [plain, piece]
        right += [plain, shown]
        at = end
    tail = Piece(sheet.original[at:], start=at)
    return _lines([*left, tail]), _lines([*right, tail])


def _lines(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """Pieces by line: a plain piece is cut at its line ends, a mark stays whole. Empty lines are left out."""
    lines: list[list[Piece]] = [[]]
    for piece in pieces:
        if piece.css:
            lines[-1].append(
                Piece(_drawn(piece.text), piece.css, piece.start, piece.end, piece.title, piece.mark)
            )
            continue
        at = piece.start
        for number, line in enumerate(piece.text.split("\n")):
            if number:
                lines.append([])
            bare = line if lines[-1] else line.lstrip()  # the page indents by itself
            if bare:
                lines[-1].append(Piece(_drawn(bare), start=at + len(line) - len(bare)))
            at += len(line) + 1
    return [line for line in lines if any(p.text.strip() for p in line)]


def _drawn(text: str) -> str:
    return text.translate(_DRAWN)
