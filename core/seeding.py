"""What a fresh database needs from each room (初始数据): rooms register, setup_portal calls. Every call is idempotent."""

from collections.abc import Callable

_seeds: dict[str, Callable[[], str]] = {}


def register_seed(name: str, load: Callable[[], str]) -> None:
    """Registers a function that loads a room's data and says in a sentence what it did."""
    _seeds[name] = load


def seed_all() -> list[str]:
    """Loads everything, in the order in which the rooms came; what each said."""
    return [load() for load in _seeds.values()]
