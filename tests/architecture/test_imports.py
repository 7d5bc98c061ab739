"""Who may import whom, and that every path written as a string leads somewhere."""

import ast
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.utils.module_loading import import_string

from core import events
from core.tasks import ensure_schedules
from tests.architecture.source import ROOMS, ROOT, files, imports, nodes, tree


def test_the_import_contracts_hold():
    told = subprocess.run([str(Path(sys.executable).parent / "lint-imports")], cwd=ROOT, capture_output=True, text=True)
    assert told.returncode == 0, told.stdout[-3000:]


def test_every_room_stands_in_the_contract():
    layers = (ROOT / "pyproject.toml").read_text()
    ours = {c.name for c in apps.get_app_configs() if (ROOT / c.name).is_dir()}
    assert ours == set(ROOMS) and all(f'"{room}"' in layers for room in ours)


def test_justice_is_pure():
    """The field's vocabulary runs without a database; models, commands and the app alone know Django."""
    free = [p for p in files(".py", ("justice",)) if not {"models", "management", "apps.py"} & set(p.parts)]
    assert len(free) > 20
    assert [str(p) for p in free if any(m.split(".")[0] in ("django", "wagtail", "core") for m in imports(p))] == []


@pytest.mark.parametrize(
    ("module", "only"),
    [("tantivy", "search/engines/tantivy.py"), ("bleach", "core/sanitize.py"), ("django_q", "core/tasks.py"), ("cryptography", "core/sealed.py core/keys.py"), ("xlsxwriter", "core/exports.py")],
)
def test_an_outside_system_has_one_door(module, only):
    users = {str(p) for p in files(".py") if any(m.split(".")[0] == module for m in imports(p))}
    assert users and users <= set(only.split())


def test_views_of_public_and_staff_share_no_module():
    for path in files(".py"):
        if path.name.startswith("views_public"):
            assert not [m for m in imports(path) if "views_staff" in m or "wagtail.admin" in m], path
        if "views_staff" in str(path):
            assert not [m for m in imports(path) if "views_public" in m], path


def test_services_and_selectors_know_no_request():
    for path in files(".py"):
        if {"services", "selectors"} & {*path.parts, path.stem}:
            assert not [m for m in imports(path) if m.startswith(("django.http", "django.shortcuts", "django.views", "wagtail.admin"))], path


def test_only_publishing_opens_the_guard():
    users = {str(p) for p, n in nodes(ast.Name) if n.id in ("moving", "_moving")}
    users |= {str(p) for p in files(".py") if any(m.rsplit(".", 1)[-1] in ("moving", "_moving") for m in imports(p))}
    assert users - {"core/pages/page.py"} == {"core/publishing/record.py", "core/publishing/services.py"}  # pages have a guard of their own


def test_nobody_writes_a_state_of_publication_past_the_services():
    """Batches, deliveries, deposits and letters have states of their own, written as such."""
    strange = []
    for path, node in nodes(ast.Call):
        if path.parts[:2] == ("core", "publishing") or not isinstance(node.func, ast.Attribute) or node.func.attr not in ("update", "aupdate", "update_or_create", "setattr"):
            continue
        for keyword in node.keywords:
            if keyword.arg == "state" and not ast.unparse(keyword.value).startswith(("BatchState.", "DeliveryState.", "DepositState.", "LetterState")):
                strange.append(f"{path}:{node.lineno}")
    assert strange == []


def test_every_handler_and_schedule_resolves(db):
    from django_q.models import Schedule

    assert len(events._handlers) >= 5 and all(callable(h.call) for h in events._handlers.values())
    assert {h.queue for h in events._handlers.values()} <= {events.WORK, events.INDEX}
    assert all(len(name) <= 80 for name in events._handlers)
    ensure_schedules()
    ensure_schedules()
    paths = list(Schedule.objects.values_list("func", flat=True))
    assert len(paths) == len(set(paths)) >= 2 and all(callable(import_string(p)) for p in paths)


def test_every_topic_that_is_emitted_or_heard_is_known_to_both_sides():
    emitted = {
        a.value for _, n in nodes(ast.Call) for a in n.args
        if isinstance(a, ast.Constant) and isinstance(a.value, str) and isinstance(n.func, ast.Attribute | ast.Name) and "emit" in ast.unparse(n.func)
    }  # fmt: skip
    emitted |= {a.value for p, n in nodes(ast.Call) if ast.unparse(n.func) == "_move" for a in n.args if isinstance(a, ast.Constant) and str(a.value).startswith("record.")}
    heard = {h.topic for h in events._handlers.values()}
    assert heard <= emitted, heard - emitted


def _leads_somewhere(text: str) -> bool:
    for attempt in (import_module, import_string):
        try:
            attempt(text)
        except (ImportError, AttributeError):
            continue
        return True
    return False


def test_every_dotted_path_in_a_string_leads_somewhere():
    """import-linter does not see task paths, middlewares and settings."""
    labels = {m._meta.label for m in apps.get_models()} | {m._meta.label_lower for m in apps.get_models()}
    dead = []
    for path in files(".py"):
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Constant) and isinstance(node.value, str)):
                continue
            text = node.value
            dotted = text.count(".") >= 2 and text.split(".")[0] in ROOMS and all(part.isidentifier() for part in text.split("."))
            if dotted and text not in labels and text not in events._handlers and not _leads_somewhere(text):
                dead.append(f"{path}:{node.lineno} {text}")
    assert dead == []
