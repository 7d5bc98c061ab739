"""Letters (邮件): whether any go out, and those to members of staff."""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail

from core.models import User

log = logging.getLogger(__name__)


def configured() -> bool:
    """Whether mail leaves this machine."""
    return accepted() and not settings.EMAIL_BACKEND.endswith("filebased.EmailBackend")


def accepted() -> bool:
    """Whether letters go anywhere at all: out, or on one's own machine into a folder."""
    return not settings.EMAIL_BACKEND.endswith(("console.EmailBackend", "dummy.EmailBackend"))


def send_link(*, user: User, link: str) -> bool:
    """Sends the set-password link; False when the mail server did not take it."""
    text = f"{user}：\n\n请打开下面的链接，设置登录{settings.WAGTAIL_SITE_NAME}的密码。链接七天内有效，只能用一次。\n\n{link}\n\n用户名：{user.username}\n"
    try:
        return bool(send_mail(f"{settings.WAGTAIL_SITE_NAME}：设置密码", text, None, [user.email]))
    except (OSError, SMTPException) as error:
        log.warning("mail not sent: %s", type(error).__name__)
        return False
