"""A fictional judgment to hand in, and hands that hand it in."""

import json

import pytest

from openness.models import ImportRow
from openness.reading import Row
from openness.services.courts import Courts
from openness.services.imports import batch_open, import_rows

TEXT = """营口市站前区人民法院
民事判决书
{number}
原告：东方绘彩，女，1985年3月2日出生，汉族，住营口市站前区幸福里17号。
被告：西门朗泽，男，1979年11月5日出生，汉族，住营口市站前区平安街3号。
原告东方绘彩与被告西门朗泽民间借贷纠纷一案，本院于2026年3月2日立案后，依法适用简易程序公开开庭进行了审理。原告东方绘彩、被告西门朗泽到庭参加诉讼。本案现已审理终结。
东方绘彩向本院提出诉讼请求：判令被告西门朗泽偿还借款30000元。{more}
本院认为，合法的借贷关系受法律保护。依照《中华人民共和国民法典》第六百七十五条、《中华人民共和国民事诉讼法》第六十七条规定，判决如下：
被告西门朗泽于本判决生效之日起十日内偿还原告东方绘彩借款30000元。
如不服本判决，可以在判决书送达之日起十五日内，向本院递交上诉状，上诉于辽宁省营口市中级人民法院。
审判员  南宫砚秋
二〇二六年九月一日
书记员  慕容知夏
"""
NAMES = ("东方绘彩", "西门朗泽")


def text_of(number: str = "（2026）辽0802民初71号", more: str = "") -> str:
    """A judgment that parses, masks without a doubt and is barred by nothing."""
    return TEXT.format(number=number, more=more)


@pytest.fixture
def hand_in(city):
    """hand_in(text or row, ..., **options) -> the answers. Options: publish_clean, any_court, only, fields."""

    def go(*texts, publish_clean=False, any_court=False, only=None, fields=None) -> list[ImportRow]:
        batch = batch_open(organ=only, actor=None, filename="报送.jsonl", publish_clean=publish_clean, any_court=any_court)
        rows = [t if isinstance(t, Row) else Row(n, f"第{n}件", t, fields or {}) for n, t in enumerate(texts, 1)]
        for _ in import_rows(batch=batch, rows=rows, courts=Courts(only=only, any_court=any_court)):
            pass
        return list(batch.rows.order_by("position"))

    return go


@pytest.fixture
def jsonl(tmp_path):
    """jsonl(rows, name) -> path of a JSON Lines file."""

    def write(rows, name="rows.jsonl"):
        path = tmp_path / name
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return path

    return write
