"""Links of letters (邮件里的链接): a row's handle and a proof that we wrote the link. Whoever reads the database cannot make one."""

from django.utils.crypto import constant_time_compare

from core.sealed import fingerprint

CONFIRM, MANAGE = "confirm", "manage"
HANDLE, PROOF = 16, 32  # hex digits


def token(purpose: str, handle: str) -> str:
    """What stands in the address; good for its purpose only."""
    return handle + fingerprint(f"alerts:{purpose}:{handle}")[:PROOF]


def handle_of(purpose: str, given: str) -> str:
    """The handle that a token names; empty for one that we did not write."""
    handle = given[:HANDLE]
    return handle if len(given) == HANDLE + PROOF and constant_time_compare(given, token(purpose, handle)) else ""
