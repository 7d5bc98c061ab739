"""The staff area: default-deny by name, then by organ, and the same 403 for what exists and what does not."""

import pytest
from django.urls import URLPattern, get_resolver, resolve, reverse

from core.enums import Role
from core.models import AuditEntry, User
from core.permissions import (
    OPEN,
    STAFF_PREFIX,
    OutOfScope,
    allow_list,
    get_scoped,
    may_open,
    organs_of,
    scoped,
)
from openness.models import Judgment
from tests.factories import make_judgment

pytestmark = pytest.mark.django_db
OURS = ("core.", "openness.", "search.", "home.", "portal.", "justice.")


def staff_addresses(resolver=None, namespace="", prefix="/"):
    """(address, view name, module) of every URL below /admin/."""
    for entry in (resolver or get_resolver()).url_patterns:
        address = prefix + str(entry.pattern).lstrip("^")
        if isinstance(entry, URLPattern):
            if address.startswith(STAFF_PREFIX):
                yield address, f"{namespace}{entry.name or ''}", entry.callback.__module__
        else:
            yield from staff_addresses(entry, namespace + (f"{entry.namespace}:" if entry.namespace else ""), address)


ADDRESSES = list(staff_addresses())
OUR_NAMES = sorted({name for _, name, module in ADDRESSES if module.startswith(OURS)} - OPEN)
SAMPLES = {"pk": 1, "row_pk": 1, "public_id": "aaaaaaaaaa", "slug": "nothing"}


def address_of(name):
    """An address of this name, with ids that nobody has."""
    taken = next(a for a, n, _ in ADDRESSES if n == name)
    return reverse(name, kwargs={k: v for k, v in SAMPLES.items() if f":{k}>" in taken})


def test_every_staff_address_of_ours_has_an_allow_row():
    assert len(OUR_NAMES) >= 15
    assert [n for n in OUR_NAMES if n not in allow_list()] == []


def test_every_allow_row_names_an_address_that_exists():
    assert sorted(set(allow_list()) - {name for _, name, _ in ADDRESSES}) == []


@pytest.mark.parametrize("name", OUR_NAMES)
def test_a_stranger_is_asked_to_sign_in(client, name):
    response = client.get(address_of(name))
    assert response.status_code == 302 and response["Location"].startswith(reverse("wagtailadmin_login"))


def test_a_name_without_a_row_is_denied_with_an_audit_entry(client, member, monkeypatch):
    admin = member("administrator", "辽08")
    client.force_login(admin)
    monkeypatch.delitem(__import__("core.permissions", fromlist=["_allowed"])._allowed, "outbox")
    assert client.get(reverse("outbox")).status_code == 403
    entry = AuditEntry.objects.get(action="denied.url")
    assert (entry.actor, entry.target) == (admin, "outbox")


@pytest.mark.parametrize(
    "name",
    ["wagtailadmin_api:pages:listing", "wagtailadmin_pages:copy", "wagtail_bulk_action", "wagtailusers_users:index", "wagtailadmin_reports:site_history", "wagtailadmin_pages:convert_alias"],
)
def test_wagtails_side_doors_are_shut_for_everybody(name):
    assert name in {n for _, n, _ in ADDRESSES}
    assert name not in allow_list() and name not in OPEN and not may_open(User.objects.create_superuser("root"), name)


@pytest.mark.parametrize(
    ("role", "opened", "shut"),
    [
        (Role.CLERK, "openness_staff:hand_in", "openness_staff:queue"),
        (Role.REVIEWER, "openness_staff:queue", "openness_staff:records"),
        (Role.EDITOR, "openness_staff:records", "outbox"),
        (Role.OFFICE, "outbox", "openness_staff:hand_in"),
        (Role.AUDITOR, "audit_log", "openness_staff:queue"),
        (Role.ADMINISTRATOR, "openness_staff:records", "wagtailadmin_pages:copy"),
    ],
)
def test_each_role_opens_its_own_rooms_only(client, member, role, opened, shut):
    client.force_login(member(role, "辽08"))
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert client.get(reverse(opened)).status_code == 200
    assert client.get(reverse(shut, args=[1] if "copy" in shut else [])).status_code == 403


def test_somebody_without_a_role_enters_nothing(client, city):
    client.force_login(User.objects.create_user("nobody", password="a long enough secret"))
    for name in ("wagtailadmin_home", "openness_staff:queue", "outbox"):
        assert client.get(reverse(name)).status_code == 403


def test_another_organs_id_and_an_unknown_one_answer_the_same(client, member, city):
    other = make_judgment(city["辽0803"])
    for role, address in ((Role.EDITOR, "openness_staff:record"), (Role.REVIEWER, "openness_staff:review")):
        client.force_login(member(role, "辽0802"))
        last = AuditEntry.objects.order_by("id").last()
        known, unknown = client.get(reverse(address, args=[other.public_id])), client.get(reverse(address, args=["zzzzzzzzzz"]))
        assert known.status_code == unknown.status_code == 403
        assert known.content == unknown.content and known.headers == unknown.headers
        assert list(AuditEntry.objects.filter(pk__gt=last.pk if last else 0).order_by("id").values_list("action", "target")) == [
            ("denied.object", f"openness.judgment:{other.public_id}"), ("denied.object", "openness.judgment:zzzzzzzzzz"),
        ]  # fmt: skip


def test_an_editor_sees_own_organs_rows_only(client, member, city):
    mine, other = make_judgment(city["辽0802"]), make_judgment(city["辽0803"])
    client.force_login(member(Role.EDITOR, "辽0802"))
    for address in (reverse("openness_staff:records"), f"{reverse('openness_staff:records')}?number={other.case_number}", reverse("openness_staff:queue")):
        page = client.get(address).content.decode()
        assert other.public_id not in page and other.title not in page.replace(mine.title, "")


def test_scope_follows_the_role_that_the_act_needs(member, city):
    make_judgment(city["辽0802"])
    user = member(Role.CLERK, "辽0802")
    assert scoped(Judgment.objects.all(), user, Role.CLERK).count() == 1
    assert not scoped(Judgment.objects.all(), user, Role.EDITOR).exists()
    assert list(organs_of(user, Role.CLERK)) == [city["辽0802"]] and not organs_of(user, Role.REVIEWER)
    auditor = member(Role.AUDITOR, "辽08")
    assert scoped(Judgment.objects.all(), auditor, Role.AUDITOR).count() == 1
    with pytest.raises(OutOfScope):
        get_scoped(Judgment.objects.all(), auditor, Role.EDITOR, case_number="x")


def test_a_membership_of_a_closed_organ_opens_nothing(member, city):
    user = member(Role.EDITOR, "辽0802")
    city["辽0802"].active = False
    city["辽0802"].save()
    assert user.roles == frozenset()


def test_the_guard_holds_below_a_prefix_too(client, member):
    """A portal that is mounted below /portal/ has the same staff area."""
    client.force_login(member(Role.CLERK, "辽0802"))
    assert client.get("/admin/outbox/", SCRIPT_NAME="/portal").status_code == 403
    assert resolve("/admin/outbox/").view_name == "outbox"
