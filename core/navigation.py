"""Doors and navigation (导航): rooms register what works; only that is shown."""

from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

ANY = "0000000000"  # no public id holds a zero


@dataclass(frozen=True, slots=True)
class NavItem:
    """One entry of the main navigation."""

    label: str
    url_name: str
    order: int


@dataclass(frozen=True, slots=True)
class Door:
    """One of the large ways in on the front page."""

    title: str
    url_name: str
    text: str
    order: int


def address(name: str, public_id: str = "") -> str:
    """The address of a view, of one record where it shows one; its form is worked out once in a process, for ten
    calls of reverse() on a page cost like a query.
    """
    return _form(name, bool(public_id)).replace(ANY, public_id)


@lru_cache(maxsize=200)
def _form(name: str, of_record: bool) -> str:
    return reverse(name, args=[ANY] if of_record else [])


_nav: dict[str, NavItem] = {}
_doors: dict[str, Door] = {}


def register_nav(item: NavItem) -> None:
    """Adds an entry to the main navigation."""
    _nav[item.url_name] = item


def register_door(door: Door) -> None:
    """Adds a door to the front page."""
    _doors[door.url_name] = door


def nav_items(path: str = "") -> list[dict]:
    """Navigation in order: label, url, and whether `path` lies below it."""
    items = [{"label": i.label, "url": address(i.url_name)} for i in sorted(_nav.values(), key=lambda i: i.order)]
    best = max((i["url"] for i in items if path.startswith(i["url"])), key=len, default=None)
    return [{**i, "current": i["url"] == best} for i in items]


def doors() -> list[dict]:
    """Doors in order: title, url, text."""
    return [{"title": d.title, "url": address(d.url_name), "text": d.text} for d in sorted(_doors.values(), key=lambda d: d.order)]
