"""The content security policy: closed everywhere, styles a little looser on Wagtail's own staff pages."""

import re

import pytest
from django.urls import reverse

from core.models import User

pytestmark = pytest.mark.django_db
INLINE = re.compile(r"<script(?![^>]*(?:\bsrc=|application/json))[^>]*>", re.S)


@pytest.fixture
def root(client):
    """A signed-in superuser's client."""
    client.force_login(User.objects.create_superuser("root", "", "x"), backend="core.permissions.MembershipBackend")
    return client


def policy(response) -> dict[str, str]:
    """Directive -> sources."""
    return dict(part.strip().partition(" ")[::2] for part in response["Content-Security-Policy"].split(";"))


def test_scripts_stay_closed_where_wagtail_gets_its_styles(root):
    found = policy(root.get("/admin/pages/", follow=True))
    assert found["script-src"] == "'self'"
    assert found["style-src-elem"] == "'self' 'unsafe-inline'"


@pytest.mark.parametrize("name", ["wagtailadmin_home", "openness_staff:queue", "openness_staff:hand_in", "outbox"])
def test_our_own_screens_get_the_strict_policy(root, name):
    found = policy(root.get(reverse(name)))
    assert "style-src-elem" not in found
    assert "unsafe" not in " ".join(found.values())


def test_a_public_page_gets_the_strict_policy(client):
    assert "unsafe" not in client.get("/openness/judgments/")["Content-Security-Policy"]


@pytest.mark.parametrize("address", ["/admin/", "/admin/pages/", "/admin/account/", "/admin/settings/core/sitesettings/"])
def test_no_inline_script_stands_in_wagtails_pages(root, address):
    html = root.get(address, follow=True).content.decode()
    assert INLINE.findall(html) == []


def test_date_fields_of_wagtail_carry_their_picker_as_data(root):
    html = root.get("/admin/pages/", follow=True).content.decode()
    assert 'data-picker="initDateChooser"' in html
