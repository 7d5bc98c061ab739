"""Page cache (页面缓存): anonymous pages live at most 30 seconds (PAGE_CACHE_SECONDS) in each process or in Redis.

Time alone takes a withdrawn page away: there is nothing to purge. A view marks its answer with public_page();
an answer that sets a cookie, varies by one, or was given to somebody signed in is never kept.
"""

import time
from collections.abc import Callable
from functools import wraps
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from core.visitor import is_visitor

MAX_SECONDS: int = settings.PAGE_CACHE_SECONDS
FACE_COOKIE = "face"
KEPT_HEADERS = ("Content-Type", "Content-Language", "Content-Security-Policy", "Content-Disposition", "X-Robots-Tag", "Link", "X-Frame-Options")


def public_page(seconds: int = MAX_SECONDS) -> Callable:
    """Marks a view's answers (200, 404, 410) as cacheable; a response may say less by `page_cache_seconds`."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def marked(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            response = view(request, *args, **kwargs)
            if not hasattr(response, "page_cache_seconds"):
                response.page_cache_seconds = seconds  # type: ignore[attr-defined]
            return response

        return marked

    return decorate


def until_its_end(response: HttpResponse, record) -> HttpResponse:
    """No cache keeps the answer past the end of its record."""
    if record.public_until:
        left = (record.public_until - timezone.now()).total_seconds()
        response.page_cache_seconds = max(min(int(left), MAX_SECONDS), 0)  # type: ignore[attr-defined]
    return response


class PageCacheMiddleware:
    """Stands outermost, so that a cached page costs no session, no query and no template."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]):
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Serves from the cache, or serves and keeps."""
        if request.method != "GET" or settings.SESSION_COOKIE_NAME in request.COOKIES or is_visitor(request):
            return self.get_response(request)
        address = f"{request.get_host()}:{request.COOKIES.get(FACE_COOKIE, '')[:20]}:{request.get_full_path()}"
        if len(address) > 600:
            return self.get_response(request)
        key = "page:" + sha256(address.encode()).hexdigest()  # a cache may refuse long keys
        now = time.time()
        kept = cache.get(key)
        if kept and kept[0] > now:
            return _rebuild(kept, now)
        response = self.get_response(request)
        seconds = min(getattr(response, "page_cache_seconds", 0), MAX_SECONDS)
        if seconds <= 0 or response.streaming or response.cookies or response.status_code not in (200, 404, 410):
            return response
        headers = {name: response[name] for name in KEPT_HEADERS if name in response}
        kept = (now + seconds, response.status_code, headers, response.content)
        cache.set(key, kept, seconds)
        return _rebuild(kept, now)


def _rebuild(kept: tuple[float, int, dict, bytes], now: float) -> HttpResponse:
    ends, status, headers, content = kept
    response = HttpResponse(content, status=status, headers=headers)
    response["Cache-Control"] = f"public, max-age={max(int(ends - now), 0)}"
    response["Vary"] = "Cookie"
    response["X-Content-Type-Options"] = "nosniff"
    return response
