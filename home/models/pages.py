"""Pages that an editor composes: the front page and the guides (首页、说明页)."""

from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Page

from core.pages.page import ClockedPage
from home import selectors

GUIDE_FEATURES = ["h2", "h3", "bold", "ol", "ul", "link"]


class HomePage(ClockedPage):
    """The front page (首页): one question, the month's figures, the doors, the latest documents."""

    tagline = models.CharField("标语", max_length=40, default="案子公开了没有，一查便知")
    search_examples = models.TextField("查询示例", blank=True, help_text="每行一个，显示在查询框下面。")
    how_to_use = RichTextField(
        "怎样使用", blank=True, features=["bold", "link", "ol"], help_text="三句话说清楚。"
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("tagline"),
        FieldPanel("search_examples"),
        FieldPanel("how_to_use"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["home.StandardPage", "openness.PageIndex", "openness.SectionFolder"]
    max_count = 1
    template = "home/home_page.html"

    class Meta:
        verbose_name = "首页"

    @property
    def examples(self) -> list[str]:
        """Search examples, one per line."""
        return [line.strip() for line in self.search_examples.splitlines() if line.strip()]

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Adds live figures, latest documents and doors."""
        return super().get_context(request, *args, **kwargs) | selectors.front_page()


class StandardPage(ClockedPage):
    """A guide (说明页): how to use, accessibility, corrections and objections."""

    intro = models.TextField("导语", blank=True, max_length=300)
    body = RichTextField("正文", features=GUIDE_FEATURES)

    content_panels = [*Page.content_panels, FieldPanel("intro"), FieldPanel("body")]
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    template = "home/standard_page.html"

    class Meta:
        verbose_name = "说明页"
