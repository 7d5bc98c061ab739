"""Circulars, model cases, rules and a topic of the demo: drafted, checked, signed and published as their editors would."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, time, timedelta
from typing import Any
from unittest import mock

from django.utils import timezone
from wagtail.models import Workflow

from core.audit import audit
from core.enums import Role
from core.models import AuditEntry, Membership, Organ, User
from core.pages.gate import acting
from openness.fictional import pages as texts
from openness.models import AddressedUnit, CircularPage, Judgment, ModelCasePage, RulePage, TopicPage
from openness.services.circulars import receipt_confirm
from openness.services.nominations import nomination_receive
from openness.services.pages import WORKFLOW, folder_ensure

PARTS = ("facts", "issue", "holding", "reasons", "significance")


def fill_pages() -> None:
    """Writes them, once."""
    if AuditEntry.objects.filter(action="demo.pages").exists():
        return
    rules = _rules()
    cases = [_case(number, case) for number, case in enumerate(texts.MODEL_CASES)]
    circulars = [_circular(circular) for circular in reversed(texts.CIRCULARS)]
    _topic([*circulars[-2:], cases[0], rules["new"]])
    _pending()
    nomination_receive(
        organ=Organ.objects.get(code=texts.COURT), case_number="", statement="法官把判决的道理讲得很明白，双方都服了，值得写成案例。", name="", contact="", seed="demo-nomination-of-a-fictional-reader"
    )
    audit(actor=None, action="demo.pages")


def _organ(code: str) -> Organ:
    return Organ.objects.get(code=code)


def _staff(organ: Organ, role: str) -> User:
    """Who holds this role there; made where nobody does, without a password."""
    member = Membership.objects.filter(organ=organ, role=role).select_related("user").first()
    if member:
        return member.user
    user = User.objects.create(username=f"demo-{role}-{organ.pk}", last_name=f"{organ.short_name}{Role(role).label}")
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Membership.objects.create(user=user, organ=organ, role=role)
    return user


def _add(page: Any, organ: Organ, owner: User) -> Any:
    page.owner = owner
    folder_ensure(organ=organ, kind=page.kind).add_child(instance=page)
    page.save_revision(user=owner)
    return type(page).objects.get(pk=page.pk)


def _publish(page: Any, user: User) -> Any:
    page.get_latest_revision().publish(user=user, skip_permission_checks=True)
    return type(page).objects.get(pk=page.pk)


def _rules() -> dict[str, RulePage]:
    made: dict[str, RulePage] = {}
    for number, rule in enumerate(texts.RULES):
        fields = {k: v for k, v in rule.items() if k not in ("key", "organ", "text", "replaces")}
        organ = _organ(rule["organ"])
        signer = _signer(organ)
        page = RulePage(**fields, body=texts.story(rule["text"]), replaces=made.get(rule.get("replaces", "")))
        with _at(days=150 - 15 * number):
            made[rule.get("key", str(number))] = _publish(_add(page, organ, signer), signer)
    return made


def _case(number: int, case: dict[str, Any]) -> ModelCasePage:
    organ = _organ(case["organ"])
    editor = _staff(organ, Role.EDITOR)
    fields: dict[str, Any] = {k: f"<p>{case[k]}</p>" for k in PARTS} | {k: case[k] for k in ("title", "keywords", "collection", "statutes")}
    judgment = Judgment.objects.public().filter(organ=organ, cause__contains="借贷").order_by("public_from").first()
    fields["case_number"] = judgment.case_number if judgment and number == 0 else ""
    with _at(days=80 - 12 * number):
        return _publish(_add(ModelCasePage(number=f"营口市典型案例2026年第{number + 1}号", **fields), organ, editor), editor)


def _circular(circular: dict[str, Any]) -> CircularPage:
    organ = _organ(circular["organ"])
    fields = {k: circular[k] for k in ("title", "number", "addressees", "copied_to", "printed_by")}
    with _at(days=circular["days"]):
        issued = timezone.localdate()
        page = CircularPage(**fields, issued_on=issued, printed_on=issued if circular["printed_by"] else None, body=texts.story(circular["text"]))
        page.addressed = [AddressedUnit(organ=_organ(code)) for code in circular["to"]]
        page = _signed(_add(page, organ, _staff(organ, Role.CLERK)))
    for unit in AddressedUnit.objects.filter(page_id=page.pk).order_by("pk")[:1]:
        receipt_confirm(addressed=unit, actor=_staff(unit.organ, Role.EDITOR))
    return page


def _signer(organ: Organ) -> User:
    return _staff(organ, Role.OFFICE if organ.kind == "committee" else Role.EDITOR)


def _signed(page: CircularPage) -> CircularPage:
    """Through checking and signing by two other people."""
    organ = page.organ
    assert organ is not None  # noqa: S101 - every page below a folder has one
    state = Workflow.objects.get(name=WORKFLOW).start(page, _staff(organ, Role.CLERK))
    for user in (_staff(organ, Role.REVIEWER), _signer(organ)):
        step = state.current_task_state.specific
        with acting(user):
            step.task.specific.on_action(step, user, "approve")
        state.refresh_from_db()
    return CircularPage.objects.get(pk=page.pk)


def _pending() -> None:
    """One waits for its checker, so that the steps can be tried."""
    organ = _organ(texts.PENDING["organ"])  # type: ignore[arg-type]
    drafter = _staff(organ, Role.CLERK)
    fields: dict[str, Any] = {k: texts.PENDING[k] for k in ("title", "number", "addressees")}
    page = CircularPage(**fields, issued_on=timezone.localdate(), body=texts.story(texts.PENDING["text"]))  # type: ignore[arg-type]
    Workflow.objects.get(name=WORKFLOW).start(_add(page, organ, drafter), drafter)


def _topic(pages: list[Any]) -> None:
    organ = _organ(texts.TOPIC["organ"])
    office = _signer(organ)
    ids = Judgment.objects.public().order_by("-public_from").values_list("public_id", flat=True)[:2]
    body = [
        {"type": "heading", "value": "进展"},
        {"type": "text", "value": texts.TOPIC["text"]},
        {"type": "note", "value": {"title": "现在是第二阶段。", "text": "查改问题阶段到2026年12月31日结束。"}},
        {"type": "table", "value": {"caption": "三个阶段", "head": True, "rows": "阶段 | 时间\n动员部署 | 2026年3月\n查改问题 | 2026年4月至12月\n总结巩固 | 2027年1月"}},
        {"type": "pages", "value": {"title": "有关文件", "pages": [page.pk for page in pages]}},
        {"type": "records", "value": {"title": "最近公开的文书", "ids": "\n".join(ids)}},
    ]
    _publish(_add(TopicPage(title=texts.TOPIC["title"], intro=texts.TOPIC["intro"], body=body), organ, office), office)


@contextmanager
def _at(days: int) -> Iterator[None]:
    """The morning of a day so long ago."""
    moment = timezone.make_aware(datetime.combine(timezone.localdate() - timedelta(days=days), time(9, 30)))
    with mock.patch("django.utils.timezone.now", return_value=moment):
        yield
