"""Registry of public surfaces (公开面): wherever the public meets a record. Rooms register; the patrol looks at them all.

A record's own page needs no registration: every kind of the ledger is visited at its get_absolute_url().
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from core.publishing import ledgered_models

PAGE = "page"


@dataclass(frozen=True, slots=True)
class Surface:
    """One way in which the public meets a record.

    `addresses` are visited as anybody would; `words` are what a list, feed or index makes of a record. `kinds` None is
    every kind. What takes long to make and says nothing new is looked at once in so many `nights` of each record.
    """

    slug: str
    label: str
    addresses: Callable[[Any], Iterable[str]] | None = None
    words: Callable[[Any], Iterable[str]] | None = None
    kinds: frozenset[str] | None = None
    nights: int = 1

    def is_of(self, kind: str) -> bool:
        """Whether records of this kind have it."""
        return self.kinds is None or kind in self.kinds


@dataclass(frozen=True, slots=True)
class Place:
    """Addresses of no one record: lists, feeds, figures, guides. In the same order each time they are asked for."""

    slug: str
    label: str
    addresses: Callable[[], Iterable[str]]


_surfaces: dict[str, Surface] = {}
_places: dict[str, Place] = {}


def register_surface(surface: Surface) -> None:
    """Adds a surface of records."""
    _surfaces[surface.slug] = surface


def register_place(place: Place) -> None:
    """Adds addresses that speak of many records."""
    _places[place.slug] = place


def surfaces(kind: str = "") -> list[Surface]:
    """Surfaces of a kind, of every kind where none is named; the records' own pages first."""
    return [s for s in _surfaces.values() if not kind or s.is_of(kind)]


def places() -> list[Place]:
    """Everything that is no one record's."""
    return list(_places.values())


def patrolled() -> dict[str, Any]:
    """Every kind that the patrol visits: whatever the ledger speaks of and the public can open."""
    return {kind: model for kind, model in sorted(ledgered_models().items()) if hasattr(model, "get_absolute_url")}


register_surface(Surface(PAGE, "公开页", addresses=lambda record: [record.get_absolute_url()]))
