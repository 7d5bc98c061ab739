"""The embedded engine on a real index in a directory of its own."""

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.searchable import SearchDocument
from search.analysis import fold
from search.engines.base import FACETS, EngineError, Sort
from search.engines.tantivy import TantivyEngine
from search.queries import parse


def document(public_id, text="", **fields):
    values = {
        "key": f"judgment:{public_id}",
        "kind": "judgment",
        "public_id": public_id,
        "title": "某甲公司合同一审民事判决书",
        "text": text,
        "url": f"/r/{public_id}/",
        "organ": "辽0802",
        "organ_name": "站前区人民法院",
        "date": date(2025, 5, 6),
        "year": 2025,
        "case_number": "",
        "label": "民事判决书",
        "cause": "合同纠纷",
        "version": 1,
    }
    return SearchDocument(**{**values, **fields})


def fill(engine, *documents):
    with engine.build() as build:
        build.put(documents)
        build.swap()


def search(engine, text, **options):
    defaults = {"filters": {}, "sort": Sort.FIT, "offset": 0, "limit": 20}
    return engine.search(parse(text), **{**defaults, **options})


def hits(engine, text, **options):
    return [key.removeprefix("judgment:") for key in search(engine, text, **options).keys]


@pytest.fixture
def engine(tmp_path):
    return TantivyEngine(tmp_path)


@pytest.fixture
def numbered(engine):
    fill(
        engine,
        document("mention", "不服（2017）辽0802民初123号民事判决，提起上诉", case_number="（2018）辽08民终9号"),
        document("second", "补正裁定", case_number="（2017）辽0802民初123号之一"),
        document("exact", "一审判决", case_number="（2017）辽0802民初123号"),
        document("other", "另案", case_number="（2017）辽0802民初1234号"),
        document("police", "处罚决定", case_number="营公(治)行罚决字〔2021〕55号"),
    )
    return engine


def test_words_must_all_occur_and_phrases_stay_together(engine):
    fill(engine, document("a", "买卖货物，签订合同"), document("b", "签订买卖合同，未付款"))
    assert set(hits(engine, "买卖 合同")) == {"a", "b"}
    assert hits(engine, "“买卖合同”") == ["b"]
    assert hits(engine, "买卖合同") == ["b"]
    assert hits(engine, "买卖 -未付款") == ["a"]
    assert set(hits(engine, "-不存在的词")) == {"a", "b"}


def test_one_single_character_is_found_wherever_it_stands(engine):
    fill(engine, document("a", "签订租赁合同"), document("b", "赁"), document("c", "买卖"))
    assert set(hits(engine, "赁")) == {"a", "b"}
    assert set(hits(engine, "-赁")) == {"c"}


def test_a_word_in_the_title_ranks_higher(engine):
    fill(
        engine,
        document("text", "侵害商标权 " * 2, title="某公司判决书"),
        document("title", "本案事实 " * 40 + "侵害商标权", title="侵害商标权纠纷判决书"),
    )
    assert hits(engine, "商标权") == ["title", "text"]


@pytest.mark.parametrize("typed", ["（2017）辽0802民初123号", "(2017) 辽0802 民初 123 号", "2017辽0802民初123"])
def test_the_number_comes_first_then_its_case_then_mentions(numbered, typed):
    assert hits(numbered, typed) == ["exact", "second", "mention"]


def test_a_suffix_asks_for_its_own_document_first(numbered):
    assert hits(numbered, "（2017）辽0802民初123号之一")[0] == "second"


def test_a_part_of_a_number_finds_documents_of_that_number_before_mentions(numbered):
    found = hits(numbered, "辽0802民初123")
    assert set(found[:2]) == {"exact", "second"}
    assert found[2:] == ["mention"]
    assert hits(numbered, "民终9号") == ["mention"]


def test_numbers_of_other_authorities_are_found(numbered):
    assert hits(numbered, "营公（治）行罚决字[2021]55号") == ["police"]


def test_facets_count_every_hit_and_filters_narrow(engine):
    fill(engine, *[document(f"d{n}", "合同", cause=f"案由{n % 50}", year=2020 + n % 3) for n in range(300)])
    found = search(engine, "合同", facets=FACETS, limit=5)
    assert found.total == 300
    assert len(found.keys) == 5
    assert found.facets["year"] == [("2020", 100), ("2021", 100), ("2022", 100)]
    assert all(count == 6 for _, count in found.facets["cause"])
    narrowed = search(engine, "合同", filters={"year": "2021", "cause": "案由1"}, facets=FACETS)
    assert narrowed.total == 2
    assert narrowed.facets["year"] == [("2021", 2)]


def test_hits_by_date_are_newest_first_and_pages_do_not_overlap(engine):
    fill(engine, *[document(f"d{n:02}", "合同", date=date(2020, 1, 1 + n)) for n in range(25)])
    first = hits(engine, "合同", sort=Sort.DATE, limit=20)
    second = hits(engine, "合同", sort=Sort.DATE, limit=20, offset=20)
    assert first + second == [f"d{n:02}" for n in reversed(range(25))]
    assert hits(engine, "合同", offset=10_000) == []


def test_a_change_is_visible_to_another_reader_at_once(engine, tmp_path):
    fill(engine, document("a", "旧的内容"))
    reader = TantivyEngine(tmp_path)
    assert hits(reader, "旧的内容") == ["a"]
    with engine.writer() as writer:
        writer.put([document("a", "新的内容", version=2), document("b", "新的内容")])
        writer.commit()
    assert hits(reader, "旧的内容") == []
    assert set(hits(reader, "新的内容")) == {"a", "b"}
    assert reader.versions(["judgment:a", "judgment:b", "judgment:c"]) == {"judgment:a": 2, "judgment:b": 1}
    with engine.writer() as writer:
        writer.delete(["judgment:a", "judgment:never"])
        writer.commit()
    assert hits(reader, "新的内容") == ["b"]


def test_what_was_not_committed_is_forgotten(engine):
    fill(engine, document("a", "甲乙"))
    with engine.writer() as writer:
        writer.put([document("b", "甲乙")])
    assert hits(engine, "甲乙") == ["a"]


def test_a_build_replaces_the_living_index_and_leaves_nothing_behind(engine, tmp_path):
    fill(engine, document("a", "甲乙"))
    reader = TantivyEngine(tmp_path)
    before = reader.stats()
    with engine.writer() as writer:
        fill(engine, document("b", "甲乙"))
        assert hits(reader, "甲乙") == ["b"]
        writer.put([document("c", "甲乙")])
    after = reader.stats()
    assert before.name != after.name
    assert after.documents == 1
    assert len([path for path in engine.home.iterdir() if path.is_dir()]) == 1


def test_a_build_without_a_swap_is_dropped(engine):
    fill(engine, document("a", "甲乙"))
    with engine.build() as build:
        build.put([document("b", "甲乙")])
    assert hits(engine, "甲乙") == ["a"]
    assert len([path for path in engine.home.iterdir() if path.is_dir()]) == 1


def test_no_index_is_an_engine_error(engine):
    with pytest.raises(EngineError):
        search(engine, "合同")
    with pytest.raises(EngineError):
        engine.stats()
    with pytest.raises(EngineError), engine.writer():
        pass


@pytest.mark.parametrize("victim", ["meta.json", "*.idx", "*.fast", "*.store", "*.term"])
def test_a_damaged_index_is_an_engine_error_and_can_be_replaced(engine, tmp_path, victim):
    fill(engine, document("a", "甲乙"))
    for path in Path(engine.home).glob(f"*/{victim}"):
        path.write_bytes(b"\0" * 8)
    reader = TantivyEngine(tmp_path)
    with pytest.raises(EngineError):
        reader.stats()
    with pytest.raises(EngineError):
        search(reader, "甲乙", facets=FACETS)
    fill(engine, document("b", "甲乙"))
    assert hits(reader, "甲乙") == ["b"]


@pytest.fixture(scope="module")
def stretches(tmp_path_factory):
    """An index of generated texts, and the texts."""
    texts = {f"t{n}": "".join(chr(0x4E00 + (n * 37 + i * i * 11) % 90) for i in range(60)) for n in range(20)}
    engine = TantivyEngine(tmp_path_factory.mktemp("index"))
    fill(engine, *[document(public_id, text, title="无") for public_id, text in texts.items()])
    return engine, texts


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_any_stretch_of_a_text_finds_exactly_the_texts_that_hold_it(stretches, data):
    engine, texts = stretches
    text = data.draw(st.sampled_from(sorted(texts.values())))
    first = data.draw(st.integers(0, len(text) - 2))
    stretch = text[first : data.draw(st.integers(first + 1, len(text)))]
    found = search(engine, f"“{stretch}”", limit=50)
    expected = {f"judgment:{public_id}" for public_id, other in texts.items() if fold(stretch) in fold(other)}
    assert set(found.keys) == expected
    assert found.total == len(expected)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=60))
def test_any_query_is_answered(stretches, text):
    engine, _ = stretches
    assert search(engine, text, facets=FACETS).total >= 0


def test_an_article_finds_the_documents_that_apply_it_in_any_spelling(engine):
    fill(
        engine,
        document("a", "依照《中华人民共和国刑法》第五十二条、第二百六十四条判决"), document("b", "依照刑法第264条"),
        document("c", "《中华人民共和国民法典》第二百六十四条"), document("d", "刑法第二百六十五条"),
    )  # fmt: skip
    assert {key[-1] for key in hits(engine, "刑法264")} == {"a", "b"}


def test_fields_narrow_by_organ_cause_kind_and_days(engine):
    fill(
        engine,
        document("a", "合同", organ_name="营口市站前区人民法院", cause="民间借贷纠纷", label="民事判决书", date=date(2020, 3, 5)),
        document("b", "合同", organ_name="营口市西市区人民法院", cause="民间借贷纠纷", label="民事裁定书", date=date(2021, 3, 5)),
    )
    for typed, expected in [
        ("法院:站前", {"a"}), ("案由:借贷", {"a", "b"}), ("合同 类型:裁定书", {"b"}), ("年份:2020", {"a"}), ("日期:2020-03至2021-03-04", {"a"}), ("单位:西", {"b"}),
        ("法院:站前 类型:裁定书", set()), ("合同 -站前 年份:2021-2022", {"b"}),
    ]:  # fmt: skip
        assert {key[-1] for key in hits(engine, typed)} == expected, typed


def test_traditional_and_simplified_characters_find_each_other(engine):
    fill(engine, document("a", "双方签订买卖合同"), document("b", "雙方簽訂買賣合同"), document("c", "租赁合同"))
    assert {key[-1] for key in hits(engine, "買賣合同")} == {key[-1] for key in hits(engine, "买卖合同")} == {"a", "b"}
