"""Pages that are no records (首页、说明页、栏目): the patrol looks at each that is live."""

from collections.abc import Iterator

from wagtail.models import Page

from core.pages.page import PublicPage


def _addresses() -> Iterator[str]:
    """Live pages of the tree but those of a public kind, which are records to the patrol."""
    for page in Page.objects.live().filter(depth__gt=1).order_by("path").specific().iterator():
        if not isinstance(page, PublicPage) and (url := page.get_url()):
            yield url


def register() -> None:
    """Called once when the app is ready."""
    from core.surfaces import Place, register_place

    register_place(Place("site_pages", "首页、说明页和栏目", _addresses))
