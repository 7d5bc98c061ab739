"""真实裁判文书里的案号（REAL_JUDGMENTS）。"""

import json
import os
import time
from pathlib import Path

import pytest

from justice.case_numbers import find, unreadable

ROOT = Path(__file__).resolve().parents[2]
DATA = Path(os.environ.get("REAL_JUDGMENTS", ROOT.parent / "shared/data/real_judgments.jsonl"))
pytestmark = pytest.mark.real


@pytest.fixture(scope="module")
def texts() -> list[str]:
    if not DATA.exists():
        assert os.environ.get("CI") != "true", f"CI 要求有真实裁判文书：{DATA}"
        pytest.skip(f"没有真实裁判文书：{DATA}")
    return [json.loads(line)["text"] for line in DATA.read_text(encoding="utf-8").splitlines() if line.strip()]


def test_every_real_judgment_carries_its_court_number_in_its_head(texts):
    without = [text[:60] for text in texts if not any(item.number.is_court for item in find(text[:400]))]
    assert without == []


def test_no_court_number_in_real_judgments_is_an_indictment(texts):
    for text in texts:
        for item in find(text):
            after = text[item.end : item.end + 6].lstrip("”》、 ")
            assert not (item.number.is_court and after.startswith(("起诉书", "不起诉决定")))


def test_real_judgments_hold_no_unreadable_court_number(texts):
    assert [text[item.start : item.end] for text in texts for item in unreadable(text)] == []


def test_reading_real_judgments_costs_at_most_ten_milliseconds_per_ten_thousand_characters(texts):
    whole = "".join(texts)
    began = time.process_time()
    assert find(whole)
    assert (time.process_time() - began) / len(whole) * 10_000 < 0.01
