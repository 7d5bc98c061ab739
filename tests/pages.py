"""Pages for tests: drafts and public ones of every kind, and circulars that went through the three steps."""

from itertools import count

from wagtail.models import Workflow

from core.enums import Role
from core.models import Membership, Organ, User
from core.pages.gate import acting
from openness.enums import PageKind
from openness.models import CircularPage, ModelCasePage, OrganFolder, RulePage, TopicPage
from openness.services.pages import folder_ensure

_titles = count(1)
TEXT = [("text", "<h2>一、总则</h2><p>各单位应当按时公开。</p>")]
FIELDS = {
    CircularPage: {"number": "营政法通〔2026〕9号", "issued_on": "2026-11-18", "addressees": "市直政法各单位", "body": TEXT},
    ModelCasePage: {"facts": "<p>某甲借款不还。</p>", "issue": "<p>利息怎么算。</p>", "holding": "<p>判决归还本金。</p>", "reasons": "<p>约定不明。</p>", "significance": "<p>写清利息。</p>"},
    RulePage: {"number": "营中法发〔2026〕3号", "adopted_on": "2026-03-01", "effective_on": "2026-04-01", "body": TEXT},
    TopicPage: {"intro": "专项行动", "body": [("heading", "进展"), ("text", "<p>正在推进。</p>")]},
}


def folder(organ: Organ, kind: str) -> OrganFolder:
    return folder_ensure(organ=organ, kind=kind)


def draft(model, organ: Organ, *, user: User | None = None, **fields):
    """A draft with one revision, in the folder of its organ."""
    page = model(title=fields.pop("title", f"关于第{next(_titles)}件事的通报"), owner=user, **{**FIELDS[model], **fields})
    folder(organ, model.kind).add_child(instance=page)
    page.save_revision(user=user)
    return model.objects.get(pk=page.pk)


def public(model, organ: Organ, **fields):
    """A page that went through its gate."""
    page = draft(model, organ, **fields)
    if model is CircularPage:
        return signed(page)
    page.get_latest_revision().publish()
    return model.objects.get(pk=page.pk)


def person(role: str, organ: Organ, name: str = "") -> User:
    user = User.objects.create_user(name or f"{role}-{organ.pk}-{User.objects.count()}", password="a long enough secret")
    Membership.objects.create(user=user, organ=organ, role=role)
    return user


def signed(page: CircularPage) -> CircularPage:
    """A circular that was handed in, checked and signed by three people."""
    drafter, checker, signer = (person(role, page.organ) for role in (Role.CLERK, Role.REVIEWER, Role.EDITOR))
    state = Workflow.objects.get(name="公文审签").start(page, drafter)
    for user in (checker, signer):
        task = state.current_task_state.specific
        with acting(user):
            task.task.specific.on_action(task, user, "approve")
        state.refresh_from_db()
    return CircularPage.objects.get(pk=page.pk)


KINDS = {PageKind.CIRCULAR: CircularPage, PageKind.MODEL_CASE: ModelCasePage, PageKind.RULE: RulePage, PageKind.TOPIC: TopicPage}
