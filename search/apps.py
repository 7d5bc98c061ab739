"""Search (检索): engines, the indexer, /search/, alerts by mail."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Subscribes the indexer to what is published and taken back."""

    name = "search"
    label = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        """Connect the event handlers, the nightly sweep and the letters, name the surfaces."""
        from core.tasks import register_schedule
        from search import event_handlers, staff_access, surfaces  # noqa: F401

        register_schedule("search_sweep", "search.tasks.sweep_index")
        register_schedule("alerts", "search.tasks.send_alerts", minutes=5)
        register_schedule("alerts_sweep", "search.tasks.sweep_alerts")
        surfaces.register()
