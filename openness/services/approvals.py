"""A second pair of eyes (第二人复核): who passed exactly this content."""

from core.audit import audit
from core.models import User
from core.publishing import GateRefused, Refusal
from openness.gates import EYES, second_pair_of_eyes
from openness.models import Disclosure, Judgment


def passed_by(*, judgment: Judgment | Disclosure, actor: User | None) -> bool:
    """Notes that `actor` passed a checked record as it stands on the instance; False while another person must too.

    True at once where the court asks for one person only. GateRefused when another gate is shut, or when the same
    person passes it twice.
    """
    if not judgment.needs_second_eyes or actor is None:  # the machine passes nothing: the gate counts people
        return True
    for gate in judgment.gates:
        if gate is not second_pair_of_eyes and (refusals := list(gate(judgment))):
            raise GateRefused(refusals)
    digest = judgment.public_digest()
    _, first = judgment.approvals.get_or_create(actor=actor, digest=digest)
    if judgment.approvals.filter(digest=digest).count() >= EYES:
        return True
    if not first:
        raise GateRefused([Refusal("second_eyes", "您已经通过了这一版，本院要求两人审核", remedy="请由另一位审核员或编辑再看一遍并通过。")])
    audit(actor=actor, action="review.passed", target=f"{judgment.kind}:{judgment.public_id}", organ=judgment.organ)
    return False
