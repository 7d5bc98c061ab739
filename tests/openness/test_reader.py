"""A judgment's text as a document: what the page shows above is not shown twice, flat texts get their paragraphs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openness.presenters.reader import body_html, paragraphs, statutes

HEAD = ("营口市站前区人民法院", "民事判决书", "（2026）辽0802民初7号", "高某与某建材有限公司买卖合同纠纷一审民事判决书")
BODY = "原告：高某，女。被告：某建材有限公司。"
HEADS = [
    "营口市站前区人民法院\n民 事 判 决 书\n\n（2026）辽0802民初7号\n",
    "　　营口市站前区人民法院\n　民事判决书\n　　　(2026)辽0802民初7号\n",
    "高某与某建材有限公司买卖合同纠纷一审民事判决书营口市站前区人民法院民事判决书（2026）辽0802民初7号：",
    "",
]


@pytest.mark.parametrize("head", HEADS)
def test_title_court_kind_and_number_are_left_to_the_page_in_any_layout(head):
    found, _ = paragraphs(head + BODY, head=HEAD)
    assert "".join(p.text for p in found) == BODY


def test_a_flat_text_gets_paragraphs_where_courts_begin_them():
    flat = BODY + "原告起诉要求付款。" * 40 + "现已审理终结。经审理查明，合同有效。本院认为，应当付款。判决如下：付款。审判员王某书记员李某"
    texts = [p.text for p in paragraphs(flat, head=HEAD)[0]]
    assert any(t.startswith("经审理查明") for t in texts) and any(t.startswith("本院认为") for t in texts)
    assert "".join(texts) == flat


def test_parts_are_listed_once_and_lead_to_their_paragraphs():
    text = "\n".join([BODY, "原告向本院提出诉讼请求：付款。", "经审理查明，合同有效。", "本院认为，应当付款，判决如下：", "付款。", "审 判 员　王　某"])
    found, toc = paragraphs(text)
    assert [t["label"] for t in toc] == ["当事人", "诉讼请求", "查明的事实", "本院认为", "审判人员"]
    assert {t["id"] for t in toc} <= {p.id for p in found}


@given(st.text(max_size=600))
def test_markup_in_a_text_is_shown_not_run(text):
    html = body_html(paragraphs(f"<script>alert(1)</script>{text}")[0])
    assert "<script" not in html


def test_statutes_are_named_once_each():
    cited = statutes("依照《中华人民共和国民法典》第五百七十七条、第五百七十九条，《中华人民共和国民法典》第五百七十七条之规定", "/search/")
    assert [c["text"] for c in cited] == ["《中华人民共和国民法典》第五百七十七条", "《中华人民共和国民法典》第五百七十九条"]
