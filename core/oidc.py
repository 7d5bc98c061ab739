"""Sign-in with the organ's own accounts (统一身份认证, OpenID Connect): code flow with PKCE, state and nonce."""

from functools import lru_cache
from typing import Any

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.http import HttpRequest
from joserfc.errors import JoseError
from requests import RequestException

# What a provider that is down, wrong or hostile makes of the dance; RuntimeError is Authlib's word for metadata that lacks something.
FAULTS = (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, KeyError, TypeError)
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")  # nothing symmetric, never "none"
SECONDS = 10


def configured() -> bool:
    """Whether this installation has an identity provider."""
    return bool(settings.OIDC_ISSUER and settings.OIDC_CLIENT_ID and settings.OIDC_CLIENT_SECRET)


def client() -> Any:
    """The client of the provider, whose metadata is read once a process."""
    return _client(settings.OIDC_ISSUER, settings.OIDC_CLIENT_ID, settings.OIDC_CLIENT_SECRET)


@lru_cache(maxsize=4)
def _client(issuer: str, client_id: str, secret: str) -> Any:
    return OAuth().register(
        "portal",
        client_id=client_id,
        client_secret=secret,
        server_metadata_url=f"{issuer}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid profile email", "code_challenge_method": "S256", "default_timeout": SECONDS},
    )


def claims(request: HttpRequest) -> dict:
    """What the provider says of who came back: signature, issuer, audience, nonce and time checked. One of FAULTS otherwise."""
    app = client()
    metadata = app.load_server_metadata()
    if str(metadata.get("issuer", "")).rstrip("/") != settings.OIDC_ISSUER:
        raise ValueError("the provider calls itself by another name than OIDC_ISSUER")
    metadata["id_token_signing_alg_values_supported"] = [
        a for a in metadata.get("id_token_signing_alg_values_supported") or ["RS256"] if a in SIGNATURES
    ]  # fmt: skip
    options = {
        "iss": {"essential": True, "values": [metadata["issuer"]]},
        "aud": {"essential": True, "value": settings.OIDC_CLIENT_ID},
        "exp": {"essential": True},
        "sub": {"essential": True},
    }
    token = app.authorize_access_token(request, claims_options=options)
    told = dict(token["userinfo"])
    if not (told.get("email") or told.get("preferred_username")) and metadata.get("userinfo_endpoint"):
        more = dict(app.userinfo(token=token))
        if more.get("sub") != told["sub"]:
            raise ValueError("userinfo of somebody else")
        told = {**more, **told}
    return told
