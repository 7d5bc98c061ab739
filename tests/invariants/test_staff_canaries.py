"""Every staff address, as each role of one organ, with another organ's objects planted: nothing of them shows or moves."""

import re
from itertools import product

import pytest
from django.urls import NoReverseMatch, reverse

from core.enums import Role
from core.models import Membership, User
from core.permissions import OPEN
from core.publishing import hold
from core.sealed import Sealed
from openness.enums import Outcome
from openness.models import ImportRow, Judgment, Proposal, RecheckFinding
from openness.services.imports import batch_open
from openness.services.objections import objection_receive
from tests.core.test_permissions import ADDRESSES
from tests.factories import make_judgment, make_notice, published

pytestmark = pytest.mark.django_db
CANARY = "金丝雀"
OURS, THEIRS = "辽0802", "辽0881"
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
    notice = make_notice(theirs)
    held = published(theirs, title=f"{CANARY}暂停的文书")
    hold(record=held, actor=None, reason="canary")
    member = User.objects.create_user(f"{CANARY}-member", password="a long enough secret")
    Membership.objects.create(user=member, organ=theirs, role=Role.EDITOR)
    return {
        "pk": [batch.pk, proposal.pk, objection.pk, finding.pk, notice.pk, member.pk], "row_pk": [row.pk],
        "public_id": [waiting.public_id, held.public_id, notice.public_id, f"proposal-{proposal.pk}"],
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
    return list(Judgment.objects.filter(organ__code=THEIRS).order_by("pk").values_list("pk", "state", "version", "title", "text", "doubts_open"))


@pytest.mark.parametrize("role", [Role.CLERK, Role.REVIEWER, Role.EDITOR])
def test_nothing_of_another_organ_shows_or_moves_on_any_staff_address(client, member, planted, role):
    client.force_login(member(role, OURS))
    before, seen, faults = footprint(), 0, []
    for name, address in addresses(planted):
        if name in OPEN or "logout" in name:
            continue
        for call in (client.get, client.post):
            answer = call(address, {"q": CANARY, "act": "withdraw", "move": "mask", "words": "原告", "reason": "law", "note": "x"})
            text = b"".join(answer) if answer.streaming else answer.content
            seen += 1
            if CANARY in text.decode(errors="ignore").replace(f'value="{CANARY}"', "") or answer.status_code >= 500:
                faults.append((name, call.__name__, address, answer.status_code))
    assert not faults, faults
    assert footprint() == before
    assert seen > 300


def test_the_office_of_the_whole_city_does_see_them(client, member, planted):
    client.force_login(member(Role.ADMINISTRATOR, "yk-zfw"))
    assert CANARY in client.get(reverse("openness_staff:records")).content.decode()
