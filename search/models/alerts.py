"""Alerts by mail (邮件订阅): who asked for which search, what was new in it, and the letters that tell of it.

An address, and what somebody searches for, are his own affair: both are sealed and found again by their HMAC. A search
that many people asked for is one row and is run once a day; what it found is kept once (AlertRound, AlertItem), and each
subscription only remembers up to which round it was told.
"""

import secrets

from django.db import models
from django.db.models import Q

from core.sealed import SealedTextField
from search.enums import LetterKind, LetterState


def new_handle() -> str:
    """What a link names a row by, 64 random bits; the link's other half proves that we wrote it (search.links)."""
    return secrets.token_hex(8)


class SavedSearch(models.Model):
    """The conditions of a search (检索条件), shared by everybody who asked for the same."""

    digest = models.CharField("条件摘要", max_length=64, unique=True, editable=False)
    conditions = SealedTextField("条件")
    looked_until = models.DateTimeField("已看到")
    looked_on = models.DateField("最近一次", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "订阅的检索"
        indexes = [models.Index(fields=["looked_on"], name="saved_search_due")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class Subscriber(models.Model):
    """An address (订阅人). It exists only while somebody behind it asked for something."""

    address = SealedTextField("邮箱")
    digest = models.CharField("邮箱摘要", max_length=64, unique=True, editable=False)
    handle = models.CharField("链接编号", max_length=16, unique=True, default=new_handle, editable=False)
    refusals = models.PositiveSmallIntegerField("连续拒收", default=0)
    suspended_at = models.DateTimeField("停发时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "订阅人"

    def __str__(self) -> str:
        return f"#{self.pk}"


class Subscription(models.Model):
    """One person's wish to hear of one search (订阅). Nothing is sent for it before it was confirmed from the mailbox."""

    subscriber = models.ForeignKey(Subscriber, verbose_name="订阅人", on_delete=models.CASCADE, related_name="subscriptions")
    search = models.ForeignKey(SavedSearch, verbose_name="检索", on_delete=models.PROTECT, related_name="subscriptions")
    handle = models.CharField("链接编号", max_length=16, unique=True, default=new_handle, editable=False)
    corrections = models.BooleanField("更正也告诉", default=False)
    asked_at = models.DateTimeField("申请时间")
    confirmed_at = models.DateTimeField("确认时间", null=True, blank=True)
    told_round = models.BigIntegerField("已告知到", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "订阅"
        constraints = [models.UniqueConstraint(fields=["subscriber", "search"], name="one_subscription_per_search")]
        indexes = [models.Index(fields=["confirmed_at", "asked_at"], name="subscription_unconfirmed")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AlertRound(models.Model):
    """What one look at a search brought (一次查新): its items, and how many more there were than are listed."""

    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="rounds")
    after = models.DateTimeField("自")
    until = models.DateTimeField("至")
    more = models.PositiveIntegerField("未列出", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "查新"
        indexes = [models.Index(fields=["search", "id"], name="alert_round_search")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AlertItem(models.Model):
    """A record that a search found (查到的一件): once for each search, and once more for each correction of it."""

    round = models.ForeignKey(AlertRound, on_delete=models.CASCADE, related_name="items")
    search = models.ForeignKey(SavedSearch, on_delete=models.CASCADE, related_name="items")
    key = models.CharField("记录", max_length=60)
    version = models.PositiveIntegerField("版本")
    at = models.DateTimeField("公开或更正于")
    correction = models.BooleanField("更正", default=False)

    class Meta:
        verbose_name = verbose_name_plural = "查到的记录"
        constraints = [
            models.UniqueConstraint(fields=["search", "key"], condition=Q(correction=False), name="found_once_per_search"),
            models.UniqueConstraint(fields=["search", "key", "version"], condition=Q(correction=True), name="corrected_once_per_version"),
        ]
        indexes = [models.Index(fields=["key"], name="alert_item_key")]

    def __str__(self) -> str:
        return self.key


class Letter(models.Model):
    """A letter on its way (邮件). `parts`: of which rounds of which subscriptions it tells. It outlives its reader, as a count."""

    kind = models.CharField("种类", max_length=10, choices=LetterKind.choices)
    state = models.CharField("状态", max_length=10, choices=LetterState.choices, default=LetterState.WAITING)
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="letters")
    subscription = models.ForeignKey(Subscription, null=True, on_delete=models.SET_NULL, related_name="+")
    day = models.DateField("日期")
    parts = models.JSONField("内容", default=list)
    attempts = models.PositiveIntegerField("次数", default=0)
    due_at = models.DateTimeField("下次时间")
    claimed_at = models.DateTimeField("开始发送", null=True, blank=True)
    fault = models.CharField("原因", max_length=60, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "订阅邮件"
        constraints = [models.UniqueConstraint(fields=["subscriber", "day"], condition=Q(kind=LetterKind.DIGEST), name="one_digest_a_day")]
        indexes = [models.Index(fields=["state", "due_at"], name="letter_due"), models.Index(fields=["day"], name="letter_day")]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"
