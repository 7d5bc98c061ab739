"""Every staff address, as each role of one organ, with another organ's objects planted: nothing of them shows or moves."""

import re
from datetime import date, datetime, timedelta
from itertools import product

import pytest
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from wagtail.models import TaskState, Workflow

from core.enums import Role
from core.models import Membership, User
from core.pages.gate import page_hold
from core.permissions import OPEN
from core.publishing import hold
from core.sealed import Sealed
from home.services import front_page_ensure
from openness.enums import Outcome
from openness.models import (
    AddressedUnit,
    Attachment,
    CircularPage,
    CircularReceipt,
    Disclosure,
    Duty,
    DutyChange,
    Hearing,
    ImportRow,
    Judgment,
    Nomination,
    PatrolFinding,
    Proposal,
    RecheckFinding,
    RulePage,
    StandIn,
    Statement,
    TopicPage,
)
from openness.selectors.pages import MODELS
from openness.services.circulars import stand_in_set
from openness.services.duties import due
from openness.services.duty_sources import duty_add, register_open
from openness.services.hearings import Session, hearing_announce
from openness.services.imports import batch_open
from openness.services.nominations import nomination_receive
from openness.services.objections import objection_receive
from openness.services.statements import statement_publish
from tests.core.test_permissions import ADDRESSES
from tests.factories import make_judgment, make_notice, published
from tests.openness.entries import entered, item
from tests.pages import draft, folder, person, signed

pytestmark = pytest.mark.django_db
CANARY = "金丝雀"
HOUR = timezone.make_aware(datetime(2030, 1, 2, 9))
OURS, THEIRS = "辽0802", "辽0881"
AS_TYPED = {"external-link-chooser-url": "https://example.cn/"}  # Wagtail's own form breaks where this is missing altogether
PARAMETER = re.compile(r"<(?:(\w+):)?(\w+)>|\(\?P<(\w+)>")


@pytest.fixture
def planted(city):
    """Objects of another organ of every kind that a staff screen can show, each with a canary in it."""
    theirs = city[THEIRS]
    waiting = make_judgment(theirs, title=f"{CANARY}待审文书", cause=f"{CANARY}纠纷", original=f"原告{CANARY}诉称，应当付款。" * 5)
    public = published(theirs, title="公开过的文书")
    batch = batch_open(organ=theirs, actor=None, filename=f"{CANARY}.zip")
    row = ImportRow.objects.create(batch=batch, position=1, outcome=Outcome.REJECTED, message=CANARY, name=Sealed.seal(CANARY), text=Sealed.seal('{"text": "", "title": ""}'))
    proposal = Proposal.objects.create(judgment=waiting, source=make_judgment(theirs).source)
    objection, _ = objection_receive(judgment=public, words=CANARY, reason=CANARY, name=CANARY, contact=CANARY, seed="canary-seed")
    finding = RecheckFinding.objects.create(judgment=waiting, ruleset="x", places=[[0, 2, "name", "某"]])
    leak = PatrolFinding.objects.create(
        kind="judgment", public_id=waiting.public_id, organ=theirs, passages=Sealed.seal(f'[["page", "", "{CANARY}", ""]]'), hits=[{"surface": "page", "address": f"/{CANARY}/", "kinds": {"name": 1}, "digest": "x"}],
    )  # fmt: skip
    notice = make_notice(theirs)
    held = published(theirs, title=f"{CANARY}暂停的文书")
    hold(record=held, actor=None, reason="canary")
    entry = entered(city["yk-ga"], "police-norms", title=f"{CANARY}待审事项", values={"text": f"{CANARY}内容"})
    up = entered(city[THEIRS], "white-paper", title=f"{CANARY}白皮书")
    file = Attachment.objects.create(disclosure=up, name=f"{CANARY}.pdf", content_type="application/pdf", size=1, digest="x", upload="0" * 32)
    hearing = hearing_announce(organ=theirs, actor=None, session=Session(f"（2026）{THEIRS}民初9号", "第一法庭", HOUR, HOUR + timedelta(hours=1), f"{CANARY}纠纷", "东方绘彩", "西门朗泽"))
    statement = statement_publish(organ=theirs, item=item("court-figures"), key="x", title=f"{CANARY}数据", period=(HOUR.date(), HOUR.date()), source="x", text="x")
    duty = Duty.objects.get(disclosure=entry)
    register = register_open(organ=theirs, month=date(2026, 9, 1), actor=None)
    named, _ = duty_add(register=register, number="", base="", subject=f"{CANARY}名册", kind="", day=date(2026, 9, 2), appealed=None, result=due(date(2026, 9, 2)))
    change = DutyChange.objects.create(duty=named, register=register, ends_on=date(2026, 9, 3))
    pages = plant_pages(city)
    member = User.objects.create_user(f"{CANARY}-member", password="a long enough secret")
    Membership.objects.create(user=member, organ=theirs, role=Role.EDITOR)
    return {
        **pages, "pk": [batch.pk, proposal.pk, objection.pk, finding.pk, leak.pk, notice.pk, member.pk, file.pk, duty.pk, change.pk, *pages["pk"]], "slug": ["police-norms"], "row_pk": [row.pk],
        "public_id": [waiting.public_id, held.public_id, notice.public_id, f"proposal-{proposal.pk}", entry.public_id, up.public_id, hearing.public_id, statement.public_id, *pages["public_id"]],
    }  # fmt: skip


def plant_pages(city):
    """Pages of another organ in every state a screen can show: a draft, one under review, a public one that its unit
    must confirm, one held; and a stand-in, a nomination. Our own organ has a draft too, so that its editor sees folders.
    """
    front_page_ensure()
    theirs = city[THEIRS]
    drafted, reviewed = draft(RulePage, theirs, title=f"{CANARY}制度草稿"), draft(CircularPage, theirs, title=f"{CANARY}审签中的通报")
    Workflow.objects.get(name="公文审签").start(reviewed, person(Role.CLERK, theirs, f"{CANARY}-clerk"))
    public = signed(draft(CircularPage, theirs, title="发过的通报"))
    unit = AddressedUnit.objects.create(page=public, organ=theirs)
    held_page = draft(TopicPage, theirs, title=f"{CANARY}暂停的专题")
    held_page.get_latest_revision().publish()
    page_hold(page=held_page, actor=None, reason="canary")
    today = timezone.localdate()
    absent, substitute = person(Role.REVIEWER, theirs, f"{CANARY}-absent"), person(Role.CLERK, theirs, f"{CANARY}-substitute")
    stand_in = stand_in_set(organ=theirs, absent=absent, substitute=substitute, since=today, until=today, actor=absent)
    nomination, _ = nomination_receive(organ=theirs, case_number="", statement=CANARY, name=CANARY, contact=CANARY, seed="canary-nomination")
    draft(RulePage, city[OURS], title="自己的草稿")
    place, step = folder(theirs, "rule"), reviewed.current_workflow_task_state
    return {
        "pk": [drafted.pk, reviewed.pk, unit.pk, stand_in.pk, nomination.pk], "page_id": [drafted.pk, reviewed.pk], "parent_page_id": [place.pk], "object_id": [drafted.pk],
        "page_to_move_id": [drafted.pk], "destination_id": [place.pk], "task_state_id": [step.pk], "revision_id": [drafted.latest_revision_id],
        "workflow_state_id": [step.workflow_state_id], "public_id": [drafted.public_id, reviewed.public_id, held_page.public_id],
    }  # fmt: skip


def addresses(planted):
    """Every staff address, its parameters filled with the planted ids; Wagtail's own with 1 and a word."""
    for pattern, name, _ in ADDRESSES:
        found = [(kind or "str", key or group) for kind, key, group in PARAMETER.findall(pattern)]
        choices = [planted.get(key, [1 if kind == "int" else "1"]) for kind, key in found]
        for values in product(*choices):
            try:
                yield name, reverse(name, kwargs=dict(zip([key for _, key in found], values, strict=True)))
            except NoReverseMatch:
                yield name, re.sub(r"<[^>]+>|\(\?P<\w+>[^)]*\)|[\\^$]", "1", pattern)


def footprint():
    """What stands in the database of the planted documents: nobody may have moved it."""
    judgments = Judgment.objects.filter(organ__code=THEIRS).order_by("pk").values_list("pk", "state", "version", "title", "text", "doubts_open")
    marks = ("pk", "state", "version", "live", "draft_title", "latest_revision_id", "locked", "path")
    pages = [model.objects.filter(organ__code=THEIRS).order_by("pk").values_list(*marks) for model in MODELS.values()]
    rows = [CircularReceipt.objects.values_list("pk", "organ_id"), Nomination.objects.values_list("pk", "outcome", "answer", "page_id"), StandIn.objects.values_list("pk", "ended_at")]
    steps = TaskState.objects.order_by("pk").values_list("pk", "status")
    others = [model.objects.order_by("pk").values_list("pk", "state", "version", "title") for model in (Disclosure, Hearing, Statement)]
    owed = Duty.objects.order_by("pk").values_list("pk", "excused", "published_on", "ends_on")
    changes = DutyChange.objects.values_list("pk", "decided_at")
    return [*map(list, [judgments, *pages, *rows, steps, *others, owed, changes]), Attachment.objects.count()]


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.EDITOR])
def test_nothing_of_another_organ_shows_or_moves_on_any_staff_address(client, member, planted, role):
    client.force_login(member(role, OURS))
    before, seen, faults = footprint(), 0, []
    for name, address in addresses(planted):
        if name in OPEN or "logout" in name:
            continue
        for call in (client.get, client.post):
            answer = call(address, {"q": CANARY, "act": "withdraw", "move": "mask", "words": "原告", "reason": "law", "note": "x", **AS_TYPED})
            text = b"".join(answer) if answer.streaming else answer.content
            seen += 1
            # what was typed comes back in fields and in "nothing matches …"; anything else is theirs
            if CANARY in text.decode(errors="ignore").replace(f'value="{CANARY}"', "").replace(f"<em>{CANARY}</em>", "") or answer.status_code >= 500:
                faults.append((name, call.__name__, address, answer.status_code))
    assert not faults, faults
    assert footprint() == before
    assert seen > 300


def test_the_office_of_the_whole_city_does_see_them(client, member, planted):
    client.force_login(member(Role.ADMINISTRATOR, "yk-zfw"))
    assert CANARY in client.get(reverse("openness_staff:records")).content.decode()
