"""The second factor: asked for on every staff page, each code once, recovery codes for a lost phone."""

import base64
import html
import re
import time

import pytest
from django.core.cache import caches
from django.core.management import CommandError, call_command
from django.urls import reverse
from django_otp.oath import TOTP

from core.enums import Role
from core.models import AuditEntry, RecoveryCode, SecondFactor
from core.sealed import Sealed
from core.services import people
from core.services import second_factor as service

pytestmark = pytest.mark.django_db
GOOD = "柳暗花明 a long passphrase"
SET_UP, VERIFY, HOME = (reverse(n) for n in ("second_factor_set_up", "second_factor", "wagtailadmin_home"))


@pytest.fixture(autouse=True)
def no_tries_of_an_earlier_test():
    caches["throttle"].clear()


@pytest.fixture
def clerk(member, client):
    user = member(Role.CLERK, "辽0802", "zhangsan")
    client.force_login(user)
    return user


def code_for(user, ahead: int = 0) -> str:
    """What the phone shows now, or so many steps ahead."""
    totp = TOTP(bytes.fromhex(SecondFactor.objects.get(user=user).secret.open_unaudited()))
    totp.time = time.time() + 30 * ahead
    return f"{totp.token():06}"


@pytest.fixture
def codes(clerk, client):
    """The factor set up in this session; the recovery codes."""
    client.get(SET_UP)
    page = client.post(SET_UP, {"code": code_for(clerk)})
    return page.context["codes"]


def again(client, user):
    """A new session with the password alone."""
    client.logout()
    client.force_login(user)


def test_the_set_up_page_shows_a_code_to_scan_and_to_type(client, clerk):
    page = client.get(SET_UP).content.decode()
    assert '<img class="qr" src="data:image/svg+xml' in page and "style=" not in re.sub(r'src="data:[^"]*"', "", page)
    secret = re.search(r'translate="no">([A-Z2-7 ]+)<', page).group(1)
    assert base64.b32decode(secret.replace(" ", "")).hex() == SecondFactor.objects.get(user=clerk).secret.open_unaudited()
    assert service.app_address(SecondFactor.objects.get(user=clerk)).startswith("otpauth://totp/%E9%98%B3%E5%85%89%E5%8F%B8%E6%B3%95:zhangsan?secret=")


def test_one_that_is_not_confirmed_is_not_asked_for(client, clerk):
    client.get(SET_UP)
    assert client.post(SET_UP, {"code": "000000"}).context["form"].errors
    assert client.get(HOME).status_code == 200 and not RecoveryCode.objects.exists()


def test_set_up_it_is_asked_for_on_every_staff_page_of_a_new_session(client, clerk, codes):
    assert client.get(HOME).status_code == 200, "the session that set it up is verified"
    again(client, clerk)
    for name in ("wagtailadmin_home", "openness_staff:hand_in", "wagtailadmin_account", "outbox", "second_factor_set_up"):
        answer = client.get(reverse(name))
        assert answer.status_code == 302 and answer["Location"].startswith(VERIFY), name
    assert client.post(reverse("openness_staff:hand_in"), {})["Location"].startswith(VERIFY)
    page = client.post(VERIFY, {"code": code_for(clerk, 1), "next": reverse("openness_staff:hand_in")})
    assert page["Location"] == reverse("openness_staff:hand_in") and client.get(page["Location"]).status_code == 200


def test_a_code_fits_once(client, clerk, codes):
    code = code_for(clerk, 1)
    again(client, clerk)
    assert client.post(VERIFY, {"code": code}).status_code == 302
    again(client, clerk)
    assert "已经用过" in client.post(VERIFY, {"code": code}).content.decode()
    assert AuditEntry.objects.filter(action="factor.failed", actor=clerk).count() == 1


def test_the_session_key_changes_with_the_verification(client, clerk, codes):
    again(client, clerk)
    before = client.session.session_key
    client.post(VERIFY, {"code": code_for(clerk, 1)})
    assert client.session.session_key != before


def test_a_recovery_code_fits_once_and_is_kept_as_a_digest(client, clerk, codes):
    assert len(set(codes)) == 10 and not RecoveryCode.objects.filter(digest__in=codes).exists()
    again(client, clerk)
    assert client.post(VERIFY, {"code": f" {codes[0].lower()} "})["Location"] == "/admin/"
    assert "还剩 9 个" in client.get(HOME).content.decode()
    again(client, clerk)
    assert client.post(VERIFY, {"code": codes[0]}).status_code == 200
    assert AuditEntry.objects.filter(action="factor.recovered").count() == 1


def test_guessing_is_throttled_over_all_sessions(client, clerk, codes):
    for _ in range(6):
        again(client, clerk)
        client.post(VERIFY, {"code": "123456"})
    again(client, clerk)
    page = client.post(VERIFY, {"code": code_for(clerk, 1)})
    assert page.status_code == 200 and "试得太多" in page.content.decode()


def by_link(client, user, link: str = "") -> None:
    """Sets the password by a one-time link, and signs in with it in the same browser."""
    user.refresh_from_db()  # a link ends with the next sign-in, which the instance in hand has not seen
    form = client.get(link or people.link_path(user=user, token=people.new_token(actor=None, user=user)), follow=True)
    client.post(form.request["PATH_INFO"], {"new_password1": GOOD, "new_password2": GOOD})
    sign_in(client, user)


def sign_in(client, user) -> None:
    client.post(reverse("wagtailadmin_login"), {"username": user.username, "password": GOOD})
    assert client.session["_auth_user_id"] == str(user.pk)


def test_where_it_is_required_everybody_sets_it_up_first(client, clerk, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    by_link(client, clerk)
    answer = client.get(reverse("openness_staff:hand_in"))
    assert answer["Location"].startswith(SET_UP) and client.get(VERIFY)["Location"] == SET_UP
    page = client.post(SET_UP, {"code": code_for(clerk)} if client.get(answer["Location"]) else {})
    assert len(page.context["codes"]) == 10 and client.get(HOME).status_code == 200
    client.post(SET_UP, {"code": code_for(clerk, 1), "act": "off"})
    assert service.factor_of(type(clerk).objects.get(pk=clerk.pk)), "required means that it cannot be given up"
    assert client.post(reverse("wagtailadmin_logout")).status_code == 302


def test_where_it_is_required_the_password_alone_sets_up_nothing(client, clerk, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    for answer in (client.get(SET_UP), client.post(SET_UP, {"code": "123456"})):
        assert answer.status_code == 403 and "向专项办要一个设置密码的链接" in answer.content.decode() and b"qr" not in answer.content
    assert not SecondFactor.objects.exists() and client.get(HOME)["Location"].startswith(SET_UP)
    by_link(client, clerk)
    other = client.__class__()
    sign_in(other, clerk)
    assert other.get(SET_UP).status_code == 403, "the link was used in another browser"
    assert client.get(SET_UP).status_code == 200


def test_a_link_lets_set_up_once_and_ends_with_the_next_link(client, clerk, settings, member):
    settings.STAFF_SECOND_FACTOR = "required"
    by_link(client, clerk)
    client.get(SET_UP)
    seen = SecondFactor.objects.get().secret.open_unaudited()
    people.new_token(actor=None, user=clerk)
    clerk.set_password(GOOD)  # the very same password, known to whoever had the first link
    clerk.save()
    sign_in(client, clerk)
    assert client.get(SET_UP).status_code == 403
    by_link(client, clerk)
    client.get(SET_UP)
    assert SecondFactor.objects.get().secret.open_unaudited() != seen, "whoever had the first link saw that secret"
    client.post(SET_UP, {"code": code_for(clerk)})
    service.remove(user=clerk, actor=clerk)
    assert client.get(SET_UP).status_code == 403


def test_a_lost_phone_is_answered_with_a_link(client, clerk, codes, settings, member):
    settings.STAFF_SECOND_FACTOR = "required"
    office = client.__class__()
    boss = member(Role.OFFICE, "yk-zfw", "zxb")
    by_link(office, boss)
    office.get(SET_UP)
    office.post(SET_UP, {"code": code_for(boss)})
    page = office.post(reverse("person_act", args=[clerk.pk]), {"act": "reset_factor"}, follow=True).content.decode()
    assert client.get(HOME)["Location"].startswith(reverse("wagtailadmin_login")), "the old password and its sessions ended"
    by_link(client, clerk, re.search(r'id="fresh-link" value="([^"]+)"', page).group(1))
    client.get(SET_UP)
    assert len(client.post(SET_UP, {"code": code_for(clerk)}).context["codes"]) == 10


def test_the_server_hands_the_first_administrator_a_link(client, clerk, codes, settings, capsys):
    settings.STAFF_SECOND_FACTOR, settings.SITE_URL = "required", "http://testserver"
    call_command("staff_link", "zhangsan", "--reset-factor")
    assert not SecondFactor.objects.exists()
    by_link(client, clerk, capsys.readouterr().out.strip())
    assert client.get(SET_UP).status_code == 200
    assert AuditEntry.objects.get(action="user.link").actor is None
    with pytest.raises(CommandError, match="没有用户名"):
        call_command("staff_link", "nobody")
    type(clerk).objects.update(is_active=False)
    with pytest.raises(CommandError, match="已停用"):
        call_command("staff_link", "zhangsan", "--reset-factor")


def test_codes_are_renewed_and_the_factor_given_up_only_with_a_code(client, clerk, codes):
    assert client.post(SET_UP, {"code": "111111", "act": "off"}).status_code == 200 and SecondFactor.objects.exists()
    fresh = client.post(SET_UP, {"code": codes[0], "act": "codes"}).context["codes"]
    assert not set(fresh) & set(codes) and RecoveryCode.objects.count() == 10
    client.post(SET_UP, {"code": code_for(clerk, 1), "act": "off"})
    assert not SecondFactor.objects.exists() and client.get(HOME).status_code == 200


def test_a_reset_factor_verifies_no_old_session(client, clerk, codes, member):
    service.remove(user=clerk, actor=member(Role.OFFICE, "yk-zfw"))
    SecondFactor.objects.create(user=clerk, secret=Sealed.seal("00" * 20), confirmed_at=AuditEntry.objects.latest("at").at)
    assert client.get(HOME)["Location"].startswith(VERIFY)


def test_the_secret_is_sealed_at_rest(clerk, client, django_db_blocker):
    from django.db import connection

    client.get(SET_UP)
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM core_secondfactor")
        stored = bytes(cursor.fetchone()[0])
    assert SecondFactor.objects.get().secret.open_unaudited().encode() not in stored and stored.startswith(b"gAAAA")


def test_nobody_is_led_off_the_site(client, clerk, codes):
    again(client, clerk)
    page = client.get(f"{VERIFY}?next=https://evil.example/").content.decode()
    assert "evil.example" not in html.unescape(page)
    assert client.post(VERIFY, {"code": code_for(clerk, 1), "next": "//evil.example/"})["Location"] == "/admin/"


def test_the_check_costs_no_query_of_its_own(clerk, codes, client, django_assert_num_queries):
    from core.permissions import MembershipBackend

    user = MembershipBackend().get_user(clerk.pk)
    with django_assert_num_queries(0):
        assert service.factor_of(user) is not None
