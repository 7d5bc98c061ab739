"""Search (检索): engines, the indexer, /search/."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """Subscribes the indexer to what is published and taken back."""

    name = "search"
    label = "search"
    verbose_name = "检索"

    def ready(self) -> None:
        """Connect the event handlers and the nightly sweep, name the surfaces."""
        from core.tasks import register_schedule
        from search import event_handlers, surfaces  # noqa: F401

        register_schedule("search_sweep", "search.tasks.sweep_index")
        surfaces.register()
