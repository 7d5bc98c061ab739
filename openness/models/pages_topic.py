"""Topic pages of a campaign (专题), composed by editors from blocks."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField

from openness.blocks import TopicStoryBlock
from openness.enums import PageKind
from openness.page_gates import OFFICIAL

from .pages import OpennessPage


class TopicPage(OpennessPage):
    """One topic: an introduction and blocks."""

    kind = PageKind.TOPIC.value
    open_kinds = OFFICIAL
    content_fields = ("title", "intro", "body")
    required = ("title", "body")

    intro = models.TextField("导语", blank=True, max_length=300)
    body = StreamField(TopicStoryBlock(), verbose_name="内容", blank=True)

    content_panels = [FieldPanel("title"), FieldPanel("intro"), FieldPanel("body")]
    template = "openness/pages/topic.html"

    class Meta:
        verbose_name = "专题"
