"""The tree of pages and the workflow, made once (页面的架子)."""

from django.db import transaction
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from core.enums import Role
from core.models import Organ
from openness.enums import PageKind
from openness.models import OrganFolder, OrganTask, PageIndex, SectionFolder
from openness.models.pages import pinyin_slug

#: kind, slug, title, introduction, below /openness/
INDEXES = (
    (PageKind.CIRCULAR, "circulars", "通报", "专项办和各单位印发的通报、通知、公告。", False),
    (PageKind.MODEL_CASE, "model-cases", "典型案例", "办得好、说理清楚、对群众有用的案件。", False),
    (PageKind.RULE, "rules", "制度", "各单位现行和已经失效的制度、办法、规程，注明效力。", True),
    (PageKind.TOPIC, "topics", "专题", "专项行动和重点工作。", False),
)
WORKFLOW = "公文审签"
STEPS = (("核稿", Role.REVIEWER, 2), ("签发", Role.EDITOR, 1))


@transaction.atomic
def page_tree_ensure(home: Page) -> None:
    """The lists below the front page and the workflow of circulars; made once. Folders come with an organ's first page."""
    section = SectionFolder.objects.first() or _add(home, SectionFolder(title="司法公开", slug="openness"))
    for kind, slug, title, intro, below in INDEXES:
        index = PageIndex.objects.filter(kind=kind).first()
        if index is None:
            _add(section if below else home, PageIndex(title=title, slug=slug, intro=intro, kind=kind))
    _workflow(PageIndex.objects.get(kind=PageKind.CIRCULAR))


@transaction.atomic
def folder_ensure(*, organ: Organ, kind: str) -> OrganFolder:
    """An organ's folder of a kind, made when it writes its first page. ValueError before the lists are there."""
    found = OrganFolder.objects.filter(organ=organ, kind=kind).first()
    if found is None:
        index = PageIndex.objects.filter(kind=kind).first()
        if index is None:
            raise ValueError("还没有建立栏目，请管理员运行 front_page。")
        found = _add(index, OrganFolder(title=organ.short_name, slug=f"{pinyin_slug(organ.short_name)}-{organ.pk}", organ=organ, kind=kind))
    return OrganFolder.objects.get(pk=found.pk)


def _add(parent: Page, page: Page) -> Page:
    page.live = True
    return parent.add_child(instance=page)


def _workflow(index: PageIndex) -> None:
    if Workflow.objects.filter(name=WORKFLOW).exists():
        return
    workflow = Workflow.objects.create(name=WORKFLOW)
    for order, (name, role, days) in enumerate(STEPS):
        task = OrganTask.objects.create(name=name, role=role, days=days)
        WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=order)
    WorkflowPage.objects.create(workflow=workflow, page=index.page_ptr)
