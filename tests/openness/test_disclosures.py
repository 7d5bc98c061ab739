"""Entries under the catalogue: entered, masked, passed, public, corrected, taken back."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from core.enums import State
from core.ledger.proofs import credential
from core.ledger.sealing import seal
from core.models import AuditEntry, LedgerEntry, Organ
from core.publishing import GateRefused, check, publish
from core.searchable import kinds
from openness.models import CatalogueItem, Disclosure
from openness.preparing_entries import EntryRefused, Typed
from openness.selectors.judgments import find_public
from openness.services import disclosures as service
from openness.services.review import move, sheet_open
from tests.openness.entries import entered, item, public, typed

pytestmark = pytest.mark.django_db
TODAY = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
NAME = "南宫砚秋"


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel(TODAY, tick=False) as clock:
        yield clock


def page(client, record):
    cache.clear()
    return client.get(record.get_absolute_url())


def test_an_entry_is_public_only_after_it_was_passed(city, client):
    record = entered(city["yk-ga"], "police-norms")
    assert page(client, record).status_code == 404
    service.disclosure_accept(disclosure=record, actor=None)
    shown = page(client, record).content.decode()
    assert "办理行政案件，应当两人以上。" in shown and "公通字〔2018〕26号" in shown and "营口市公安局" in shown
    assert LedgerEntry.objects.filter(kind="disclosure", public_id=record.public_id).count() == 1


def test_its_due_day_explains_itself(city):
    record = entered(city["yk-ga"], "police-norms", occurred_on="2026-09-01")
    assert record.due_on.isoformat() == "2026-09-29" and record.due_article.endswith("第二十六条") and record.due_steps


def test_what_is_declared_to_be_masked_is_masked_and_the_original_sealed(city, client, member):
    record = entered(city["yk-jcy"], "legal-documents", title=f"{NAME}盗窃案起诉书")
    assert NAME not in record.text and NAME not in record.title and "南宫某" in record.text and record.names_person
    assert NAME not in str(Disclosure.objects.values().get(pk=record.pk))
    assert sheet_open(judgment=record, actor=member("reviewer", "yk-jcy")).original.count(NAME) == 2
    assert AuditEntry.objects.filter(action="sealed.open", target=f"disclosure:{record.public_id}").count() == 1


def test_a_field_that_holds_names_is_masked_whole_and_alike_everywhere(city):
    record = entered(city["辽08"], "commutation", title=f"罪犯{NAME}减刑公示")
    assert NAME not in record.text + record.title and record.text.startswith("罪犯：南宫某") and "南宫某" in record.title
    assert record.values == {"prison": "辽宁省营口监狱", "proposal": "减刑"}


def test_two_must_pass_where_the_item_asks_for_it(city, member):
    one, two = member("reviewer", "yk-jcy"), member("editor", "yk-jcy")
    record = entered(city["yk-jcy"], "legal-documents")
    decide(record, one)
    service.disclosure_accept(disclosure=record, actor=one)
    assert record.state == State.REVIEW
    with pytest.raises(GateRefused, match="您已经通过了这一版"):
        service.disclosure_accept(disclosure=record, actor=one)
    service.disclosure_accept(disclosure=record, actor=two)
    assert record.is_public


def decide(record, actor):
    """Masks whatever is in doubt."""
    for doubt in [d for d in sheet_open(judgment=record, actor=actor).doubts if not d["decided"]]:
        move(judgment=record, actor=actor, kind="mask" if doubt["named"] else "keep", places=[(doubt["start"], doubt["end"])])


def test_an_open_doubt_never_publishes(city, member):
    record = entered(city["辽08"], "court-enforcement", values={"step": "案款发放", "content": "向申请执行人发放案款。老邢到场，本案属于未成年人案件的说法不实。"})
    Disclosure.objects.filter(pk=record.pk).update(doubts_open=1)
    record.refresh_from_db()
    with pytest.raises(GateRefused, match="存疑"):
        service.disclosure_accept(disclosure=record, actor=None)


@pytest.mark.parametrize("where", ["title", "values"])
def test_an_identifier_anywhere_keeps_it_back(city, where):
    secret = "电话13812345678"
    more = {"title": f"公告 {secret}"} if where == "title" else {"values": {"text": f"联系人{secret}"}}
    record = entered(city["yk-ga"], "police-norms", **more)
    with pytest.raises(GateRefused) as refused:
        service.disclosure_accept(disclosure=record, actor=None)
    assert "电话" in str(refused.value) and "13812345678" not in str(refused.value)


def test_a_paper_about_a_minor_is_not_taken(city):
    text = "被告人东方绘彩，男，2010年5月1日出生，汉族。本院认为，被告人东方绘彩犯罪时不满十八周岁，应当从轻处罚。2026年9月1日提起公诉。"
    with pytest.raises(EntryRefused, match="未成年人"):
        entered(city["yk-jcy"], "legal-documents", values={"text": text})
    assert not Disclosure.objects.exists()


def test_a_state_secret_leaves_nothing_behind(city):
    with pytest.raises(EntryRefused) as refused:
        entered(city["yk-jcy"], "legal-documents", values={"text": "本案卷宗密级：机密★10年。" * 3})
    assert refused.value.secret and not Disclosure.objects.exists()


def test_a_fine_that_names_a_person_is_refused_whatever_its_age(city):
    for values in ({"person": NAME}, {"norm": f"被处罚人{NAME}，男，1980年3月2日出生，罚款二百元。"}):
        with pytest.raises(EntryRefused, match=r"2026年1月1日起.*封存"):
            entered(city["yk-ga"], "police-fines", occurred_on="2019-03-01", values=values)
    assert entered(city["yk-ga"], "police-fines").pk


def test_a_fine_published_before_the_sealing_vanishes_on_the_day_by_itself(city, client, today):
    today.move_to(datetime(2025, 12, 31, 2, 0, tzinfo=UTC))
    record = entered(city["yk-ga"], "police-fines", occurred_on="2025-12-01", values={"person": NAME})
    service.disclosure_accept(disclosure=record, actor=None)
    assert page(client, record).status_code == 200 and record.public_until is not None
    today.move_to(datetime(2025, 12, 31, 16, 0, 1, tzinfo=UTC))  # midnight in Yingkou
    assert page(client, record).status_code == 404
    assert not kinds()["disclosure"].queryset().filter(pk=record.pk).exists()


def test_it_opens_and_closes_by_its_own_clock(city, client, today):
    opens, closes = timezone.now() + timedelta(hours=2), timezone.now() + timedelta(days=2)
    record = public(city["yk-ga"], open_at=opens, close_at=closes)
    assert page(client, record).status_code == 404
    today.shift(timedelta(hours=3))
    assert page(client, record).status_code == 200
    today.shift(timedelta(days=2))
    assert page(client, record).status_code == 404


def test_the_same_entry_twice_is_one(city):
    entered(city["yk-ga"], "police-norms")
    with pytest.raises(EntryRefused, match="完全相同"):
        entered(city["yk-ga"], "police-norms")
    assert Disclosure.objects.count() == 1
    assert entered(city["yk-ga-zq"], "police-norms").pk


def test_a_correction_is_public_with_its_note_at_the_same_address(city, client, member):
    record, editor = public(city["yk-ga"]), member("editor", "yk-ga")
    changed = typed("police-norms", values={"text": "应当两人以上，并出示证件。"})
    service.disclosure_correct(disclosure=record, actor=editor, typed=changed, note="补上出示证件")
    shown = page(client, record).content.decode()
    assert "并出示证件" in shown and "补上出示证件" in shown
    assert list(LedgerEntry.objects.filter(public_id=record.public_id).order_by("id").values_list("act", flat=True)) == ["publish", "correct"]


def test_a_correction_masks_anew_and_keeps_what_was_withheld(city, member):
    record = filing(city)
    service.disclosure_correct(disclosure=record, actor=None, typed=typed("court-filing", case_number="（2026）辽0802民初31号", values={"parties": "东方绘彩、西门朗泽、百里清"}), note="补上一名当事人")
    fresh = Disclosure.objects.get(pk=record.pk)
    assert (fresh.text == "东方某、西门某、百里某" and fresh.source_id != record.source_id) or fresh.source_id
    with pytest.raises(GateRefused):
        service.disclosure_correct(disclosure=service_fresh(record), actor=None, typed=typed("court-filing", title="东方绘彩一案", case_number="（2026）辽0802民初31号", values={"parties": "西门朗泽"}), note="再改")
    assert Disclosure.objects.get(pk=record.pk).text == fresh.text


def filing(city):
    record = entered(city["辽0802"], "court-filing", case_number="（2026）辽0802民初31号")
    return service.disclosure_accept(disclosure=record, actor=None)


def service_fresh(record):
    return Disclosure.objects.select_related("organ", "item", "source").get(pk=record.pk)


def test_a_held_entry_goes_back_to_review_and_returns_under_its_address(city, client, member):
    record, editor = public(city["yk-ga"]), member("editor", "yk-ga")
    service.disclosure_hold(disclosure=record, actor=editor, reason="核对")
    assert page(client, record).status_code == 404
    service.disclosure_reopen(disclosure=record, actor=editor, note="改正办公时间")
    service.disclosure_revise(disclosure=record, actor=editor, typed=typed("police-norms", values={"hours": "9时至17时"}))
    service.disclosure_accept(disclosure=record, actor=editor)
    shown = page(client, record).content.decode()
    assert "9时至17时" in shown and "改正办公时间" in shown


def test_a_withdrawn_entry_leaves_a_tombstone_and_no_words(city, client, member):
    record = public(city["yk-ga"], title="甲乙丙丁戊己")
    service.disclosure_withdraw(disclosure=record, actor=member("editor", "yk-ga"), reason="annulled")
    answer = page(client, record)
    assert answer.status_code == 410 and "被变更、撤销" in answer.content.decode() and "甲乙丙丁戊己" not in answer.content.decode()
    assert not kinds()["disclosure"].queryset().exists()
    with pytest.raises(ValueError, match="撤回原因"):
        service.disclosure_withdraw(disclosure=record, actor=None, reason="whim")


def test_another_kind_of_organ_cannot_publish_under_an_item(city):
    with pytest.raises(EntryRefused, match="不是法院要公开的事项"):
        service.disclosure_enter(item=item("police-norms"), organ=city["辽08"], actor=None, typed=typed("police-norms"))


def test_the_list_narrows_by_organ_and_year_and_its_queries_do_not_grow(city, client, django_assert_max_num_queries):
    for n in range(25):
        public(city["yk-ga" if n % 2 else "yk-ga-zq"], title=f"规范{n}")
    address = reverse("openness:item", args=["police-norms"])
    with django_assert_max_num_queries(10):
        shown = client.get(address).content.decode()
    assert shown.count('class="record"') == 20 and "共 <b class=\"num\">25</b>" in shown
    assert "共 <b class=\"num\">12</b>" in client.get(f"{address}?organ=yk-ga").content.decode()
    assert "共 <b class=\"num\">0</b>" in client.get(f"{address}?year=2019").content.decode()


def test_the_feed_follows_the_list(city, client):
    public(city["yk-ga"], title="订阅得到的规范")
    feed = client.get(reverse("openness:item_feed", args=["police-norms"])).content.decode()
    assert "订阅得到的规范" in feed and feed.startswith("<?xml") and "http://www.w3.org/2005/Atom" in feed


def test_it_is_found_by_its_short_address_and_by_search(city, client):
    record = public(city["yk-ga"])
    assert find_public(record.public_id).pk == record.pk
    assert client.get(reverse("short", args=[record.public_id]))["Location"] == record.get_absolute_url()
    document = kinds()["disclosure"].document(record)
    assert "两人以上" in document.text and document.label == "执法规范和办事窗口" and document.organ == "yk-ga"


def test_a_masked_name_reaches_no_index(city):
    document = kinds()["disclosure"].document(filing(city))
    assert "东方绘彩" not in str(document) and "东方某" in document.text


def test_a_value_that_is_not_to_be_shown_is_in_no_index_and_no_credential(city, settings, tmp_path):
    settings.PORTAL_KEYS = tmp_path
    item("police-norms")
    record = public(city["yk-ga"])
    seal()
    assert credential(record)["content"]["values"]["text"]
    CatalogueItem.objects.filter(slug="police-norms").update(fields=[{**f, "shown": f["name"] != "text"} for f in item("police-norms").fields])
    record = Disclosure.objects.get(pk=record.pk)
    assert credential(record) is None and "两人以上" not in str(kinds()["disclosure"].document(record))


def test_values_that_no_longer_fit_are_named_by_the_gate(city):
    record = entered(city["yk-ga"], "police-norms")
    CatalogueItem.objects.filter(slug="police-norms").update(fields=[{**f, "required": f["name"] in ("sort", "text", "hours")} for f in item("police-norms").fields])
    fresh = service_fresh(record)
    check(fresh)
    with pytest.raises(GateRefused, match="请填写办公时间"):
        publish(record=fresh, actor=None)


def test_every_fault_of_what_was_typed_is_told_at_once(city):
    with pytest.raises(EntryRefused) as refused:
        service.disclosure_enter(item=item("commutation"), organ=city["辽08"], actor=None, typed=Typed("", {"proposal": "释放"}, "十月", "第七号"))
    assert {"title", "occurred_on", "case_number", "proposal", "convict", "prison", "reasons"} <= set(refused.value.faults)
    assert Organ.objects.exists()
