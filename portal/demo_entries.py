"""The filled demo beyond judgments (示例数据): an entry of every catalogue item, hearings of two weeks, figures, all through the services."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from core.audit import audit
from core.models import AuditEntry, Organ, User
from core.publishing import GateRefused
from openness.enums import ReviewMove
from openness.fictional import entries as fictional
from openness.models import CatalogueItem, Disclosure
from openness.preparing_entries import EntryRefused, Typed
from openness.services import disclosures, hearings, review
from openness.services.duty_sources import periodic_duties
from openness.services.statements import statement_publish

LEFT_IN_REVIEW = ("case-news", "auctions")  # for the visitor to pass


def fill() -> None:
    """Once; few seconds."""
    if AuditEntry.objects.filter(action="demo.entries").exists():
        return
    today = timezone.localdate()
    organs = {o.code: o for o in Organ.objects.all()}
    items = {i.slug: i for i in CatalogueItem.objects.all()}
    eyes = list(User.objects.filter(username__in=("bianji", "bianji-gaizhou")))
    periodic_duties(today, since=today - timedelta(days=400))
    for made in fictional.entries(today):
        _entry(made, items[made.item], organs[made.organ], eyes)
    for session in fictional.hearings(today):
        _hearing(session, organs[session.organ])
    for quarter in fictional.figures(today):
        statement_publish(organ=organs[quarter.organ], item=items[quarter.item], key="demo", title=quarter.title, period=quarter.period, source=quarter.source, figures=quarter.rows)
    audit(actor=None, action="demo.entries")


def _entry(made: fictional.Made, item: CatalogueItem, organ: Organ, eyes: list[User]) -> None:
    typed = Typed(made.title, made.values, made.occurred_on.isoformat() if made.occurred_on else "", made.case_number)
    try:
        record = disclosures.disclosure_enter(item=item, organ=organ, actor=None, typed=typed)
    except EntryRefused:
        return  # handed in by a demo that was interrupted
    if item.slug in LEFT_IN_REVIEW:
        return
    for person in eyes if record.needs_second_eyes else eyes[:1]:
        _decide(record, person)
        try:
            disclosures.disclosure_accept(disclosure=record, actor=person)
        except GateRefused:
            return  # stays in review, for the visitor to see why


def _decide(record: Disclosure, actor: User) -> None:
    """Masks every doubt about a name and keeps the rest."""
    if record.source is None or not record.doubts_open:
        return
    for doubt in [d for d in review.sheet_open(judgment=record, actor=actor).doubts if not d["decided"]]:
        move = ReviewMove.MASK if doubt["named"] else ReviewMove.KEEP
        review.move(judgment=record, actor=actor, kind=move, places=[(doubt["start"], doubt["end"])])


def _hearing(made: fictional.Court, organ: Organ) -> None:
    starts, ends = timezone.make_aware(made.starts_at), timezone.make_aware(made.ends_at)
    plain: dict[str, Any] = {name: getattr(made, name) for name in ("case_number", "courtroom", "cause", "accusers", "accused", "openness")}
    try:
        record = hearings.hearing_announce(organ=organ, actor=None, session=hearings.Session(**plain, starts_at=starts, ends_at=ends, attendance="凭身份证件安检后旁听，不得录音录像。"))
        if made.act == "change":
            hearings.hearing_change(hearing=record, actor=None, starts_at=starts + timedelta(days=1, hours=3), ends_at=ends + timedelta(days=1, hours=3), courtroom="第六法庭", note="审判员另有庭审")
        elif made.act == "cancel":
            hearings.hearing_cancel(hearing=record, actor=None, note="原告撤诉")
    except (hearings.HearingRefused, GateRefused):
        return
