"""A reader of alerts in tests: asks, confirms, and gets the letters of a later day."""

import re
from datetime import timedelta
from io import StringIO
from urllib.parse import urlencode

import time_machine
from django.core import mail
from django.core.cache import cache
from django.core.management import call_command
from django.utils import timezone

from core import events
from search.engines import engine
from search.indexer import Indexer
from tests.factories import published

READER = "wanglin@example.cn"
TITLE = "海角公司与天涯公司买卖合同纠纷一审民事判决书"


def index():
    Indexer(engine()).run(once=True)
    cache.clear()


def form_url(q="天涯公司", **filters):
    return f"/search/alerts/new/?{urlencode({'q': q, **filters})}"


def links(message):
    """Addresses in a letter, without the site."""
    return [url.removeprefix("http://127.0.0.1:8000").removeprefix("http://localhost:8000") for url in re.findall(r"https?://\S+", message.body)]


def ask(client, q="天涯公司", address=READER, **fields):
    """Asks and lets the queue work; the link of confirmation, if a letter came."""
    before = len(mail.outbox)
    response = client.post(form_url(q), {"address": address, **fields})
    assert response.status_code == 302, response.content.decode()[-3000:]
    events.drain(events.WORK)
    return next((url[url.index("/search/") :] for message in mail.outbox[before:] for url in links(message) if "/confirm/" in url), "")


def subscribe(client, q="天涯公司", address=READER, **fields):
    link = ask(client, q, address, **fields)
    assert client.post(link).status_code == 302
    return link


def send(days=1):
    """A day later: looks, writes, sends; the letters of that run."""
    before = len(mail.outbox)
    with time_machine.travel(timezone.now() + timedelta(days=days), tick=True):
        index()
        call_command("alerts_send", "--now", stdout=StringIO())
    return mail.outbox[before:]


def news(organ, title, days):
    """A judgment that becomes public an hour before the letters of that day."""
    with time_machine.travel(timezone.now() + timedelta(days=days, hours=-1), tick=True):
        return published(organ, title=title)
