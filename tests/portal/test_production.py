"""Production settings: safe by default, and refusing to start with a sentence otherwise."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def start(tmp_path):
    """Loads the production settings with these variables; what it printed, or its complaint."""

    def load(**variables: str) -> str:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PORTAL_", "DJANGO_", "STAFF_", "OIDC_", "EMAIL_"))}
        env = {
            **clean, "DJANGO_SETTINGS_MODULE": "portal.settings.production", "PORTAL_DATA": str(tmp_path / "data"), "PORTAL_KEYS": str(tmp_path / "keys"),
            "ALLOWED_HOSTS": "sifa.example.gov.cn", "SITE_URL": "https://sifa.example.gov.cn", **variables,
        }  # fmt: skip
        code = "from django.conf import settings as s; print(s.STAFF_SECOND_FACTOR, s.SESSION_COOKIE_SECURE, s.PASSWORD_RESET_TIMEOUT)"
        done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=env, capture_output=True, text=True)
        return done.stdout if done.returncode == 0 else done.stderr

    return load


def test_everybody_needs_a_second_factor_unless_it_is_said_otherwise(start):
    assert start().split() == ["required", "True", "604800"]
    assert start(STAFF_SECOND_FACTOR="optional").split()[0] == "optional"


def test_a_word_that_is_no_choice_and_a_provider_in_the_clear_are_refused(start):
    assert "STAFF_SECOND_FACTOR 只能是" in start(STAFF_SECOND_FACTOR="off")
    assert "OIDC_ISSUER 必须是 https" in start(OIDC_ISSUER="http://id.example.gov.cn")
