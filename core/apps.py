"""App core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The shared shelf (公共)."""

    name = "core"
    verbose_name = "公共"

    def ready(self) -> None:
        """Loads checks and tells the outbox who wakes its queue."""
        from . import checks, events, tasks  # noqa: F401

        events.waker(events.WORK, tasks.wake)
