"""Reminders of duties under the catalogue (提醒): before and after the day to the organ's editors, then to the office. One digest a day."""

import logging
from collections import defaultdict
from datetime import date
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from core.enums import Role
from core.models import Membership
from justice.models import calendar
from openness.enums import Stage
from openness.models import Duty, Reminder

log = logging.getLogger(__name__)

SOON, LATE = 3, 5  # working days before the due day, and after it


def stage_of(duty: Duty, today: date, days) -> str:
    """Which reminder a duty is ripe for; "" for none."""
    if duty.due_on >= today:
        return Stage.BEFORE if days.workdays_between(today, duty.due_on) <= SOON else ""
    return Stage.OFFICE if days.workdays_between(duty.due_on, today) >= LATE else Stage.AFTER


def remind(today: date | None = None) -> int:
    """Notes every reminder that is ripe, each once, and sends each person one letter with the day's; how many were new.

    What mail does not take stays on the desk: a letter that failed is not sent again.
    """
    today, days = today or timezone.localdate(), calendar()
    fresh: dict[tuple[int | None, str], list[Duty]] = defaultdict(list)
    for duty in Duty.objects.open().select_related("organ", "item").order_by("due_on").iterator():
        stage = stage_of(duty, today, days)
        if not stage:
            continue
        with transaction.atomic():
            _, new = Reminder.objects.get_or_create(duty=duty, stage=stage)
        if new:
            fresh[None if stage == Stage.OFFICE else duty.organ_id, stage].append(duty)
    letters: dict[str, list[str]] = defaultdict(list)
    for (organ_id, stage), duties in fresh.items():
        lines = [f"{Stage(stage).label}：{d.organ.short_name}，{d.item.title}，{d.due_on:%Y-%m-%d} 到期" for d in duties]
        for address in _addresses(organ_id):
            letters[address] += lines
    for address, lines in letters.items():
        _send(address, lines)
    return sum(map(len, fresh.values()))


def _addresses(organ_id: int | None) -> list[str]:
    """Editors of an organ; without one, the office."""
    posts = Membership.objects.filter(role=Role.OFFICE) if organ_id is None else Membership.objects.filter(role=Role.EDITOR, organ=organ_id)
    return sorted(set(posts.filter(user__is_active=True).exclude(user__email="").values_list("user__email", flat=True)))


def _send(address: str, lines: list[str]) -> None:
    """Items and days only: nothing of an entry, nobody's name."""
    body = "\n".join(["下面的公开事项快到期或者已经超期：", "", *lines, "", f"{settings.SITE_URL}{reverse('openness_staff:duties')}", ""])
    try:
        send_mail(f"{settings.WAGTAIL_SITE_NAME}：{len(lines)} 件公开事项待办", body, None, [address])
    except (OSError, SMTPException) as error:
        log.warning("reminder not sent: %s", type(error).__name__)
