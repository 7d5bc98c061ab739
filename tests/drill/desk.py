"""The desk in the drill: documents with doubts, other texts to compare, texts that rules find wanting.

Run as a module it is one person at work: decides, accepts and corrects until nothing is left. Killed, it is run again.
"""

MARK = "（2025）"  # of the numbers laid out here
REVIEWS, CORRECTIONS, WANTING = 12, 8, 6
DOUBTFUL = "高平称，借款属实。"


def lay_out(number: int) -> None:
    """What a round has on its desk: REVIEWS in review, CORRECTIONS public with another text, WANTING as old rules left them."""
    from core.publishing.record import moving
    from justice.redaction import Span, apply
    from openness.models import Judgment, Masking
    from tests.openness.conftest import NAMES, text_of

    first = 1 + number * 100
    numbers = [f"{MARK}辽0802民初{n}号" for n in range(first, first + REVIEWS + CORRECTIONS + WANTING)]
    reviewed, corrected, old = numbers[:REVIEWS], numbers[REVIEWS:-WANTING], numbers[-WANTING:]
    _hand_in([text_of(n, DOUBTFUL) for n in reviewed] + [text_of(n) for n in corrected + old])
    _hand_in([text_of(n, "双方当庭又有约定。") for n in corrected])
    for judgment in Judgment.objects.filter(case_number__in=old).select_related("source", "masking"):
        text = judgment.source.text.open_unaudited()
        left = [s for s in judgment.masking.spans if text[s[0] : s[1]] != NAMES[0]]
        Masking.objects.filter(judgment=judgment).update(spans=left)
        with moving():
            Judgment.objects.filter(pk=judgment.pk).update(text=apply(text, [Span(*s) for s in left]))


def _hand_in(texts: list[str]) -> None:
    from openness.reading import Row
    from openness.services.courts import Courts
    from openness.services.imports import batch_open, import_rows

    rows = [Row(n, f"{n}.txt", text, {}, None) for n, text in enumerate(texts, 1)]
    for _ in import_rows(batch=batch_open(organ=None, actor=None, filename="desk", publish_clean=True), rows=rows, courts=Courts()):
        pass


def moved() -> tuple[int, int]:
    """How far the desk is."""
    from openness.models import Proposal, ReviewAction

    return ReviewAction.objects.count(), Proposal.objects.filter(closed_at=None).count()


def checked() -> int:
    """How many texts the re-checks read."""
    from openness.models import RecheckRun

    return sum(RecheckRun.objects.values_list("checked", flat=True))


def work() -> None:
    """Decides every doubt, accepts every document in review, publishes every other text as a correction."""
    from core.models import User
    from openness.models import Judgment, Proposal
    from openness.services.corrections import proposal_publish
    from openness.services.review import accept, move, sheet_open, withheld_names

    actor = User.objects.get(username="clerk")
    waiting = list(Judgment.objects.filter(state="review").values_list("pk", flat=True))
    others = list(Proposal.objects.filter(closed_at=None).values_list("pk", flat=True))
    for pk in waiting:
        judgment = Judgment.objects.select_related("organ", "source", "masking", "case").get(pk=pk)
        for doubt in [d for d in sheet_open(judgment=judgment, actor=actor).doubts if not d["decided"]]:
            move(judgment=judgment, actor=actor, kind="keep", places=[(doubt["start"], doubt["end"])])
        accept(judgment=judgment, actor=actor)
    for pk in others:
        proposal = Proposal.objects.select_related("judgment__organ", "judgment__case", "source", "masking").get(pk=pk)
        proposal_publish(proposal=proposal, withheld=withheld_names(proposal), actor=actor, note="补录当庭约定")


def faults(expect, rounds: int) -> None:
    """Tells `expect` what must have come of the desks of so many rounds."""
    from openness.models import (
        Correction,
        ImportRow,
        Judgment,
        Proposal,
        RecheckFinding,
        RecheckRun,
        ReviewAction,
    )
    from openness.services.rechecks import ruleset

    expect("corrections", Correction.objects.values("judgment").distinct().count(), rounds * CORRECTIONS)
    expect("corrections, all", Correction.objects.count(), rounds * CORRECTIONS)
    expect("decisions on proposals", list(Proposal.objects.values_list("decision", flat=True)), ["corrected"] * rounds * CORRECTIONS)
    expect("answers compared", ImportRow.objects.filter(outcome="compared").count(), rounds * CORRECTIONS)
    places = [(a.judgment_id, str(a.places)) for a in ReviewAction.objects.filter(undone_at=None)]
    expect("decisions twice", len(places) - len(set(places)), 0)
    expect("documents reviewed", len({judgment for judgment, _ in places}), rounds * REVIEWS)
    runs = list(RecheckRun.objects.all())
    expect("runs", [(run.finished_at is not None, run.failed) for run in runs], [(True, 0)] * len(runs))
    expect("texts held by the runs", sum(run.held for run in runs), rounds * WANTING)
    expect("findings", RecheckFinding.objects.filter(answered_at=None, judgment__state="held").count(), rounds * WANTING)
    expect("rules of what is public", set(Judgment.objects.public().values_list("checked_ruleset", flat=True)), {ruleset()})


def main() -> None:
    """Works on the portal that the environment names."""
    import django

    django.setup()
    work()


if __name__ == "__main__":
    main()
