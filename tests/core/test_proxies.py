"""The client's address behind our own proxies, and nobody else's word for it."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from core.proxies import TrustedProxyMiddleware


@pytest.mark.parametrize(
    ("hops", "header", "address"),
    [
        (0, "203.0.113.9", "10.0.0.1"),
        (1, "203.0.113.9", "203.0.113.9"),
        (1, "198.51.100.66, 203.0.113.9", "203.0.113.9"),
        (2, "198.51.100.66, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "203.0.113.9", "10.0.0.1"),
        (1, "", "10.0.0.1"),
    ],
)
def test_only_what_our_own_proxies_wrote_is_believed(settings, hops, header, address):
    settings.TRUSTED_PROXIES = hops
    request = RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR=header)
    TrustedProxyMiddleware(lambda r: HttpResponse(r.META["REMOTE_ADDR"]))(request)
    assert request.META["REMOTE_ADDR"] == address
