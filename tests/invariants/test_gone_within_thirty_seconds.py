"""Promise 2: what is withdrawn or expired is gone everywhere within 30 seconds, with queue and indexer stopped; the
ledger still proves the act."""

from datetime import timedelta
from io import StringIO
from urllib.parse import quote

import pytest
import time_machine
from django.core.cache import cache
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from core.models import Delivery, LedgerEntry
from core.publishing import hold
from home.services import front_page_ensure
from openness.services.records import judgment_withdraw
from search.engines import engine
from search.indexer import Indexer
from tests.factories import published

pytestmark = pytest.mark.django_db
TITLE = "海角公司与天涯公司买卖合同纠纷一审民事判决书"


@pytest.fixture
def judgment(city, settings, tmp_path):
    """A published and indexed judgment that ends in an hour; no process runs."""
    settings.PORTAL_DATA = tmp_path
    front_page_ensure()
    made = published(city["辽0802"], title=TITLE, public_until=timezone.now() + timedelta(hours=1))
    published(city["辽0802"])
    Indexer(engine()).run(once=True)
    cache.clear()
    return made


def addresses(judgment):
    number = quote(judgment.case_number)
    return [
        "/", "/openness/", "/openness/judgments/", "/openness/judgments/?court=辽0802", "/openness/judgments/feed/", f"/search/?q={quote('海角公司')}",
        f"/search/?q={number}", f"/search/feed/?q={quote('海角公司')}", f"/openness/my-case/?number={number}", judgment.get_absolute_url(),
    ]  # fmt: skip


def showing(client, judgment):
    """Addresses that show the title of the judgment now."""
    return [a for a in addresses(judgment) if TITLE[:12] in client.get(a).content.decode().replace("<mark>", "").replace("</mark>", "")]


GOING = {
    "withdrawn": lambda j: judgment_withdraw(judgment=j, actor=None, reason="law"),
    "held": lambda j: hold(record=j, actor=None, reason="核查"),
    "expired": lambda j: None,
}


@pytest.mark.parametrize("way", GOING)
def test_it_is_gone_from_every_page_although_nobody_indexes(client, judgment, way):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        before = showing(client, judgment)
        assert len(before) >= 8, before
        if way == "expired":
            clock.shift(3600)
        GOING[way](judgment)
        clock.shift(30.5)
        assert showing(client, judgment) == []
        assert client.get(judgment.get_absolute_url()).status_code == (410 if way == "withdrawn" else 404)
        assert engine().versions([f"judgment:{judgment.public_id}"]), "the index is stale, as it was meant to be"
        if way != "expired":
            assert Delivery.objects.filter(queue="index", state="pending").exists()


def test_the_find_command_is_silent_at_once(judgment):
    judgment_withdraw(judgment=judgment, actor=None, reason="law")
    out = StringIO()
    call_command("find", "海角公司", json=True, stdout=out)
    assert judgment.public_id not in out.getvalue() and '"total": 0' in out.getvalue()


def test_the_short_address_leads_to_the_tombstone(client, judgment):
    judgment_withdraw(judgment=judgment, actor=None, reason="law")
    assert client.get(reverse("short", args=[judgment.public_id]), follow=True).status_code == 410


def test_the_ledger_keeps_the_act_and_not_the_text(judgment):
    judgment_withdraw(judgment=judgment, actor=None, reason="law")
    acts = LedgerEntry.objects.filter(public_id=judgment.public_id).order_by("id").values_list("act", "reason")
    assert list(acts) == [("publish", ""), ("withdraw", "law")]


def test_the_indexer_catches_up_by_itself(judgment):
    judgment_withdraw(judgment=judgment, actor=None, reason="law")
    Indexer(engine()).run(once=True)
    assert not engine().versions([f"judgment:{judgment.public_id}"])
    assert not Delivery.objects.filter(queue="index").exclude(state="done").exists()
