"""What a Wagtail project writes on its first day."""

from wagtail import blocks
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page


class StockIndexPage(Page):
    """An index that lists its children."""

    intro = RichTextField(blank=True)
    template = "stock/index.html"


class StockPage(Page):
    """A page of three blocks."""

    body = StreamField([("heading", blocks.CharBlock()), ("paragraph", blocks.RichTextBlock()), ("quote", blocks.TextBlock())])
    template = "stock/page.html"
