"""Choices of the search room (选项)."""

from django.db import models


class LetterKind(models.TextChoices):
    """What a letter is for (邮件种类)."""

    CONFIRM = "confirm", "确认信"
    DIGEST = "digest", "新公开汇总"


class LetterState(models.TextChoices):
    """Where a letter stands (邮件状态). UNKNOWN: handed to the mail server, and nobody knows whether it took it."""

    WAITING = "waiting", "等待发送"
    SENDING = "sending", "正在发送"
    SENT = "sent", "已发送"
    REFUSED = "refused", "对方拒收"
    UNKNOWN = "unknown", "不知是否送到"
    DROPPED = "dropped", "不再发送"
