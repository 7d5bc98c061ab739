"""The order of a verification (验账的步骤)."""

from django.conf import settings

from core.keys import ledger_signers
from core.ledger.logs import logs
from core.ledger.notes import NoteError, VerifierKey
from core.ledger.signing import known_keys, trusted_keys
from core.models import LedgerEntry

from .copies import copies_compare
from .findings import Report
from .leaves import Walk, unsealed
from .records import records_compare


def verify() -> Report:
    """Reckons every log anew and compares leaves, nodes, checkpoints, keys, records and deposited copies."""
    report = Report()
    keys = _keys(report)
    for name in logs():
        Walk(name, keys, report).run()
        unsealed(name, report)
    for pk, log in LedgerEntry.objects.exclude(log__in=logs()).order_by("id").values_list("id", "log")[:1000]:
        report.add("log_changed", f"账本行 {pk} 属于不存在的账本 {log}")
    copies_compare(keys, report)
    records_compare(report)
    return report


def _keys(report: Report) -> list[VerifierKey]:
    """Keys that signatures are believed from."""
    try:
        trusted = trusted_keys()
    except NoteError as error:
        report.add("key_not_endorsed", f"公钥没有前一把钥匙的背书，或者背书是伪造的：{error}")
        return _first_good()
    if trusted and not {s.public for s in ledger_signers(settings.PORTAL_KEYS)} & {k.public for k in trusted}:
        report.add("keys_replaced", "公布的公钥里没有本机的签名钥匙：公钥表被换过，或者钥匙放错了")
    return trusted


def _first_good() -> list[VerifierKey]:
    """Where the chain is broken, signatures of the first key are still checked."""
    try:
        return known_keys()[:1]
    except NoteError:
        return []
