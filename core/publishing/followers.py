"""Who follows a record (随动): what must change in the very transaction that moves it."""

from collections.abc import Callable, Sequence

from .record import PublicRecord

Follower = Callable[[Sequence[PublicRecord]], None]
_followers: list[Follower] = []


def register_follower(follower: Follower) -> None:
    """A room above registers a function of the records that moved; it runs inside the transaction, after `before`."""
    if follower not in _followers:
        _followers.append(follower)


def followed(records: Sequence[PublicRecord]) -> None:
    """Tells every follower; the database has the records' new state already."""
    for follower in _followers:
        follower(records)
