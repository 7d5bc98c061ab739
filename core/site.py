"""Reading the installation's settings (站点设置)."""

from typing import cast

from django.core.cache import cache

from .models import SiteSettings

SECONDS = 10  # every page reads them, they change once a year


def site_settings() -> SiteSettings:
    """The one row of settings; the defaults where none was saved yet. A read writes nothing."""
    return cast(SiteSettings, cache.get_or_set("core.site_settings", _read, SECONDS))


def _read() -> SiteSettings:
    return SiteSettings.objects.first() or SiteSettings()
