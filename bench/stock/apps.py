"""App bench.stock."""

from django.apps import AppConfig


class StockConfig(AppConfig):
    """Pages as the Wagtail tutorial writes them."""

    name = "bench.stock"
    label = "stock"
    default_auto_field = "django.db.models.BigAutoField"
