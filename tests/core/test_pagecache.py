"""The page cache: 30 seconds at most, for strangers only, and nothing of anybody in it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from core.pagecache import MAX_SECONDS, PageCacheMiddleware, public_page
from core.publishing import publish, withdraw
from tests.factories import make_judgment, make_notice, published

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def empty():
    """Each test begins with an empty cache."""
    cache.clear()


@pytest.fixture
def page():
    """A cached page that counts how often it was made: page(address, method, **headers)."""
    made = []

    @public_page()
    def view(request):
        made.append(1)
        response = HttpResponse(f"第{len(made)}次", status=int(request.GET.get("status", 200)))
        if "cookie" in request.GET:
            response.set_cookie("csrftoken", "secret")
        if "short" in request.GET:
            response.page_cache_seconds = 5
        return response

    middleware = PageCacheMiddleware(view)

    def get(address="/x/", method="GET", cookies="", **headers):
        return middleware(RequestFactory().generic(method, address, HTTP_COOKIE=cookies, **headers))

    return get


def text(response):
    return response.content.decode()


def test_a_page_lives_thirty_seconds_and_not_one_more(page):
    assert MAX_SECONDS <= 30
    with time_machine.travel(START, tick=False) as clock:
        assert text(page()) == "第1次"
        clock.shift(MAX_SECONDS - 0.1)
        assert text(page()) == "第1次"
        clock.shift(0.2)
        assert text(page()) == "第2次"


def test_the_browser_is_told_what_is_left(page):
    with time_machine.travel(START, tick=False) as clock:
        assert page()["Cache-Control"] == f"public, max-age={MAX_SECONDS}"
        clock.shift(MAX_SECONDS - 10)
        assert page()["Cache-Control"] == "public, max-age=10"


def test_a_page_may_ask_for_less_but_never_for_more(page):
    with time_machine.travel(START, tick=False) as clock:
        page("/x/?short")
        clock.shift(6)
        assert text(page("/x/?short")) == "第2次"
    response = HttpResponse("x")
    response.page_cache_seconds = 3600
    kept = PageCacheMiddleware(lambda request: response)(RequestFactory().get("/long/"))
    assert kept["Cache-Control"] == f"public, max-age={MAX_SECONDS}"


@pytest.mark.parametrize("address", ["/x/?cookie", "/x/?status=500", "/x/?status=302", "/x/?status=403"])
def test_what_sets_a_cookie_or_is_no_page_is_never_kept(page, address):
    page(address)
    assert text(page(address)) == "第2次"


def test_who_has_a_session_neither_reads_nor_fills_the_cache(page):
    session = f"{settings.SESSION_COOKIE_NAME}=abc"
    assert text(page()) == "第1次"
    assert text(page(cookies=session)) == "第2次"
    assert text(page()) == "第1次"


@pytest.mark.parametrize("method", ["POST", "HEAD", "PUT"])
def test_only_a_get_is_answered_from_the_cache(page, method):
    page()
    assert text(page(method=method)) == "第2次"


def test_query_face_and_host_make_different_pages(page):
    seen = [
        text(page("/x/")), text(page("/x/?a=1")), text(page("/x/?a=2")), text(page(cookies="face=large")),
        text(page(HTTP_HOST="other.example")),
    ]  # fmt: skip
    assert len(set(seen)) == len(seen)
    assert "Cookie" in page()["Vary"]


def test_an_endless_address_is_not_kept(page):
    page("/x/?q=" + "a" * 5000)
    assert text(page("/x/?q=" + "a" * 5000)) == "第2次"


@pytest.mark.django_db
def test_a_withdrawn_page_is_gone_within_thirty_seconds_by_time_alone(client, city):
    judgment = published(city["辽0802"])
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert client.get(judgment.get_absolute_url()).status_code == 200
        withdraw(record=judgment, actor=None, reason="law")
        clock.shift(30.5)
        assert client.get(judgment.get_absolute_url()).status_code == 410


@pytest.mark.django_db
def test_a_cached_page_never_outlives_its_record(client, city):
    notice = make_notice(city["辽0802"], public_until=timezone.now() + timedelta(seconds=10))
    publish(record=notice, actor=None)
    judgment = make_judgment(city["辽0802"], public_until=timezone.now() + timedelta(seconds=10))
    from core.publishing import check

    check(judgment)
    publish(record=judgment, actor=None)
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for record in (notice, judgment):
            response = client.get(record.get_absolute_url())
            assert response.status_code == 200 and int(response["Cache-Control"].split("=")[1]) <= 10
        clock.shift(11)
        for record in (notice, judgment):
            assert client.get(record.get_absolute_url()).status_code == 404


@pytest.mark.django_db
def test_public_pages_set_no_cookie_and_carry_no_token(client, city):
    judgment = published(city["辽0802"])
    for address in ("/openness/judgments/", judgment.get_absolute_url(), "/openness/my-case/", "/openness/coverage/", "/search/"):
        response = client.get(address)
        assert response.status_code == 200 and not response.cookies and "csrfmiddlewaretoken" not in response.content.decode(), address


@pytest.mark.django_db
def test_the_signed_in_get_no_public_cache_header(client, member):
    client.force_login(member("clerk"))
    assert "public" not in client.get("/openness/judgments/").get("Cache-Control", "")
