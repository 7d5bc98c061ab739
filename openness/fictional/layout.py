"""How a document lies on paper: as a court prints it, or as one paragraph."""

from __future__ import annotations

from dataclasses import dataclass, field

from openness.fictional import places
from openness.fictional.numbers import chinese_date
from openness.fictional.scene import Scene

WIDTH = 36
INDENT = "　　"
ROLES = {
    "审判长": "审　判　长", "审判员": "审　判　员", "人民陪审员": "人民陪审员", "法官助理": "法 官 助 理", "书记员": "书　记　员",
}


@dataclass(slots=True)
class Sheet:
    """A finished document before it is laid out."""

    kind: str
    number: str
    title: str
    paragraphs: list[str]
    panel: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def draw_panel(s: Scene, collegiate: bool) -> list[tuple[str, str]]:
    """Judges (one or three), perhaps lay judges, an assistant and a clerk; all these names stay."""
    if collegiate:
        lay = s.court in places.BASIC and s.maybe(0.55)
        second = "人民陪审员" if lay else "审判员"
        panel = [("审判长", s.staff()), (second if s.maybe(0.6) else "审判员", s.staff()), (second, s.staff())]
    else:
        panel = [("审判员", s.staff())]
    if s.maybe(0.5):
        panel.append(("法官助理", s.staff()))
    panel.append(("书记员", s.staff()))
    return panel


def _width(text: str) -> int:
    """Columns of a full-width character; two narrow characters take one."""
    narrow = sum(c < "\u2e80" for c in text)
    return len(text) - narrow + (narrow + 1) // 2


def _centred(text: str) -> str:
    return "　" * max(0, (WIDTH - _width(text)) // 2) + text


def _right(text: str) -> str:
    return "　" * max(0, WIDTH - _width(text)) + text


def spaced_name(name: str) -> str:
    """王　砚: names of two characters are spread as wide as those of three."""
    return f"{name[0]}　{name[1]}" if len(name) == 2 else name


def _signature(s: Scene, role: str, name: str) -> str:
    wide = spaced_name(name)
    if wide != name:
        s.keep(wide)
    return _right(f"{ROLES[role]}　　{wide}")


def laid_out(s: Scene, sheet: Sheet) -> str:
    """Court line, spaced kind, number at the right, indented paragraphs, signatures, date, clerk."""
    spacing = s.pick(" ", " ", "　", "")
    lines = [_centred(s.court.name), _centred(spacing.join(sheet.kind)), "", _right(sheet.number)]
    lines += [INDENT + paragraph for paragraph in sheet.paragraphs]
    lines.append("")
    signed = chinese_date(s.decided)
    dated = False
    for role, name in sheet.panel:
        if role in ("法官助理", "书记员") and not dated:
            lines.append(_right(signed))
            dated = True
        lines.append(_signature(s, role, name))
    lines += [INDENT + note for note in sheet.notes]
    return "\n".join(lines) + "\n"


def flat(s: Scene, sheet: Sheet) -> str:
    """Everything in one paragraph, as old exports and web copies have it, perhaps with the title in front."""
    judges = "".join(f"{role}{name}" for role, name in sheet.panel if role not in ("法官助理", "书记员"))
    others = "".join(f"{role}{name}" for role, name in sheet.panel if role in ("法官助理", "书记员"))
    head = sheet.title if s.maybe(0.35) else ""
    return (
        head + s.court.name + sheet.kind + sheet.number + "".join(sheet.paragraphs)
        + judges + chinese_date(s.decided) + others + "".join(sheet.notes)
    )
