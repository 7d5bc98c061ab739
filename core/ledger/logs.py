"""Named logs (分账): one mechanism, a tree for each name. Rooms register theirs."""

from dataclasses import dataclass

PUBLICATION = "publication"


@dataclass(frozen=True, slots=True)
class Log:
    """One log: its name in addresses and checkpoints, and in words what stands in it."""

    name: str
    label: str
    text: str


_logs: dict[str, Log] = {}


def register_log(log: Log) -> None:
    """Makes a log known: it is sealed, verified, deposited and shown."""
    _logs[log.name] = log


def logs() -> dict[str, Log]:
    """Registered logs by name."""
    return dict(_logs)


register_log(Log(PUBLICATION, "公开账本", "每一次公开、更正、暂停公开、撤回"))
