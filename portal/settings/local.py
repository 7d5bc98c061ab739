"""On one's own machine: plain HTTP on loopback."""

from .base import *  # noqa: F403
from .base import env

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost", "[::1]"])
# Letters lie in a folder, where one can read them; none leaves the machine.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = PORTAL_DATA / "letters"  # noqa: F405
# No manifest: a fresh clone serves its style sheets without a collectstatic run.
STORAGES["staticfiles"] = {"BACKEND": "portal.staticfiles.PlainStorage"}  # noqa: F405
WHITENOISE_USE_FINDERS = True
STATIC_ROOT.mkdir(exist_ok=True)  # noqa: F405 - empty here, but whitenoise warns when it is missing
