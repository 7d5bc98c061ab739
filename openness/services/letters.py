"""Letters to editors and office (信件): what waits for them, in items and days; nothing of an entry, nobody's name."""

import logging
from collections.abc import Iterable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

from core.enums import Role
from core.models import Membership

log = logging.getLogger(__name__)


def addresses_of(organ_id: int | None) -> list[str]:
    """Editors of an organ; without one, the office."""
    posts = Membership.objects.filter(role=Role.OFFICE) if organ_id is None else Membership.objects.filter(role=Role.EDITOR, organ=organ_id)
    return sorted(set(posts.filter(user__is_active=True).exclude(user__email="").values_list("user__email", flat=True)))


def post(address: str, subject: str, opening: str, lines: Iterable[str], path: str) -> None:
    """One letter with the address of the screen where the work is done. Raises what the mail server raises: from a
    handler of the outbox, which tries again."""
    body = "\n".join([opening, "", *lines, "", f"{settings.SITE_URL}{path}", ""])
    send_mail(f"{settings.WAGTAIL_SITE_NAME}：{subject}", body, None, [address])


def send(address: str, subject: str, opening: str, lines: Iterable[str], path: str) -> None:
    """As post(), but what mail does not take stays on the desk."""
    try:
        post(address, subject, opening, lines, path)
    except (OSError, SMTPException) as error:
        log.warning("letter not sent: %s", type(error).__name__)
