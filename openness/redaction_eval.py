"""How good the redaction is on documents whose secrets are known (脱敏评测): pure scoring, no database.

A secret is leaked when its characters stand in the public text in sequence, whatever white space or width is between
them. It is partial when an alias is followed by the rest of a name, or half of an identifier is left. A leak is silent
when no doubt quotes it in at most 20 characters.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date

from justice.redaction import Redaction, redact
from openness.fictional import Document, documents

CAUSES = {
    "loan": "民间借贷", "sale": "买卖", "labour": "劳动", "tenancy": "租赁", "construction": "建设工程", "traffic": "交通事故", "property": "物业服务", "company": "公司",
    "insurance": "保险", "penalty": "行政处罚", "enforcement_review": "行政非诉执行", "execution": "执行",
}  # fmt: skip
LAST_DAY = date(2026, 6, 30)  # the same documents whenever it runs
SPARE = 12  # documents drawn for each one wanted: the rarest cause has one in sixty
QUOTE = 20  # characters: a longer doubt points at nothing
NAMES = frozenset({"name", "legal_representative"})
WORDS = NAMES | {"trade_name", "address"}  # everything else is an identifier


@dataclass(slots=True)
class Score:
    """Counts of one group of documents, or of one class of secret, where those of documents stay 0."""

    documents: int = 0
    unattended: int = 0
    unattended_clean: int = 0
    secrets: int = 0
    leaked: int = 0
    partial: int = 0
    silent: int = 0
    keeps: int = 0
    kept: int = 0
    changed: int = 0
    characters: int = 0

    def add(self, other: "Score") -> None:
        """Adds the counts of another score."""
        for f in fields(self):
            setattr(self, f.name, getattr(self, f.name) + getattr(other, f.name))

    def figures(self) -> dict[str, float]:
        """Shares of secrets, documents and keeps; changed characters nobody asked for per 1,000."""
        shown = {
            "secrets": self.secrets, "recall": 1 - _share(self.leaked, self.secrets), "partial": _share(self.partial, self.secrets),
            "silent": _share(self.silent, self.secrets),
        }  # fmt: skip
        if self.documents:
            shown |= {
                "documents": self.documents, "unattended": _share(self.unattended, self.documents),
                "unattended_clean": _share(self.unattended_clean, self.unattended) if self.unattended else 1.0,
                "kept": _share(self.kept, self.keeps) if self.keeps else 1.0, "over_masked_per_1000": _share(1000 * self.changed, self.characters),
            }  # fmt: skip
        return {name: round(value, 5) for name, value in shown.items()}


def labelled(wanted: int, seed: object) -> Iterator[Document]:
    """At least `wanted` non-criminal documents, as many of each of the 12 causes; the same ones for the same seed."""
    quota = -(-wanted // len(CAUSES))
    left = dict.fromkeys(CAUSES, quota)
    drawn = documents(quota * len(CAUSES) * SPARE, seed=f"labelled/{seed}", end=LAST_DAY)
    fitting = (d for d in drawn if d.bar is None and not d.kind.startswith("刑事") and left.get(d.family, 0) > 0)
    while document := next(fitting, None):
        left[document.family] -= 1
        yield document
        if not any(left.values()):
            return


def evaluate(labelled_documents: Iterable[Document], profile: str = "2024") -> dict[str, dict[str, Score]]:
    """Redacts every document and scores it: {"all" | "cause" | "kind" | "layout" | "class": {group: Score}}."""
    result: dict[str, dict[str, Score]] = {"all": {}, "cause": {}, "kind": {}, "layout": {}, "class": {}}
    for document in labelled_documents:
        whole, classes = score(document, redact(document.text, profile))
        groups = (("all", "全部"), ("cause", CAUSES.get(document.family, document.family)), ("kind", document.kind), ("layout", document.layout))
        for by, group in groups:
            result[by].setdefault(group, Score()).add(whole)
        for name, part in classes.items():
            result["class"].setdefault(name, Score()).add(part)
    return result


def score(document: Document, redaction: Redaction) -> tuple[Score, dict[str, Score]]:
    """The score of one document, as a whole and by class of secret."""
    source, text = plain(document.text), plain(redaction.text)
    doubts = [plain(d.text) for d in redaction.doubts]
    short = [d for d in doubts if len(d) <= QUOTE]
    classes: dict[str, Score] = {}
    for secret in document.secrets:
        part, words = classes.setdefault(secret["class"], Score()), plain(secret["text"])
        part.secrets += 1
        if words in text:
            part.leaked += 1
            part.silent += not any(words in d or (len(d) > 1 and d in words) for d in short)
        else:
            part.partial += is_partial(words, secret["class"], source, text)
    whole = Score(documents=1, characters=len(document.text), changed=_changed(document, redaction))
    for part in classes.values():
        whole.add(part)
    whole.unattended = int(not doubts)
    whole.unattended_clean = int(not doubts and not whole.leaked)
    whole.keeps, whole.kept = len(document.keeps), sum(plain(k) in text for k in document.keeps)
    return whole, classes


def is_partial(secret: str, kind: str, source: str, text: str) -> bool:
    """Whether a piece of a hidden secret is left that gives it away."""
    if kind in NAMES:
        tail = re.compile(rf"{re.escape(secret[0])}(?:某+|[*＊×xX]+)\d*{re.escape(secret[-1])}")
        return len(secret) > 2 and len(tail.findall(text)) > len(tail.findall(source))
    if kind in WORDS:
        return False
    size = max(6, (len(secret) + 1) // 2)
    pieces = (secret[at : at + size] for at in range(len(secret) - size + 1))
    return any(text.count(p) > source.count(p) - source.count(secret) for p in pieces)


def below(result: Mapping[str, Mapping[str, Score]], floor: Mapping[str, Mapping[str, Mapping[str, float]]]) -> list[str]:
    """What is worse than the recorded floor, in words; empty when all of it is held. The floor names groups as
    "all/全部" or "class/name", each with figures under at_least or at_most."""
    faults = []
    for bound, groups in floor.items():
        for place, figures in groups.items():
            by, group = place.split("/")
            reached = result[by].get(group, Score()).figures()
            for name, limit in figures.items():
                value = reached.get(name, -1.0)
                if value < limit if bound == "at_least" else value > limit:
                    faults.append(f"{place} 的 {name} 为 {value}，{'不低于' if bound == 'at_least' else '不高于'} {limit}")
    return faults


def plain(text: str) -> str:
    """Text without white space, its widths made one (NFKC)."""
    return "".join(c for c in unicodedata.normalize("NFKC", text) if not c.isspace())


def _changed(document: Document, redaction: Redaction) -> int:
    """Characters of the original that were changed although no secret stands there."""
    asked = bytearray(len(document.text))
    for secret in document.secrets:
        for match in re.finditer(re.escape(secret["text"]), document.text):
            asked[match.start() : match.end()] = b"\1" * len(secret["text"])
    lost = 0
    for span in redaction.spans:
        stays = sum(1 for old, new in zip(document.text[span.start : span.end], span.replacement, strict=False) if old == new)
        lost += max(0, sum(not asked[at] for at in range(span.start, span.end)) - stays)
    return lost


def _share(part: float, whole: float) -> float:
    return part / whole if whole else 0.0
