"""The publication ledger and the audit log: append-only, and silent about the text."""

import hashlib
import json

import pytest

from core import ledger
from core.audit import audit
from core.models import AuditEntry, LedgerEntry
from core.models.logs import AppendOnlyError
from core.publishing import correct, hold, publish, withdraw
from openness.models import Judgment
from tests.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def judgment(city):
    """A published judgment."""
    return published(city["辽0802"])


ROUTES = {
    "save": lambda model, row: row.save(),
    "save of a field": lambda model, row: row.save(update_fields=["at"]),
    "an old key anew": lambda model, row: model(**{**model.objects.filter(pk=row.pk).values().get()}).save(),
    "update": lambda model, row: model.objects.update(at=row.at),
    "bulk_update": lambda model, row: model.objects.bulk_update([row], ["at"]),
    "upsert": lambda model, row: model.objects.bulk_create([row], update_conflicts=True, update_fields=["at"], unique_fields=["id"]),
    "update_or_create": lambda model, row: model.objects.update_or_create(pk=row.pk, defaults={"at": row.at}),
    "delete": lambda model, row: row.delete(),
    "delete by query": lambda model, row: model.objects.all().delete(),
    "base manager": lambda model, row: model._base_manager.filter(pk=row.pk).update(at=row.at),
}


@pytest.mark.parametrize("route", ROUTES)
@pytest.mark.parametrize("model", [LedgerEntry, AuditEntry])
def test_a_row_once_written_stays(judgment, model, route):
    from django.db import IntegrityError, transaction

    row = model.objects.first()
    before = list(model.objects.values())
    with pytest.raises((AppendOnlyError, IntegrityError)), transaction.atomic():
        ROUTES[route](model, row)
    assert list(model.objects.values()) == before


def test_the_digest_proves_the_text_to_whom_has_text_and_salt(judgment):
    spelled = json.dumps(judgment.public_content(), ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=str).encode()
    expected = hashlib.sha256(bytes.fromhex(judgment.salt) + spelled).hexdigest()
    fresh = Judgment.objects.get()
    assert LedgerEntry.objects.get().digest == expected == ledger.salted_digest(fresh.salt, fresh.public_content())
    assert len(bytes.fromhex(judgment.salt)) >= 16


def test_the_log_holds_no_text(judgment):
    row = json.dumps(LedgerEntry.objects.values().get(), ensure_ascii=False, default=str)
    assert judgment.title not in row and judgment.case_number not in row and judgment.salt not in row


def test_a_withdrawal_destroys_the_salt_and_the_act_stays(judgment):
    salt, digest = judgment.salt, LedgerEntry.objects.get().digest
    withdraw(record=judgment, actor=None, reason="law")
    assert not any(salt in str(v) for v in Judgment.objects.values().get().values())
    assert list(LedgerEntry.objects.order_by("id").values_list("act", "reason", "digest")) == [("publish", "", digest), ("withdraw", "law", digest)]


def test_publishing_again_takes_a_new_salt(judgment):
    before = judgment.salt
    withdraw(record=judgment, actor=None, reason="error")
    publish(record=judgment, actor=None)
    assert judgment.salt not in ("", before)
    assert LedgerEntry.objects.order_by("id").last().digest == ledger.salted_digest(judgment.salt, judgment.public_content())


def test_each_text_has_a_salt_of_its_own(judgment):
    """Whoever has the salt of the corrected text must not be able to try names against the digest of the first."""
    seen = [judgment.salt]
    correct(record=judgment, actor=None, changes={"title": "某丙与某丁买卖合同纠纷一审民事判决书"}, note="姓名没有隐去")
    seen.append(Judgment.objects.get().salt)
    assert LedgerEntry.objects.order_by("id").last().digest == ledger.salted_digest(seen[-1], Judgment.objects.get().public_content())
    hold(record=judgment, actor=None, reason="核查")
    publish(record=judgment, actor=None)
    seen.append(Judgment.objects.get().salt)
    assert len(set(seen)) == 3


def test_the_entry_digests_what_the_public_saw_not_what_the_instance_holds(judgment):
    digest = LedgerEntry.objects.get().digest
    judgment.text = "手里改过的正文。"
    hold(record=judgment, actor=None, reason="核查")
    assert LedgerEntry.objects.order_by("id").last().digest == digest


def test_an_audit_entry_names_its_target_and_keeps_within_its_columns(city):
    entry = audit(actor=None, action="test", target="x" * 300, purpose="y" * 900, organ=city["辽08"], count=3)
    entry = AuditEntry.objects.get(pk=entry.pk)
    assert len(entry.target) == 80 and len(entry.purpose) == 200 and entry.detail == {"count": 3}
