"""Throttle: so many in a window, in whatever cache the installation has."""

from datetime import UTC, datetime

import pytest
import time_machine
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.core.management import call_command
from django.test import RequestFactory

from core.models import User
from core.throttle import allowed

START = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)


@pytest.fixture(params=["memory", "database"])
def store(request, settings, db):
    """The two caches that an installation without Redis may count in."""
    backend = {
        "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttle-test"},
        "database": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "core_throttle"},
    }[request.param]
    settings.CACHES = {**settings.CACHES, "throttle": backend}
    if request.param == "database":
        call_command("createcachetable", verbosity=0)
    caches["throttle"].clear()
    return caches["throttle"]


def visit(address="10.0.0.1", user=None, scope="try", limit=3, seconds=3600):
    request = RequestFactory().get("/", REMOTE_ADDR=address)
    request.user = user or AnonymousUser()
    return allowed(request, scope, limit=limit, seconds=seconds)


def test_so_many_and_no_more_until_the_window_ends(store):
    with time_machine.travel(START, tick=False) as clock:
        assert [visit() for _ in range(5)] == [True, True, True, False, False]
        clock.shift(1000)
        assert not visit(), "the window is an hour, not the cache's default timeout"
        clock.shift(3600)
        assert visit()


def test_a_slow_and_steady_visitor_is_never_shut_out(store):
    with time_machine.travel(START, tick=False) as clock:
        for _ in range(12):
            assert visit(seconds=60)
            clock.shift(25)


def test_visitors_and_scopes_are_counted_apart(store):
    with time_machine.travel(START, tick=False):
        assert [visit() for _ in range(4)][-1] is False
        assert visit(address="10.0.0.2") and visit(scope="other") and visit(user=User(pk=7))


def test_the_address_is_not_kept(store):
    visit(address="203.0.113.77")
    kept = repr(getattr(store, "_cache", "")) if hasattr(store, "_cache") else str(_rows())
    assert "203.0.113.77" not in kept and "throttle:try" in kept


def _rows():
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key, value FROM core_throttle")
        return cursor.fetchall()
