"""Pages in Wagtail's own editor, over HTTP: publish, refusal, two editors, schedule, workflow, unpublish, delete, organ scope."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Workflow
from wagtail.test.utils.form_data import inline_formset, nested_form_data, rich_text, streamfield

from core.enums import Act, Role, State
from core.models import AuditEntry, LedgerEntry, SiteSettings
from home.services import front_page_ensure
from openness.models import CircularPage, RulePage
from tests.pages import draft, folder, person, public, signed

pytestmark = pytest.mark.django_db
LEAK = "<p>请拨打13812345678。</p>"


@pytest.fixture
def organ(city):
    front_page_ensure()
    return city["辽0802"]


@pytest.fixture
def editor(client, organ):
    user = person(Role.EDITOR, organ, "the-editor")
    client.force_login(user)
    return user


def rule(text="<p>第一条 各单位应当公开。</p>", **fields):
    return nested_form_data({
        "title": "关于公开工作的规定", "number": "营公〔2026〕1号", "adopted_on": "2026-03-01", "effective_on": "2026-04-01", "valid_until": "", "replaces": "",
        "repealed_on": "", "repeal_note": "", "body": streamfield([("text", rich_text(text, features=["h2", "h3", "bold", "ol", "ul", "link"]))]), "go_live_at": "", "expire_at": "", **fields,
    })  # fmt: skip


def save(client, page, action="", **data):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**rule(**data.pop("fields", {})), **({action: "1"} if action else {}), **data})


def stored(page):
    return type(page).objects.get(pk=page.pk)


def said(client, answer):
    return client.get(answer["Location"]).content.decode() if answer.status_code == 302 else answer.content.decode()


def test_writing_a_rule_and_publishing_it_makes_it_public(client, organ, editor):
    answer = client.post(reverse("openness_staff:page_new"), {"kind": "rule", "organ": organ.code})
    assert answer.status_code == 302 and client.get(answer["Location"]).status_code == 200
    client.post(answer["Location"], {**rule(), "action-publish": "1"})
    page = RulePage.objects.get()
    assert page.is_public and page.organ == organ and page.slug == "guan-yu-gong-kai-gong-zuo-de-gui-ding"
    assert AuditEntry.objects.get(action="record.publish").actor == editor


def test_two_pages_of_one_title_get_two_addresses(client, organ, editor):
    address = reverse("wagtailadmin_pages:add", args=["openness", "rulepage", folder(organ, "rule").pk])
    for _ in range(2):
        assert client.post(address, rule()).status_code == 302
    assert len(set(RulePage.objects.values_list("slug", flat=True))) == 2


def test_a_refusal_in_the_editor_says_why_and_keeps_what_was_typed(client, organ, editor):
    page = draft(RulePage, organ)
    answer = save(client, page, "action-publish", fields={"text": LEAK})
    assert answer.status_code == 302 and answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = said(client, answer)
    assert "没有公开" in html and "电话号码" in html and "13812345678" in html
    assert not stored(page).is_public and not LedgerEntry.objects.exists()


def test_a_refused_new_page_stays_as_a_draft(client, organ, editor):
    address = reverse("wagtailadmin_pages:add", args=["openness", "rulepage", folder(organ, "rule").pk])
    answer = client.post(address, {**rule(text=LEAK), "action-publish": "1"})
    page = RulePage.objects.get()
    assert answer.status_code == 302 and not page.is_public and not page.live and page.get_latest_revision() is not None


def test_of_two_editors_the_second_is_warned_and_loses_nothing(client, organ, editor):
    page = draft(RulePage, organ)
    opened = page.latest_revision_id
    other = stored(page)
    other.title = "别人先改的"
    other.save_revision(user=person(Role.EDITOR, organ, "the-other"))
    answer = save(client, page, loaded_revision_id=opened, loaded_revision_created_at="", fields={"title": "我改的题目"})
    html = answer.content.decode()
    assert answer.status_code == 200 and "the-other在" in html and "我改的题目" in html
    assert stored(page).get_latest_revision_as_object().title == "别人先改的"
    assert save(client, page, loaded_revision_id=stored(page).latest_revision_id, fields={"title": "我改的题目"}).status_code == 302
    assert [r.as_object().title for r in stored(page).revisions.order_by("-pk")[:2]] == ["我改的题目", "别人先改的"]


def test_a_clerk_drafts_but_does_not_publish(client, organ):
    clerk = person(Role.CLERK, organ)
    client.force_login(clerk)
    client.post(reverse("wagtailadmin_pages:add", args=["openness", "rulepage", folder(organ, "rule").pk]), {**rule(), "action-publish": "1"})
    page = RulePage.objects.get()
    assert not page.is_public and page.owner == clerk
    save(client, page, "action-publish")
    assert not stored(page).is_public


def test_a_time_set_in_the_editor_waits_for_it(client, organ, editor):
    page, later = draft(RulePage, organ), timezone.localtime() + timedelta(days=2)
    assert save(client, page, "action-publish", fields={"go_live_at": later.strftime("%Y-%m-%d %H:%M")}).status_code == 302
    assert not stored(page).is_public and stored(page).approved_schedule
    assert "定于" in client.get(f"{reverse('openness_staff:pages')}?kind=rule").content.decode()


def test_unpublishing_asks_for_a_reason_and_publishes_it(client, organ, editor):
    page = public(RulePage, organ)
    address = reverse("wagtailadmin_pages:unpublish", args=[page.pk])
    assert "撤回原因" in client.get(address).content.decode()
    html = said(client, client.post(address))
    assert "撤回要写明原因" in html and stored(page).is_public
    assert client.post(address, {"reason": "replaced"}).status_code == 302
    cache.clear()
    assert client.get(page.get_url()).status_code == 410 and stored(page).withdrawn_by == editor
    assert list(LedgerEntry.objects.values_list("act", "reason")) == [(Act.PUBLISH, ""), (Act.WITHDRAW, "replaced")]


def test_the_reason_of_one_request_is_not_the_reason_of_the_next(client, organ, editor):
    first, second = public(RulePage, organ), public(RulePage, organ)
    client.post(reverse("wagtailadmin_pages:unpublish", args=[first.pk]), {"reason": "error"})
    client.post(reverse("wagtailadmin_pages:unpublish", args=[second.pk]))
    assert stored(first).state == State.WITHDRAWN and stored(second).is_public


def test_deleting_a_public_page_is_refused_in_words(client, organ, editor):
    page = public(RulePage, organ)
    assert "不能删除" in said(client, client.post(reverse("wagtailadmin_pages:delete", args=[page.pk])))
    assert stored(page).is_public


def test_hold_release_and_withdraw_on_the_record_screen(client, organ, editor):
    page = public(RulePage, organ)
    address = reverse("openness_staff:page_act", args=[page.public_id])
    for data, state in (
        ({"act": "hold", "note": "核查"}, State.HELD), ({"act": "hold", "note": "再停"}, State.HELD), ({"act": "release"}, State.PUBLISHED),
        ({"act": "withdraw"}, State.PUBLISHED), ({"act": "withdraw", "reason": "revoked"}, State.WITHDRAWN),
    ):  # fmt: skip
        assert client.post(address, data).status_code == 302
        assert stored(page).state == state, data
    assert "已经废止" in client.get(reverse("openness_staff:page", args=[page.public_id])).content.decode()


def circular():
    return nested_form_data({
        "title": "关于整改的通报", "letterhead": "", "number": "营检〔2026〕2号", "issued_on": "2026-11-18", "addressees": "各部门", "signature": "", "remark": "", "copied_to": "",
        "printed_by": "", "printed_on": "", "body": streamfield([("text", rich_text("<p>请整改。</p>", features=["bold"]))]), "annex_text": streamfield([]),
        "annexes": inline_formset([]), "addressed": inline_formset([]), "go_live_at": "", "expire_at": "",
    })  # fmt: skip


def test_three_people_take_a_circular_through_the_buttons_of_the_editor(client, organ):
    clerk, reviewer, editor = (person(role, organ) for role in (Role.CLERK, Role.REVIEWER, Role.EDITOR))
    client.force_login(clerk)
    address = reverse("wagtailadmin_pages:add", args=["openness", "circularpage", folder(organ, "circular").pk])
    assert client.post(address, {**circular(), "action-submit": "1"}).status_code == 302
    page = CircularPage.objects.get()
    for user in (reviewer, editor):
        assert not stored(page).is_public
        client.force_login(user)
        assert client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).status_code == 200
        step = stored(page).current_workflow_task_state
        act = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", step.pk])
        assert client.post(act, {"comment": "同意"}, headers={"x-requested-with": "XMLHttpRequest"}).status_code == 200
    assert stored(page).is_public
    assert AuditEntry.objects.get(action="record.publish").actor == editor


def test_publishing_a_circular_past_its_steps_is_refused_in_words(client, organ, editor):
    page = draft(CircularPage, organ)
    answer = client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), {**circular(), "action-publish": "1"})
    assert "核稿和签发" in said(client, answer) and not stored(page).is_public


def test_a_step_of_another_page_cannot_be_passed_through_ones_own(client, organ, city):
    reviewer = person(Role.REVIEWER, organ)
    mine, theirs = draft(CircularPage, organ), draft(CircularPage, city["辽0881"])
    for page in (mine, theirs):
        Workflow.objects.get(name="公文审签").start(page, person(Role.CLERK, page.organ))
    client.force_login(reviewer)
    state = theirs.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[mine.pk, "approve", state.pk])
    assert client.post(address, {"comment": ""}).status_code == 403
    state.refresh_from_db()
    assert state.status == "in_progress" and AuditEntry.objects.filter(action="denied.object", actor=reviewer).exists()


PAGE_ADDRESSES = [
    "edit", "view_draft", "history", "usage", "unpublish", "delete", "preview_on_edit", "workflow_history", "lock", "unlock", "confirm_workflow_cancellation", "history_results",
]  # fmt: skip


@pytest.mark.parametrize("name", PAGE_ADDRESSES)
def test_another_organs_draft_and_an_unknown_one_answer_the_same_403_with_an_audit_entry(client, organ, editor, city, name):
    theirs = draft(RulePage, city["辽0881"], title="金丝雀草稿")
    draft(RulePage, organ)
    last = AuditEntry.objects.count()
    answers = [client.get(reverse(f"wagtailadmin_pages:{name}", args=[pk])) for pk in (theirs.pk, 999999)]
    assert [a.status_code for a in answers] == [403, 403] and answers[0].content == answers[1].content
    assert AuditEntry.objects.filter(action="denied.object", target__startswith="page:").count() == 2 and AuditEntry.objects.count() == last + 2


def test_revisions_and_folders_of_another_organ_are_shut_too(client, organ, editor, city):
    theirs, place = draft(RulePage, city["辽0881"]), folder(city["辽0881"], "rule")
    revision = theirs.latest_revision_id
    shut = [
        reverse("wagtailadmin_explore", args=[place.pk]), reverse("wagtailadmin_pages:add_subpage", args=[place.pk]), reverse("wagtailadmin_pages:add", args=["openness", "rulepage", place.pk]),
        reverse("wagtailadmin_pages:revisions_view", args=[theirs.pk, revision]), reverse("wagtailadmin_pages:revisions_revert", args=[theirs.pk, revision]),
        f"/admin/pages/{theirs.pk}/revisions/compare/earliest...latest/", reverse("wagtailadmin_choose_page_child", args=[place.pk]),
        reverse("wagtailadmin_pages:edit", args=[folder(organ, "rule").pk]), reverse("openness_staff:page", args=[theirs.public_id]),
        reverse("wagtailadmin_editing_sessions:ping", args=["openness", "rulepage", theirs.pk, 1]),
    ]  # fmt: skip
    for address in shut:
        call = client.post if "editing-sessions" in address else client.get
        assert call(address).status_code == 403, address


def test_the_chooser_offers_what_is_public_and_ones_own_drafts(client, organ, editor, city):
    public(RulePage, city["辽0881"], title="公开的制度甲")
    draft(RulePage, city["辽0881"], title="金丝雀草稿乙")
    draft(RulePage, organ, title="自己的草稿丙")
    html = client.get(f"{reverse('wagtailadmin_choose_page_search')}?q=%E7%9A%84&page_type=openness.rulepage").content.decode()
    assert "金丝雀草稿乙" not in html


def test_lists_show_ones_own_organ_only(client, organ, editor, city):
    draft(RulePage, organ, title="自己的草稿")
    draft(RulePage, city["辽0881"], title="金丝雀草稿")
    for address in (f"{reverse('openness_staff:pages')}?kind=rule", reverse("wagtailadmin_explore_root"), reverse("wagtailadmin_home")):
        assert "金丝雀" not in client.get(address, follow=True).content.decode(), address
    client.force_login(person(Role.OFFICE, city["yk-zfw"]))
    assert "金丝雀草稿" in client.get(f"{reverse('openness_staff:pages')}?kind=rule").content.decode()


@pytest.mark.parametrize("trial", [False, True])
def test_writing_in_another_organs_name_is_refused(client, organ, editor, trial):
    SiteSettings.objects.update(trial_courts=trial)
    cache.clear()
    assert client.post(reverse("openness_staff:page_new"), {"kind": "rule", "organ": "辽0881"}).status_code == 403
    assert client.post(reverse("openness_staff:page_new"), {"kind": "rule", "organ": "nonsense"}).status_code == 403
    assert AuditEntry.objects.filter(action="denied.object", target__startswith="core.organ:").count() == 2
    assert client.post(reverse("openness_staff:page_new"), {"kind": "rule", "organ": organ.code}).status_code == 302


def test_a_signed_circular_lists_as_public(client, organ, editor):
    signed(draft(CircularPage, organ))
    html = client.get(reverse("openness_staff:pages")).content.decode()
    assert "已公开" in html and "营政法通〔2026〕9号" in html
