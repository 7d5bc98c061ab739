"""Whose request it is behind reverse proxies (真实来源地址)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse


class TrustedProxyMiddleware:
    """Takes the client's address from X-Forwarded-For, counted from the end over TRUSTED_PROXIES proxies of ours.

    What stands further left was written by strangers. With 0 (the default) the header is not looked at.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Sets REMOTE_ADDR, so that throttles and the log-in lock count people, not the proxy."""
        hops = settings.TRUSTED_PROXIES
        seen = [a.strip() for a in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if a.strip()]
        if hops and len(seen) >= hops:
            request.META["REMOTE_ADDR"] = seen[-hops]
        return self.get_response(request)
