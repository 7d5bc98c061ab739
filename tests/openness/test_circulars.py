"""Circulars: three steps by three people, due dates, a stand-in, receipts, what a reader sees."""

from datetime import date, timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.exceptions import PermissionDenied
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow

from core.enums import Role, State
from core.models import AuditEntry
from core.pages.gate import page_withdraw
from core.pages.page import PageRefused
from home.services import front_page_ensure
from openness.models import AddressedUnit, Annex, CircularPage, CircularReceipt, RulePage
from openness.services.circulars import receipt_confirm, receipts_of, stand_in_end, stand_in_set
from tests.openness.test_annexes import word
from tests.pages import TEXT, draft, person, public

pytestmark = pytest.mark.django_db


@pytest.fixture
def organ(city):
    front_page_ensure()
    return city["辽0802"]


@pytest.fixture
def people(organ):
    return {role: person(role, organ, str(role)) for role in (Role.CLERK, Role.REVIEWER, Role.EDITOR)}


def begin(page, user):
    return Workflow.objects.get(name="公文审签").start(page, user)


def step(page):
    return CircularPage.objects.get(pk=page.pk).current_workflow_task_state.specific


def act(page, user, action="approve"):
    """As the editor's workflow buttons do: only what this person may."""
    state = step(page)
    task = state.task.specific
    if action not in [name for name, _, _ in task.get_actions(CircularPage.objects.get(pk=page.pk), user)]:
        raise PermissionDenied
    task.on_action(state, user, action)


def test_drafted_checked_and_signed_by_three_people_it_is_public(organ, people):
    page = draft(CircularPage, organ, user=people[Role.CLERK])
    begin(page, people[Role.CLERK])
    assert step(page).task.name == "核稿" and step(page).due_on > timezone.localdate()
    act(page, people[Role.REVIEWER])
    assert step(page).task.name == "签发" and not CircularPage.objects.get(pk=page.pk).is_public
    act(page, people[Role.EDITOR])
    stored = CircularPage.objects.get(pk=page.pk)
    assert stored.is_public and AuditEntry.objects.get(action="record.publish", target=f"circular:{page.public_id}").actor == people[Role.EDITOR]


def test_nobody_passes_two_steps_or_their_own_draft(organ, people):
    editor = people[Role.EDITOR]
    page = draft(CircularPage, organ, user=editor)
    begin(page, editor)
    act(page, people[Role.REVIEWER])
    with pytest.raises(PermissionDenied):
        act(page, editor)
    with pytest.raises(PermissionDenied):
        act(page, people[Role.CLERK])


def test_a_reviewer_of_another_organ_sees_and_passes_nothing(organ, people, city):
    page = draft(CircularPage, organ, user=people[Role.CLERK])
    begin(page, people[Role.CLERK])
    stranger = person(Role.REVIEWER, city["辽0881"])
    task = step(page).task.specific
    assert task.get_actions(page, stranger) == [] and not task.user_can_access_editor(page, stranger) and task.locked_for_user(page, stranger)
    assert not task.get_task_states_user_can_moderate(stranger).exists() and task.get_task_states_user_can_moderate(people[Role.REVIEWER]).count() == 1


def test_a_returned_draft_is_not_public_and_may_be_handed_in_again(organ, people):
    page = draft(CircularPage, organ, user=people[Role.CLERK])
    begin(page, people[Role.CLERK])
    act(page, people[Role.REVIEWER], "reject")
    stored = CircularPage.objects.get(pk=page.pk)
    assert not stored.is_public and stored.current_workflow_state.status == "needs_changes"
    stored.current_workflow_state.resume(user=people[Role.CLERK])
    act(page, people[Role.REVIEWER])
    act(page, people[Role.EDITOR])
    assert CircularPage.objects.get(pk=page.pk).is_public


def test_a_draft_changed_after_it_was_signed_needs_a_new_round(organ, people):
    page = public(CircularPage, organ)
    page.title = "悄悄改过的通报"
    with pytest.raises(PageRefused, match="核稿和签发"):
        page.save_revision().publish()
    assert CircularPage.objects.get(pk=page.pk).title != "悄悄改过的通报"


def test_a_leak_stops_the_last_step_and_the_step_stays_open(organ, people):
    page = draft(CircularPage, organ, user=people[Role.CLERK], body=[("text", "<p>身份证号210802198503022418。</p>")])
    begin(page, people[Role.CLERK])
    act(page, people[Role.REVIEWER])
    with pytest.raises(PageRefused, match="身份证件号码"):
        act(page, people[Role.EDITOR])
    assert step(page).task.name == "签发" and not CircularPage.objects.get(pk=page.pk).is_public


def test_a_stand_in_acts_for_the_days_that_were_set_and_no_longer(organ, people):
    page, stand = draft(CircularPage, organ, user=people[Role.CLERK]), person(Role.CLERK, organ, "stand")
    begin(page, people[Role.CLERK])
    today = timezone.localdate()
    with pytest.raises(PermissionDenied):
        act(page, stand)
    made = stand_in_set(organ=organ, absent=people[Role.REVIEWER], substitute=stand, since=today, until=today + timedelta(days=3), actor=people[Role.EDITOR])
    act(page, stand)
    assert step(page).task.name == "签发"
    stand_in_end(stand_in=made, actor=people[Role.EDITOR])
    other = draft(CircularPage, organ, user=people[Role.CLERK])
    begin(other, people[Role.CLERK])
    with pytest.raises(PermissionDenied):
        act(other, stand)


@pytest.mark.parametrize(("since", "until"), [(5, 1), (-9, -2)])
def test_a_stand_in_for_impossible_days_is_refused(organ, people, since, until):
    today = timezone.localdate()
    with pytest.raises(ValueError, match="起止日期"):
        stand_in_set(
            organ=organ, absent=people[Role.EDITOR], substitute=people[Role.CLERK], since=today + timedelta(days=since), until=today + timedelta(days=until), actor=people[Role.EDITOR]
        )


def test_a_stand_in_from_another_organ_is_refused(organ, people, city):
    today = timezone.localdate()
    with pytest.raises(ValueError, match="这个单位"):
        stand_in_set(organ=organ, absent=people[Role.EDITOR], substitute=person(Role.EDITOR, city["辽0881"]), since=today, until=today, actor=people[Role.EDITOR])


def addressed(page, *organs):
    return [AddressedUnit.objects.create(page=page, organ=organ) for organ in organs]


def test_units_confirm_once_and_the_issuer_sees_who_has_not(organ, city, client):
    page = public(CircularPage, organ)
    first, _ = addressed(page, city["辽0881"], city["辽0803"])
    theirs, mine = person(Role.EDITOR, city["辽0881"]), person(Role.EDITOR, organ)
    with pytest.raises(ValueError, match="本单位"):
        receipt_confirm(addressed=first, actor=mine)
    client.force_login(theirs)
    inbox = client.get(reverse("openness_staff:received")).content.decode()
    assert "确认已阅知" in inbox and "西市区" not in inbox
    for _ in range(2):
        assert client.post(reverse("openness_staff:received_confirm", args=[first.pk])).status_code == 302
    assert CircularReceipt.objects.count() == 1
    assert [(u["organ"].code, bool(u["receipt"])) for u in receipts_of(page)] == [("辽0803", False), ("辽0881", True)]
    client.force_login(mine)
    assert "2 个单位里还有 1 个没有确认" in client.get(reverse("openness_staff:page", args=[page.public_id])).content.decode()


def test_a_circular_reads_as_gb_t_9704_orders_it(organ, client):
    page = public(
        CircularPage, organ, title="关于限期整改的通报", copied_to="市委办公室", printed_by="本院办公室", printed_on=date(2026, 11, 19), remark="此件公开发布",
        annex_text=TEXT, body=[("text", "<h2>一、问题</h2><p>报送不及时。</p>"), ("table", {"caption": "明细", "head": True, "rows": "单位 | 件数\n老边 | 3"})],
    )  # fmt: skip
    html = client.get(page.get_url()).content.decode()
    order = [f"{organ.name}文件", "营政法通〔2026〕9号", "关于限期整改的通报</h1>", "市直政法各单位：", "报送不及时", "<caption>明细", "2026年11月18日</time>", "（此件公开发布）", "抄送：市委办公室", "2026年11月19日印发"]
    places = [html.index(word, html.index("<article")) for word in order]
    assert places == sorted(places)
    assert page.slug == "guan-yu-xian-qi-zheng-gai-de-tong-bao" and client.get(f"/r/{page.public_id}/")["Location"] == page.get_url()


def test_an_annex_is_handed_out_while_its_circular_is_public(organ, client):
    page = draft(CircularPage, organ)
    page.annexes = [Annex(title="明细表", file=ContentFile(word(author="某某人"), name="mingxi.docx"))]
    page.save_revision()
    from tests.pages import signed

    page = signed(CircularPage.objects.get(pk=page.pk))
    address = reverse("openness:annex", args=[page.public_id, 1])
    answer = client.get(address)
    assert answer.status_code == 200 and "某某人".encode() not in b"".join(answer.streaming_content) and page.annexes.get().digest
    assert client.get(reverse("openness:annex", args=[page.public_id, 2])).status_code == 404
    page_withdraw(page=page, actor=None, reason="error")
    cache.clear()
    assert client.get(address, follow=True).status_code == 410 and CircularPage.objects.get(pk=page.pk).state == State.WITHDRAWN


def test_the_desk_shows_the_step_to_whom_may_take_it_and_to_nobody_else(organ, people, city, client):
    page = draft(CircularPage, organ, user=people[Role.CLERK], title="等着核稿的通报")
    begin(page, people[Role.CLERK])
    for user, shown in ((people[Role.REVIEWER], True), (people[Role.CLERK], False), (people[Role.EDITOR], False), (person(Role.REVIEWER, city["辽0881"]), False)):
        client.force_login(user)
        assert ("等着核稿的通报" in client.get(reverse("wagtailadmin_home")).content.decode()) == shown, user


def test_no_mail_goes_out_while_a_step_is_taken(organ, people, mailoutbox, django_capture_on_commit_callbacks):
    for user in people.values():
        user.email = f"{user.username}@example.cn"
        user.save()
    page = draft(CircularPage, organ, user=people[Role.CLERK])
    with django_capture_on_commit_callbacks(execute=True):
        begin(page, people[Role.CLERK])
        act(page, people[Role.REVIEWER])
        act(page, people[Role.EDITOR])
    assert CircularPage.objects.get(pk=page.pk).is_public and mailoutbox == []


def test_a_circular_signed_for_a_later_time_appears_then(organ):
    later = timezone.now() + timedelta(hours=3)
    page = public(CircularPage, organ, go_live_at=later)
    assert not page.is_public and page.approved_schedule
    with time_machine.travel(later + timedelta(minutes=5), tick=False):
        call_command("publish_scheduled", stdout=StringIO())
        assert CircularPage.objects.get(pk=page.pk).is_public


def test_the_editor_offers_no_button_that_the_gate_would_refuse(organ, people, client):
    client.force_login(people[Role.EDITOR])
    circular, other = draft(CircularPage, organ, user=people[Role.EDITOR]), draft(RulePage, organ)
    shown = [client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode() for page in (circular, other)]
    assert "action-publish" not in shown[0] and "action-submit" in shown[0] and "action-publish" in shown[1]
