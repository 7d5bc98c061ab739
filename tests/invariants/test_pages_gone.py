"""Promise 2 for pages: withdrawn, held or expired, they are gone everywhere within 30 seconds, with queue and indexer stopped."""

from datetime import timedelta
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import cache
from django.utils import timezone

from core.models import LedgerEntry
from core.pages.gate import page_hold, page_withdraw
from home.services import front_page_ensure
from openness.models import CircularPage, TopicPage
from search.engines import engine
from search.indexer import Indexer
from tests.pages import public

pytestmark = pytest.mark.django_db
WORDS = "海角天涯整改通报"
GOING = {
    "withdrawn": lambda p: page_withdraw(page=p, actor=None, reason="error"),
    "held": lambda p: page_hold(page=p, actor=None, reason="核查"),
    "expired": lambda p: None,
}


@pytest.fixture
def page(city, settings, tmp_path):
    """A public and indexed circular that ends in an hour, and a topic that links it; no process runs."""
    settings.PORTAL_DATA = tmp_path
    front_page_ensure()
    made = public(CircularPage, city["辽0802"], title=WORDS, expire_at=timezone.now() + timedelta(hours=1))
    public(CircularPage, city["辽0802"], title="留下的通报")
    public(TopicPage, city["辽0802"], body=[("pages", {"title": "文件", "pages": [made]}), ("records", {"title": "", "ids": made.public_id})])
    Indexer(engine()).run(once=True)
    cache.clear()
    return made


def showing(client, page):
    topic = TopicPage.objects.get().get_url()
    addresses = ["/", "/circulars/", "/circulars/feed/", "/circulars/?q=海角", f"/search/?q={quote('海角天涯')}", f"/search/feed/?q={quote('海角天涯')}", topic, page.get_url()]
    return [a for a in addresses if f"{WORDS}</" in client.get(a).content.decode().replace("<mark>", "").replace("</mark>", "")]


@pytest.mark.parametrize("way", GOING)
def test_a_page_is_gone_from_every_page_although_nobody_indexes(client, page, way):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert len(showing(client, page)) >= 7
        if way == "expired":
            clock.shift(3600)
        GOING[way](page)
        clock.shift(30.5)
        assert showing(client, page) == []
        assert client.get(page.get_url()).status_code == (404 if way == "held" else 410)
        assert engine().versions([f"circular:{page.public_id}"]), "the index is stale, as it was meant to be"


def test_the_ledger_keeps_every_act_and_after_a_withdrawal_no_way_back_to_the_text(page):
    before = LedgerEntry.objects.get(public_id=page.public_id)
    page_withdraw(page=page, actor=None, reason="law")
    acts = list(LedgerEntry.objects.filter(public_id=page.public_id).order_by("id").values_list("act", "digest"))
    assert [act for act, _ in acts] == ["publish", "withdraw"] and acts[0][1] == before.digest == acts[1][1]
    assert CircularPage.objects.get(pk=page.pk).salt == ""
