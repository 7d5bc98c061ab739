"""What differs from city to city (站点设置): one row, edited by the office."""

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


def parse_links(text: str) -> list[dict[str, str]]:
    """Footer links from lines `怎样使用 /guide/`: label, white space, address. ValueError names the bad line."""
    links = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        label, _, url = line.rpartition(" ")
        if not label.strip() or not url.startswith(("/", "https://")) or url.startswith("//"):
            raise ValueError(line)
        links.append({"label": label.strip(), "url": url})
    return links


@register_setting(icon="cog", order=900)
class SiteSettings(BaseGenericSetting):
    """Names, contacts and switches of this installation. Contacts are where a removal is asked for (撤回申请)."""

    site_name = models.CharField("网站名称", max_length=40, default="阳光司法")
    city = models.CharField("城市", max_length=20, default="营口市")
    organiser = models.CharField("主办单位", max_length=80, default="中共营口市委政法委员会")
    contact_phone = models.CharField("联系电话", max_length=40, blank=True)
    contact_email = models.EmailField("联系邮箱", blank=True)
    contact_address = models.CharField("联系地址", max_length=120, blank=True)
    icp_record = models.CharField("备案号", max_length=60, blank=True)
    footer_links = models.TextField(
        "页脚链接", blank=True, help_text="每行一个：名称、空格、网址。例如：怎样使用 /guide/"
    )
    trial_courts = models.BooleanField(
        "试用：接受外市法院文书",
        default=False,
        help_text="开启后，报送页接受其他城市法院的文书，单位标为试用，不计入公开率。",
    )

    panels = [
        MultiFieldPanel(
            [FieldPanel("site_name"), FieldPanel("city"), FieldPanel("organiser")], heading="名称"
        ),
        MultiFieldPanel(
            [FieldPanel("contact_phone"), FieldPanel("contact_email"), FieldPanel("contact_address")],
            heading="联系方式（申请撤回、更正时公布）",
        ),
        MultiFieldPanel([FieldPanel("icp_record"), FieldPanel("footer_links")], heading="页脚"),
        FieldPanel("trial_courts"),
    ]

    class Meta:
        verbose_name = "站点设置"

    def clean(self) -> None:
        """Refuses a footer line that cannot become a link, and says which."""
        super().clean()
        try:
            parse_links(self.footer_links)
        except ValueError as error:
            raise ValidationError(
                {"footer_links": f"这一行看不懂：{error}。请写成“名称 网址”，网址以 / 或 https:// 开头。"}
            ) from None

    def save(self, *args, **kwargs) -> None:
        """Saves, and lets the process that saved see it at once."""
        super().save(*args, **kwargs)
        cache.delete("core.site_settings")

    @property
    def links(self) -> list[dict[str, str]]:
        """Footer links as label and url."""
        return parse_links(self.footer_links)
