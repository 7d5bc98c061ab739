"""What new rules found, as an editor sees it (规则复查)."""

from core.models import User
from openness.kinds import label_of
from openness.models import RecheckFinding, RecheckRun
from openness.presenters.records import standing
from openness.services.findings import hold_limit

AROUND, SHOWN = 24, 40  # characters beside a passage; passages shown


def run_row(run: RecheckRun) -> dict:
    """How far a run is."""
    share = min(100, round(100 * run.checked / run.total)) if run.total else 100
    tone, said = ("good", "查完") if run.finished_at else ("wait", f"正在查，{share}%")
    if run.failed > hold_limit(run.total):
        tone, said = "bad", f"{said}；没有查成的太多，规则可能有错"
    return {"run": run, "tone": tone, "said": said}


def finding_screen(finding: RecheckFinding, user: User) -> dict:
    """The passages in their places, from the sealed original; the opening is audited."""
    judgment = finding.judgment
    original = judgment.source.text.open(actor=user, purpose="规则复查", target=f"judgment:{judgment.public_id}", organ=judgment.organ)
    passages = [
        {"before": original[max(0, s - AROUND) : s], "words": original[s:e], "after": original[e : e + AROUND], "label": label_of(kind)}
        for s, e, kind, _ in finding.places[:SHOWN]
    ]
    tone, said = standing(judgment)
    return {"finding": finding, "judgment": judgment, "passages": passages, "more": len(finding.places) - len(passages), "tone": tone, "said": said}
