"""For tests: state in a directory of its own, quick hashes, no throttle between cases."""

import os
import tempfile
from pathlib import Path

_root = os.environ.get("PORTAL_TEST_SCRATCH") or Path(tempfile.gettempdir()) / f"yangguang-tests-{os.getuid()}"
_scratch = Path(_root) / os.environ.get("PYTEST_XDIST_WORKER", "main")
_scratch.mkdir(parents=True, exist_ok=True)
os.environ["PORTAL_DATA"] = str(_scratch / "data")
os.environ["PORTAL_KEYS"] = str(_scratch / "keys")

from .local import *  # noqa: E402, F403
from .local import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(_scratch / "test.sqlite3")}
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_ENABLED = False
CACHES["throttle"] = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "throttle"}  # noqa: F405
Q_CLUSTER["sync"] = False  # noqa: F405
LOGGING["root"]["level"] = "ERROR"  # noqa: F405
