"""The same portal on a real PostgreSQL: from migrate to withdrawal, and what only several processes can show."""

import json
import os
import subprocess
import sys
import time
from datetime import date
from pathlib import Path

import psycopg
import pytest

from openness.fictional import documents, registers
from tests.conftest import missing

pytestmark = pytest.mark.service
ROOT = Path(__file__).resolve().parents[2]
END = date(2026, 6, 30)


@pytest.fixture(scope="module")
def server():
    """Address of a real PostgreSQL (services/run exports it)."""
    address = os.environ.get("TEST_POSTGRES_URL", "")
    if not address:
        missing("TEST_POSTGRES_URL is not set: run the tests through services/run")
    return address


@pytest.fixture(scope="module")
def env(server, tmp_path_factory):
    """The environment of an installation over a fresh database."""
    home, name = tmp_path_factory.mktemp("postgres"), f"portal_{os.getpid()}"
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        admin.execute(f"CREATE DATABASE {name}")
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_", "PYTEST_"))}
    yield {
        **clean, "DATABASE_URL": server.rsplit("/", 1)[0] + f"/{name}", "PORTAL_DATA": str(home / "data"), "PORTAL_KEYS": str(home / "keys"),
        "DJANGO_SETTINGS_MODULE": "portal.settings.local", "LOG_LEVEL": "ERROR", "HOME_OF_TEST": str(home),
    }  # fmt: skip
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def begin(env, *command):
    return subprocess.Popen([sys.executable, *command], cwd=ROOT, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def end(process):
    """What a process printed last, as JSON where it is."""
    out, err = process.communicate(timeout=300)
    assert process.returncode == 0, err[-3000:]
    last = out.strip().splitlines()[-1] if out.strip() else "null"
    return json.loads(last) if last[:1] in '[{"0123456789n' else last


def manage(env, *arguments):
    return end(begin(env, "manage.py", *arguments))


def step(env, *arguments):
    return end(begin(env, "-m", "tests.services.steps", *arguments))


def together(env, *arguments):
    """The same step in two processes at the same moment."""
    place = str(Path(env["HOME_OF_TEST"]) / arguments[0])
    return [end(p) for p in [begin(env, "-m", "tests.services.steps", *arguments, place) for _ in range(2)]]


@pytest.fixture(scope="module")
def filled(env):
    """The city, sixty fictional documents and their registers."""
    home = Path(env["HOME_OF_TEST"])
    given = list(documents(60, seed="postgres", end=END))
    path = home / "judgments.jsonl"
    path.write_text("".join(json.dumps(d.as_row(), ensure_ascii=False) + "\n" for d in given), encoding="utf-8")
    manage(env, "migrate", "--verbosity", "0")
    manage(env, "setup_portal")
    answer = manage(env, "import_judgments", str(path), "--publish-clean", "--json")
    for register in [r for r in registers(given) if r.rows and r.month == "2026-05"][:2]:
        sheet = home / "register.jsonl"
        sheet.write_text("".join(json.dumps({"case_number": r.case_number, "effective_on": str(r.effective_on)}, ensure_ascii=False) + "\n" for r in register.rows), encoding="utf-8")
        manage(env, "import_effective", str(sheet), "--court", register.court_code, "--month", register.month, "--json")
    return {"documents": given, "path": path, "answer": answer}


def test_an_import_adds_up_and_the_second_changes_nothing(env, filled):
    first = filled["answer"]
    assert first["read"] == 60 == first["created"] + first["unchanged"] + first["proposed"] + first["rejected"]
    assert first["published"] > 20 and first["in_review"] > 0
    second = manage(env, "import_judgments", str(filled["path"]), "--publish-clean", "--json")
    assert second["created"] == 0 and second["unchanged"] == first["created"] and second["rejected"] == first["rejected"]


def test_review_search_withdrawal_and_coverage(env, filled):
    accepted = step(env, "accept")
    assert accepted["public"]
    manage(env, "indexer", "--once")
    found = manage(env, "find", accepted["case_number"].replace("（", "[ ").replace("）", " ] "), "--json")
    assert found["hits"][0]["public_id"] == accepted["public_id"] and not found["degraded"]
    assert manage(env, "withdraw", accepted["public_id"], "--reason", "law", "--json")["state"] == "withdrawn"
    assert accepted["public_id"] not in [h["public_id"] for h in manage(env, "find", accepted["case_number"], "--json")["hits"]]
    assert step(env, "acts", accepted["public_id"]) == ["publish", "withdraw"]
    rows = manage(env, "coverage", "--month", "2026-05", "--json")["rows"]
    assert len(rows) == 7 and all(r["published"] + r["exempt"] + r["overdue"] + r["pending"] == r["due"] for r in rows)


def test_the_database_holds_no_secret_in_the_clear(env, filled):
    with psycopg.connect(env["DATABASE_URL"]) as connection:
        tables = [t for (t,) in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        dump = {t: "\n".join(r for (r,) in connection.execute(f'SELECT t::text FROM "{t}" t')) for t in tables}
    assert "判决书" in dump["openness_judgment"]
    public = dump["openness_judgment"]
    held = {s["text"] for d in filled["documents"] for s in d.secrets if len(s["text"]) > 1 and s["text"] not in public}
    kept = "".join(k for d in filled["documents"] for k in d.keeps)
    assert len(held) > 100
    assert [(t, s) for t, text in dump.items() for s in held if s in text and s not in kept] == []


def test_two_processes_never_claim_the_same_delivery(env, filled):
    manage(env, "shell", "-v", "0", "-c", "from core.tasks import drain_work; drain_work()")
    assert step(env, "emit", "300") == 300
    one, other = together(env, "claim")
    assert not set(one) & set(other) and len(one) + len(other) == 300
    assert one and other, "both worked"


def test_of_two_who_publish_at_once_one_is_told(env, filled):
    public_id = step(env, "make", "辽0802")
    assert sorted(together(env, "race", public_id)) == ["published", "stale"]
    assert step(env, "acts", public_id) == ["publish"]


def test_two_sealers_at_once_give_every_entry_one_place(env, filled):
    """Both work; one tree comes out, its checkpoints in a row, and nothing is found wrong with it."""
    step(env, "acts_many", "3000")
    one, other = together(env, "seal")
    assert one["size"] == other["size"] and one["added"] + other["added"] >= 3000
    assert step(env, "acts_many", "700") and manage(env, "ledger_seal", "--json")["logs"][0]["added"] == 700
    told = manage(env, "ledger_verify", "--json")
    assert told["ok"] and told["leaves"]["publication"] == one["size"] + 700, told


def test_a_sealer_killed_at_any_moment_leaves_a_tree_to_go_on_with(env, filled):
    for pause in (0.0, 0.15, 0.4):
        step(env, "acts_many", "2500")
        running = begin(env, "-m", "tests.services.steps", "seal_loudly")
        assert running.stdout.readline().strip() == "sealing"
        time.sleep(pause)
        running.kill()
        running.communicate()
    assert manage(env, "ledger_seal", "--json")["logs"][0]["size"] > 7500
    assert manage(env, "ledger_verify", "--json")["ok"]


def test_two_imports_of_one_file_at_once_end_as_one(env, filled):
    from tests.openness.conftest import text_of

    path = Path(env["HOME_OF_TEST"]) / "twice.jsonl"
    path.write_text("".join(json.dumps({"text": text_of(f"（2026）辽0802民初{9000 + n}号")}, ensure_ascii=False) + "\n" for n in range(150)), encoding="utf-8")
    told = [end(p) for p in [begin(env, "manage.py", "import_judgments", str(path), "--publish-clean", "--json") for _ in range(2)]]
    assert all(t["read"] == 150 and t["published"] + t["unchanged"] == 150 for t in told)
    assert sum(t["published"] for t in told) == 150


def test_strange_characters_and_lengths_are_taken_or_told(env, filled):
    from tests.openness.conftest import text_of

    rows = [
        {"text": text_of("（2026）辽0802民初8001号", more="空\x00字符、\ud800孤立代理、🙂、\u202e反向。")},
        {"text": text_of("（2026）辽0802民初8002号"), "title": "长" * 900, "id": "编" * 900},
        {"text": text_of("（2026）辽0802民初8003号"), "court": "院" * 900},
        {"text": text_of("（2026）辽0802民初8004号").replace("民事判决书", "民事" * 40 + "判决书")},
        {"text": text_of(""), "case_number": "号" * 900},
        {"text": text_of("（2026）辽0802民初8005号").replace("民间借贷", "借" * 900)},
    ]
    path = Path(env["HOME_OF_TEST"]) / "strange.jsonl"
    path.write_text("".join(json.dumps(r) + "\n" for r in rows), encoding="utf-8")
    told = manage(env, "import_judgments", str(path), "--json")
    assert told["read"] == 6 == told["created"] + told["rejected"] and told["created"] >= 3


def test_the_same_tests_hold_on_postgresql(server, tmp_path):
    """The shelf's and the room's own tests once more, over PostgreSQL."""
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_", "PYTEST_"))}
    chosen = [f"tests/{n}.py" for n in ("core/test_publishing", "core/test_events", "core/test_ledger", "core/test_ledger_sealing", "core/test_ledger_verifying", "core/test_deposits", "invariants/test_figures_agree", "invariants/test_nothing_lost_or_doubled", "openness/test_import", "openness/test_duties", "openness/test_races")]
    told = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-x", "--create-db", "-p", "no:xdist", "-p", "no:cacheprovider", *chosen], cwd=ROOT, capture_output=True, text=True, timeout=600,
        env={**clean, "DATABASE_URL": server, "PORTAL_TEST_SCRATCH": str(tmp_path)},
    )  # fmt: skip
    assert told.returncode == 0, told.stdout[-5000:]
