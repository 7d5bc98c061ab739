"""The ledger (公开账本): acts append salted digests; sealing puts them into a Merkle tree whose checkpoints are signed.

Writers of acts need what is named here. Sealing, proofs, verification and deposits are modules of their own.
"""

from .entries import append, content_digest, entry, new_salt, salted_digest
from .logs import PUBLICATION, Log, logs, register_log

__all__ = ["PUBLICATION", "Log", "append", "content_digest", "entry", "logs", "new_salt", "register_log", "salted_digest"]
