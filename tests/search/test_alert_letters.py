"""Letters of alerts when something fails: delayed, of unknown fate, refused, raced for - never twice."""

import threading
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPServerDisconnected

import pytest
import time_machine
from django.core import mail
from django.core.cache import caches
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from search.enums import LetterKind, LetterState
from search.models import Letter, Subscriber
from search.services import alerts, digests, mailing, matching
from tests.factories import published
from tests.search.readers import READER, TITLE, index, news, send, subscribe

pytestmark = pytest.mark.django_db


class Dead(EmailBackend):
    """A server that is not there."""

    def open(self):
        raise ConnectionRefusedError


class Refusing(EmailBackend):
    """A server that knows nobody."""

    def send_messages(self, messages):
        raise SMTPRecipientsRefused({READER: (550, b"no such user")})


class Dying(EmailBackend):
    """The line breaks behind the last byte: nobody knows whether the letter was taken."""

    def send_messages(self, messages):
        raise SMTPServerDisconnected


def backend(monkeypatch, kind):
    monkeypatch.setattr(mailing, "get_connection", lambda: kind())


def test_a_dead_mail_server_delays_one_letter_for_all_days(client, portal, monkeypatch):
    subscribe(client)
    with monkeypatch.context() as patch:
        backend(patch, Dead)
        for day in range(1, 4):
            news(portal, f"第{day}日 {TITLE}", day)
            assert send(day) == []
    (letter,) = send(4)
    assert all(f"第{day}日" in letter.body for day in range(1, 4))


def test_a_letter_of_unknown_fate_is_not_sent_again_and_the_next_one_says_so(client, portal, monkeypatch):
    subscribe(client)
    published(portal, title=TITLE)
    with monkeypatch.context() as patch:
        backend(patch, Dying)
        assert send() == []
    assert Letter.objects.get(kind=LetterKind.DIGEST).state == LetterState.UNKNOWN
    news(portal, f"又{TITLE}", 2)
    (letter,) = send(2)
    assert "可能没有送到" in letter.body and letter.body.count(TITLE) == 1


def test_a_sender_that_was_killed_leaves_a_letter_that_nobody_sends_again(client, portal):
    subscribe(client)
    published(portal, title=TITLE)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=True):
        index()
        matching.look(at_once=True)
        digests.digests_open()
    Letter.objects.filter(kind=LetterKind.DIGEST).update(state=LetterState.SENDING, claimed_at=timezone.now() - timedelta(hours=1))
    mailing.letters_send()
    assert Letter.objects.get(kind=LetterKind.DIGEST).state == LetterState.UNKNOWN
    assert not [m for m in mail.outbox if TITLE in m.body]


def test_an_address_that_refuses_again_and_again_is_suspended(client, portal, monkeypatch):
    subscribe(client)
    backend(monkeypatch, Refusing)
    for day in range(1, mailing.REFUSALS + 1):
        news(portal, f"第{day}日 {TITLE}", day)
        send(day)
    assert Subscriber.objects.get().suspended_at is not None
    assert alerts.active().count() == 0


def test_while_the_engine_is_away_nothing_is_lost(client, portal, monkeypatch):
    from search.engines.base import EngineError

    subscribe(client)
    published(portal, title=TITLE)
    index()

    def broken():
        raise EngineError("away")

    with monkeypatch.context() as patch, time_machine.travel(timezone.now() + timedelta(hours=2), tick=True):
        patch.setattr(matching, "engine", broken)
        assert matching.look(at_once=True) == 0
    assert len(send()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_senders_send_each_letter_once(city, settings, tmp_path, client, monkeypatch):
    settings.PORTAL_DATA, settings.ALERTS_LAG_SECONDS = tmp_path, 0
    caches["throttle"].clear()
    index()
    for n in range(6):
        subscribe(client, address=f"leser{n}@example.cn")
    published(city["辽0802"], title=TITLE)
    with time_machine.travel(timezone.now() + timedelta(hours=1), tick=True):
        index()
        matching.look(at_once=True)
    mail.outbox.clear()
    barrier = threading.Barrier(2)

    def work():
        try:
            barrier.wait(10)
            digests.digests_open()
            mailing.letters_send()
        finally:
            connection.close()

    both = [threading.Thread(target=work) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join(60)
    mailing.letters_send()  # what the loser of a race left where it was
    digests.digests_open()
    mailing.letters_send()
    assert sorted(message.to[0] for message in mail.outbox) == [f"leser{n}@example.cn" for n in range(6)]
