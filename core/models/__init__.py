"""Models of the shelf: people, organs, the outbox, the append-only logs."""

from .ledger import Checkpoint, Deposit, Depositary, LedgerKey, LedgerLeaf, LedgerNode
from .logs import AuditEntry, LedgerEntry
from .organs import Organ, Region
from .outbox import Delivery, Event
from .people import Membership, User
from .second_factor import RecoveryCode, SecondFactor
from .site import SiteSettings

__all__ = [
    "AuditEntry", "Checkpoint", "Delivery", "Deposit", "Depositary", "Event", "LedgerEntry", "LedgerKey", "LedgerLeaf", "LedgerNode", "Membership", "Organ", "RecoveryCode", "Region", "SecondFactor", "SiteSettings", "User",
]  # fmt: skip
