"""A judgment to take away: the public words in the courts' form, and nothing else in any byte of the file."""

import io
import zipfile
import zlib
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from urllib.parse import unquote

import docx
import pytest
import time_machine
from django.core.cache import cache, caches
from django.urls import reverse
from django.utils import timezone
from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from core.publishing import hold
from openness.models import Judgment
from openness.services.records import judgment_withdraw
from openness.writing import Paper, docx_bytes, pdf, pdf_bytes
from tests.factories import make_judgment, make_notice, published
from tests.openness.conftest import NAMES, text_of

SECRETS = (*NAMES, "幸福里17号", "平安街3号")
PAPER = Paper(
    title="某甲与某乙借款合同纠纷一审民事判决书", court="营口市站前区人民法院", kind="民事判决书", number="（2026）辽0802民初123号",
    paragraphs=(("para", "本院认为，#eval(\"1\") *粗* $x$ <b> 𠮷㙍〇 合法的借贷关系受法律保护。"), ("sign", "审　判　员　　南宫砚秋"), ("sign", "二〇二六年九月一日")),
    foot=("永久地址：http://127.0.0.1:8000/r/abc/",), published=datetime(2026, 9, 20, 8, 30, tzinfo=UTC),
)  # fmt: skip


def everything(data):
    """A file's bytes, those of its parts and streams unfolded too, as one text."""
    found = [data]
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as book:
            found += [book.read(name) for name in book.namelist()] + [name.encode() for name in book.namelist()]
    for piece in data.split(b"stream\n")[1:]:
        try:
            found.append(zlib.decompressobj().decompress(piece))
        except zlib.error:
            found.append(piece)
    return "".join(f.decode(code, "replace") for f in found for code in ("utf-8", "utf-16-be"))


def words(data):
    """What a reader sees, without white space."""
    if data.startswith(b"PK"):
        return "".join("".join(p.text for p in docx.Document(io.BytesIO(data)).paragraphs).split())
    return "".join(extract_text(io.BytesIO(data)).split())


# the writers


@pytest.mark.parametrize("write", [docx_bytes, pdf_bytes])
def test_all_words_are_there_as_text_and_none_is_read_as_markup(write):
    seen = words(write(PAPER))
    for part in (PAPER.court, PAPER.kind, PAPER.number, *(t for _, t in PAPER.paragraphs), *PAPER.foot):
        assert "".join(part.split()) in seen


@pytest.mark.parametrize("write", [docx_bytes, pdf_bytes])
def test_a_strange_character_costs_nobody_the_file(write):
    strange = replace(PAPER, title="题\x00\x07", paragraphs=(("para", "前\x01\ufffe后"), ("para", "长" * 20_000), ("sign", "\U0010ffff")))
    assert "前" in words(write(strange))


@pytest.mark.parametrize("write", [docx_bytes, pdf_bytes])
def test_the_same_paper_gives_the_same_bytes(write):
    assert write(PAPER) == write(PAPER)


def test_the_properties_of_a_word_document_tell_only_title_and_day():
    data = docx_bytes(PAPER)
    own = docx.Document(io.BytesIO(data)).core_properties
    day = datetime(2026, 9, 20, 8, 30, tzinfo=UTC)
    assert (own.title, own.author, own.last_modified_by, own.comments, own.keywords) == (PAPER.title, "", "", "", "")
    assert own.created.replace(tzinfo=UTC) == own.modified.replace(tzinfo=UTC) == day
    with zipfile.ZipFile(io.BytesIO(data)) as book:
        assert {entry.date_time for entry in book.infolist()} == {(2026, 9, 20, 0, 0, 0)}
        assert not [name for name in book.namelist() if "thumbnail" in name or "app.xml" in name]
    assert "python-docx" not in everything(data)


def test_the_properties_of_a_pdf_tell_only_title_and_day():
    data = pdf_bytes(PAPER)
    (info,) = PDFDocument(PDFParser(io.BytesIO(data))).info
    assert info["Title"].decode("utf-16") == PAPER.title and not {"Author", "Producer", "Subject", "Keywords"} & set(info)
    assert info["Creator"].strip() == b"" and info["CreationDate"].startswith(b"D:20260920083000")
    assert "Typst" not in everything(data) and b"/FontFile3" in data


def test_the_form_of_the_courts_number_and_signatures_right():
    document = docx.Document(io.BytesIO(docx_bytes(PAPER)))
    shape = [(p.text[:4], p.alignment) for p in document.paragraphs[:6]]
    assert [str(a).split()[0] for _, a in shape] == ["CENTER", "CENTER", "RIGHT", "JUSTIFY", "RIGHT", "RIGHT"]


def test_a_machine_without_a_chinese_font_says_what_to_install(monkeypatch):
    monkeypatch.setattr(pdf, "_fonts", lambda: (None, []))
    with pytest.raises(pdf.NoFont, match="fonts-noto-cjk"):
        pdf_bytes(PAPER)


# the pages


@pytest.fixture(autouse=True)
def nobody_was_here():
    """The throttle begins empty."""
    caches["throttle"].clear()


@pytest.fixture
def judgment(hand_in):
    """A judgment that was masked and published by the machine."""
    (row,) = hand_in(text_of(), publish_clean=True)
    assert row.outcome == "published", row.message
    assert row.judgment.is_public
    return Judgment.objects.get(pk=row.judgment.pk)


@pytest.fixture(params=["judgment_docx", "judgment_pdf"])
def address(request):
    """address(judgment) in one of the formats."""
    return lambda judgment: reverse(f"openness:{request.param}", args=[judgment.public_id])


def test_a_file_holds_the_public_text_and_no_secret_in_any_byte(client, judgment, address):
    answer = client.get(address(judgment))
    assert answer.status_code == 200 and answer["X-Robots-Tag"] == "noindex" and judgment.get_absolute_url() in answer["Link"]
    assert f"{judgment.case_number}民事判决书." in unquote(answer["Content-Disposition"])
    seen, raw = words(answer.content), everything(answer.content)
    assert "被告东方某" not in seen and "判决如下" in seen and judgment.case_number in seen and "引用：" in seen
    assert reverse("short", args=[judgment.public_id]) in seen
    assert [s for s in SECRETS if s in seen or s in raw] == []


def test_the_page_leads_to_the_files(client, judgment):
    page = client.get(judgment.get_absolute_url()).content.decode()
    for name in ("judgment_docx", "judgment_pdf"):
        assert reverse(f"openness:{name}", args=[judgment.public_id]) in page


def test_a_file_is_kept_for_thirty_seconds_and_answers_head(client, judgment, address):
    head = client.head(address(judgment))
    assert head.status_code == 200 and head.content == b"" and head["Content-Type"].startswith("application/")
    first = client.get(address(judgment))
    assert "max-age" in first["Cache-Control"] and first["X-Robots-Tag"] == "noindex"
    judgment_withdraw(judgment=judgment, actor=None, reason="law")
    assert client.get(address(judgment)).content == first.content, "for half a minute, like every page"


def test_what_was_withdrawn_is_gone_with_a_tombstone(client, judgment, address):
    judgment_withdraw(judgment=judgment, actor=None, reason="law")
    cache.clear()
    answer = client.get(address(judgment))
    assert answer.status_code == 410 and judgment.case_number not in answer.content.decode() and "已撤回" in answer.content.decode()


def test_what_is_held_ahead_or_was_never_public_is_not_found(client, city, judgment, address):
    hold(record=judgment, actor=None, reason="核查")
    ahead = published(city["辽0802"], public_from=timezone.now() + timedelta(days=2))
    for record in (judgment, ahead, make_judgment(city["辽0802"]), make_notice(city["辽0802"])):
        assert client.get(address(record)).status_code == 404
    assert client.get(reverse("openness:judgment_pdf", args=["zzzzzzzzzz"])).status_code == 404


@time_machine.travel("2027-01-05T10:00:10+08:00", tick=False)
def test_whoever_takes_too_many_waits(client, judgment, address):
    codes = [client.head(address(judgment)).status_code for _ in range(61)]
    assert set(codes[:60]) == {200} and codes[60] == 429


def test_without_a_font_the_page_offers_word_alone(client, judgment, monkeypatch):
    for place in ("openness.presenters.judgments.pdf_possible", "openness.views_public.pdf_possible"):
        monkeypatch.setattr(place, lambda: False)
    page = client.get(judgment.get_absolute_url()).content.decode()
    assert ".docx" in page and ".pdf" not in page
    assert client.get(reverse("openness:judgment_pdf", args=[judgment.public_id])).status_code == 503
