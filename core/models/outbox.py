"""The outbox (事件与投递): an event is written with what it tells of, each handler has a delivery of its own."""

from django.db import models

from core.enums import DeliveryState


class Event(models.Model):
    """Something that happened (事件). The payload holds ids only, nothing personal."""

    topic = models.CharField("主题", max_length=60)
    payload = models.JSONField("编号")
    created_at = models.DateTimeField("发生时间", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "事件"

    def __str__(self) -> str:
        return f"{self.topic} {self.payload}"


class Delivery(models.Model):
    """One event on its way to one handler (投递): at least once, with backoff, dead after the last attempt."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="deliveries")
    handler = models.CharField("处理程序", max_length=80)
    queue = models.CharField("队列", max_length=20)
    state = models.CharField("状态", max_length=10, choices=DeliveryState.choices, default=DeliveryState.PENDING)
    attempts = models.PositiveIntegerField("次数", default=0)
    due_at = models.DateTimeField("下次时间")
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)
    last_error = models.TextField("最近一次错误", blank=True)
    done_at = models.DateTimeField("完成时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "投递"
        constraints = [models.UniqueConstraint(fields=["event", "handler"], name="one_delivery_per_handler")]
        indexes = [
            models.Index(fields=["queue", "state", "due_at"], name="delivery_due"),
            models.Index(fields=["lease"], name="delivery_lease"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} #{self.event_id}"
