"""The leaks patrol (泄漏巡查): whatever the public can see is looked at each night; what shows too much is held and told."""

import json
import logging
from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from core import events
from core.audit import audit
from core.enums import State
from core.pages.gate import page_hold
from core.pages.page import PageRefused, PublicPage
from core.publishing import Stale, hold
from core.sealed import Sealed
from core.surfaces import patrolled, places
from openness.enums import FindingAnswer
from openness.models import PatrolFinding, PatrolRun
from openness.selectors.withheld import withheld_by_record
from openness.services.findings import hold_limit
from openness.services.patrol_looks import Look, frame_read, look_at_place, look_at_record

log = logging.getLogger(__name__)

BATCH = 20  # records between two writes
PLACES = "-"  # the stage after all kinds
REASON = "泄漏巡查：公开的内容里有应当隐去的，自动暂停公开"
PURPOSE = "泄漏巡查"


class NothingThere(ValueError):
    """Nothing public has this number or kind."""


def patrol_begin(*, kind: str = "", public_id: str = "") -> PatrolRun:
    """A run over everything, one kind or one record: the one under way, or a new one. The queue works on it.

    NothingThere where the kind is unknown or nothing public has the number.
    """
    kinds = patrolled()
    if kind and kind not in kinds:
        raise NothingThere(f"没有这一类。可以选：{'、'.join(f'{k}（{m._meta.verbose_name}）' for k, m in kinds.items())}。")
    if public_id:
        kind = next((k for k, m in kinds.items() if (not kind or k == kind) and m._default_manager.public().filter(public_id=public_id).exists()), "")
        if not kind:
            raise NothingThere("没有这个编号的公开内容。")
    scope = {"only_kind": kind, "only_id": public_id}
    if standing := PatrolRun.objects.filter(**scope, finished_at=None).first():
        return standing
    chosen = [kind] if kind else list(kinds)
    total = 1 if public_id else sum(kinds[k]._default_manager.public().count() for k in chosen)
    try:
        with transaction.atomic():
            run = PatrolRun.objects.create(**scope, total=total, stage=chosen[0])
            events.emit("patrol.begun", run_id=run.pk)
    except IntegrityError:  # another process was faster
        return PatrolRun.objects.get(**scope, finished_at=None)
    return run


def patrol_run(*, run: PatrolRun) -> Iterator[PatrolRun]:
    """Works on a run to its end, batch by batch; yields after each. Whoever was killed, or runs beside another, goes on
    behind what is written."""
    frame = frame_read()
    while True:
        run = PatrolRun.objects.get(pk=run.pk)
        if run.finished_at:
            return
        looks: list[Look] = []
        if run.stage == PLACES:
            for slug, address in islice(_addresses(), run.cursor, run.cursor + BATCH):
                looks.append(look_at_place(slug, address, frame=frame))
                events.heartbeat()
        else:
            records = _records(run)
            secret = withheld_by_record(records)
            for record in records:
                looks.append(look_at_record(record, withheld=secret[record.pk], frame=frame, night=None if run.only_id else run.pk))
                events.heartbeat()
        try:
            _settle(run, looks)
        except (Stale, PageRefused):  # somebody moved one of them, or the run: look again
            continue
        events.heartbeat(got_on=True)
        run.refresh_from_db()
        yield run


def _records(run: PatrolRun) -> list[Any]:
    rows = patrolled()[run.stage]._default_manager.public().select_related("organ").filter(pk__gt=run.cursor)
    if run.only_id:
        rows = rows.filter(public_id=run.only_id)
    return list(rows.order_by("pk")[:BATCH])


def _addresses() -> Iterator[tuple[str, str]]:
    return ((place.slug, address) for place in places() for address in place.addresses())


def _next_stage(run: PatrolRun) -> str:
    """What comes after this stage; "" at the end."""
    if run.only_kind or run.stage == PLACES:
        return ""
    kinds = list(patrolled())
    return next((k for k in kinds if k > run.stage), PLACES)


def _settle(run: PatrolRun, looks: list[Look]) -> None:
    """Writes what came of a batch, and how far the run is, in one transaction."""
    with transaction.atomic():
        rows = PatrolRun.objects.filter(pk=run.pk, stage=run.stage, cursor=run.cursor, finished_at=None)
        if not looks:
            stage = _next_stage(run)
            if not rows.update(**({"stage": stage, "cursor": 0} if stage else {"finished_at": timezone.now()})):
                raise Stale("这次巡查在别处进行。")
            if not stage:
                findings_settle()
                events.emit("patrol.finished", run_id=run.pk)
            return
        found = _news(looks)
        room = max(hold_limit(run.total) - run.held, 0)
        holdable = [look for look in found if look.record is not None and look.hits]
        if len(holdable) > room:
            log.error("patrol %s: more than %s items show something, the rest stays public", run.pk, hold_limit(run.total))
        unread = [look for look in looks if look.faults]
        at = run.cursor + len(looks) if run.stage == PLACES else looks[-1].record.pk
        values = {
            "cursor": at, "checked": run.checked + (0 if run.stage == PLACES else len(looks)), "held": run.held + len(holdable[:room]), "failed": run.failed + len(unread),
            "unheld": run.unheld + len(holdable[room:]), "surfaces": _counted(run.surfaces, looks),
        }  # fmt: skip
        if not rows.update(**values):
            raise Stale("这次巡查在别处进行。")
        if run.stage != PLACES:  # originals were opened for their names
            audit(actor=None, action="patrol.opened", target=f"{run.stage}:{looks[0].public_id}", purpose="patrol", run=run.pk, records=len(looks))
        for look in holdable[:room]:
            _hold(look.record)
        for look in found:
            _keep(look, held=look in holdable[:room])
        _readable_again(looks)


def _news(looks: list[Look]) -> list[Look]:
    """Looks with something to tell, without what somebody called a false alarm for this very content."""
    told = [look for look in looks if look.hits or look.faults]
    if not told:
        return []
    answered = PatrolFinding.objects.filter(answer=FindingAnswer.FALSE, public_id__in=[look.public_id for look in told], place__in=[look.place for look in told])
    quiet = {(f.kind, f.public_id, f.place, hit["digest"]) for f in answered for hit in f.hits}
    for look in told:
        look.hits = [hit for hit in look.hits if (look.kind, look.public_id, look.place, hit.digest) not in quiet]
    return [look for look in told if look.hits or look.faults]


def _hold(record: Any) -> None:
    if isinstance(record, PublicPage):
        page_hold(page=record, actor=None, reason=REASON)
    else:
        hold(record=record, actor=None, reason=REASON)


def _keep(look: Look, *, held: bool) -> None:
    """The finding of an item, one as long as nobody answered it; what it says is what was seen last."""
    passages = [list(p) for hit in look.hits for p in hit.passages]
    values = {
        "organ": look.record.organ if look.record is not None else None, "content": look.content, "hits": [hit.row() for hit in look.hits], "held": held,
        "passages": Sealed.seal(json.dumps(passages, ensure_ascii=False)), "fault": "；".join(look.faults)[:120] if not look.hits else "",
    }  # fmt: skip
    PatrolFinding.objects.update_or_create(kind=look.kind, public_id=look.public_id, place=look.place, answered_at=None, defaults=values)


def _readable_again(looks: list[Look]) -> None:
    """What was found without being held, and is clean now, is answered by that."""
    clean = [look for look in looks if not look.hits and not look.faults and not look.gone]
    open_ones = PatrolFinding.objects.filter(answered_at=None, held=False, public_id__in=[x.public_id for x in clean], place__in=[x.place for x in clean])
    ids = {(look.kind, look.public_id, look.place) for look in clean}
    gone = [f.pk for f in open_ones if (f.kind, f.public_id, f.place) in ids]
    PatrolFinding.objects.filter(pk__in=gone).update(answer=FindingAnswer.GONE, answered_at=timezone.now())


def _counted(before: dict, looks: list[Look]) -> dict:
    """Per surface: how often looked, found, unread, milliseconds."""
    counts = {slug: dict(row) for slug, row in before.items()}
    for look in looks:
        unread = [fault.split(" ")[0] for fault in look.faults]
        for slug in {*look.looked, *unread}:
            row = counts.setdefault(slug, {"looked": 0, "found": 0, "unread": 0, "us": 0})
            row["looked"] += look.looked[slug]
            row["found"] += sum(hit.surface == slug for hit in look.hits)
            row["unread"] += unread.count(slug)
            row["us"] += look.spent[slug]
    return counts


def findings_settle() -> None:
    """Answers findings whose item was corrected, withdrawn or published again on another screen."""
    for finding in PatrolFinding.objects.filter(answered_at=None, held=True).iterator():
        record = finding.record()
        if record is None or record.state == State.HELD:
            continue
        answer = FindingAnswer.WITHDRAWN
        if record.state == State.PUBLISHED:
            answer = FindingAnswer.CORRECTED if record.public_digest() != finding.content else FindingAnswer.RELEASED
        elif record.state != State.WITHDRAWN:
            continue
        PatrolFinding.objects.filter(pk=finding.pk, answered_at=None).update(answer=answer, answered_at=timezone.now())
