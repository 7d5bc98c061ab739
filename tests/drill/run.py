"""python -m tests.drill.run --rounds N: kills processes at random moments and looks for loss and doubles.

Each round hands in two files, one by command and one through the browser, withdraws a document, and kills import, web,
queue or indexer with -9 while they work; whoever was killed is started again, as a supervisor and a clerk would.
In two rounds of six the desk (tests.drill.desk) is at work too: doubts are decided, documents accepted, corrections
published, while the queue checks every public text again; the desk or the queue is killed meanwhile.
At the end every row must have exactly one judgment, every act one ledger entry, every delivery be done, every
correction and every finding be there once, and the index be the database.
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.drill import desk
from tests.drill.portal import Portal

VICTIMS = ("import", "review", "web", "recheck", "queue", "indexer")
AT_THE_DESK = ("review", "recheck")
ROWS = 130  # more than a chunk: a killed import has something to go on from
COURT = "辽0802"


def rows_of(first: int) -> bytes:
    """A file of ROWS judgments with numbers from `first` on."""
    from tests.openness.conftest import text_of

    lines = (json.dumps({"text": text_of(f"（2026）{COURT}民初{n}号")}, ensure_ascii=False) for n in range(first, first + ROWS))
    return "\n".join(lines).encode()


def prepare(portal: Portal) -> tuple[int, str]:
    """A fresh database with the city's organs and a signed-in clerk; court id and session."""
    portal.manage("migrate", "--verbosity", "0")
    portal.manage("setup_portal")
    os.environ.update(portal.env)
    import django

    django.setup()
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore

    from core.models import Membership, Organ, User

    Organ.objects.filter(code=COURT).update(publish_clean=True)
    organ = Organ.objects.get(code=COURT)
    clerk = User.objects.create_user("clerk", password="drill drill drill")
    Membership.objects.create(user=clerk, organ=organ, role="clerk")
    session = SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY], session[HASH_SESSION_KEY] = str(clerk.pk), "core.permissions.MembershipBackend", clerk.get_session_auth_hash()
    session.create()
    return organ.pk, session.session_key


def round_of(portal: Portal, organ: int, session: str, number: int, rng: random.Random) -> tuple[str, bool]:
    """One round; the victim, and whether it was alive when it was hit."""
    from openness.models import Judgment
    from openness.services.records import judgment_withdraw

    victim, first = VICTIMS[number % len(VICTIMS)], 1 + 2 * number * ROWS
    if victim in AT_THE_DESK:
        return victim, desk_round(portal, victim, number, rng)
    path = portal.home / f"round-{number}.jsonl"
    path.write_bytes(rows_of(first))
    command = [sys.executable, "manage.py", "import_judgments", str(path), "--publish-clean"]
    name, body = f"upload-{number}.jsonl", rows_of(first + ROWS)
    if victim != "web":
        portal.upload(organ, name, body, session)
    importer = portal.begin("import", command)
    gone = Judgment.objects.public().exclude(case_number__contains=desk.MARK).order_by("?").first()
    if victim == "web":
        from threading import Thread

        sending = Thread(target=portal.upload, args=(organ, name, body, session, rng.uniform(0, 1)))
        sending.start()
        time.sleep(rng.uniform(0, 1.5))
    else:
        time.sleep(rng.uniform(0.3, 4.5))
    hit = portal.kill(victim)
    if gone:
        judgment_withdraw(judgment=gone, actor=None, reason="law")
    if victim == "web":
        sending.join()
    if victim == "import":
        importer = portal.begin("import", command)
    else:
        portal.begin(victim)
    if victim == "web":
        portal.wait_for_web()
        if not portal.upload(organ, name, body, session):
            raise RuntimeError("the upload was not accepted after the restart")
    if importer.wait(timeout=120):
        raise RuntimeError("the import failed; see log.txt")
    portal.running.pop("import", None)
    return victim, hit


def desk_round(portal: Portal, victim: str, number: int, rng: random.Random) -> bool:
    """A round at the desk, beside a run of the queue over every public text; one of the two is killed at any moment."""
    from openness.models import RecheckRun
    from openness.services.rechecks import recheck_begin

    desk.lay_out(number)
    recheck_begin(again=True)
    worker = [sys.executable, "-m", "tests.drill.desk"]
    portal.begin("review", worker)
    far, end = desk.moved if victim == "review" else desk.checked, time.monotonic() + 60
    seen = far()
    while far() == seen and time.monotonic() < end:  # it takes a while to start
        time.sleep(0.02)
    time.sleep(rng.uniform(0, 1.5))
    hit = portal.kill("review" if victim == "review" else "queue")
    if victim == "recheck":
        hit = RecheckRun.objects.filter(finished_at=None).exists()  # the queue never ends, the run does
    if victim == "review":
        portal.begin("review", worker)
    else:
        portal.begin("queue")
    if portal.running["review"].wait(timeout=180):
        raise RuntimeError("the desk failed; see log.txt")
    portal.running.pop("review")
    return hit


def settle(seconds: float = 180) -> float:
    """Waits until every delivery is done; how long that took. RuntimeError when it does not come to an end."""
    from core.models import Delivery

    began = time.monotonic()
    while left := Delivery.objects.exclude(state="done").count():
        if time.monotonic() - began > seconds:
            raise RuntimeError(f"{left} deliveries are not done: {list(Delivery.objects.exclude(state='done').values('handler', 'state', 'attempts', 'last_error')[:5])}")
        time.sleep(0.3)
    return time.monotonic() - began


def faults(rounds: int, web_kills: int) -> list[str]:
    """What was lost or doubled, in words; nothing when all is well."""
    from collections import Counter
    from datetime import timedelta

    from django.conf import settings

    from core import uploads
    from core.models import Event, LedgerEntry
    from openness.models import ImportBatch, ImportRow, Judgment, JudgmentSource, Masking
    from search.engines import engine

    at_desk = sum(VICTIMS[n % len(VICTIMS)] in AT_THE_DESK for n in range(rounds))
    found, wanted = [], 2 * ROWS * (rounds - at_desk) + at_desk * (desk.REVIEWS + desk.CORRECTIONS + desk.WANTING)

    def expect(what: str, got, should) -> None:
        if got != should:
            found.append(f"{what}: {got} instead of {should}")

    numbers = Counter(Judgment.objects.values_list("case_number", flat=True))
    expect("judgments", len(numbers), wanted)
    expect("doubled judgments", [n for n, times in numbers.items() if times > 1], [])
    expect("originals, maskings", (JudgmentSource.objects.count(), Masking.objects.count()), (wanted + at_desk * desk.CORRECTIONS, wanted))
    expect("states", set(Judgment.objects.values_list("state", flat=True)) - {"published", "held", "withdrawn"}, set())
    gone = Judgment.objects.filter(state="withdrawn").count()
    for act, topic, number in (
        ("publish", "record.published", wanted), ("withdraw", "record.withdrawn", gone),
        ("correct", "record.corrected", at_desk * desk.CORRECTIONS), ("hold", "record.held", at_desk * desk.WANTING),
    ):  # fmt: skip
        entries = Counter(LedgerEntry.objects.filter(act=act).values_list("public_id", flat=True))
        expect(f"ledger entries {act}", (len(entries), max(entries.values(), default=0)), (number, min(number, 1)))
        expect(f"events {topic}", Event.objects.filter(topic=topic).count(), number)
    for batch in ImportBatch.objects.all():
        expect(f"answers of batch {batch.pk}", list(batch.rows.order_by("position").values_list("position", flat=True)), list(range(1, batch.read + 1)))
        if batch.upload:
            expect(f"batch {batch.pk}", (batch.state, batch.read), ("done", ROWS))
    expect("strange answers", list(ImportRow.objects.exclude(outcome__in=("published", "unchanged", "compared", "in_review")).values_list("outcome", "message")[:3]), [])
    desk.faults(expect, at_desk)
    versions = {f"judgment:{p}": v for p, v in Judgment.objects.public().values_list("public_id", "version")}
    every = [f"judgment:{p}" for p in Judgment.objects.values_list("public_id", flat=True)]
    expect("index", engine().versions(every) == versions and engine().stats().documents, len(versions))
    folders = (settings.UPLOAD_ROOT, settings.FILE_UPLOAD_TEMP_DIR)
    left = sum(1 for folder in folders for _ in Path(folder).glob("*"))
    if left > 2 * web_kills:  # each may have left one file half received, and one sealed and not yet recorded
        found.append(f"{left} files left by {web_kills} deaths of the web process")
    uploads.sweep(timedelta(seconds=-5))
    for folder in folders:
        expect(f"files in {Path(folder).name}", [p.name for p in Path(folder).glob("*")], [])
    return found


def main() -> int:
    """Runs the drill and prints one JSON line; 1 where something was lost or doubled."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=50)
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    options = parser.parse_args()
    rng, began = random.Random(options.seed), time.monotonic()
    with tempfile.TemporaryDirectory(prefix="drill-") as home:
        portal = Portal(Path(home) / "portal")
        hits: dict[str, int] = dict.fromkeys(VICTIMS, 0)
        try:
            organ, session = prepare(portal)
            for name in ("web", "queue", "indexer"):
                portal.begin(name)
            portal.wait_for_web()
            for number in range(options.rounds):
                victim, hit = round_of(portal, organ, session, number, rng)
                hits[victim] += hit
                print(f"round {number + 1}: {victim} {'killed' if hit else 'had ended'}", file=sys.stderr, flush=True)
            caught_up = settle()
            found = faults(options.rounds, hits["web"])
        finally:
            portal.stop()
        if found:
            print((portal.home / "log.txt").read_text(errors="replace")[-4000:], file=sys.stderr)
    result = {"rounds": options.rounds, "seed": options.seed, "killed": hits, "caught_up_seconds": round(caught_up, 1), "seconds": round(time.monotonic() - began, 1), "faults": found}
    print(json.dumps(result, ensure_ascii=False))
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
