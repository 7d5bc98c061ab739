"""A kind of public record to search: organs, public while they are active. And an index of its own for each test."""

from datetime import UTC, date, datetime

import pytest
from django.core.cache import caches
from django.db.models import F, IntegerField, Value

from core import searchable
from core.models import Organ
from core.searchable import SearchDocument, SearchKind
from home.services import front_page_ensure
from search.engines import engine as engine_of_this_process
from tests.factories import published
from tests.search.readers import index


def organs():
    """Active organs, as a public kind would offer its records."""
    return Organ.objects.filter(active=True).annotate(public_id=F("code"), version=Value(1, IntegerField()))


def organ_document(organ):
    """The address stands for the text, the e-mail for the case number; an organ called 坏 cannot be read."""
    if organ.short_name == "坏":
        raise ValueError(organ.short_name)
    return SearchDocument(
        key=f"organ:{organ.public_id}",
        kind="organ",
        public_id=organ.public_id,
        title=organ.name,
        text=organ.address,
        url=f"/r/{organ.public_id}/",
        organ=organ.code,
        organ_name=organ.short_name,
        date=date(2025, 1, organ.order + 1),
        year=2025,
        case_number=organ.email,
        label="单位",
        cause="",
        version=1,
        public_from=datetime(2026, 9, 1, 8, organ.order, tzinfo=UTC),
    )


@pytest.fixture
def organ_kind(monkeypatch):
    """The only registered kind."""
    kind = SearchKind("organ", "单位", organs, organ_document, lambda text: organs().filter(name__contains=text))
    monkeypatch.setattr(searchable, "_kinds", {"organ": kind})
    monkeypatch.setattr(searchable, "_answerers", [])
    return kind


@pytest.fixture
def data(settings, tmp_path):
    """Local state of this test alone."""
    settings.PORTAL_DATA = tmp_path
    return tmp_path


@pytest.fixture
def engine(data):
    """The engine over that state."""
    return engine_of_this_process()


@pytest.fixture
def make_organ(db):
    """Organs by code and text."""

    def make(code, text="", **fields):
        return Organ.objects.create(**{"code": code, "name": f"{code}单位", "short_name": code, "kind": "court", "address": text, **fields})

    return make


@pytest.fixture
def portal(city, settings, tmp_path):
    """One published and indexed judgment, letters in a list."""
    settings.PORTAL_DATA, settings.ALERTS_LAG_SECONDS = tmp_path, 0
    caches["throttle"].clear()
    front_page_ensure()
    published(city["辽0802"], title="旧公司与天涯公司买卖合同纠纷一审民事判决书")
    index()
    return city["辽0802"]
