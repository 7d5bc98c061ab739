"""A visitor inside the process (站内访客): gets what anybody gets at an address, through every middleware.

The page cache and the throttle stand aside for it: it must see what is shown now, and it is no crowd. Nothing that
comes over the network can claim to be it, for headers arrive as HTTP_*.
"""

from dataclasses import dataclass
from functools import cache
from io import BytesIO
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.core.handlers.wsgi import WSGIRequest
from django.http import HttpRequest, HttpResponseBase

MARK = "portal.visitor"
MOST = 32 * 1024 * 1024  # bytes of an answer that are read


@dataclass(frozen=True, slots=True)
class Answer:
    """What came: the status, the type without its parameters, the bytes."""

    status: int
    content_type: str
    data: bytes


class TooMuch(ValueError):
    """An answer is longer than any page or file of the portal may be."""


def is_visitor(request: HttpRequest) -> bool:
    """Whether the portal itself asks."""
    return request.META.get(MARK) is True


def visit(address: str) -> Answer:
    """A GET of a path with its query, nobody being signed in; redirects are not followed. TooMuch."""
    parts = urlsplit(address)
    site = urlsplit(settings.SITE_URL)
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": unquote(parts.path).encode().decode("latin-1"), "QUERY_STRING": quote(parts.query, safe="=&%+"), "SCRIPT_NAME": "", "SERVER_PROTOCOL": "HTTP/1.1",
        "SERVER_NAME": site.hostname or "localhost", "SERVER_PORT": str(site.port or (443 if site.scheme == "https" else 80)), "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": site.scheme or "http", "wsgi.input": BytesIO(), MARK: True,
    }  # fmt: skip
    response = _handler().get_response(WSGIRequest(environ))
    try:
        return Answer(response.status_code, response.get("Content-Type", "").split(";")[0].strip().lower(), _read(response))
    finally:
        for close in response._resource_closers:  # not response.close(): that would end a request that never began
            close()


def _read(response: HttpResponseBase) -> bytes:
    if not response.streaming:
        return response.content  # type: ignore[attr-defined]
    held = bytearray()
    for chunk in response:
        held += chunk
        if len(held) > MOST:
            raise TooMuch("内容太长，没有读完。")
    return bytes(held)


@cache
def _handler() -> BaseHandler:
    handler = BaseHandler()
    handler.load_middleware()
    return handler
