"""What every page reads and hardly anything changes: settings and organs (站点设置、单位)."""

from typing import cast

from django.core.cache import cache

from .models import Organ, SiteSettings

SECONDS = 10  # they change once a year


def site_settings() -> SiteSettings:
    """The one row of settings; the defaults where none was saved yet. A read writes nothing."""
    return cast(SiteSettings, cache.get_or_set("core.site_settings", _read, SECONDS))


def organ_of(record) -> Organ:
    """The organ of a record, as pages show it, without a join for each record."""
    return cast(Organ, cache.get_or_set(f"core.organ:{record.organ_id}", lambda: record.organ, SECONDS))


def _read() -> SiteSettings:
    return SiteSettings.objects.first() or SiteSettings()
