"""The front page and the guides of a new installation."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from core.models import SiteSettings
from home import selectors
from home.models import HomePage, StandardPage
from home.services import front_page_ensure
from openness.selectors.coverage import Row, default_month

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_page_kept_from_another_test():
    cache.clear()


@pytest.fixture
def home():
    return front_page_ensure()


@pytest.fixture
def board(monkeypatch):
    """A scoreboard of two courts: one silent, one with overdue documents."""
    from core.models import Organ

    month = default_month()
    silent = Organ(code="辽0803", name="营口市西市区人民法院", short_name="西市区人民法院")
    busy = Organ(code="辽0811", name="营口市老边区人民法院", short_name="老边区人民法院")
    rows = [
        Row(organ=silent, month=month, silent=["裁判文书"]),
        Row(organ=busy, month=month, due=1170, published=1100, late=17, exempt=30, overdue=31, pending=9),
    ]
    monkeypatch.setattr(selectors, "cells", lambda *args, **options: [])
    monkeypatch.setattr(selectors, "by_organ", lambda cells: rows)
    return rows


def test_a_new_installation_gets_a_front_page_guides_and_settings(home, client):
    assert client.get("/").status_code == 200
    for link in SiteSettings.objects.get().links:
        assert client.get(link["url"]).status_code == 200
    assert StandardPage.objects.count() == 3


def test_a_second_run_leaves_what_an_editor_changed(home):
    home.tagline = "改过的标语"
    home.save()
    StandardPage.objects.filter(slug="guide").update(intro="改过的导语")
    front_page_ensure()
    assert HomePage.objects.get().tagline == "改过的标语"
    assert StandardPage.objects.get(slug="guide").intro == "改过的导语"
    assert StandardPage.objects.count() == 3


def test_front_page_figures_are_the_scoreboards(home, board, client):
    page = client.get("/").content.decode()
    assert "1,100" in page and "超期 31" in page
    assert page.count("没有报送") == 2 and "无法计算" in page
    assert page.rindex("西市区人民法院") < page.rindex("老边区人民法院")  # in the table; the worst is named above it


def test_without_any_register_the_front_page_claims_no_figures(home, city, client):
    page = client.get("/").content.decode()
    assert page.count("无法计算") == 7 and "超期（件）" not in page


def test_the_large_search_field_stands_alone_on_the_front_page(home, client):
    assert client.get("/").content.decode().count('role="search"') == 1


def test_a_guide_past_its_end_is_gone_without_any_scheduler(home, client):
    StandardPage.objects.filter(slug="guide").update(expire_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/guide/").status_code == 404


def test_a_page_is_not_kept_longer_than_it_lives(home, rf, settings):
    guide = StandardPage.objects.get(slug="guide")
    assert guide.serve(rf.get("/guide/")).page_cache_seconds == settings.PAGE_CACHE_SECONDS
    guide.expire_at = timezone.now() + timedelta(seconds=9)
    assert guide.serve(rf.get("/guide/")).page_cache_seconds <= 9


def test_large_type_and_high_contrast_are_remembered_without_a_script(home, client):
    answer = client.get("/face/", {"type": "large", "next": "/guide/"})
    assert answer.url == "/guide/"
    client.get("/face/", {"contrast": "high", "next": "/"})
    page = client.get("/guide/").content.decode()
    assert 'data-type="large"' in page and 'data-contrast="high"' in page and "标准字号" in page


def test_a_front_page_without_documents_says_when_they_come(home, client):
    assert "还没有公开的文书" in client.get("/").content.decode()


def test_unknown_address_helps_with_a_search_field(home, client):
    answer = client.get("/no-such-page/")
    assert answer.status_code == 404 and "没有找到这个页面" in answer.content.decode() and 'name="q"' in answer.content.decode()
