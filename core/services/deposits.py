"""Deposits (交存): every day two other organs get our latest checkpoints, so that nobody here can rewrite what was signed.

Each deposit is noted with its outcome and tried again until the day's next one takes its place. Handing over twice does
no harm: a file of the same name and content counts as handed over, and a letter may come twice.
"""

import logging
import os
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import F, Max, Q
from django.utils import timezone

from core.audit import audit
from core.enums import DepositState, DepositWay
from core.ledger.logs import logs
from core.ledger.sealing import latest
from core.ledger.verifying.copies import SUFFIX
from core.models import Deposit, Depositary, Organ, User
from core.services import letters

log = logging.getLogger(__name__)

LATE = timedelta(days=2)  # a depositary whose last checkpoint is older raises the alarm
AGAIN = timedelta(minutes=10)
LONGEST_PAUSE = timedelta(hours=1)
LETTER = """这是{site}公开账本的检查点，{day} 第 {size} 条为止。

请原样保存，不必回复。以后如果有人怀疑账本被改过，您保存的这份可以证明当时签的是什么：
网址 {url} 的页面写明怎样核对。

以下为检查点全文，从下一行起，到签名行（以“—”开头）为止：

{note}"""


class NotDelivered(RuntimeError):
    """A checkpoint could not be handed over; the message says why."""


def depositary_save(*, actor: User | None, organ: Organ, way: str, email: str = "") -> Depositary:
    """Makes an organ a depositary, or changes how it gets its checkpoints."""
    with transaction.atomic():
        found, _ = Depositary.objects.update_or_create(organ=organ, defaults={"way": way, "email": email if way == DepositWay.MAIL else "", "active": True})
        audit(actor=actor, action="ledger.depositary", target=f"organ:{organ.code}", way=way)
    return found


def depositary_stop(*, actor: User | None, depositary: Depositary) -> None:
    """Ends deposits with an organ; what it got stays noted."""
    with transaction.atomic():
        Depositary.objects.filter(pk=depositary.pk).update(active=False)
        audit(actor=actor, action="ledger.depositary_stopped", target=f"organ:{depositary.organ.code}")


def deposits_run() -> int:
    """Opens today's deposits and tries what is due; returns how many were handed over."""
    deposits_open()
    return sum(_try(deposit) for deposit in Deposit.objects.filter(state=DepositState.PENDING, due_at__lte=timezone.now()).select_related("depositary__organ").order_by("id"))


def deposits_open() -> None:
    """One deposit a day for each depositary and log, of the latest checkpoint; yesterday's open ones are given up for it."""
    now, today = timezone.now(), timezone.localdate()
    for name in logs():
        checkpoint = latest(name)
        if checkpoint is None:
            continue
        for depositary in Depositary.objects.filter(active=True):
            with transaction.atomic():
                _, made = Deposit.objects.get_or_create(
                    depositary=depositary, log=name, day=today, defaults={"size": checkpoint.size, "note": checkpoint.note, "due_at": now}
                )
                if made:
                    Deposit.objects.filter(depositary=depositary, log=name, day__lt=today, state=DepositState.PENDING).update(state=DepositState.MISSED)


def deposits_retry(*, actor: User | None) -> int:
    """Tries everything open at once, whatever its pause; from the staff screen."""
    Deposit.objects.filter(state=DepositState.PENDING).update(due_at=timezone.now())
    done = deposits_run()
    audit(actor=actor, action="ledger.deposit_retry", done=done)
    return done


def overdue() -> list[Depositary]:
    """Active depositaries that have had no checkpoint for two days: each with `last_done`, None where never."""
    border = timezone.now() - LATE
    rows = Depositary.objects.filter(active=True).select_related("organ").annotate(last_done=Max("deposits__done_at"))
    return list(rows.filter(Q(last_done__lt=border) | Q(last_done=None, since__lt=border)))


def _try(deposit: Deposit) -> bool:
    """One attempt, counted before it is made; False when it failed or another process is at it."""
    now = timezone.now()
    pause = min(AGAIN * 2**min(deposit.attempts, 6), LONGEST_PAUSE)
    mine = Deposit.objects.filter(pk=deposit.pk, state=DepositState.PENDING, attempts=deposit.attempts)
    if not mine.update(attempts=F("attempts") + 1, due_at=now + pause):
        return False
    try:
        {DepositWay.DROP: _drop, DepositWay.MAIL: _mail}[DepositWay(deposit.depositary.way)](deposit)
    except (OSError, SMTPException, NotDelivered) as error:
        said = str(error) if isinstance(error, NotDelivered) else f"{type(error).__name__} {getattr(error, 'strerror', None) or ''}".strip()
        log.warning("deposit %s failed: %s", deposit.pk, said)
        Deposit.objects.filter(pk=deposit.pk, state=DepositState.PENDING).update(error=said[:200])
        return False
    return bool(Deposit.objects.filter(pk=deposit.pk, state=DepositState.PENDING).update(state=DepositState.DONE, done_at=timezone.now(), error=""))


def filename(deposit: Deposit) -> str:
    """The name of the file that is dropped."""
    return f"{deposit.log}-{deposit.day:%Y-%m-%d}-{deposit.size}{SUFFIX}"


def _drop(deposit: Deposit) -> None:
    """Whole or not at all. The folder must be there: one that we made would hide that the share is not mounted."""
    code = deposit.depositary.organ.code
    folder = Path(settings.LEDGER_DROP) / code
    if not folder.is_dir():
        raise NotDelivered(f"没有文件夹 {code}：请先建好，或者检查共享盘是否挂上")
    target = folder / filename(deposit)
    if target.exists():
        if target.read_text(encoding="utf-8") != deposit.note:
            raise NotDelivered(f"{code} 里已有同名而内容不同的文件 {target.name}")
        return
    draft = target.with_suffix(f".{os.getpid()}.part")
    try:
        with draft.open("w", encoding="utf-8") as out:
            out.write(deposit.note)
            out.flush()
            os.fsync(out.fileno())
        draft.rename(target)
    finally:
        draft.unlink(missing_ok=True)


def _mail(deposit: Deposit) -> None:
    if not letters.configured():
        raise NotDelivered("没有配置发信（EMAIL_URL）")
    site = settings.WAGTAIL_SITE_NAME
    text = LETTER.format(site=site, day=f"{deposit.day:%Y年%-m月%-d日}", size=deposit.size, note=deposit.note, url=f"{settings.SITE_URL}/ledger/")
    if not EmailMessage(f"{site}公开账本检查点 {deposit.log} {deposit.size}", text, None, [deposit.depositary.email]).send():
        raise NotDelivered("邮件没有发出")
