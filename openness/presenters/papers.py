"""A public judgment as paper (下载的文书): what the page shows, and nothing else."""

from django.conf import settings
from django.utils import timezone

from core.navigation import address
from core.site import site_settings
from openness.models import Judgment
from openness.presenters.judgments import citation
from openness.presenters.reader import paragraphs
from openness.writing import Paper


def paper(judgment: Judgment) -> Paper:
    """The paper of a public judgment, from its public fields."""
    text, _ = paragraphs(judgment.text, head=(judgment.organ.name, judgment.document_kind, judgment.case_number, judgment.title))
    published = timezone.localtime(judgment.public_from)
    permalink = settings.SITE_URL + address("short", judgment.public_id)
    return Paper(
        title=judgment.title,
        court=judgment.organ.name,
        kind=judgment.document_kind,
        number=judgment.case_number,
        paragraphs=tuple(("sign" if p.kind == "sign" else "para", p.text) for p in text),
        foot=(
            f"{published:%Y年%-m月%-d日}公开于{site_settings().site_name}。当事人等的信息已依法隐去。",
            f"引用：{citation(judgment)}",
            f"永久地址：{permalink}　更正、撤回以该地址显示的为准。",
        ),
        published=published,
    )


def filename(judgment: Judgment, suffix: str) -> str:
    """What a download is called: number and kind."""
    return f"{judgment.case_number}{judgment.document_kind}.{suffix}"
