"""The next document of a reviewer: from the key pressed to the two-pane screen."""

import statistics
import time
from tempfile import TemporaryDirectory

from django.test import Client

from bench.imports import imported, judgments_file
from core.enums import Role
from core.models import Membership, Organ, User
from openness.models import Judgment
from openness.selectors.review import queue


def next_document(size: int = 400) -> dict:
    """Milliseconds from accepting or leaving one document to the whole screen of the next, without the network."""
    with TemporaryDirectory() as folder:
        imported(judgments_file(folder, size, seed=5))
    reviewer = User.objects.create_user("reviewer", password="a long enough secret")
    for organ in Organ.objects.filter(kind="court"):
        Membership.objects.create(user=reviewer, organ=organ, role=Role.REVIEWER)
    client = Client()
    client.force_login(reviewer)
    address = f"/admin/openness/review/{queue().first().public_id}/"
    client.get(address)
    skipped, accepted, characters = [], [], []
    for _ in range(60):
        judgment = Judgment.objects.get(public_id=address.rstrip("/").rsplit("/", 1)[1])
        clean = judgment.doubts_open == 0
        begun = time.perf_counter()
        if clean:
            answer = client.post(address + "accept/", {"version": judgment.version}, follow=True)
        else:
            answer = client.get(address + "skip/", follow=True)
        (accepted if clean else skipped).append((time.perf_counter() - begun) * 1000)
        address = answer.redirect_chain[-1][0]
        characters.append(len(judgment.text))
    return {
        "documents": size, "characters_each": round(statistics.mean(characters)), "accepted": len(accepted), "accept_ms": round(statistics.median(accepted or [0])),
        "skipped": len(skipped), "skip_ms": round(statistics.median(skipped or [0])), "asked": "<= 300",
    }  # fmt: skip
