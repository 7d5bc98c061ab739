"""Who signs (签名钥匙): the newest key of PORTAL_KEYS; a new one is endorsed by the one before, for everybody to see."""

from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from core.audit import audit
from core.keys import Signer, ledger_key_rotate, ledger_signers
from core.models import LedgerKey, User

from .notes import NoteError, VerifierKey, opened, sign, vkey_parse
from .tree import LedgerBroken

KEY_CHANGE = "keys"


@dataclass(frozen=True, slots=True)
class Pen:
    """What signs a checkpoint: the secret half of a key with its public one."""

    key: VerifierKey
    signer: Signer

    def sign(self, text: str) -> str:
        """A signed note."""
        return sign(text, self.key, self.signer)


def stamp(moment) -> str:
    """A moment as checkpoints write it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def pen() -> Pen:
    """The pen of today. A key that nobody has seen is made known first: the first of all as it is, a later one endorsed
    by the one before, whose secret half must still be in PORTAL_KEYS. LedgerBroken where it is not.
    """
    signers = ledger_signers(Path(settings.PORTAL_KEYS))
    mine = Pen(VerifierKey(settings.LEDGER_NAME, signers[0].public), signers[0])
    known = known_keys()
    if mine.key not in known:
        _make_known(mine, known, signers)
    return mine


def known_keys() -> list[VerifierKey]:
    """Public keys that were ever used, the oldest first, as the table has them."""
    return [vkey_parse(text) for text in LedgerKey.objects.order_by("id").values_list("vkey", flat=True)]


def trusted_keys() -> list[VerifierKey]:
    """Keys whose chain of endorsements holds from the first on. NoteError names the first that is not endorsed."""
    trusted: list[VerifierKey] = []
    for row in LedgerKey.objects.order_by("id"):
        key = vkey_parse(row.vkey)
        if trusted:
            text, _ = opened(row.endorsement, trusted)
            if text.splitlines()[1:2] != [row.vkey]:
                raise NoteError(row.vkey)
        trusted.append(key)
    return trusted


def rotate(*, actor: User | None) -> VerifierKey:
    """A new signing key, endorsed by the one of until now (换签名钥匙). Interrupted anywhere, the next signature ends it."""
    before = pen()
    ledger_key_rotate(Path(settings.PORTAL_KEYS))
    after = pen()
    audit(actor=actor, action="ledger.rotated", target=f"ledger-key:{after.key.key_id.hex()}", before=before.key.key_id.hex())
    return after.key


def _make_known(mine: Pen, known: list[VerifierKey], signers: list[Signer]) -> None:
    endorsement, now = "", timezone.now()
    if known:
        old = known[-1]
        elder = next((s for s in signers if s.public == old.public), None)
        if elder is None:
            raise LedgerBroken("签名钥匙换了，却没有旧钥匙为它背书：请把旧钥匙放回 ledger.keys 的第二行。")
        endorsement = sign(f"{old.name}/{KEY_CHANGE}\n{mine.key}\ntime {stamp(now)}\n", old, elder)
    with transaction.atomic():
        _, made = LedgerKey.objects.get_or_create(vkey=str(mine.key), defaults={"endorsement": endorsement, "at": now})
        if made:
            audit(actor=None, action="ledger.key", target=f"ledger-key:{mine.key.key_id.hex()}")
