"""Signed notes and checkpoints (签名文本、检查点), in the forms that transparency logs share: c2sp.org/signed-note and
c2sp.org/tlog-checkpoint. Tools made for these read ours.
"""

import base64
import hashlib
from dataclasses import dataclass

from core.keys import Signer, signature_holds

DASH = "—"
ED25519 = b"\x01"


class NoteError(ValueError):
    """A text that is no signed note, no checkpoint, or not signed by a key that is known."""


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """A public key with its name (公钥): written name+id+key, the id being the first four bytes of a hash over both."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """Four bytes, with which a signature names its key."""
        return hashlib.sha256(f"{self.name}\n".encode() + ED25519 + self.public).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(ED25519 + self.public).decode()}"


def vkey_parse(text: str) -> VerifierKey:
    """Reads name+id+key. NoteError where the id does not belong to the key."""
    try:
        name, key_id, key = text.strip().split("+", 2)
        raw = base64.b64decode(key, validate=True)
    except ValueError as error:
        raise NoteError(text) from error
    found = VerifierKey(name, raw[1:])
    if raw[:1] != ED25519 or len(raw) != 33 or found.key_id.hex() != key_id:
        raise NoteError(text)
    return found


@dataclass(frozen=True, slots=True)
class Statement:
    """What a checkpoint says: the log's origin, size, root, and lines of ours: when, and the size of the one before."""

    origin: str
    size: int
    root: bytes
    lines: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """As it is signed."""
        return "".join(f"{line}\n" for line in (self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.lines))


def sign(text: str, key: VerifierKey, signer: Signer) -> str:
    """A note: the text, an empty line, one signature."""
    signature = base64.b64encode(key.key_id + signer.sign(text.encode())).decode()
    return f"{text}\n{DASH} {key.name} {signature}\n"


def opened(note: str, keys: list[VerifierKey]) -> tuple[str, VerifierKey]:
    """The text of a note and the key that signed it. NoteError when none of `keys` did."""
    text, blank, signatures = note.rpartition("\n\n")
    text += "\n"
    if not blank:
        raise NoteError("没有签名")
    by_id = {(k.name, k.key_id): k for k in keys}
    for line in signatures.splitlines():
        try:
            dash, name, signature = line.split(" ")
            raw = base64.b64decode(signature, validate=True)
        except ValueError as error:
            raise NoteError("签名的写法不对") from error
        key = by_id.get((name, raw[:4]))
        if dash == DASH and key and signature_holds(key.public, raw[4:], text.encode()):
            return text, key
    raise NoteError("签名不对")


def statement_parse(text: str) -> Statement:
    """Reads the text of a checkpoint. NoteError when it is none."""
    lines = text.splitlines()
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError) as error:
        raise NoteError("不是检查点") from error
    found = Statement(lines[0], size, root, tuple(lines[3:]))
    if found.text != text or len(root) != 32:
        raise NoteError("不是检查点")
    return found
