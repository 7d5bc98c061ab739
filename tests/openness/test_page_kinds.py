"""Model cases, rules, topics, lists, feeds, search, nominations: what the public sees."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.cache import cache, caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from core.enums import Role
from core.pages.gate import page_hold, page_withdraw
from core.pages.page import PageRefused
from core.searchable import kinds
from home.services import front_page_ensure
from openness.models import CircularPage, ModelCasePage, Nomination, PageIndex, RulePage, TopicPage
from openness.models.pages import pinyin_slug
from openness.selectors.pages import records_named
from openness.services.nominations import nomination_answer, nomination_receive
from tests.factories import make_judgment, published
from tests.pages import KINDS, draft, person, public

pytestmark = pytest.mark.django_db
LISTS = {"circular": "/circulars/", "model_case": "/model-cases/", "rule": "/openness/rules/", "topic": "/topics/"}


@pytest.fixture
def organ(city):
    front_page_ensure()
    return city["辽0802"]


def html(client, address):
    cache.clear()
    return client.get(address).content.decode()


@pytest.mark.parametrize("kind", LISTS)
def test_a_list_its_feed_and_the_search_know_public_pages_only(client, organ, kind):
    model = KINDS[kind]
    page, hidden = public(model, organ, title="看得见的题目"), draft(model, organ, title="看不见的草稿")
    feed = f"{LISTS[kind]}feed/"
    for address in (LISTS[kind], feed, f"{LISTS[kind]}?q=%E7%9C%8B&organ={organ.code}&year={timezone.localdate().year}"):
        shown = html(client, address)
        assert "看得见的题目" in shown and "看不见的草稿" not in shown, address
    assert page.get_url().startswith(LISTS[kind])
    searchable = kinds()[kind]
    assert list(searchable.queryset()) == [page] and list(searchable.lookup("看得见")) == [page] and not searchable.lookup(hidden.title)
    document = searchable.document(page)
    assert document.url == page.get_url() and document.organ == organ.code and "看得见的题目" in document.text
    page_hold(page=page, actor=None, reason="核查")
    assert not any("看得见的题目" in html(client, a) for a in (LISTS[kind], feed, "/"))
    assert not searchable.queryset().exists()


@pytest.mark.parametrize("kind", LISTS)
def test_an_empty_list_says_what_will_come(client, organ, kind):
    assert "还没有" in html(client, LISTS[kind])


def test_lists_answer_before_anything_was_set_up(client, db):
    assert all(client.get(address).status_code == 200 for address in LISTS.values())
    assert not PageIndex.objects.exists()


@pytest.mark.parametrize("kind", LISTS)
def test_the_queries_of_a_list_do_not_grow_with_it(client, organ, kind):
    counts = []
    for more in (1, 3):
        for _ in range(more):
            public(KINDS[kind], organ)
        html(client, LISTS[kind])  # fills what is kept in the process
        with CaptureQueriesContext(connection) as queries:
            html(client, LISTS[kind])
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24


def test_the_front_page_shows_circulars_and_model_cases_side_by_side(client, organ):
    assert "全部通报" not in html(client, "/")
    public(CircularPage, organ, title="首页上的通报")
    public(ModelCasePage, organ, title="首页上的案例")
    shown = html(client, "/")
    assert "首页上的通报" in shown and "首页上的案例" in shown and "全部案例" in shown


def test_a_model_case_links_its_judgment_only_while_that_is_public(client, organ):
    judgment = published(organ)
    page = public(ModelCasePage, organ, case_number=judgment.case_number)
    assert judgment.get_absolute_url() in html(client, page.get_url())
    other = public(ModelCasePage, organ, case_number="（2026）辽0802民初88888号")
    assert "本站没有公开这份文书" in html(client, other.get_url())


def test_a_model_case_never_names_whom_its_judgment_holds_back(organ, monkeypatch):
    judgment = make_judgment(organ)
    monkeypatch.setattr("openness.services.review.withheld_names", lambda j: {"东方绘彩"})
    page = draft(ModelCasePage, organ, case_number=judgment.case_number, facts="<p>东方绘彩借款三万元。</p>")
    with pytest.raises(PageRefused, match="姓名"):
        page.get_latest_revision().publish()


def test_a_home_address_stays_out_of_model_cases_and_an_office_number_may_stand_in_a_rule(organ):
    with pytest.raises(PageRefused):
        draft(ModelCasePage, organ, facts="<p>某甲住营口市站前区平安街3号2单元。</p>").get_latest_revision().publish()
    assert public(RulePage, organ, body=[("text", "<p>咨询电话：0417-2800000。</p>")]).is_public


def test_a_rule_tells_what_replaced_it_once_that_is_public_and_in_force(client, organ):
    old = public(RulePage, organ, title="旧办法")
    new = draft(RulePage, organ, title="新办法", replaces=old, effective_on=timezone.localdate() + timedelta(days=10))
    assert old.standing() == "in_force"
    new.get_latest_revision().publish()
    assert old.standing() == "in_force" and RulePage.objects.get(pk=new.pk).standing() == "future"
    with time_machine.travel(timezone.now() + timedelta(days=11), tick=False):
        assert old.standing() == "replaced"
        assert "已被新的制度代替" in html(client, old.get_url()) and "它代替的" in html(client, new.get_url())
        assert "旧办法" not in html(client, "/openness/rules/?state=in_force") and "旧办法" in html(client, "/openness/rules/?state=replaced")


@pytest.mark.parametrize(
    ("fields", "state"),
    [({"repealed_on": date(2026, 1, 1)}, "repealed"), ({"valid_until": date(2026, 1, 1)}, "expired"), ({"effective_on": date(2090, 1, 1)}, "future"), ({}, "in_force")],
)
def test_a_rules_standing_follows_its_dates_on_page_and_list(client, organ, fields, state):
    page = public(RulePage, organ, title="某项办法", **fields)
    assert page.standing() == state
    for wanted in ("repealed", "expired", "future", "in_force", "replaced"):
        assert ("某项办法" in html(client, f"/openness/rules/?state={wanted}")) == (wanted == state)


def test_a_topic_shows_records_and_pages_while_they_are_public(client, organ):
    rule, judgment = public(RulePage, organ, title="引用的制度"), published(organ)
    body = [
        ("heading", "进展"), ("note", {"title": "提示", "text": "请看"}), ("table", {"caption": "表", "head": True, "rows": "甲 | 乙\n一"}),
        ("records", {"title": "文书", "ids": f"/r/{judgment.public_id}/\n{rule.public_id}\nzzzzzzzzzz"}), ("pages", {"title": "文件", "pages": [rule]}),
    ]  # fmt: skip
    page = public(TopicPage, organ, body=body)
    shown = html(client, page.get_url())
    assert all(words in shown for words in ("进展", "提示", "<caption>表", judgment.case_number, "引用的制度"))
    page_withdraw(page=rule, actor=None, reason="replaced")
    assert "引用的制度" not in html(client, page.get_url()) and len(records_named(judgment.public_id + " " + rule.public_id)) == 1


@pytest.mark.parametrize(("title", "slug"), [("关于执行工作的通报", "guan-yu-zhi-xing-gong-zuo-de-tong-bao"), ("2026年第3号", "2026-nian-di-3-hao"), ("“”", "page")])
def test_an_address_is_made_from_the_title_in_pinyin(title, slug):
    assert pinyin_slug(title) == slug


NOMINATION = {"case_number": "", "statement": "判决把道理讲得很明白，双方都服。", "name": "", "contact": ""}


def test_a_nomination_gets_a_receipt_and_its_answer_is_found_by_it(client, organ):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        form = client.get(reverse("openness:nominate"))
        clock.shift(10)
        sent = {**NOMINATION, "organ": organ.pk, "token": form.context["token"]}
        receipt = client.post(reverse("openness:nominate"), sent)
        again = client.post(reverse("openness:nominate"), sent)
    assert receipt.status_code == 200 and receipt.context["number"] == again.context["number"] and Nomination.objects.count() == 1
    codes = {"number": receipt.context["number"], "code": receipt.context["code"]}
    assert "还在看" in client.post(reverse("openness:nomination_saved"), codes).content.decode()
    assert client.post(reverse("openness:nomination_track"), {**codes, "code": "AAAA-BBBB-CCCC"}).status_code == 422
    editor = person(Role.EDITOR, organ)
    client.force_login(editor)
    made = Nomination.objects.get()
    assert "双方都服" in client.get(reverse("openness_staff:nomination", args=[made.pk])).content.decode()
    assert client.post(reverse("openness_staff:nomination_answer", args=[made.pk]), {"outcome": "taken", "answer": ""}).status_code == 422
    answer = client.post(reverse("openness_staff:nomination_answer", args=[made.pk]), {"outcome": "taken", "answer": "确实典型，正在编写。"})
    page = ModelCasePage.objects.get()
    assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk]) and not page.is_public
    client.logout()
    assert "确实典型" in client.post(reverse("openness:nomination_track"), codes).content.decode()


@pytest.mark.parametrize("change", [{"statement": "短"}, {"organ": ""}, {"token": "forged"}])
def test_a_nomination_that_lacks_something_keeps_what_was_typed(client, organ, change):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        token = client.get(reverse("openness:nominate")).context["token"]
        clock.shift(10)
        answer = client.post(reverse("openness:nominate"), {**NOMINATION, "organ": organ.pk, "token": token, "case_number": "我写的案号", **change})
    assert answer.status_code == 422 and "我写的案号" in answer.content.decode() and not Nomination.objects.exists()


def test_too_many_nominations_from_one_place_are_put_off(client, organ):
    caches["throttle"].clear()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for n in range(6):
            token = client.get(reverse("openness:nominate")).context["token"]
            clock.shift(5)
            answer = client.post(reverse("openness:nominate"), {**NOMINATION, "organ": organ.pk, "token": token, "name": str(n)})
    assert answer.status_code == 429 and Nomination.objects.count() == 5


def test_only_the_first_of_two_answers_counts(organ):
    editor = person(Role.EDITOR, organ)
    made, _ = nomination_receive(organ=organ, case_number="", statement="理由" * 8, name="", contact="", seed="a-seed-for-this-test")
    nomination_answer(nomination=made, actor=editor, outcome="not_taken", answer="不够典型。")
    with pytest.raises(RuntimeError, match="刚刚被别人"):
        nomination_answer(nomination=made, actor=editor, outcome="taken", answer="可以采纳。")
    assert not ModelCasePage.objects.exists()
