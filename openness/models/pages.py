"""The tree of public pages (公开页面): an index for each kind, a folder in it for each organ, pages below."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from pypinyin import lazy_pinyin
from wagtail.admin.panels import FieldPanel, PublishingPanel
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from core.models import Organ
from core.pages.forms import PublicPageForm
from core.pages.page import ClockedPage, PublicPage
from core.publishing.gates import Refusal
from openness.enums import PageKind
from openness.page_gates import page_leaks

SLUG_WORDS = 12
NUMBERS = ("number", "case_number")  # of documents: “营口市典型案例2026年第3号” looks like an address, and is none


def pinyin_slug(title: str) -> str:
    """Latin letters for an address: 关于三季度 → guan-yu-san-ji-du; at most twelve syllables."""
    parts = [p for word in lazy_pinyin(title) for p in "".join(c if c.isascii() and c.isalnum() else " " for c in word.lower()).split()]
    return "-".join(parts[:SLUG_WORDS]) or "page"


class SectionFolder(ClockedPage):
    """A step of an address that the portal's own pages stand for (目录): /openness/ above /openness/rules/."""

    parent_page_types = ["home.HomePage"]
    subpage_types = ["openness.PageIndex"]
    content_panels = Page.content_panels
    promote_panels: list = []

    class Meta:
        verbose_name = "目录"

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """On to the section's own page."""
        return redirect("openness:index")


class PageIndex(ClockedPage):
    """The list of a kind (栏目): its latest, by organ and year, with a feed at feed/."""

    kind = models.CharField("种类", max_length=12, choices=PageKind.choices, unique=True, editable=False)
    intro = models.TextField("导语", blank=True, max_length=300)

    parent_page_types = ["home.HomePage", "openness.SectionFolder"]
    subpage_types = ["openness.OrganFolder"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]
    promote_panels: list = []
    template = "openness/pages/index.html"

    class Meta:
        verbose_name = "栏目"

    def route(self, request, path_components):
        """feed/ below the list is its Atom feed."""
        if path_components == ["feed"]:
            return RouteResult(self, kwargs={"feed": True})
        return super().route(request, path_components)

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The list, or its feed."""
        if kwargs.pop("feed", False):
            from openness.presenters.pages import feed

            return feed(self, request)
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """What the list shows."""
        from openness.presenters.pages import listing

        return super().get_context(request, *args, **kwargs) | listing(self, request)


class OrganFolder(ClockedPage):
    """One organ's pages of one kind (本单位目录): who may write in it hangs on this organ."""

    organ = models.ForeignKey(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="+", editable=False)
    kind = models.CharField("种类", max_length=12, choices=PageKind.choices, editable=False)

    parent_page_types = ["openness.PageIndex"]
    subpage_types = ["openness.CircularPage", "openness.ModelCasePage", "openness.RulePage", "openness.TopicPage"]
    content_panels = Page.content_panels
    promote_panels: list = []

    class Meta:
        verbose_name = "单位目录"
        constraints = [models.UniqueConstraint(fields=["organ", "kind"], name="one_folder_each")]

    def serve(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        """The list, narrowed to this organ."""
        return redirect(f"{self.get_parent().get_url(request)}?organ={self.organ.code}")


class OpennessPage(PublicPage):
    """Abstract: what the four kinds share."""

    open_kinds: Iterable[str] = ()  # of leaks.find(): what may stand in the open on a page of this kind
    parent_page_types = ["openness.OrganFolder"]
    subpage_types: list[str] = []
    base_form_class = PublicPageForm
    promote_panels: list = []
    settings_panels = [PublishingPanel()]

    class Meta:
        abstract = True

    def _set_core_field_defaults(self) -> None:
        """A page without an address gets one from its title, in pinyin; Wagtail's own would be in characters."""
        if not getattr(self, "slug", "") and self.title:
            self.slug = self.free_slug(self.get_parent())
        super()._set_core_field_defaults()

    def free_slug(self, parent: Page | None) -> str:
        """The title in pinyin, numbered where another page of this folder has it."""
        base = pinyin_slug(self.title)
        taken = set(parent.get_children().filter(slug__startswith=base).values_list("slug", flat=True)) if parent else set()
        return next(slug for n in range(1, len(taken) + 2) if (slug := base if n == 1 else f"{base}-{n}") not in taken)

    def lint(self) -> Iterator[Refusal]:
        """Identifiers, and names that are held back."""
        yield from page_leaks(self.public_text(NUMBERS), open_kinds=self.open_kinds, withheld=self.withheld())

    def withheld(self) -> Iterable[str]:
        """Names that must not stand in this page."""
        return ()

    def get_context(self, request: HttpRequest, *args, **kwargs) -> dict:
        """Breadcrumb, permanent address, what the kind adds."""
        from openness.presenters.pages import frame

        return super().get_context(request, *args, **kwargs) | frame(self) | self.extra()

    def extra(self) -> dict[str, Any]:
        """What the template of this kind needs besides the page."""
        return {}

    @property
    def number_shown(self) -> str:
        """Its document number, for lists and the index."""
        return getattr(self, "number", "")

    @property
    def dated(self):
        """The day that it carries, else the day that it became public."""
        return self.public_from.astimezone().date() if self.public_from else None


def feed_url(index: PageIndex) -> str:
    """Address of a list's feed."""
    return f"{index.get_url() or reverse('openness:index')}feed/"
