"""Entries under the catalogue (公开事项): entering, changing, publishing, correcting, taking back."""

from contextlib import suppress
from datetime import datetime, time

from django.db import IntegrityError, transaction
from django.utils import timezone

from core.audit import audit
from core.enums import State
from core.models import Organ, User
from core.publishing import Stale, check, correct, hold, publish, revise, send_back, withdraw
from core.sealed import Sealed, fingerprint
from justice import leaks
from justice.case_numbers import CaseNumber
from justice.deadlines import DeadlineError, deadline
from justice.models import CaseFile, calendar
from openness.catalogue_fields import decompose
from openness.models import CatalogueItem, Correction, Disclosure, JudgmentSource, Masking
from openness.preparing_entries import Entry, EntryRefused, Typed, prepare_entry
from openness.reasons import disclosure_reasons
from openness.services.approvals import passed_by
from openness.services.documents import masking_of
from openness.services.duties import steps_of
from openness.services.duty_sources import entry_duty
from openness.services.examination import refuse_wanting
from openness.services.review import withheld_names

TWICE = "同一单位已有完全相同的一条，没有重复收下。"
# What _fill() writes beside the source.
FILLED = (
    "case", "case_number", "title", "values", "text", "occurred_on", "names_person", "profile", "masked", "doubts_open", "open_at", "close_at", "due_on", "due_steps",
    "due_article", "fingerprint",
)  # fmt: skip


def organ_names() -> dict[str, str]:
    """Code -> name of every organ, for fields that hold one."""
    return dict(Organ.objects.filter(active=True).values_list("code", "name"))


def fingerprint_of(organ: Organ, item: CatalogueItem, entry: Entry) -> str:
    """Finds the same entry again without opening anything."""
    return fingerprint(f"{organ.code}\x1f{item.slug}\x1f{entry.identity}")


def disclosure_enter(*, item: CatalogueItem, organ: Organ, actor: User | None, typed: Typed) -> Disclosure:
    """Takes a new entry into review, masked like any document. EntryRefused says what does not fit; nothing is kept then."""
    if organ.kind != item.organ_kind:
        raise EntryRefused({"": f"“{item.title}”不是{organ.get_kind_display()}要公开的事项。"})
    entry = prepare_entry(item, typed, organ_names(), timezone.localdate())
    return entry_save(item=item, organ=organ, actor=actor, entry=entry, typed=typed)


def entry_save(*, item: CatalogueItem, organ: Organ, actor: User | None, entry: Entry, typed: Typed) -> Disclosure:
    """Writes a prepared entry. EntryRefused where the organ has the very same already."""
    record = Disclosure(organ=organ, item=item, legal_basis=item.citation[:80])
    try:
        with transaction.atomic():
            _fill(record, entry, typed)
            record.source = _source(organ, entry)
            record.save()
            if entry.masked:
                masking_of(record, entry.masked).save()
            entry_duty(record)
            audit(actor=actor, action="disclosure.entered", target=f"disclosure:{record.public_id}", organ=organ, item=item.slug)
    except IntegrityError:
        raise EntryRefused({"": TWICE}, code="twice") from None
    return record


def disclosure_open(*, disclosure: Disclosure, actor: User) -> Typed:
    """An entry as it was typed in, for its form: what is masked from the sealed original, whose opening is audited."""
    title, values, target = disclosure.title, dict(disclosure.values), f"disclosure:{disclosure.public_id}"
    if source := disclosure.source:
        values |= decompose(disclosure.item.declared, source.text.open(actor=actor, purpose="修改", target=target, organ=disclosure.organ))
        title = source.title.open_unaudited()
    day = disclosure.occurred_on.isoformat() if disclosure.occurred_on else ""
    return Typed(title, values, day, disclosure.case_number, disclosure.open_at, disclosure.close_at)


@transaction.atomic
def disclosure_revise(*, disclosure: Disclosure, actor: User, typed: Typed) -> Disclosure:
    """Changes an entry that is in review or returned; it is masked anew, and a returned one goes back to review. Stale, EntryRefused."""
    entry = prepare_entry(disclosure.item, typed, organ_names(), timezone.localdate())
    state = disclosure.state
    _fill(disclosure, entry, typed)
    if Disclosure.objects.filter(organ=disclosure.organ, item=disclosure.item, fingerprint=disclosure.fingerprint).exclude(pk=disclosure.pk).exists():
        raise EntryRefused({"": TWICE}, code="twice")
    disclosure.source, disclosure.returned_note = _source(disclosure.organ, entry), ""
    revise(record=disclosure, fields=(*FILLED, "source", "returned_note"))
    _mask_anew(disclosure, entry)
    entry_duty(disclosure)
    if state == State.RETURNED:
        send_back(record=disclosure, actor=actor, to=State.REVIEW, note="已补正")
    audit(actor=actor, action="disclosure.revised", target=f"disclosure:{disclosure.public_id}", organ=disclosure.organ)
    return disclosure


def disclosure_accept(*, disclosure: Disclosure, actor: User | None) -> Disclosure:
    """Publishes a reviewed entry, at its set time where it has one: lint, gates, ledger, event. Where two must pass it,
    the first one's acceptance leaves it in review. GateRefused, Stale.
    """
    check_entry(disclosure)
    if not passed_by(judgment=disclosure, actor=actor):
        return disclosure
    return _publish(disclosure, actor)


def check_entry(disclosure: Disclosure) -> None:
    """The heavy check, with the names withheld from this entry; leaves its mark on the record. GateRefused."""
    masked = disclosure.source is not None
    check(disclosure, withheld_names(disclosure) if masked else ())
    if masked and not disclosure.doubts_open:
        refuse_wanting(disclosure)


def disclosure_hold(*, disclosure: Disclosure, actor: User | None, reason: str) -> Disclosure:
    """Takes an entry off the site for the time being. ValueError without a reason; Stale when it is not public."""
    if not reason.strip():
        raise ValueError("请写明暂停公开的原因。")
    return hold(record=disclosure, actor=actor, reason=reason.strip()[:200])


def disclosure_withdraw(*, disclosure: Disclosure, actor: User | None, reason: str) -> Disclosure:
    """Withdraws an entry for a coded reason. ValueError for an unknown code. Legal source: 行政处罚法 第四十八条, 政府信息公开条例 第四十一条."""
    if reason not in disclosure_reasons():
        raise ValueError(f"撤回原因只能是：{'、'.join(f'{c}（{label}）' for c, label in disclosure_reasons().items())}。")
    return withdraw(record=disclosure, actor=actor, reason=reason, before=lambda: _earlier_drop(disclosure))


@transaction.atomic
def disclosure_reopen(*, disclosure: Disclosure, actor: User, note: str) -> Disclosure:
    """Takes a held entry back to review, to be changed and published again under its address with the public note.

    ValueError without a note; Stale where it is not held.
    """
    if disclosure.state != State.HELD:
        raise Stale("先暂停公开，才能退回修改。")
    note = _public_note(note, withheld_names(disclosure) if disclosure.source else set())
    Correction.objects.create(disclosure=disclosure, actor=actor, at=timezone.now(), note=note, source_id=None)
    return send_back(record=disclosure, actor=actor, to=State.REVIEW, note="重新审核")


def disclosure_correct(*, disclosure: Disclosure, actor: User, typed: Typed, note: str) -> Disclosure:
    """Replaces what is public by what was typed, with a public note; the address stays.

    A masked text is masked anew; what it may not show of the names withheld before is looked for. EntryRefused where a
    new doubt must be reviewed first; ValueError without a note; GateRefused, Stale. Legal source: 政府信息公开条例 第四十一条.
    """
    if disclosure.needs_second_eyes:
        raise EntryRefused({"": "这一项要求两人审核，不能直接更正。请先暂停公开、退回修改，再由两人审核公开。"}, code="second_eyes")
    entry = prepare_entry(disclosure.item, typed, organ_names(), timezone.localdate())
    if entry.masked and entry.masked.doubts:
        raise EntryRefused({"": f"改后的文字有 {len(entry.masked.doubts)} 处存疑，请先暂停公开、退回修改，再逐处审核。"}, code="doubts")
    withheld = set(entry.names) | (withheld_names(disclosure) if disclosure.source else set())
    note = _public_note(note, withheld)
    before = Correction(disclosure=disclosure, actor=actor, at=timezone.now(), note=note, source_id=disclosure.source_id, previous_title=disclosure.title, previous_text=disclosure.text)
    fresh = Disclosure.objects.select_related("organ", "item", "source").get(pk=disclosure.pk)
    _fill(fresh, entry, typed)
    fresh.version = disclosure.version
    changes = {name: getattr(fresh, name) for name in Disclosure.content_fields}
    for name in ("doubts_open", "names_person"):
        setattr(disclosure, name, getattr(fresh, name))

    def swap() -> None:
        before.save()
        beside = {name: getattr(fresh, name) for name in FILLED if name not in Disclosure.content_fields and name not in ("open_at", "close_at")}
        Disclosure.objects.filter(pk=disclosure.pk).update(**beside, source=_source(disclosure.organ, entry))
        disclosure.review_actions.filter(undone_at=None).update(undone_at=timezone.now())
        _mask_anew(disclosure, entry)
        entry_duty(fresh)

    return correct(record=disclosure, actor=actor, changes=changes, note=note, withheld=withheld, before=swap)


def _public_note(note: str, withheld: set[str]) -> str:
    note = " ".join(note.split())[:300]
    if not note or leaks.find(note, withheld):
        raise ValueError("请写更正说明，它会一起公布；不要写姓名和号码。")
    return note


def due_of_entry(item: CatalogueItem, occurred_on, days=None) -> tuple:
    """(due day, steps, article) of an entry; (None, [], "") where no rule counts."""
    if item.rule and occurred_on:
        with suppress(DeadlineError):  # before the rule was in force nothing counted days
            result = deadline(item.rule, occurred_on, calendar=days or calendar())
            return result.due, steps_of(result), result.article[:80]
    return None, [], ""


def _publish(disclosure: Disclosure, actor: User | None) -> Disclosure:
    return publish(record=disclosure, actor=actor, public_from=disclosure.open_at, public_until=_ends(disclosure))


def _ends(disclosure: Disclosure) -> datetime | None:
    """When it goes off by itself: at the editor's time, or when its item begins to be sealed."""
    ends = [disclosure.close_at] if disclosure.close_at else []
    if disclosure.names_person and disclosure.item.sealed_from:
        ends.append(timezone.make_aware(datetime.combine(disclosure.item.sealed_from, time.min)))
    return min(ends, default=None)


def _fill(record: Disclosure, entry: Entry, typed: Typed) -> None:
    masked = entry.masked
    record.title, record.values, record.text = entry.title, entry.values, masked.text if masked else ""
    record.occurred_on, record.names_person = entry.occurred_on, entry.names_person
    record.case, record.case_number = _case(entry.number), entry.number.canonical if entry.number else ""
    record.profile = masked.profile if masked else ""
    record.doubts_open = len(masked.doubts) if masked else 0
    record.count_masked([{"kind": s[2]} for s in masked.spans] if masked else [])
    record.open_at, record.close_at = typed.open_at, typed.close_at
    record.due_on, record.due_steps, record.due_article = due_of_entry(record.item, entry.occurred_on)
    record.fingerprint = fingerprint_of(record.organ, record.item, entry)


def _case(number: CaseNumber | None) -> CaseFile | None:
    return CaseFile.gather([number])[number.base] if number else None


def _source(organ: Organ, entry: Entry) -> JudgmentSource | None:
    """The sealed original of what is masked."""
    if not entry.original:
        return None
    print_ = fingerprint(f"disclosure\x1f{entry.identity}")
    return JudgmentSource.objects.create(organ=organ, text=Sealed.seal(entry.original), title=Sealed.seal(entry.original_title), fingerprint=print_)


def _mask_anew(disclosure: Disclosure, entry: Entry) -> None:
    disclosure.review_actions.filter(undone_at=None).update(undone_at=timezone.now())
    disclosure.approvals.all().delete()
    Masking.objects.filter(disclosure=disclosure).delete()
    disclosure._state.fields_cache.pop("masking", None)
    if entry.masked:
        masking_of(disclosure, entry.masked).save()


def _earlier_drop(disclosure: Disclosure) -> None:
    """What was public before a correction goes with the entry."""
    disclosure.corrections.update(previous_title="", previous_text="")
