"""App core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The shared shelf (公共)."""

    name = "core"
    verbose_name = "公共"

    def ready(self) -> None:
        """Loads checks and tells the outbox who wakes its queue."""
        from . import checks, events, tasks  # noqa: F401
        from .navigation import Door, register_door

        register_door(Door("公开账本", "ledger:index", "公开、更正、撤回都记在账上，改过没有，谁都能核对", 90))
        events.waker(events.WORK, tasks.wake)
