"""The scoreboard bar and how figures are written."""

from dataclasses import dataclass

import pytest
from django.core.paginator import Paginator

from portal.templatetags.face import figure, page_range, percent, score_bar, segments


@dataclass
class CourtMonth:
    published: int = 0
    late: int = 0
    exempt: int = 0
    pending: int = 0
    overdue: int = 0


def shares(row):
    return {part.css: (part.documents, float(part.x[:-1]), float(part.width[:-1])) for part in segments(row)}


def test_the_bar_shows_late_ones_apart_from_those_published_in_time():
    drawn = shares(CourtMonth(published=118, late=17, exempt=12, pending=9, overdue=31))
    assert {css: count for css, (count, _, _) in drawn.items()} == {
        "seg-ontime": 101, "seg-late": 17, "seg-exempt": 12, "seg-pending": 9, "seg-overdue": 31,
    }  # fmt: skip


def test_segments_follow_each_other_and_fill_the_bar():
    drawn = segments(CourtMonth(published=500, late=3, exempt=40, pending=77, overdue=1))
    end = 0.0
    for part in drawn:
        assert float(part.x[:-1]) == pytest.approx(end, abs=0.02)
        end += float(part.width[:-1])
    assert end == pytest.approx(100, abs=0.05)


def test_a_single_overdue_document_among_thousands_is_still_visible():
    assert shares(CourtMonth(published=9000, overdue=1))["seg-overdue"][2] > 1


def test_a_month_without_documents_draws_nothing_and_says_so():
    assert score_bar(CourtMonth()) == {"segments": [], "words": ""}


def test_the_bar_reads_its_figures_out():
    words = score_bar({"published": 5, "late": 2, "exempt": 0, "pending": 1, "overdue": 4})["words"]
    assert words == "按期公开 3，迟公开 2，未到期 1，超期未公开 4"


@pytest.mark.parametrize(("value", "written"), [(1331, "1,331"), (0, "0"), (None, "—"), ("", "—")])
def test_counts_are_grouped_and_a_missing_one_is_a_dash(value, written):
    assert figure(value) == written


@pytest.mark.parametrize(("value", "written"), [(94.5, "94.5 %"), (100, "100.0 %"), (0, "0.0 %"), (None, "—")])
def test_rates_have_one_decimal_and_a_missing_one_is_a_dash(value, written):
    assert percent(value) == written


def test_far_pages_are_left_out_and_both_ends_stay():
    numbers = page_range(Paginator(range(5000), 20), 7)
    assert numbers[0] == 1 and numbers[-1] == 250 and None in numbers and {5, 6, 7, 8, 9} <= set(numbers)
