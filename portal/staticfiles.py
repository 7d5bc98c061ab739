"""Addresses of static files, resolved once a process: every page names a dozen of them (静态文件)."""

from collections.abc import Callable
from functools import cache

from django.contrib.staticfiles.storage import StaticFilesStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class RememberedUrls:
    """Remembers url(); the files of a running process do not change."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.url: Callable[..., str] = cache(super().url)  # type: ignore[misc]


class PlainStorage(RememberedUrls, StaticFilesStorage):  # type: ignore[misc]
    """For local work: no manifest, so that a fresh clone serves its files without collectstatic."""


class HashedStorage(RememberedUrls, CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """For production: hashed names, compressed, cached for ever."""
