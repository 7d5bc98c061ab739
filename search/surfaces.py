"""Where the public meets a record in search (检索的公开面): whatever a hit can show is cut from its document."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.searchable import kinds
from core.surfaces import Place, Surface, register_place, register_surface


def _document(record: Any) -> Iterator[str]:
    """Title, text and facts of the document that index and hits are made of."""
    if kind := kinds().get(record.kind):
        document = kind.document(record)
        yield from (document.title, document.text, document.cause, document.label, document.case_number)


def register() -> None:
    """Called once when the app is ready."""
    register_surface(Surface("search", "检索结果和摘要", words=_document))
    register_place(Place("search_pages", "检索页和检索订阅", lambda: [reverse("search:results"), reverse("search:feed")]))
