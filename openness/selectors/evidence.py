"""Reading the moves of all reviewers (审核留证), document by document."""

from django.db.models import Prefetch

from justice.redaction import Span
from openness.models import Judgment, ReviewAction
from openness.review_evidence import Evidence


def review_evidence() -> Evidence:
    """Every standing move on a judgment, turned into counts and shapes; originals are opened by the machine alone."""
    evidence = Evidence(undone=ReviewAction.objects.exclude(undone_at=None).count())
    standing = Prefetch("review_actions", ReviewAction.objects.filter(undone_at=None), to_attr="standing_moves")
    moved = Judgment.objects.filter(review_actions__undone_at=None, review_actions__isnull=False).distinct()
    rows = moved.select_related("source", "masking").only("source__text", "masking__spans").prefetch_related(standing)
    for judgment in rows.order_by("pk").iterator(chunk_size=100):
        original = judgment.source.text.open_unaudited()
        spans = [Span(*row) for row in judgment.masking.spans]
        for action in judgment.standing_moves:
            evidence.add(action.move, original, [(s, e) for s, e in action.places], spans)
    return evidence
