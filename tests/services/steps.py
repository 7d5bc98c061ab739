"""python -m tests.services.steps STEP [ARGUMENT…]: one step in a process and a transaction of its own; prints JSON."""

import json
import os
import sys
import time
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.local")
django.setup()

from django.utils import timezone  # noqa: E402

from core import events, ledger  # noqa: E402
from core.ledger import sealing  # noqa: E402
from core.models import Delivery, LedgerEntry, Organ, User  # noqa: E402
from core.publishing import Stale, check, publish  # noqa: E402
from openness.models import Judgment  # noqa: E402
from openness.services import review  # noqa: E402

TOPIC = "test.thing"


@events.handler(TOPIC, name="test.thing")
def nothing(number: int) -> None:
    """A subscriber, so that deliveries are written."""


def meet(place: str) -> None:
    """Two processes wait here for each other."""
    Path(f"{place}.{os.getpid()}").touch()
    end = time.monotonic() + 120
    while len(list(Path(place).parent.glob(f"{Path(place).name}.*"))) < 2:
        if time.monotonic() > end:
            raise TimeoutError(place)
        time.sleep(0.005)


def emit(count: str) -> int:
    """Writes so many deliveries."""
    events.emit_many(TOPIC, [{"number": n} for n in range(int(count))])
    return Delivery.objects.filter(handler="test.thing").count()


def claim(place: str) -> list[int]:
    """Claims until nothing is left; the ids of what this process got."""
    meet(place)
    mine: list[int] = []
    while got := [d.id for d in events.claim(events.WORK, 7)]:
        mine += got
    return mine


def race(public_id: str, place: str) -> str:
    """Publishes one record at the same time as another process does."""
    judgment = Judgment.objects.get(public_id=public_id)
    check(judgment)
    meet(place)
    try:
        publish(record=judgment, actor=None)
    except Stale:
        return "stale"
    return "published"


def make(code: str) -> str:
    """A judgment in review."""
    from tests.factories import make_judgment

    return make_judgment(Organ.objects.get(code=code)).public_id


def accept() -> dict:
    """A reviewer masks the doubts of the first document in the queue and accepts it."""
    reviewer, _ = User.objects.get_or_create(username="reviewer")
    judgment = Judgment.objects.filter(state="review").order_by("id").first()
    for doubt in review.sheet_open(judgment=judgment, actor=reviewer).doubts:
        review.move(judgment=judgment, actor=reviewer, kind="mask", places=[(doubt["start"], doubt["end"])], replacement="某", everywhere=True)
    review.accept(judgment=judgment, actor=reviewer)
    return {"public_id": judgment.public_id, "case_number": judgment.case_number, "public": Judgment.objects.public().filter(pk=judgment.pk).exists()}


def acts(public_id: str) -> list[str]:
    """What the ledger says of a record."""
    return list(LedgerEntry.objects.filter(public_id=public_id).order_by("id").values_list("act", flat=True))


def acts_many(count: str) -> int:
    """So many acts on a public record more, each as it stands."""
    last = LedgerEntry.objects.filter(act="publish", public_id=Judgment.objects.public().first().public_id).order_by("-id").first()
    fields = {f: getattr(last, f) for f in ("log", "act", "kind", "public_id", "organ_code", "digest")}
    ledger.append([LedgerEntry(**fields, at=timezone.now()) for _ in range(int(count))])
    return LedgerEntry.objects.count()


def seal(place: str = "") -> dict:
    """Seals, at the same time as another process does."""
    if place:
        meet(place)
    (done,) = sealing.seal()
    return {"size": done.size, "added": done.added, "signed": done.signed}


def seal_loudly() -> dict:
    """Says when it begins, so that it can be killed in the middle."""
    print("sealing", flush=True)
    return seal()


if __name__ == "__main__":
    step, *arguments = sys.argv[1:]
    print(json.dumps(globals()[step](*arguments), ensure_ascii=False))
