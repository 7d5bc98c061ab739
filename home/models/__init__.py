"""Pages and settings of the home room."""

from home.models.pages import HomePage, StandardPage
from home.models.settings import SiteSettings

__all__ = ["HomePage", "SiteSettings", "StandardPage"]
