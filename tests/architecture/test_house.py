"""The house rules that no linter knows."""

import ast
import re
from io import StringIO

import pytest
from django.apps import apps
from django.core.management import call_command

from core.pages.page import PublicPage, PublicPageQuerySet
from core.publishing import PublicRecord
from core.searchable import kinds
from tests.architecture.source import OURS, ROOMS, ROOT, files, imports, nodes, tree

ANATOMY = {
    "__init__.py", "apps.py", "enums.py", "models", "blocks.py", "selectors.py", "selectors", "services.py", "services", "forms.py", "views_public.py", "views_staff.py",
    "views_staff", "presenters.py", "presenters", "searchable.py", "surfaces.py", "event_handlers.py", "tasks.py", "wagtail_hooks.py", "management", "migrations", "templates",
    "templatetags", "urls.py", "urls_staff.py", "staff_access.py", "desk.py",
}  # fmt: skip
PROCEDURES = ("openness", "home")  # core is the shelf, justice pure, search an engine, portal the root
LONGEST_FILE, LONGEST_FUNCTION = 400, 60


@pytest.mark.parametrize("room", PROCEDURES)
def test_what_is_not_in_the_anatomy_of_a_room_is_a_pure_rule(room):
    rules = [p for p in files(".py", (room,)) if p.parts[1] not in ANATOMY and not p.name.startswith(("views_public_", "forms_"))]
    impure = {str(p) for p in rules if any(m.split(".")[0] in ("django", "wagtail") or ".models" in m or ".services" in m for m in imports(p))}
    assert impure == set()


def test_no_file_outgrows_its_reader():
    long = {str(p): n for p in files(".py", OURS) if (n := len((ROOT / p).read_text(encoding="utf-8").splitlines())) > LONGEST_FILE}
    assert long == {}


def test_no_function_outgrows_its_reader():
    long = {
        f"{p}:{n.lineno} {n.name}": n.end_lineno - n.lineno + 1
        for p, n in nodes((ast.FunctionDef, ast.AsyncFunctionDef))
        if n.end_lineno - n.lineno + 1 > LONGEST_FUNCTION
    }  # fmt: skip
    assert long == {}


def test_public_functions_say_what_they_do():
    """Of a command or an app the module's own line says it."""
    silent = [
        f"{p}:{n.lineno} {n.name}"
        for p in files(".py")
        for n in tree(p).body
        if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_") and not n.name.endswith(("Command", "Config")) and not ast.get_docstring(n)
    ]
    assert silent == []


def test_every_public_record_is_registered_for_search_and_guarded():
    records = [m for m in apps.get_models() if issubclass(m, PublicRecord)]
    pages = [m for m in apps.get_models() if issubclass(m, PublicPage)]
    assert records and pages and {m.kind for m in [*records, *pages]} == set(kinds())
    for model in records:
        assert model._base_manager.__class__ is model._default_manager.__class__, "a second manager is a second door"
        assert {m.name for m in model._meta.managers} == {"objects"}
        kind = kinds()[model.kind]
        assert "public_from" in str(kind.queryset().query) and kind.slug == model.kind


def test_every_public_page_has_content_gates_itself_and_a_template():
    """The gate is in save(): a page type that overrides it, or that lists no content, would be a second door."""
    for model in [m for m in apps.get_models() if issubclass(m, PublicPage)]:
        assert model.content_fields and model.save is PublicPage.save and model.save_revision is PublicPage.save_revision, model
        assert issubclass(type(model._default_manager.get_queryset()), PublicPageQuerySet), model
        assert (ROOT / "openness" / "templates" / model.template).exists() and set(model.required) <= {f.name for f in model._meta.get_fields()}, model


def test_nobody_updates_the_publication_of_pages_past_the_gate():
    """The base class of pages has no guard: nobody of us calls update() on it, or opens the guard of pages."""
    calls = {f"{p}:{n.lineno}" for p, n in nodes(ast.Call) if ast.unparse(n.func).startswith("Page.objects") and ast.unparse(n.func).endswith((".update", ".bulk_update", ".bulk_create"))}
    assert calls == set()
    openers = {str(p) for p, n in nodes(ast.Name) if n.id in ("page_moving", "_moving")} - {"core/publishing/record.py", "core/publishing/services.py"}
    assert openers == {"core/pages/page.py", "core/pages/gate.py"}


def test_nothing_that_saves_hides_in_a_models_save():
    """Rules live in services; the shelf's guards are the only save() that does more than save."""
    own = {str(p) for p, n in nodes(ast.FunctionDef) if n.name == "save"}
    assert own <= {"core/publishing/record.py", "core/models/logs.py", "core/models/site.py", "core/pages/page.py"}  # the third drops a cache


def test_a_clerk_that_leaves_takes_nothing_along():
    """Whatever a person did outlives the account: no cascade from a user."""
    from django.db.models import CASCADE

    for model in apps.get_models():
        if model._meta.app_label not in ROOMS:
            continue
        for field in model._meta.fields:
            if field.many_to_one and field.related_model._meta.label in ("core.User", "core.Organ"):
                assert field.remote_field.on_delete is not CASCADE, field


HTML = files(".html")
FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.I),
    "a handler attribute": re.compile(r"<[^>]*\son\w+\s*=", re.I),
    "an inline script": re.compile(r"<script(?![^>]*\ssrc=)[^>]*>(?!\s*</script>)", re.I),
    "a style element": re.compile(r"<style\b", re.I),
    "a javascript address": re.compile(r"(?:href|src|action)\s*=\s*[\"']?\s*javascript:", re.I),
    "an outside host": re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)\s*=\s*[\"'](?:https?:)?//", re.I),
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_templates_hold_no(what):
    assert len(HTML) > 20
    found = [f"{p}: {m.group(0)[:80]}" for p in HTML for m in FORBIDDEN[what].finditer(re.sub(r"{#.*?#}|<!--.*?-->", "", (ROOT / p).read_text(encoding="utf-8"), flags=re.S))]
    assert found == []


def test_forms_of_templates_carry_a_token():
    for path in HTML:
        text = (ROOT / path).read_text(encoding="utf-8")
        for form in re.findall(r"<form\b.*?</form>", text, re.S):
            if re.search(r"method\s*=\s*[\"']?post", form, re.I):
                assert "csrf_token" in form, path


def test_the_system_check_is_content():
    out = StringIO()
    call_command("check", fail_level="WARNING", stdout=out, stderr=out)
    assert "no issues" in out.getvalue() or "没有" in out.getvalue() or "0 silenced" in out.getvalue()


@pytest.mark.django_db
def test_models_and_migrations_agree():
    said = StringIO()
    call_command("makemigrations", check=True, dry_run=True, verbosity=1, stdout=said)
    assert "No changes" in said.getvalue() or "没有" in said.getvalue() or "未检测到" in said.getvalue()


def test_nothing_names_a_machine_or_a_session():
    """No path of a machine in what is shipped."""
    strange = re.compile(r"/(?:work|root)/|/home/\w+/|\b192\.168\.|\b10\.\d+\.\d+\.\d+:\d")
    found = [str(p) for s in (".py", ".html", ".toml", ".md") for p in files(s) if strange.search((ROOT / p).read_text(encoding="utf-8"))]
    assert found == []
