"""Reading the installation's settings (站点设置)."""

from .models import SiteSettings


def site_settings() -> SiteSettings:
    """The one row of settings; the defaults where none was saved yet. A read writes nothing."""
    return SiteSettings.objects.first() or SiteSettings()
