"""Alerts by mail: asked for, confirmed from the mailbox, one letter a day, nothing twice, left with one click."""

import re
import sqlite3
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from core import events
from core.publishing import hold
from openness.services.records import judgment_withdraw
from search.enums import LetterKind, LetterState
from search.models import AlertItem, Letter, SavedSearch, Subscriber, Subscription
from search.services import alerts, digests, mailing, matching
from search.services.digests import sections_of
from tests.factories import published
from tests.search.readers import READER, TITLE, ask, form_url, index, news, send, subscribe

pytestmark = pytest.mark.django_db


# --- asking and confirming --------------------------------------------------------------------------------------------


def test_nothing_is_sent_before_the_reader_confirmed_and_opening_the_link_does_not_confirm(client, portal):
    link = ask(client)
    assert "确认订阅" in client.get(link).content.decode()
    client.head(link)
    assert not Subscription.objects.filter(confirmed_at__isnull=False).exists()
    published(portal, title=TITLE)
    assert send() == []


def test_a_confirmed_reader_gets_one_letter_with_what_is_new_and_only_that(client, portal):
    subscribe(client)
    record = published(portal, title=TITLE)
    (letter,) = send()
    assert letter.to == [READER] and "新公开 1 件" in letter.subject
    assert TITLE in letter.body and record.get_absolute_url() in letter.body and "旧公司" not in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    html = letter.alternatives[0][0]
    assert TITLE in html and "http" in html


def test_the_same_item_is_never_told_of_twice(client, portal):
    subscribe(client)
    published(portal, title=TITLE)
    assert len(send()) == 1
    assert send(2) == [] and send(3) == []


def test_all_searches_of_one_address_come_in_one_letter(client, portal):
    subscribe(client, "天涯公司")
    subscribe(client, "海角公司")
    published(portal, title=TITLE)
    (letter,) = send()
    assert "“天涯公司”" in letter.body and "“海角公司”" in letter.body


def test_two_readers_of_one_search_share_it_and_each_gets_a_letter(client, portal):
    subscribe(client, "天涯公司")
    subscribe(client, "　天涯公司 ", address="li@example.cn")
    assert SavedSearch.objects.count() == 1
    published(portal, title=TITLE)
    assert {letter.to[0] for letter in send()} == {READER, "li@example.cn"}


@pytest.mark.parametrize("gone", [lambda r: judgment_withdraw(judgment=r, actor=None, reason="law"), lambda r: hold(record=r, actor=None, reason="核查")])
def test_what_was_withdrawn_or_held_meanwhile_is_in_no_letter(client, portal, gone):
    subscribe(client)
    record = published(portal, title=TITLE)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=True):
        index()
        assert matching.look(at_once=True) == 1
    assert digests.digests_open() == 1 and AlertItem.objects.exists()
    record.refresh_from_db()
    gone(record)
    mailing.letters_send()
    assert [m for m in mail.outbox if TITLE in m.body] == []
    assert Letter.objects.get(kind=LetterKind.DIGEST).state == LetterState.DROPPED


def test_many_hits_are_capped_and_the_rest_counted(client, portal, monkeypatch):
    monkeypatch.setattr(digests, "SHOWN", 2)
    subscribe(client)
    for n in range(5):
        published(portal, title=f"第{n}公司与天涯公司买卖合同纠纷一审民事判决书")
    (letter,) = send()
    assert "及其他 3 件" in letter.body and letter.body.count("天涯公司买卖合同") == 2


# --- bad input --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("typed", "said"), [("", "请填写邮箱"), ("wang@", "邮箱的写法不对"), ("a@b.cn\nBcc: c@d.cn", "邮箱的写法不对")])
def test_a_wrong_address_is_told_and_kept(client, portal, typed, said):
    response = client.post(form_url(), {"address": typed})
    page = response.content.decode()
    assert response.status_code == 422 and said in page and typed.split("\n")[0] in page
    assert not Subscriber.objects.exists() and not mail.outbox


@pytest.mark.parametrize(("q", "said"), [("", "还没有说要订阅什么"), ("，。", "没有可以查找的字词"), ("字" * 300, "查询内容过长"), ("21080319800101123X 判决", "号码")])
def test_a_search_that_finds_nothing_ever_cannot_be_subscribed_to(client, portal, q, said):
    response = client.post(form_url(q), {"address": READER})
    assert response.status_code == 422 and said in response.content.decode()
    assert not Subscriber.objects.exists()


def test_known_and_unknown_addresses_get_the_same_answer_and_none_can_be_bombed(client, portal):
    subscribe(client)
    letters = len(mail.outbox)
    answers = {(r.status_code, r["Location"]) for r in (client.post(form_url(f"天涯{n}"), {"address": a}) for n in range(4) for a in (READER, "neu@example.cn"))}
    assert len(answers) == 1
    events.drain(events.WORK)
    assert len([m for m in mail.outbox[letters:] if m.to == [READER]]) <= 5


def test_a_visitor_who_asks_too_often_is_told_and_keeps_what_he_typed(client, portal):
    for n in range(10):
        client.post(form_url(), {"address": f"a{n}@example.cn"})
    response = client.post(form_url(), {"address": "letzte@example.cn"})
    assert response.status_code == 429 and "letzte@example.cn" in response.content.decode()
    assert not [m for m in mail.outbox if m.to == ["letzte@example.cn"]]


@pytest.mark.parametrize("spoil", [lambda token: token[:-1] + ("0" if token[-1] != "0" else "1"), lambda token: token[:16], lambda token: "x" * 48])
def test_a_wrong_link_says_so_and_does_nothing(client, portal, spoil):
    token = ask(client).rstrip("/").rpartition("/")[2]
    response = client.post(f"/search/alerts/confirm/{spoil(token)}/")
    assert response.status_code == 404 and "链接不能用" in response.content.decode()
    assert not Subscription.objects.filter(confirmed_at__isnull=False).exists()


def test_an_expired_link_says_so_and_what_was_never_confirmed_is_swept(client, portal):
    link = ask(client)
    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert client.post(link).status_code == 404
    with time_machine.travel(timezone.now() + timedelta(days=8)):
        assert alerts.alerts_sweep() == 1
    assert not Subscriber.objects.exists() and not Subscription.objects.exists()


def test_guessing_links_is_throttled(client, portal):
    codes = {client.get(f"/search/alerts/{n:048d}/").status_code for n in range(70)}
    assert codes == {404, 429}


def test_an_address_has_so_many_searches_and_no_more(client, portal):
    for n in range(alerts.MOST):
        subscribe(client, f"天涯公司 第{n}")
        caches["throttle"].clear()
    link = ask(client, "天涯公司 又一")
    response = client.post(link)
    assert response.status_code == 409 and "最多订阅" in response.content.decode()


# --- leaving ----------------------------------------------------------------------------------------------------------


def test_one_click_leaves_and_destroys_the_address(client, portal):
    subscribe(client)
    published(portal, title=TITLE)
    (letter,) = send()
    url = letter.extra_headers["List-Unsubscribe"].strip("<>")
    path = url[url.index("/search/") :]
    assert client.get(path).status_code == 200 and Subscriber.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscriber.objects.exists() and not Subscription.objects.exists()
    assert client.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    news(portal, f"又{TITLE}", 2)
    assert send(2) == []


def test_a_single_search_is_dropped_and_the_others_stay(client, portal):
    subscribe(client, "天涯公司")
    link = subscribe(client, "海角公司")
    page = client.get(link).content.decode()
    manage = re.search(r'href="(/search/alerts/[0-9a-f]{48}/)"', page)[1]
    dropped = Subscription.objects.order_by("pk").first()
    assert client.post(manage, {"drop": dropped.handle}).status_code == 302
    assert Subscription.objects.get().pk != dropped.pk and Subscriber.objects.exists()


def test_letters_and_pages_are_not_cached_and_not_indexed(client, portal):
    response = client.get(ask(client))
    assert "no-store" in response["Cache-Control"] and response["X-Robots-Tag"] == "noindex" and response["Referrer-Policy"] == "same-origin"


# --- nothing personal anywhere ----------------------------------------------------------------------------------------


def test_address_and_search_stand_nowhere_in_the_clear(client, portal, caplog):
    subscribe(client, "天涯公司 极少见的词")
    published(portal, title=TITLE)
    send()
    assert READER not in caplog.text and "极少见的词" not in caplog.text
    connection.ensure_connection()
    raw: sqlite3.Connection = connection.connection
    dump = "\n".join(raw.iterdump())
    assert "judgment" in dump  # the dump holds what it should
    assert READER not in dump and READER.partition("@")[0] not in dump and "极少见的词" not in dump


def test_the_office_sees_counts_and_nothing_else(client, portal, member):
    subscribe(client)
    client.force_login(member("office", "yk-zfw"))
    page = client.get("/admin/alerts/").content.decode()
    assert "邮件订阅" in page and READER not in page and "天涯公司" not in page


def test_corrections_come_to_those_who_asked_for_them(client, portal):
    subscribe(client, corrections="on")
    subscribe(client, address="li@example.cn")
    record = published(portal, title=TITLE)
    assert len(send()) == 2
    # Another version is all that the alerts see of a correction.
    connection.cursor().execute("UPDATE openness_judgment SET version = version + 1 WHERE id = %s", [record.pk])
    with time_machine.travel(timezone.now() + timedelta(days=1, hours=1), tick=True):
        matching.correction_note(kind="judgment", public_id=record.public_id)
        matching.correction_note(kind="judgment", public_id=record.public_id)
    (letter,) = send(2)
    assert letter.to == [READER] and letter.body.count("［更正］") == 1


def test_the_letter_shows_only_what_is_public_at_this_moment(client, portal):
    subscribe(client)
    record = published(portal, title=TITLE)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=True):
        index()
        matching.look(at_once=True)
    digests.digests_open()
    letter = Letter.objects.get(kind=LetterKind.DIGEST)
    assert [entry.document.public_id for section in sections_of(letter) for entry in section.entries] == [record.public_id]
    hold(record=record, actor=None, reason="核查")
    assert sections_of(letter) == []
