"""The gate of pages: whatever route of Wagtail makes a page public, or takes it off, ends at it."""

from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from wagtail.models import Page

from core.enums import Act, State
from core.ledger.sealing import seal
from core.ledger.verifying import verify
from core.models import AuditEntry, Event, LedgerEntry
from core.pages.gate import acting, page_hold, page_release, page_withdraw
from core.pages.page import PageRefused
from core.publishing.record import SecondDoor
from home.services import front_page_ensure
from openness.models import CircularPage, RulePage, TopicPage
from tests.pages import FIELDS, draft, folder, public

pytestmark = pytest.mark.django_db
LEAK = [("text", "<p>联系人手机 13812345678。</p>")]


@pytest.fixture
def organ(city):
    front_page_ensure()
    return city["辽0802"]


def acts(page):
    return list(LedgerEntry.objects.filter(kind=page.kind, public_id=page.public_id).order_by("id").values_list("act", flat=True))


def again(page):
    return type(page).objects.get(pk=page.pk)


def shown(client, page):
    cache.clear()
    return client.get(page.get_url()).status_code


def nothing_public(client, page):
    page = again(page)
    return not page.is_public and acts(page) == [] and shown(client, page) == 404 and not type(page).objects.public().filter(pk=page.pk).exists()


def test_publishing_a_revision_writes_page_ledger_audit_and_event_together(organ, client):
    page = public(RulePage, organ)
    assert page.is_public and page.version == 1 and page.salt and page.public_from and shown(client, page) == 200
    assert acts(page) == [Act.PUBLISH]
    assert AuditEntry.objects.filter(action="record.publish", target=f"rule:{page.public_id}", organ=organ).count() == 1
    assert Event.objects.filter(topic="record.published", payload__public_id=page.public_id).count() == 1


def test_a_second_publication_is_a_correction(organ):
    page = public(RulePage, organ)
    page.title = "改过的题目"
    page.save_revision().publish()
    assert acts(page) == [Act.PUBLISH, Act.CORRECT] and again(page).title == "改过的题目" and again(page).version == 2


def test_a_refusal_keeps_the_draft_and_changes_nothing_public(organ, client):
    page = draft(RulePage, organ, body=LEAK)
    with pytest.raises(PageRefused, match="电话"):
        page.get_latest_revision().publish()
    assert nothing_public(client, page) and again(page).get_latest_revision() is not None and not again(page).live


def test_a_refused_change_leaves_the_public_text_as_it_was(organ, client):
    page = public(RulePage, organ)
    page.body = RulePage(body=LEAK).body
    revision = page.save_revision()
    with pytest.raises(PageRefused):
        revision.publish()
    stored = again(page)
    assert stored.is_public and "138" not in stored.public_text() and acts(page) == [Act.PUBLISH] and stored.live_revision_id != revision.pk


def test_a_page_that_is_created_live_begins_as_a_draft(organ, client):
    page = RulePage(title="直接上线", live=True, **FIELDS[RulePage])
    folder(organ, "rule").add_child(instance=page)
    assert nothing_public(client, page) and not again(page).live


def test_a_copy_that_keeps_live_is_a_draft_with_its_own_number(organ, client):
    page = public(RulePage, organ)
    copy = page.copy(keep_live=True, update_attrs={"slug": "copied"}).specific
    assert nothing_public(client, copy) and not again(copy).live and copy.public_id != page.public_id and not again(copy).salt
    assert again(page).is_public and acts(page) == [Act.PUBLISH]


def test_an_alias_is_refused_and_leaves_nothing(organ):
    page, before = public(RulePage, organ), Page.objects.count()
    with pytest.raises(PageRefused):
        page.create_alias(update_slug="alias", parent=folder(organ, "rule"))
    assert Page.objects.count() == before and Page.find_problems() == ([], [], [], [], [])


def test_saving_content_of_a_live_page_goes_through_the_gate_too(organ):
    page = public(RulePage, organ)
    page.title = "直接改的题目"
    page.save()
    assert acts(page) == [Act.PUBLISH, Act.CORRECT]
    page.body = RulePage(body=LEAK).body
    with pytest.raises(PageRefused):
        page.save()
    assert "138" not in again(page).public_text()


def test_live_set_on_the_base_class_shows_nothing(organ, client):
    page = draft(RulePage, organ)
    base = Page.objects.get(pk=page.pk)
    base.live = True
    base.save()
    assert nothing_public(client, page)
    Page.objects.filter(pk=page.pk).update(live=True)
    assert nothing_public(client, page)


def test_bulk_ways_and_foreign_marks_are_refused(organ):
    page = draft(RulePage, organ)
    for attempt in (
        lambda: RulePage.objects.filter(pk=page.pk).update(live=True), lambda: RulePage.objects.filter(pk=page.pk).update(state=State.PUBLISHED),
        lambda: RulePage.objects.bulk_update([page], ["live"]), lambda: RulePage.objects.bulk_create([RulePage(title="x")]), lambda: RulePage.objects.filter(pk=page.pk).update(title="改"),
    ):  # fmt: skip
        with pytest.raises(SecondDoor):
            attempt()
    page.state, page.public_id, page.public_from = State.PUBLISHED, "aaaaaaaaaa", timezone.now()
    page.save()
    assert again(page).state == State.REVIEW and again(page).public_id != "aaaaaaaaaa"


def test_a_scheduled_page_goes_live_by_the_queue_and_one_that_is_refused_stops_nobody(organ, client):
    later = timezone.now() + timedelta(hours=2)
    bad, good = draft(RulePage, organ, body=LEAK, go_live_at=later), draft(TopicPage, organ, go_live_at=later + timedelta(minutes=1))
    for page in (bad, good):
        page.get_latest_revision().publish()
        assert nothing_public(client, page)
    with time_machine.travel(later + timedelta(minutes=5), tick=False):
        call_command("publish_scheduled", stdout=StringIO())
        assert again(good).is_public and acts(good) == [Act.PUBLISH]
        assert nothing_public(client, bad) and "定时公开没有成功" in again(bad).note
        assert not bad.revisions.exclude(approved_go_live_at=None).exists()
        assert AuditEntry.objects.filter(action="page.schedule_refused").count() == 1


def test_an_expired_page_is_gone_before_any_queue_runs_and_withdrawn_after(organ, client):
    page = public(RulePage, organ, expire_at=timezone.now() + timedelta(hours=1))
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        assert not again(page).is_public and shown(client, page) == 410
        call_command("publish_scheduled", stdout=StringIO())
        stored = again(page)
        assert (stored.state, stored.withdrawn_reason, stored.salt) == (State.WITHDRAWN, "expired", "") and acts(page) == [Act.PUBLISH, Act.WITHDRAW]
        assert shown(client, page) == 410 and "公开期限已满" in client.get(page.get_url()).content.decode()


def test_withdrawing_needs_a_reason_whichever_way(organ):
    page = public(RulePage, organ)
    for attempt in (lambda: again(page).unpublish(), lambda: Page.objects.get(pk=page.pk).unpublish(), lambda: Page.objects.filter(pk=page.pk).unpublish()):
        with pytest.raises(PageRefused, match="原因"):
            attempt()
        assert again(page).is_public and again(page).live and acts(page) == [Act.PUBLISH]
    with pytest.raises(ValueError, match="原因"):
        page_withdraw(page=page, actor=None, reason="because")


@pytest.mark.parametrize("way", ["service", "specific", "base", "queryset", "save"])
def test_a_withdrawn_page_answers_410_with_its_reason_and_its_salt_is_gone(organ, client, way):
    page = public(RulePage, organ, title="将要撤回的制度")
    with acting(None, "replaced"):
        if way == "service":
            page_withdraw(page=page, actor=None, reason="replaced")
        elif way == "specific":
            page.unpublish()
        elif way == "base":
            Page.objects.get(pk=page.pk).unpublish()
        elif way == "queryset":
            Page.objects.filter(pk=page.pk).unpublish()
        else:
            page.live = False
            page.save()
    stored = again(page)
    assert (stored.state, stored.live, stored.salt, acts(page)) == (State.WITHDRAWN, False, "", [Act.PUBLISH, Act.WITHDRAW])
    assert shown(client, page) == 410
    said = client.get(page.get_url()).content.decode()
    assert "已由新的文件代替" in said and "将要撤回的制度" not in said
    assert client.get(f"/r/{page.public_id}/", follow=True).status_code == 410


def test_a_withdrawn_page_can_be_published_again(organ, client):
    page = public(RulePage, organ)
    page_withdraw(page=page, actor=None, reason="error")
    again(page).get_latest_revision().publish()
    assert again(page).is_public and again(page).withdrawn_reason == "" and acts(page) == [Act.PUBLISH, Act.WITHDRAW, Act.PUBLISH] and shown(client, page) == 200


def test_a_held_page_is_off_the_site_until_it_is_released(organ, client):
    page = public(RulePage, organ)
    page_hold(page=page, actor=None, reason="核查")
    assert not again(page).is_public and shown(client, page) == 404
    page_release(page=page, actor=None)
    assert again(page).is_public and shown(client, page) == 200 and acts(page) == [Act.PUBLISH, Act.HOLD, Act.PUBLISH]


def test_what_was_public_is_never_deleted_a_draft_may_be(organ):
    page, only_drafted = public(RulePage, organ), draft(RulePage, organ)
    for attempt in (
        lambda: again(page).delete(), lambda: Page.objects.get(pk=page.pk).delete(), lambda: Page.objects.filter(pk=page.pk).delete(), lambda: RulePage.objects.filter(pk=page.pk).delete(),
        lambda: folder(organ, "rule").delete(),
    ):  # fmt: skip
        with pytest.raises(PageRefused, match="不能删除"), transaction.atomic():
            attempt()
    assert again(page).is_public
    again(only_drafted).delete()
    assert not RulePage.objects.filter(pk=only_drafted.pk).exists()


def test_a_public_page_keeps_its_address_and_no_draft_moves_to_another_organ(organ, city):
    page, other = public(RulePage, organ), folder(city["辽0881"], "rule")
    for moved in (page, draft(RulePage, organ)):
        with pytest.raises(PageRefused, match="不能移动"):
            moved.move(other, pos="last-child")
    assert again(page).organ == organ and again(page).get_parent().pk == folder(organ, "rule").pk


def test_a_page_outside_any_folder_is_refused(organ):
    with pytest.raises(PageRefused):
        Page.objects.get(slug="front").add_child(instance=RulePage(title="放错地方", **FIELDS[RulePage]))
    with pytest.raises(PageRefused):
        folder(organ, "topic").add_child(instance=RulePage(title="放错种类", **FIELDS[RulePage]))


def test_of_two_who_publish_at_once_one_is_told(organ):
    page = public(RulePage, organ)
    first, second = again(page), again(page)
    first.title, second.title = "先改的", "后改的"
    first.save()
    with pytest.raises(PageRefused, match="刚刚被别人"):
        second.save()
    assert again(page).title == "先改的"


def test_pasted_scripts_never_reach_the_store(organ, client):
    nasty = '<p onclick="alert(1)">正文<script>alert("偷")</script></p><a href="javascript:alert(1)">点</a>'
    page = public(RulePage, organ, body=[("text", nasty)])
    stored = again(page)
    body = str(stored.body.get_prep_value()) + str(page.get_latest_revision().content)
    assert not any(bad in body.lower() for bad in ("<script", "onclick", "javascript:", "alert("))
    assert "正文" in client.get(page.get_url()).content.decode()


def test_a_page_that_lacks_a_required_field_says_which(organ):
    page = draft(RulePage, organ, effective_on=None)
    with pytest.raises(PageRefused, match="缺少施行日期"):
        page.get_latest_revision().publish()


def test_a_page_ends_with_its_cache(organ, rf):
    page = public(RulePage, organ, expire_at=timezone.now() + timedelta(seconds=7))
    assert page.serve(rf.get("/")).page_cache_seconds <= 7


def test_a_circular_without_checking_and_signing_stays_a_draft(organ, client):
    page = draft(CircularPage, organ)
    with pytest.raises(PageRefused, match="核稿和签发"):
        page.get_latest_revision().publish()
    assert nothing_public(client, page)


def test_the_ledger_is_verified_against_pages_too(organ, settings, tmp_path):
    settings.PORTAL_KEYS = tmp_path
    shown_page, held, gone = public(RulePage, organ), public(RulePage, organ), public(RulePage, organ)
    page_hold(page=held, actor=None, reason="核查")
    page_withdraw(page=gone, actor=None, reason="error")
    seal()
    assert [f.code for f in verify().findings] == []
    with connection.cursor() as cursor:
        cursor.execute("update wagtailcore_page set title = %s where id = %s", ["暗中改过的题目", shown_page.pk])
    assert [(f.code, f.item) for f in verify().findings] == [("text_changed", f"rule:{shown_page.public_id}")]
