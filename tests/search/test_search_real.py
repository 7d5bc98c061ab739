"""Search over the 220 real judgments: a substring finds its document, a number in any writing comes first."""

import random
import re

import pytest

from core.searchable import SearchDocument
from justice import case_numbers
from search.engines.base import Sort
from search.engines.tantivy import TantivyEngine
from search.queries import parse

pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def real(real_judgments, tmp_path_factory):
    """An index of the real texts, and each text with the first case number in it."""
    texts = {str(n): row["text"] for n, row in enumerate(real_judgments)}
    numbers = {key: found[0].number.canonical for key, text in texts.items() if (found := case_numbers.find(text))}
    engine = TantivyEngine(tmp_path_factory.mktemp("index"))
    with engine.build() as build:
        build.put(
            SearchDocument(key, "judgment", key, "判决书", text, "/", "", "", None, None, numbers.get(key, ""), "", "", 1)
            for key, text in texts.items()
        )
        build.swap()
    return engine, texts, numbers


def keys(engine, typed):
    return engine.search(parse(typed), filters={}, sort=Sort.FIT, offset=0, limit=300).keys


def test_eight_characters_in_a_row_find_exactly_the_texts_that_hold_them(real):
    engine, texts, _ = real
    chance = random.Random(7)
    for key, text in texts.items():
        run = chance.choice(re.findall(r"[\u4e00-\u9fff]{8,}", text))
        first = chance.randrange(len(run) - 7)
        stretch = run[first : first + 8]
        expected = {other for other, whole in texts.items() if stretch in re.sub(r"\s", "", whole)}
        assert set(keys(engine, stretch)) == expected, key


def test_a_number_in_any_writing_comes_first(real):
    engine, _, numbers = real
    wide = {ord(str(digit)): 0xFF10 + digit for digit in range(10)}
    assert len(numbers) > 200
    for canonical in numbers.values():
        own = {key for key, number in numbers.items() if number == canonical}
        for typed in (
            canonical,
            canonical.replace("（", "(").replace("）", ")"),
            canonical.replace("（", "〔").replace("）", "〕"),
            canonical.replace("（", " [ ").replace("）", " ] "),
            " ".join(canonical),
            canonical.translate(wide),
            canonical.replace("（", "").replace("）", ""),
        ):
            assert keys(engine, typed)[0] in own, typed
