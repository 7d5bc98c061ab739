"""Long lists: every row stands on exactly one page, whichever end it is read from."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import pagination
from core.models import Region
from core.pagination import LongPaginator


@pytest.fixture(autouse=True)
def many(db, monkeypatch):
    cache.clear()
    monkeypatch.setattr(pagination, "LONG", 10)
    Region.objects.bulk_create(Region(code=f"{n:06}", name=f"第{n}区") for n in range(47))


def codes(page) -> list[str]:
    return [region.code for region in page.object_list]


def test_a_long_list_is_the_same_list_page_by_page():
    pages = LongPaginator(Region.objects.order_by("-code"), 5)
    assert [code for n in pages.page_range for code in codes(pages.page(n))] == [f"{n:06}" for n in reversed(range(47))]
    assert codes(pages.page(pages.num_pages)) == ["000001", "000000"]


def test_a_short_list_is_counted_anew():
    few = Region.objects.filter(code__lt="000005").order_by("-code")
    assert LongPaginator(few, 2).count == 5
    Region.objects.filter(code="000003").delete()
    assert LongPaginator(few, 2).count == 4


def test_a_far_page_asks_for_its_keys_and_its_rows_only():
    pages = LongPaginator(Region.objects.order_by("-code"), 5)
    assert pages.count == 47
    with CaptureQueriesContext(connection) as seen:
        assert len(codes(pages.page(9))) == 5
    assert len(seen) == 2
    assert "OFFSET 2" in seen[0]["sql"]  # from the nearer end: two rows stand behind the ninth page


def test_what_was_deleted_since_the_count_is_no_error():
    rows = Region.objects.order_by("-code")
    assert LongPaginator(rows, 5).count == 47
    Region.objects.filter(code__lt="000030").delete()
    assert len(codes(LongPaginator(rows, 5).get_page(9))) == 5  # read from the end that is there now
    assert len(codes(LongPaginator(rows, 5).get_page(1))) == 5


def test_who_comes_after_begins_at_the_mark_and_sees_the_same_list(monkeypatch):
    monkeypatch.setattr(pagination, "NEAR", 4)
    for order in ("-code", "code"):
        cache.clear()
        rows = Region.objects.order_by(order)
        plain = [region.code for region in rows]
        LongPaginator(rows, 5).page(4)
        with CaptureQueriesContext(connection) as seen:
            assert codes(LongPaginator(rows, 5).page(5)) == plain[20:25]
        assert "OFFSET 5" in seen[1]["sql"]  # from the mark of the fourth page; without it 20 rows would be walked
        for number in (7, 6, 8, 5, 3, 9, 10, 1, 2, 4):
            assert codes(LongPaginator(rows, 5).page(number)) == plain[5 * number - 5 : 5 * number]


def test_a_mark_is_forgotten_with_the_count_that_it_belongs_to(monkeypatch):
    monkeypatch.setattr(pagination, "NEAR", 4)
    rows = Region.objects.order_by("-code")
    LongPaginator(rows, 5).page(4)
    Region.objects.bulk_create(Region(code=f"{n:06}", name=f"第{n}区") for n in range(47, 50))
    monkeypatch.setattr(pagination, "SECONDS", 0)
    cache.clear()
    assert codes(LongPaginator(rows, 5).page(5)) == [f"{n:06}" for n in range(29, 24, -1)]
