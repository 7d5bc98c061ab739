"""The filled demo (示例数据): fictional documents handed in, reviewed and published day by day, as courts would have.

The clock is set to each day while its documents are handed in, so that some are in time, some late, some overdue.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import groupby
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.utils import timezone

from core.audit import audit
from core.enums import DepositWay, Role, State
from core.ledger import sealing
from core.models import AuditEntry, Depositary, Membership, Organ, User
from core.publishing import GateRefused
from core.services import deposits
from core.tasks import verify_ledger
from openness.enums import BatchKind, ReviewMove
from openness.fictional import Document, documents, registers
from openness.models import Judgment
from openness.reading import Row
from openness.reading.registers import RegisterRow
from openness.selectors.coverage import month_of
from openness.services import records, review
from openness.services.courts import Courts
from openness.services.imports import batch_open, import_rows
from openness.services.registers import register_import
from portal import demo_desks

PASSWORD = "yangguang-demo"  # noqa: S105 - printed for everybody, for a demo on loopback only
ACCOUNTS = (
    ("shujiyuan", "书记员", Role.CLERK, "辽0802"),
    ("shenheyuan", "审核员", Role.REVIEWER, "辽0802"),
    ("bianji", "编辑", Role.EDITOR, "辽0802"),
    ("bianji-gaizhou", "盖州编辑", Role.EDITOR, "辽0881"),
    ("gongan", "公安编辑", Role.EDITOR, "yk-ga"),
    ("jiancha", "检察编辑", Role.EDITOR, "yk-jcy"),
    ("zhuanxiangban", "专项办", Role.OFFICE, "yk-zfw"),
    ("banwen", "办文员", Role.CLERK, "yk-zfw"),
    ("hegao", "核稿人", Role.REVIEWER, "yk-zfw"),
    ("shenjiyuan", "审计员", Role.AUDITOR, "yk-zfw"),
    ("guanliyuan", "管理员", Role.ADMINISTRATOR, "yk-zfw"),
)
LEFT_FOR_REVIEW = timedelta(days=9)
FULL = 200  # documents from which on the desks are filled too
HANDED_IN_HOUR = time(9, 30)


def accounts_ensure() -> None:
    """One account for each role, made once."""
    for username, name, role, organ in ACCOUNTS:
        user, created = User.objects.get_or_create(username=username, defaults={"last_name": name})
        if created:
            user.set_password(PASSWORD)
            user.is_superuser = role == Role.ADMINISTRATOR
            user.save()
        Membership.objects.get_or_create(user=user, organ=Organ.objects.get(code=organ), role=role)


def contacts_ensure() -> None:
    """Telephone numbers that lead nowhere, so that the pages show where a contact stands; never over a real one."""
    for number, organ in enumerate(Organ.objects.filter(phone=""), 1):
        Organ.objects.filter(pk=organ.pk).update(phone=f"0417-000{number:04d}", address=f"{organ.name}（示例地址）")


def fill(count: int, progress: Callable[[int], None]) -> None:
    """Hands in, reviews and publishes `count` documents and their registers, once. Interrupted, it goes on another time."""
    if AuditEntry.objects.filter(action="demo.filled").exists():
        return
    begun = AuditEntry.objects.filter(action="demo.begun").first() or audit(actor=None, action="demo.begun")
    today = timezone.localdate(begun.at)
    made = [d for d in documents(count, end=today) if d.handed_in_on <= today]
    reviewer = User.objects.get(username="shenheyuan")
    done = 0
    for day, group in groupby(sorted(made, key=lambda d: d.handed_in_on), key=lambda d: d.handed_in_on):
        batch = list(group)
        with _clock(day):
            _hand_in(batch)
            if day <= today - LEFT_FOR_REVIEW:
                _review(batch, reviewer)
        done += len(batch)
        progress(done)
    _hand_in_registers(made)
    sealing.seal()  # two checkpoints, so that there is something to prove consistent
    _take_back()
    if count >= FULL:
        _busy_desks(made, today)
    audit(actor=None, action="demo.filled", count=count)


def deposits_ensure() -> None:
    """Seals the ledger and deposits its checkpoint in two folders, so that every document shows its proof at once."""
    sealing.seal()
    for code in ("yk-jcy", "yk-sf"):
        (Path(settings.LEDGER_DROP) / code).mkdir(parents=True, exist_ok=True)
        organ = Organ.objects.get(code=code)
        if not Depositary.objects.filter(organ=organ).exists():
            deposits.depositary_save(actor=None, organ=organ, way=DepositWay.DROP)
    deposits.deposits_run()
    if not AuditEntry.objects.filter(action="ledger.verified").exists():
        verify_ledger()


def _hand_in(batch: list[Document]) -> None:
    rows = [Row(n, f"{d.id}.txt", d.text, {k: v for k, v in d.as_row().items() if k not in ("id", "text") and v}, None) for n, d in enumerate(batch, 1)]
    opened = batch_open(organ=None, actor=None, filename="示例文书.jsonl", publish_clean=True)
    for _ in import_rows(batch=opened, rows=rows, courts=Courts()):
        pass


def _review(batch: list[Document], reviewer: User) -> None:
    """Decides every doubt as a careful reviewer would: what the generator knows to be secret is masked, the rest kept."""
    known = {d.case_number: d for d in batch}
    waiting = Judgment.objects.filter(state=State.REVIEW, case_number__in=known).select_related("organ", "source", "masking", "case")
    for judgment in waiting:
        secrets = {s["text"] for s in known[judgment.case_number].secrets}
        sheet = review.sheet_open(judgment=judgment, actor=reviewer)
        for secret in sorted(secrets, key=len, reverse=True):
            if secret in sheet.text:
                places = list(review.occurrences(sheet.original, secret))
                sheet = review.move(judgment=judgment, actor=reviewer, kind=ReviewMove.MASK, places=places)
        for doubt in [d for d in sheet.doubts if not d["decided"]]:
            review.move(judgment=judgment, actor=reviewer, kind=ReviewMove.KEEP, places=[(doubt["start"], doubt["end"])])
        try:
            review.accept(judgment=judgment, actor=reviewer)
        except GateRefused:
            continue  # stays in the queue, for the visitor to see why


def _hand_in_registers(made: list[Document]) -> None:
    for register in registers(made):
        organ = Organ.objects.get(code=register.court_code)
        rows = [RegisterRow(n, r.case_number, r.effective_on, r.appealed, r.kind, r.suffix) for n, r in enumerate(register.rows, 1)]
        month = month_of(register.month)
        batch = batch_open(organ=organ, actor=None, filename="生效文书名册.xlsx", kind=BatchKind.REGISTER, month=month)
        for _ in register_import(batch=batch, rows=rows, organ=organ, month=month, actor=None):
            pass


def _busy_desks(made: list[Document], today: date) -> None:
    """Something to do for everybody of 站前区. Interrupted, the same documents are handed in again, which changes nothing."""
    waiting = demo_desks.lay_out(made, today)
    _hand_in(waiting)
    _hand_in(demo_desks.others(made))
    demo_desks.busy(waiting)


def _take_back() -> None:
    """One document is withdrawn and one is held, so that their pages can be seen."""
    editor = User.objects.get(username="bianji")
    public = list(Judgment.objects.public().filter(organ__code="辽0802").select_related("organ", "case").order_by("public_from")[:2])
    if len(public) == 2:
        records.judgment_withdraw(judgment=public[0], actor=editor, reason="law")
        records.judgment_hold(judgment=public[1], actor=editor, reason="当事人提出异议，正在核查")


@contextmanager
def _clock(day: date) -> Iterator[None]:
    moment = timezone.make_aware(datetime.combine(day, HANDED_IN_HOUR))
    with mock.patch("django.utils.timezone.now", return_value=min(moment, timezone.now())):
        yield
