"""Sign-in with the organ's own accounts: a provider in this process, honest and not."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from joserfc import jwt
from joserfc.jwk import OctKey, RSAKey

from core import oidc
from core.enums import Role
from core.models import AuditEntry, User
from core.services import people

pytestmark = pytest.mark.django_db
START, CALLBACK, LOGIN, HOME = (reverse(n) for n in ("oidc_start", "oidc_callback", "wagtailadmin_login", "wagtailadmin_home"))


class Provider:
    """An OpenID provider: who signs in and what it says wrongly is set by the test."""

    def __init__(self):
        self.key, self.codes, self.asked = RSAKey.generate_key(2048, {"kid": "one", "use": "sig"}), {}, []
        self.person: dict = {"preferred_username": "zhangsan"}
        self.lies: dict = {}
        self.signer, self.algorithm, self.issuer_said = self.key, "RS256", None
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                self.answer(outer.metadata() if "openid-configuration" in self.path else {"keys": [outer.key.as_dict(private=False)]})

            def do_POST(self):
                form = {k: v[0] for k, v in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
                told = outer.token(form)
                self.answer(told, 200 if "id_token" in told else 400)

            def answer(self, told, status=200):
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(told).encode())

            def log_message(self, *args):
                return

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.05,), daemon=True).start()

    def metadata(self):
        return {
            "issuer": self.issuer_said or self.issuer, "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token",
            "jwks_uri": f"{self.issuer}/jwks", "id_token_signing_alg_values_supported": ["RS256", "HS256"],
        }  # fmt: skip

    def authorize(self, address):
        """What the browser does there: back with a code."""
        asked = {k: v[0] for k, v in parse_qs(urlsplit(address).query).items()}
        self.asked.append(asked)
        self.codes["the-code"] = asked
        return f"{CALLBACK}?{urlencode({'code': 'the-code', 'state': asked['state']})}"

    def token(self, form):
        asked = self.codes.pop(form.get("code"), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest()).rstrip(b"=").decode()
        if asked is None or challenge != asked["code_challenge"]:
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {"iss": self.issuer, "sub": "7", "aud": asked["client_id"], "iat": now, "exp": now + 60, "nonce": asked["nonce"], **self.person, **self.lies}
        return {"access_token": "t", "token_type": "Bearer", "id_token": jwt.encode({"alg": self.algorithm, "kid": "one"}, claims, self.signer, algorithms=[self.algorithm])}


@pytest.fixture
def provider(settings):
    made = Provider()
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = made.issuer, "portal", "a secret"
    oidc._client.cache_clear()
    yield made
    made.server.shutdown()
    made.server.server_close()
    oidc._client.cache_clear()


@pytest.fixture
def clerk(member):
    user = member(Role.CLERK, "辽0802", "zhangsan")
    user.email = "Zhangsan@example.com"
    user.save()
    return user


def sign_in(client, provider, start=START):
    return client.get(provider.authorize(client.get(start)["Location"]))


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_the_button_shows_only_where_it_is_configured(client, settings):
    assert START not in client.get(LOGIN).content.decode()
    assert client.get(START).status_code == client.get(CALLBACK).status_code == 404
    settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET = "https://id.example", "portal", "a secret"
    page = client.get(f"{LOGIN}?next=/admin/outbox/").content.decode()
    assert f'href="{START}?next=%2Fadmin%2Foutbox%2F"' in page and "统一身份认证" in page


def test_a_member_signs_in_with_pkce_and_nonce(client, provider, clerk):
    answer = sign_in(client, provider, f"{START}?next={reverse('openness_staff:hand_in')}")
    assert answer["Location"] == reverse("openness_staff:hand_in") and signed_in(client) == str(clerk.pk)
    (asked,) = provider.asked
    assert asked["code_challenge_method"] == "S256" and asked["nonce"] and asked["state"] and asked["redirect_uri"].endswith(CALLBACK)
    assert AuditEntry.objects.get(action="user.oidc").actor == clerk
    clerk.refresh_from_db()
    assert clerk.last_login is not None


def test_a_verified_address_fits_and_an_unverified_one_does_not(client, provider, clerk):
    provider.person = {"email": "zhangsan@example.com"}
    assert sign_in(client, provider)["Location"] == LOGIN and not signed_in(client)
    provider.person["email_verified"] = "true"
    assert sign_in(client, provider)["Location"] == LOGIN and not signed_in(client), "true is a boolean"
    provider.person["email_verified"] = True
    assert sign_in(client, provider)["Location"] == HOME and signed_in(client) == str(clerk.pk)


def test_nobody_is_made_and_nobody_disabled_let_in(client, provider, clerk):
    provider.person = {"preferred_username": "stranger", "email": "s@example.com", "email_verified": True}
    before = User.objects.count()
    answer = sign_in(client, provider)
    assert "没有与它对应的账号" in str(next(iter(get_messages(answer.wsgi_request)))) and User.objects.count() == before
    clerk.is_active = False
    clerk.save()
    provider.person = {"preferred_username": "zhangsan"}
    assert sign_in(client, provider)["Location"] == LOGIN and not signed_in(client)
    assert AuditEntry.objects.filter(action="oidc.refused").count() == 2


def test_claims_that_fit_two_people_fit_nobody(client, provider, clerk, member):
    member(Role.EDITOR, "辽0802", "lisi")
    provider.person = {"preferred_username": "lisi", "email": "zhangsan@example.com", "email_verified": True}
    assert sign_in(client, provider)["Location"] == LOGIN and not signed_in(client)


@pytest.mark.parametrize(
    "lies",
    [{"nonce": "another"}, {"nonce": None}, {"aud": "another-client"}, {"iss": "https://evil.example"}, {"exp": 1000000000}, {"iat": 4000000000}, {"sub": None}],
    ids=str,
)
def test_a_token_that_is_not_for_us_now_is_refused(client, provider, clerk, lies):
    provider.lies = lies
    assert sign_in(client, provider)["Location"] == LOGIN and not signed_in(client)


def test_another_key_and_a_symmetric_signature_are_refused(client, provider, clerk):
    provider.signer = RSAKey.generate_key(2048, {"kid": "one"})
    assert sign_in(client, provider)["Location"] == LOGIN and not signed_in(client)
    provider.signer, provider.algorithm = OctKey.import_key("a secret that is long enough for this"), "HS256"
    assert sign_in(client, provider)["Location"] == LOGIN and not signed_in(client)


def test_a_provider_of_another_name_is_refused(client, provider, clerk):
    provider.issuer_said = "https://evil.example"
    assert sign_in(client, provider)["Location"] == LOGIN and not signed_in(client)


def test_a_callback_of_another_session_or_a_second_time_is_refused(client, provider, clerk):
    address = provider.authorize(client.get(START)["Location"])
    other = client.__class__()
    assert other.get(address)["Location"] == LOGIN and not signed_in(other)
    assert client.get(address)["Location"] == HOME
    client.logout()
    assert client.get(address)["Location"] == LOGIN and not signed_in(client)
    assert client.get(f"{CALLBACK}?error=access_denied&state=x")["Location"] == LOGIN and client.get(CALLBACK)["Location"] == LOGIN


def test_a_provider_that_is_down_leaves_the_password(client, provider, clerk):
    provider.server.shutdown()
    provider.server.server_close()
    answer = client.get(START)
    assert answer["Location"] == LOGIN and "连不上" in client.get(LOGIN).content.decode()
    provider.server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    threading.Thread(target=provider.server.serve_forever, args=(0.05,), daemon=True).start()


def test_nobody_is_led_off_the_site(client, provider, clerk):
    assert sign_in(client, provider, f"{START}?next=https://evil.example/")["Location"] == HOME


def test_the_second_factor_is_asked_for_all_the_same(client, provider, clerk, settings):
    settings.STAFF_SECOND_FACTOR = "required"
    sign_in(client, provider)
    assert client.get(HOME)["Location"].startswith(reverse("second_factor_set_up"))


def test_a_name_that_passed_to_another_person_opens_nothing(client, provider, clerk):
    sign_in(client, provider)
    assert signed_in(client) == str(clerk.pk) and AuditEntry.objects.filter(action="oidc.bound", actor=clerk).count() == 1
    client.logout()
    provider.lies = {"sub": "8"}
    answer = sign_in(client, provider)
    assert signed_in(client) is None and "不是同一个" in str(next(iter(get_messages(answer.wsgi_request))))
    assert AuditEntry.objects.filter(action="oidc.refused").count() == 1


def test_a_person_whose_name_changed_there_keeps_the_account(client, provider, clerk, member):
    sign_in(client, provider)
    client.logout()
    member(Role.CLERK, "辽0802", "lisi")
    provider.person = {"preferred_username": "lisi"}
    sign_in(client, provider)
    assert signed_in(client) == str(clerk.pk)


def test_a_new_link_from_the_office_lets_another_identity_in(client, provider, clerk):
    sign_in(client, provider)
    client.logout()
    people.new_token(actor=None, user=User.objects.get(pk=clerk.pk))
    provider.lies = {"sub": "8"}
    sign_in(client, provider)
    assert signed_in(client) == str(clerk.pk)
    assert User.objects.get(pk=clerk.pk).identity and User.objects.get(pk=clerk.pk).identity != "8"


def test_a_session_of_a_disabled_account_ends_at_the_next_click(client, provider, clerk):
    sign_in(client, provider)
    assert client.get(HOME).status_code == 200
    User.objects.filter(pk=clerk.pk).update(is_active=False)
    assert client.get(HOME).status_code == 302
    sign_in(client, provider)
    assert client.get(HOME).status_code == 302
