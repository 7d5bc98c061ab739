"""What the patrol found, as staff see it (泄漏巡查)."""

import json
from typing import Any

from django.urls import reverse

from core.enums import State
from core.models import User
from core.surfaces import patrolled, places, surfaces
from openness.kinds import counted, label_of
from openness.models import PatrolFinding, PatrolRun

TONES = {State.PUBLISHED: "good", State.HELD: "bad", State.WITHDRAWN: "exempt"}
WORK = {"judgment": "record", "exemption": "exemption", "disclosure": "entry", "hearing": "hearing"}  # screens that act on one item


def surface_labels() -> dict[str, str]:
    """Surfaces and places by their slugs."""
    return {item.slug: item.label for item in [*surfaces(), *places()]}


def run_row(run: PatrolRun) -> dict:
    """How far a run is, and how it ended."""
    share = min(99, round(100 * run.checked / run.total)) if run.total else 99
    tone, said = ("good", "查完") if run.finished_at else ("wait", f"正在查，{share}%")
    if run.unheld:
        tone, said = "bad", f"{said}；发现太多，规则可能有错"
    elif run.failed:
        tone, said = "wait", f"{said}；有没读成的"
    scope = _kind_label(run.only_kind) if run.only_kind else "全部"
    return {"run": run, "tone": tone, "said": said, "scope": f"{scope} {run.only_id}".strip(), "took": _took(run)}


def surface_rows(run: PatrolRun) -> list[dict]:
    """Per surface of a run: label, looked, found, unread, milliseconds each; in the order of the registry."""
    rows = []
    for slug, label in surface_labels().items():
        if counts := run.surfaces.get(slug):
            each = counts["us"] / 1000 / max(1, counts["looked"] + counts["unread"])
            rows.append({"label": label, **counts, "each": f"{each:.1f}"})
    return rows


def finding_row(finding: PatrolFinding) -> dict:
    """A finding in the list: what it speaks of, where, how many of what. No words of it."""
    labels = surface_labels()
    kinds: dict[str, int] = {}
    for hit in finding.hits:
        for kind, n in hit["kinds"].items():
            kinds[kind] = max(kinds.get(kind, 0), n)
    return {
        "finding": finding, "what": _kind_label(finding.kind) if finding.kind else "网站页面", "name": finding.public_id or finding.place,
        "organ": finding.organ.short_name if finding.organ else "专项办", "where": "、".join(dict.fromkeys(labels.get(h["surface"], h["surface"]) for h in finding.hits)),
        "kinds": "、".join(f"{row['label']} {row['count']} 处" for row in counted(kinds)), "standing": _standing(finding),
    }  # fmt: skip


def finding_screen(finding: PatrolFinding, user: User, *, may_answer: bool) -> dict:
    """One finding with its words, which are opened, with an audit entry, for whoever may answer it."""
    record = finding.record()
    passages: list[dict] = []
    if may_answer and finding.passages is not None:
        target = f"{finding.kind}:{finding.public_id}" if finding.public_id else finding.place
        opened = finding.passages.open(actor=user, purpose="泄漏巡查", target=target, organ=finding.organ)
        labels = surface_labels()
        passages = [{"where": labels.get(s, s), "before": b, "words": w, "after": a} for s, b, w, a in json.loads(opened)]
    held = record is not None and record.state == State.HELD
    return {
        **finding_row(finding), "record": record, "passages": passages, "may_answer": may_answer, "work_url": _work_url(finding, record), "held": held,
        "state": _state(record), "traces": sorted({label_of(k) for h in finding.hits for k in h["kinds"] if k in ("author", "position")}),
        "open": finding.answered_at is None and (held or not finding.held), "hits": [{**h, "label": surface_labels().get(h["surface"], h["surface"])} for h in finding.hits],
    }  # fmt: skip


def _standing(finding: PatrolFinding) -> tuple[str, str]:
    if finding.fault:
        return "wait", "没有读成"
    return ("bad", "已暂停公开") if finding.held else ("wait", "没有暂停")


def _state(record: Any) -> tuple[str, str]:
    return (TONES.get(record.state, "wait"), State(record.state).label) if record is not None else ("", "")


def _work_url(finding: PatrolFinding, record: Any) -> str:
    """The screen on which the item is corrected or withdrawn."""
    if record is None:
        return ""
    if finding.kind == "statement":
        return reverse("openness_staff:statements")
    return reverse(f"openness_staff:{WORK.get(finding.kind, 'page')}", args=[finding.public_id])


def _kind_label(kind: str) -> str:
    model = patrolled().get(kind)
    return str(model._meta.verbose_name) if model else kind


def _took(run: PatrolRun) -> str:
    if not run.finished_at:
        return "—"
    seconds = round((run.finished_at - run.started_at).total_seconds())
    return f"{seconds // 60} 分 {seconds % 60} 秒" if seconds >= 60 else f"{seconds} 秒"
