"""App core."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """The shared shelf (公共)."""

    name = "core"
    verbose_name = "公共"

    def ready(self) -> None:
        """Loads checks and tells the outbox who wakes its queue."""
        from . import checks, events, tasks  # noqa: F401
        from .ledger import surfaces
        from .navigation import Door, register_door

        register_door(Door("公开账本", "ledger:index", "公开、更正、撤回都记在账上，改过没有，谁都能核对", 90))
        surfaces.register()
        events.waker(events.WORK, tasks.wake)
        self._pages()

    def _pages(self) -> None:
        """Every way of Wagtail to publish, unpublish, delete and move ends at our gate, and each act is whole."""
        from django.db.models.signals import pre_delete
        from wagtail.actions import (
            create_alias,
            delete_page,
            move_page,
            publish_revision,
            unpublish,
            unpublish_page,
        )
        from wagtail.admin import signal_handlers
        from wagtail.models import AbstractPage
        from wagtail.permissions import register_permission_policy
        from wagtail.signals import page_unpublished, pre_page_move

        from .pages import gate
        from .pages.policy import MembershipPagePolicy

        # Wagtail would mail inside the request, while the act's transaction is open; the desk tells instead.
        signal_handlers.register_signal_handlers = lambda: None
        register_permission_policy(AbstractPage, MembershipPagePolicy())
        page_unpublished.connect(gate.on_unpublished, dispatch_uid="core.pages")
        pre_page_move.connect(gate.on_move, dispatch_uid="core.pages")
        pre_delete.connect(gate.on_delete, dispatch_uid="core.pages")
        for action in (
            publish_revision.PublishRevisionAction, unpublish.UnpublishAction, unpublish_page.UnpublishPageAction, delete_page.DeletePageAction,
            move_page.MovePageAction, create_alias.CreatePageAliasAction,
        ):  # fmt: skip
            action.execute = gate.whole(action.execute)
