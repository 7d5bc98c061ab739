"""The portal as it runs, plus the stock pages that it is compared with: same server, same middleware."""

import os

from portal.settings.local import *  # noqa: F403
from portal.settings.local import ALLOWED_HOSTS, INSTALLED_APPS, PAGE_CACHE_SECONDS

INSTALLED_APPS = ["bench.stock", *INSTALLED_APPS]
ROOT_URLCONF = "bench.urls"
PAGE_CACHE_SECONDS = int(os.environ.get("BENCH_CACHE_SECONDS", PAGE_CACHE_SECONDS))
AXES_ENABLED = False
ALLOWED_HOSTS = [*ALLOWED_HOSTS, "testserver"]
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
