"""Setting up the front of the house (首页初始化)."""

from pathlib import Path
from urllib.parse import urlparse

from django.conf import settings
from django.db import transaction
from wagtail.models import Page, Site

from core.models import SiteSettings
from home.models import HomePage, StandardPage
from openness.services.pages import page_tree_ensure

GUIDES = Path(__file__).parent / "guides"
#: slug, title, introduction; the body stands in guides/<slug>.html
PAGES = (
    ("guide", "怎样使用", "这个网站能查什么、怎么查，查到的日期和数字是怎么来的。"),
    ("corrections", "更正与异议", "公开的内容有错，或者有不该公开的内容，怎样提出、会怎样处理。"),
    ("accessibility", "无障碍声明", "让每个人都能查到、看清、听懂。"),
)
EXAMPLES = ("（2026）辽0802民初", "民间借贷纠纷", "“拒不履行生效法律文书确定的义务”")


@transaction.atomic
def front_page_ensure() -> HomePage:
    """The front page, its guides and the settings, made once; what an editor changed since is left alone."""
    home = HomePage.objects.first() or _make_home()
    for slug, title, intro in PAGES:
        if not home.get_children().filter(slug=slug).exists():
            page = StandardPage(slug=slug, title=title, intro=intro, body=_text(slug))
            home.add_child(instance=page)
            page.save_revision().publish()
    page_tree_ensure(HomePage.objects.get(pk=home.pk))
    if not SiteSettings.objects.exists():
        SiteSettings.objects.create(footer_links="\n".join(f"{title} /{slug}/" for slug, title, _ in PAGES))
    return home


def _make_home() -> HomePage:
    root = Page.get_first_root_node()
    home = HomePage(
        slug="front", title="阳光司法", search_examples="\n".join(EXAMPLES), how_to_use=_text("how")
    )
    root.add_child(instance=home)
    home.save_revision().publish()
    address = urlparse(settings.SITE_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    site, _ = Site.objects.get_or_create(
        is_default_site=True, defaults={"hostname": "localhost", "root_page": home}
    )
    site.hostname, site.port, site.site_name, site.root_page = (
        address.hostname or "localhost",
        port,
        home.title,
        home,
    )
    site.save()
    _drop_welcome(root)
    return home


def _drop_welcome(root: Page) -> None:
    """Wagtail's own first page ("Welcome") would otherwise stay reachable to editors as a second front page."""
    for page in root.get_children().filter(content_type__model="page"):
        page.delete()


def _text(slug: str) -> str:
    return (GUIDES / f"{slug}.html").read_text(encoding="utf-8").strip()
