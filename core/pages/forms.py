"""The form of a page in Wagtail's editor: two people on one draft see each other (两人同改一稿)."""

from django import forms
from wagtail.admin.forms import WagtailAdminPageForm
from wagtail.models import Revision

CHANGED = "您打开之后，{who}在 {when} 保存过这一页。您写的都还在下面；请先对照“历史”里的那一版，确认后再保存一次。"


class PublicPageForm(WagtailAdminPageForm):
    """Refuses, once, to save over a version that its author has not seen; what was typed stays."""

    def clean(self):
        """The latest revision must be the one that was opened; saved again it is, and both stand in the history."""
        data = super().clean()
        if not self.instance.slug and self.parent_page is not None:
            self.instance.title = data.get("title", "")
            self.instance.slug = self.instance.free_slug(self.parent_page)
        opened, latest = self.data.get("loaded_revision_id", ""), self.instance.latest_revision_id
        if opened and latest and str(latest) != str(opened):
            revision = Revision.objects.select_related("user").get(pk=latest)
            who = str(revision.user) if revision.user else "别人"
            raise forms.ValidationError(CHANGED.format(who=who, when=f"{revision.created_at.astimezone():%H:%M}"))
        return data
