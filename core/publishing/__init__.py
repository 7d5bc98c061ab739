"""Publishing (公开): PublicRecord is the only way to become public, its services the only way to move it."""

from .followers import register_follower
from .gates import GateRefused, Refusal, check, masking_checked, required_fields
from .record import (
    PublicRecord,
    PublicRecordQuerySet,
    SecondDoor,
    ledgered_models,
    public_condition,
    record_models,
)
from .services import Stale, correct, hold, publish, publish_many, recheck_passed, revise, send_back, withdraw

__all__ = [
    "GateRefused",
    "PublicRecord",
    "PublicRecordQuerySet",
    "Refusal",
    "SecondDoor",
    "Stale",
    "check",
    "correct",
    "hold",
    "ledgered_models",
    "masking_checked",
    "public_condition",
    "publish",
    "publish_many",
    "recheck_passed",
    "record_models",
    "register_follower",
    "required_fields",
    "revise",
    "send_back",
    "withdraw",
]
