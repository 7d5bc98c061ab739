"""House rules of the templates: what the content security policy refuses never gets written."""

import re
from pathlib import Path

import pytest
from django.template.loader import render_to_string

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(p for room in ("portal", "home", "openness", "search", "core") for p in (ROOT / room).glob("templates/**/*.html"))
STYLES = sorted((ROOT / "portal/static/css").glob("*.css"))
FORBIDDEN = re.compile(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style|<script(?![^>]*\ssrc=)|javascript:", re.IGNORECASE)


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda p: str(p.relative_to(ROOT)))
def test_no_template_holds_inline_styles_or_scripts(path):
    found = FORBIDDEN.search(path.read_text(encoding="utf-8"))
    assert found is None, found.group(0)


@pytest.mark.parametrize("path", STYLES, ids=lambda p: p.name)
def test_only_the_tokens_name_colours(path):
    colours = re.findall(r"#[0-9a-f]{3,8}\b", path.read_text(encoding="utf-8"))
    if path.name not in ("tokens.css", "admin.css"):  # the latter sets Wagtail's own, on pages that load no tokens
        assert set(colours) <= {"#000"}  # the ink of a printed page


def test_every_component_is_documented():
    documented = (ROOT / "docs/components.md").read_text(encoding="utf-8")
    names = {p.name for p in (ROOT / "portal/templates/components").glob("*.html")} - {"score_bar.html", "key.html"}
    assert {name for name in names if f"`{name}`" not in documented} == set()


@pytest.mark.parametrize("name", ["400.html", "403.html", "403_csrf.html", "404.html", "500.html"])
def test_error_pages_render_without_request_or_database(name):
    page = render_to_string(name)
    assert '<h1>' in page and 'lang="zh-Hans"' in page and 'href="/"' in page
