"""Throttle (限速): counts in a window, shared by all processes."""

import hashlib
import time

from django.conf import settings
from django.core.cache import caches
from django.http import HttpRequest

from core.visitor import is_visitor


def allowed(request: HttpRequest, scope: str, *, limit: int, seconds: int, subject: str = "") -> bool:
    """Counts this call of `scope` by whoever makes it, or on `subject` whoever makes it; False once more than `limit`
    came within `seconds`.

    Subject and caller's address are kept only as a keyed hash, for as long as the window lasts. The portal's own visitor is not counted.
    """
    if is_visitor(request):
        return True
    who = subject or (str(request.user.pk) if request.user.is_authenticated else request.META.get("REMOTE_ADDR", ""))
    window = int(time.time() // seconds)
    key = f"throttle:{scope}:{window}:{hashlib.sha256((settings.SECRET_KEY + who).encode()).hexdigest()[:24]}"
    store = caches["throttle"]
    if store.add(key, 1, seconds):
        return limit > 0
    try:
        count = store.incr(key)
    except ValueError:  # dropped between the two calls
        store.add(key, 1, seconds)
        return limit > 0
    store.touch(key, seconds)  # the database cache counts with its default timeout, not with the window's
    return count <= limit
