"""The parser's figures on real documents (REAL_JUDGMENTS), against what simple searches in them say."""

import json
import os
import re
import time
from pathlib import Path

import pytest

from justice.case_numbers import parse as parse_number
from openness.parsing import parse
from openness.parsing.crimes import is_crime
from tests.conftest import ROOT, missing

pytestmark = pytest.mark.real
HEADER = re.compile(
    r"(?P<court>[\u4e00-\u9fff]{3,30}?法院)(?P<kind>[\u4e00-\u9fff]{2,10}书)(?:（速裁程序专用）)?(?P<number>[（(]\d{4}[）)][^（）()：:。，]{3,24}?号(?:之[一二三])?)"
)


@pytest.fixture(scope="module")
def civil_cases() -> list[dict]:
    """Labelled civil, administrative and enforcement documents beside the real judgments."""
    real = Path(os.environ.get("REAL_JUDGMENTS", ROOT.parent / "shared" / "data" / "real_judgments.jsonl"))
    path = real.with_name("civil_cases.jsonl")
    if not path.exists():
        missing(f"labelled civil cases not found: {path}")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def share(answers: list[bool]) -> float:
    return sum(answers) / len(answers)


def test_court_kind_and_number_of_the_220(real_judgments):
    right = []
    for row in real_judgments:
        parsed, header = parse(row["text"]), HEADER.search(row["text"])
        right.append(
            header is not None
            and header["court"].endswith(parsed.court)
            and header["kind"] == parsed.kind
            and parse_number(header["number"]).canonical == parsed.case_number
        )
    assert share(right) >= 0.98


def test_no_date_is_made_up_for_texts_that_stop_before_their_signatures(real_judgments):
    assert [row["id"] for row in real_judgments if parse(row["text"]).decided_on is not None] == []


def test_causes_of_the_220_are_crimes_that_the_text_charges(real_judgments):
    right = []
    for row in real_judgments:
        crimes = re.split(r"(?<=[^犯]罪)、", parse(row["text"]).cause)
        text = row["text"]
        right.append(all(is_crime(crime) and crime.removesuffix("罪") in text for crime in crimes))
    assert share(right) >= 0.95


def test_every_defendant_whom_the_indictment_names_is_a_party(real_judgments):
    right = []
    for row in real_judgments:
        parsed = {party.name for party in parse(row["text"]).parties}
        charged = re.findall(r"指控(?:原审)?被告人([\u4e00-\u9fff×]{2,4}\d?)犯(?!罪)", row["text"][:1500])
        right.append(bool(parsed) and set(charged) <= parsed)
    assert share(right) >= 0.95


def test_names_are_names(real_judgments, civil_cases):
    wrong = [
        party.name
        for row in [*real_judgments, *civil_cases]
        for party in parse(row["text"]).parties
        if re.search(r"[，。；：]|被告人|到庭|辩护|指控", party.name)
    ]
    assert wrong == []


def test_labels_of_the_civil_cases(civil_cases):
    for field in ("court", "case_number", "kind"):
        assert share([getattr(parse(row["text"]), field) == row[field] for row in civil_cases]) >= 0.96, field
    dated = [row for row in civil_cases if row.get("decided_on")]
    assert all(parse(row["text"]).decided_on.isoformat() == row["decided_on"] for row in dated)


def test_judges_and_masked_persons_of_the_civil_cases_are_found(civil_cases):
    panel = [
        name in {member.name for member in parse(row["text"]).panel}
        for row in civil_cases
        for name in row["keep"]
        if re.search(rf"审\s*判\s*[长员]\s*{name}", row["text"])
    ]
    assert share(panel) >= 0.95
    told = [
        re.search(r"纠纷|行政|赔偿|支付令|协议", parse(row["text"]).cause) is not None for row in civil_cases
    ]
    assert share(told) >= 0.95


def test_a_million_characters_a_second(real_judgments):
    texts = [row["text"] for row in real_judgments]
    parse(texts[0])
    began = time.process_time()
    for text in texts:
        parse(text)
    assert sum(map(len, texts)) / (time.process_time() - began) >= 1_000_000
