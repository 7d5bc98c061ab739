"""Promise 1: no public surface shows what a record holds back."""

import json
from contextlib import suppress
from datetime import date
from io import StringIO
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from core.enums import State
from core.publishing import GateRefused
from openness.enums import ReviewMove
from openness.fictional import documents
from openness.models import ExemptionNotice, Judgment
from openness.services.records import judgment_withdraw
from openness.services.review import accept, move, sheet_open
from search.engines import engine
from search.indexer import Indexer

pytestmark = pytest.mark.django_db
END = date(2026, 6, 30)
WORDS = ("借款", "合同", "被告人", "工资", "损害赔偿", "执行", "判决如下")


@pytest.fixture
def planted(city, member, tmp_path, settings):
    """Fictional documents, some published by the machine, the others by a reviewer who masks every doubt; all indexed."""
    settings.PORTAL_DATA = tmp_path / "data"
    given = list(documents(70, seed="planted", end=END))
    given += [d for d in documents(300, seed="secret", end=END) if d.bar == "state_secret"][:2]
    for name, rows, switch in (("a.jsonl", given[:40], True), ("b.jsonl", given[40:], False)):
        (tmp_path / name).write_text("".join(json.dumps(d.as_row(), ensure_ascii=False) + "\n" for d in rows), encoding="utf-8")
        call_command("import_judgments", str(tmp_path / name), publish_clean=switch, stdout=StringIO())
    reviewer = member("reviewer", "辽08")
    known = {d.case_number: {s["text"] for s in d.secrets} for d in given}
    for judgment in Judgment.objects.filter(state=State.REVIEW):
        review(judgment, reviewer, known[judgment.case_number])
    Indexer(engine()).run(once=True)
    cache.clear()
    return given


def review(judgment, reviewer, secrets):
    """Decides each doubt as somebody who knows the case; what the gates still refuse stays in review."""
    for doubt in sheet_open(judgment=judgment, actor=reviewer).doubts:
        secret = doubt["text"] in secrets
        move(judgment=judgment, actor=reviewer, kind=ReviewMove.MASK if secret else ReviewMove.KEEP, places=[(doubt["start"], doubt["end"])], everywhere=secret)
    with suppress(GateRefused):
        accept(judgment=judgment, actor=reviewer)


@pytest.fixture
def secrets(planted):
    """What is held back everywhere: a string that some public text may show (a judge of that name) proves nothing."""
    assert Judgment.objects.filter(state=State.REVIEW).count() < 0.1 * Judgment.objects.count()
    public = "".join(j.text + j.title + json.dumps(j.panel, ensure_ascii=False) for j in Judgment.objects.all())
    everything = {s["text"] for d in planted for s in d.secrets}
    held = {s for s in everything if len(s) > 1 and s not in public and s not in "".join(k for d in planted for k in d.keeps)}
    assert len(held) > 0.9 * len(everything) > 100
    return held


def surfaces(client):
    """Address -> everything that comes back, headers too, of every public page there is."""
    lists = [f"/openness/judgments/?page={n}" for n in (1, 2, 3, 4)] + ["/openness/judgments/feed/", "/openness/", "/", "/robots.txt", "/healthz"]
    found = [f"/search/?q={quote(w)}&page={n}" for w in WORDS for n in (1, 2)] + [f"/search/feed/?q={quote(WORDS[0])}"]
    figures = ["/openness/coverage/", "/openness/coverage.csv", "/openness/coverage/辽0802/2026-10/", "/openness/coverage/辽0802/2026-10/?state=overdue"]
    records = [*Judgment.objects.all(), *ExemptionNotice.objects.all()]
    own = [a for r in records for a in (r.get_absolute_url(), reverse("short", args=[r.public_id]), f"/openness/my-case/?number={quote(r.case_number)}", f"/search/?q={quote(r.case_number)}")]
    for address in [*lists, *found, *figures, *own, "/openness/judgments/zzzzzzzzzz/", "/nowhere/"]:
        for _ in ("fresh", "cached"):
            response = client.get(address)
            body = b"".join(response.streaming_content) if response.streaming else response.content
            assert response.status_code < 500, address
            yield address, body.decode() + str(response.headers)


def shown(text, secrets):
    return sorted(s for s in secrets if s in text)


def test_no_public_page_shows_a_secret(planted, secrets, client):
    seen = 0
    for address, text in surfaces(client):
        assert shown(text, secrets) == [], address
        seen += 1
    assert seen > 400 and Judgment.objects.public().count() > 50


def test_no_public_page_shows_a_secret_after_a_withdrawal(planted, secrets, client):
    for judgment in Judgment.objects.public()[:15]:
        judgment_withdraw(judgment=judgment, actor=None, reason="law")
    cache.clear()
    assert [address for address, text in surfaces(client) if shown(text, secrets)] == []


def test_a_secret_finds_nothing(planted, secrets):
    for secret in sorted(secrets)[::7]:
        out = StringIO()
        call_command("find", f"“{secret}”", json=True, stdout=out)
        answer = json.loads(out.getvalue().splitlines()[-1])
        assert [h for h in answer["hits"] if secret in h["title"] + h["snippet"]] == [], secret
        assert answer["degraded"] is False


def test_the_commands_show_no_secret(planted, secrets):
    for arguments in (("find", "合同"), ("find", "被告人"), ("coverage",)):
        out = StringIO()
        call_command(*arguments, json=True, stdout=out)
        assert shown(out.getvalue(), secrets) == []


def test_the_database_holds_no_secret_in_the_clear(planted, secrets):
    if connection.vendor != "sqlite":
        pytest.skip("reads the bytes of an SQLite file; tests/services looks at PostgreSQL")
    raw = connection.connection.serialize().decode("utf-8", "replace")
    assert Judgment.objects.first().title in raw
    assert shown(raw, secrets) == []
    assert not any(json.dumps(s).strip('"') in raw for s in secrets), "escaped in a JSON column"


def test_of_a_state_secret_not_even_the_number_is_anywhere(planted, client):
    barred = [d for d in planted if d.bar == "state_secret"]
    assert barred
    if connection.vendor == "sqlite":
        raw = connection.connection.serialize().decode("utf-8", "replace")
        assert not [d.case_number for d in barred if d.case_number in raw]
    for document in barred:
        page = client.get(f"/openness/my-case/?number={quote(document.case_number)}").content.decode()
        assert "不在名册里" in page
