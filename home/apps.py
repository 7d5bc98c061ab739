"""App home."""

from django.apps import AppConfig


class HomeConfig(AppConfig):
    """Front page, guide pages and site settings (首页、说明页、站点设置)."""

    name = "home"
    verbose_name = "首页"

    def ready(self) -> None:
        """Names the surfaces."""
        from . import surfaces

        surfaces.register()
