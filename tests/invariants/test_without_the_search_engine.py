"""Promise 7: with the search engine down the site serves its pages and finds numbers and titles, under a clear notice;
with the queue down writes still land; both catch up by themselves."""

import json
import shutil
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from core import events
from core.models import Delivery
from openness.models import ImportRow
from openness.services.handin import batch_receive
from search.engines import engine, state_directory
from search.indexer import Indexer
from tests.factories import published
from tests.openness.conftest import text_of

pytestmark = pytest.mark.django_db
TITLE = "海角公司与天涯公司承揽合同纠纷一审民事判决书"


@pytest.fixture
def judgment(city, settings, tmp_path):
    """A published judgment in an installation of its own."""
    settings.PORTAL_DATA = tmp_path
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    made = published(city["辽0802"], title=TITLE)
    cache.clear()
    return made


def wreck():
    """Overwrites every file of the index."""
    for path in state_directory().rglob("*"):
        if path.is_file() and "lock" not in path.name:
            path.write_bytes(b"\x00not an index" * 20)


BROKEN = {
    "missing": lambda: None,
    "taken away": lambda: (Indexer(engine()).run(once=True), shutil.rmtree(state_directory())),
    "damaged": lambda: (Indexer(engine()).run(once=True), wreck()),
}


@pytest.fixture(params=BROKEN)
def broken(request, judgment):
    """The same judgment, and an index that is no use."""
    BROKEN[request.param]()
    return judgment


def find(query):
    out = StringIO()
    call_command("find", query, json=True, stdout=out)
    return json.loads(out.getvalue().splitlines()[-1])


def test_pages_are_served(client, broken):
    for address in ("/openness/", "/openness/judgments/", broken.get_absolute_url(), "/openness/judgments/feed/", "/openness/coverage/", f"/openness/my-case/?number={quote(broken.case_number)}", "/search/"):
        assert client.get(address).status_code == 200, address


def test_numbers_and_titles_are_found_under_a_notice(client, broken):
    for query in (broken.case_number, broken.case_number.replace("（", "[ ").replace("）", " ]"), "承揽合同纠纷"):
        page = client.get(f"/search/?q={quote(query)}").content.decode()
        assert broken.get_absolute_url() in page and "只" in page and "案号" in page, query
        assert find(query)["degraded"] and [h["public_id"] for h in find(query)["hits"]] == [broken.public_id]


def test_the_indexer_builds_a_new_one_by_itself(broken):
    Indexer(engine()).run(once=True)
    answer = find("天涯公司")
    assert not answer["degraded"] and answer["total"] == 1
    assert not Delivery.objects.filter(queue="index").exclude(state="done").exists()


def test_with_the_queue_down_an_upload_lands_and_is_taken_up_later(judgment, member, city):
    body = json.dumps({"text": text_of()}, ensure_ascii=False).encode()
    batch = batch_receive(upload=SimpleUploadedFile("a.jsonl", body), organ=city["辽0802"], actor=member("clerk"))
    assert not ImportRow.objects.exists() and Delivery.objects.filter(queue=events.WORK, state="pending").count() == 1
    events.drain(events.WORK)
    assert batch.rows.get().outcome == "in_review"


def test_a_waker_that_fails_does_not_lose_the_upload(judgment, member, city, monkeypatch, django_capture_on_commit_callbacks):
    def dead():
        raise ConnectionError

    monkeypatch.setitem(events._wakers, events.WORK, dead)
    body = json.dumps({"text": text_of()}, ensure_ascii=False).encode()
    with django_capture_on_commit_callbacks(execute=False):
        batch_receive(upload=SimpleUploadedFile("a.jsonl", body), organ=city["辽0802"], actor=member("clerk"))
    events.drain(events.WORK)
    assert ImportRow.objects.get().outcome == "in_review"
