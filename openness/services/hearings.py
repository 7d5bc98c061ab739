"""Hearings (庭审): announced, changed, cancelled; two never in one courtroom at one time."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from core.enums import OrganKind
from core.models import Organ, User
from core.publishing import Stale, check, correct, publish, withdraw
from core.sealed import Sealed
from justice.case_numbers import CaseNumber, CaseNumberError
from justice.case_numbers import parse as parse_number
from justice.models import CaseFile
from openness.catalogue_fields import names_in
from openness.enums import HearingStatus, Openness
from openness.gates import broadcast_bar, screened
from openness.models import Hearing
from openness.preparing_entries import ORGANISATION, mask_entry
from openness.reasons import disclosure_reasons
from openness.services.duty_sources import entry_duty

BASIS = "《中华人民共和国民事诉讼法》第一百三十九条"
UNNAMED = "不公开审理的案件"
LONGEST = timedelta(hours=12)


@dataclass(frozen=True, slots=True)
class Session:
    """A hearing as it was typed in: `accusers` and `accused` are names, joined by 、. `title` only where the machine's is not wanted."""

    case_number: str
    courtroom: str
    starts_at: datetime
    ends_at: datetime
    cause: str = ""
    accusers: str = ""
    accused: str = ""
    title: str = ""
    openness: str = Openness.OPEN
    attendance: str = ""
    broadcast: str = ""


class HearingRefused(ValueError):
    """A hearing that cannot be announced so; `faults`: field ("" for the whole) -> sentence."""

    def __init__(self, faults: dict[str, str]):
        self.faults = faults
        super().__init__(" ".join(faults.values()))


def hearing_announce(*, organ: Organ, actor: User | None, session: Session) -> Hearing:
    """Publishes a hearing at once. HearingRefused says what does not fit; GateRefused what may not be public."""
    number = _understood(organ, session)
    hearing = Hearing(organ=organ, case_number=number.canonical, legal_basis=BASIS)
    withheld = _fill(hearing, session, organ)
    with transaction.atomic():
        _refuse_overlap(organ, session.courtroom, session.starts_at, session.ends_at)
        hearing.case = CaseFile.gather([number])[number.base]
        hearing.save()
        entry_duty(hearing)
        check(hearing, withheld)
        publish(record=hearing, actor=actor)
    return hearing


def hearing_change(*, hearing: Hearing, actor: User | None, starts_at: datetime, ends_at: datetime, courtroom: str, note: str = "") -> Hearing:
    """Moves a hearing to another time or courtroom; the earlier ones stay visible. HearingRefused, GateRefused, Stale."""
    if hearing.status == HearingStatus.CANCELLED:
        raise Stale("这次开庭已经取消，不能改期。请另发一份公告。")
    courtroom = " ".join(courtroom.split())[:40]
    if faults := _time_faults(starts_at, ends_at) | ({} if courtroom else {"courtroom": "请填写法庭。"}):
        raise HearingRefused(faults)
    if (hearing.starts_at, hearing.ends_at, hearing.courtroom) == (starts_at, ends_at, courtroom):
        raise HearingRefused({"": "时间和法庭都没有变。"})
    before = {"starts_at": hearing.starts_at.isoformat(), "ends_at": hearing.ends_at.isoformat(), "courtroom": hearing.courtroom, "changed_at": timezone.now().isoformat()}
    changes = {
        "starts_at": starts_at, "ends_at": ends_at, "courtroom": courtroom, "status": HearingStatus.CHANGED, "sequence": hearing.sequence + 1,
        "earlier": [*hearing.earlier, before], "status_note": _note(note),
    }  # fmt: skip
    with transaction.atomic():
        _refuse_overlap(hearing.organ, courtroom, starts_at, ends_at, but=hearing)
        return correct(record=hearing, actor=actor, changes=changes, note=_note(note) or "改期", withheld=withheld_from(hearing))


def hearing_cancel(*, hearing: Hearing, actor: User | None, note: str) -> Hearing:
    """Cancels a hearing; it stays in the calendar as cancelled. ValueError without a reason, which is public; Stale."""
    if not note.strip():
        raise ValueError("请写明取消的原因，会一起公布。")
    if hearing.status == HearingStatus.CANCELLED:
        raise Stale("这次开庭已经取消了。")
    changes = {"status": HearingStatus.CANCELLED, "sequence": hearing.sequence + 1, "status_note": _note(note)}
    return correct(record=hearing, actor=actor, changes=changes, note=_note(note), withheld=withheld_from(hearing))


def hearing_withdraw(*, hearing: Hearing, actor: User | None, reason: str) -> Hearing:
    """Takes an announcement off for good. ValueError for an unknown code; Stale."""
    if reason not in disclosure_reasons():
        raise ValueError("请选择撤回原因。")
    return withdraw(record=hearing, actor=actor, reason=reason)


def withheld_from(hearing: Hearing) -> set[str]:
    """Names that its public words must not hold: the parties that are no organisations."""
    names = names_in(hearing.parties.open_unaudited().replace("\n", "、")) if hearing.parties else []
    return {n for n in names if len(n) > 1 and not n.endswith(ORGANISATION)}


def _understood(organ: Organ, session: Session) -> CaseNumber:
    faults = _time_faults(session.starts_at, session.ends_at)
    if organ.kind != OrganKind.COURT:
        faults[""] = "只有法院发布开庭公告。"
    if not session.courtroom.strip():
        faults["courtroom"] = "请填写法庭。"
    if said := session.broadcast and broadcast_bar(session.openness, session.cause):
        faults["broadcast"] = f"{said}，不得直播。请去掉直播网址。"
    number = None
    try:
        number = parse_number(session.case_number)
        if number.court_code != organ.code:
            faults["case_number"] = f"{number.canonical} 不是{organ.name}的案号。"
        elif Hearing.objects.filter(organ=organ, case_number=number.canonical, starts_at=session.starts_at, courtroom=session.courtroom.strip()).exists():
            faults["case_number"] = f"{number.canonical} 这次开庭已经公告过。"
    except CaseNumberError as error:
        faults["case_number"] = str(error)
    if not session.title.strip() and session.openness == Openness.OPEN and not (session.accusers.strip() or session.accused.strip()):
        faults["accused"] = "请填写当事人，或者自己写公开标题。"
    if faults or number is None:
        raise HearingRefused(faults)
    return number


def _time_faults(starts_at: datetime, ends_at: datetime) -> dict[str, str]:
    if ends_at <= starts_at:
        return {"ends_at": "结束时间要晚于开始时间。"}
    if ends_at - starts_at > LONGEST:
        return {"ends_at": "一次开庭不超过 12 小时，开几天的请逐日公告。"}
    return {}


def _refuse_overlap(organ: Organ, courtroom: str, starts_at: datetime, ends_at: datetime, but: Hearing | None = None) -> None:
    """HearingRefused where the courtroom is taken. The court's row is locked, so that of two at once one is refused."""
    Organ.objects.select_for_update().get(pk=organ.pk)
    there = Hearing.objects.public().filter(organ=organ, courtroom=courtroom.strip(), starts_at__lt=ends_at, ends_at__gt=starts_at).exclude(status=HearingStatus.CANCELLED)
    if but:
        there = there.exclude(pk=but.pk)
    if other := there.order_by("starts_at").first():
        first, last = timezone.localtime(other.starts_at), timezone.localtime(other.ends_at)
        raise HearingRefused({"courtroom": f"{courtroom.strip()}在 {first:%-m月%-d日 %H:%M} 至 {last:%H:%M} 已排了 {other.case_number}，请换时间或者法庭。"})


def _fill(hearing: Hearing, session: Session, organ: Organ) -> set[str]:
    """Puts a session on its record; returns the names that must not be public."""
    hearing.cause, hearing.courtroom = " ".join(session.cause.split())[:120], session.courtroom.strip()[:40]
    hearing.starts_at, hearing.ends_at, hearing.openness = session.starts_at, session.ends_at, session.openness
    hearing.attendance, hearing.broadcast = " ".join(session.attendance.split())[:300], session.broadcast.strip()
    hearing.parties = Sealed.seal("\n".join([session.accusers, session.accused]))
    withheld = withheld_from(hearing)
    hearing.title = _title(session, organ, hearing.cause)[:200]
    if hearing.title == UNNAMED:
        hearing.cause = ""
    return withheld


def _title(session: Session, organ: Organ, cause: str) -> str:
    """The parties as they may be named. What is not heard in public names nobody, a minor's case not even its cause."""
    if session.openness == Openness.CLOSED:
        closed = screened(cause, organ.kind, "").ground or any(word in cause for word in ("未成年", "少年"))
        return UNNAMED if closed or not cause else f"{cause}（不公开审理）"
    if session.title.strip():
        return " ".join(session.title.split())
    criminal = "刑" in session.case_number
    first, second = ("公诉机关", "被告人") if criminal else ("原告", "被告")
    lines = [f"{role}：{names.strip()}。" for role, names in ((first, session.accusers), (second, session.accused)) if names.strip()]
    people = [n for n in names_in(f"{session.accusers}、{session.accused}") if not n.endswith(ORGANISATION)]
    shown = mask_entry("\n".join(lines), "", people, timezone.localdate()).text
    named = [line.rstrip("。").partition("：")[2] for line in shown.split("\n")]
    if criminal:
        return f"{named[-1]}{cause}一案" if session.accused.strip() else f"{cause}一案"
    return f"{'与'.join(named)}{cause}一案"


def _note(note: str) -> str:
    return " ".join(note.split())[:120]
