"""Deposits: every day the organs that keep our checkpoints get them, failures are tried again and cannot be overlooked."""

from datetime import timedelta
from smtplib import SMTPException

import pytest
import time_machine
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from core.enums import DepositState, DepositWay, Role
from core.ledger.sealing import latest, seal
from core.ledger.verifying import verify
from core.models import AuditEntry, Deposit, Depositary
from core.services import deposits
from core.tasks import deposit_checkpoints, seal_ledger, verify_ledger
from tests.factories import published

pytestmark = pytest.mark.django_db


@pytest.fixture
def drop(city, settings, tmp_path):
    """A sealed log, and the procuratorate's folder."""
    settings.PORTAL_KEYS, settings.LEDGER_DROP = tmp_path / "keys", tmp_path / "drop"
    settings.PORTAL_KEYS.mkdir()
    published(city["辽0802"])
    seal()
    folder = settings.LEDGER_DROP / "yk-jcy"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def keeper(city, drop):
    return deposits.depositary_save(actor=None, organ=city["yk-jcy"], way=DepositWay.DROP)


def test_a_checkpoint_lies_in_the_folder_once_a_day(drop, keeper):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert deposits.deposits_run() == 1 and deposits.deposits_run() == 0
        (file,) = drop.iterdir()
        assert file.read_text() == latest("publication").note and file.name.startswith("publication-") and file.name.endswith("-1.checkpoint")
        row = Deposit.objects.get()
        assert (row.state, row.attempts, row.size, row.note) == (DepositState.DONE, 1, 1, latest("publication").note) and row.done_at
        clock.shift(timedelta(days=1))
        assert deposits.deposits_run() == 1 and len(list(drop.iterdir())) == 2
    assert verify().total == 0 and verify().copies == 4


def test_a_folder_that_is_missing_is_said_and_tried_again_with_growing_pauses(drop, keeper):
    drop.rmdir()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert deposits.deposits_run() == 0
        row = Deposit.objects.get()
        assert row.state == DepositState.PENDING and "yk-jcy" in row.error and row.attempts == 1
        assert deposits.deposits_run() == 0 and Deposit.objects.get().attempts == 1
        clock.shift(timedelta(minutes=11))
        deposits.deposits_run()
        assert Deposit.objects.get().attempts == 2
        assert Deposit.objects.get().due_at - timezone.now() == timedelta(minutes=20)
        drop.mkdir()
        clock.shift(timedelta(minutes=21))
        assert deposits.deposits_run() == 1 and Deposit.objects.get().error == ""


def test_a_day_that_failed_stays_noted_when_the_next_one_takes_its_place(drop, keeper):
    drop.rmdir()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        deposits.deposits_run()
        clock.shift(timedelta(days=1))
        drop.mkdir()
        assert deposits.deposits_run() == 1
    assert list(Deposit.objects.order_by("day").values_list("state", flat=True)) == [DepositState.MISSED, DepositState.DONE]


def test_a_strange_file_of_the_same_name_is_not_overwritten(drop, keeper):
    deposits.deposits_open()
    (drop / deposits.filename(Deposit.objects.get())).write_text("something else")
    assert deposits.deposits_run() == 0 and "内容不同" in Deposit.objects.get().error
    assert [p.read_text() for p in drop.iterdir()] == ["something else"]


def test_killed_between_file_and_note_it_is_noted_the_next_time(drop, keeper):
    deposits.deposits_open()
    (drop / deposits.filename(Deposit.objects.get())).write_text(latest("publication").note, encoding="utf-8")
    assert deposits.deposits_run() == 1 and len(list(drop.iterdir())) == 1


def test_two_processes_do_not_try_the_same_deposit(drop, keeper):
    deposits.deposits_open()
    stale = Deposit.objects.get()
    assert deposits._try(Deposit.objects.get()) and not deposits._try(stale)
    assert Deposit.objects.get().attempts == 1


def test_a_letter_holds_the_checkpoint_as_it_was_signed(city, drop, settings):
    deposits.depositary_save(actor=None, organ=city["辽08"], way=DepositWay.MAIL, email="jicha@example.gov.cn")
    assert deposits.deposits_run() == 1
    (letter,) = mail.outbox
    assert letter.to == ["jicha@example.gov.cn"] and letter.body.endswith(latest("publication").note) and "原样保存" in letter.body


@pytest.mark.parametrize("fault", [SMTPException("x"), OSError(111, "Connection refused")])
def test_a_mail_server_that_fails_is_tried_again(city, drop, monkeypatch, fault):
    deposits.depositary_save(actor=None, organ=city["辽08"], way=DepositWay.MAIL, email="jicha@example.gov.cn")

    def fail(*_args):
        raise fault

    with monkeypatch.context() as broken:
        broken.setattr("django.core.mail.EmailMessage.send", fail)
        assert deposits.deposits_run() == 0
    row = Deposit.objects.get()
    assert row.state == DepositState.PENDING and row.error.startswith(type(fault).__name__)
    assert deposits.deposits_retry(actor=None) == 1


def test_without_a_mail_server_it_says_so(city, drop, settings):
    deposits.depositary_save(actor=None, organ=city["辽08"], way=DepositWay.MAIL, email="jicha@example.gov.cn")
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    assert deposits.deposits_run() == 0 and "EMAIL_URL" in Deposit.objects.get().error


def test_two_days_without_a_deposit_raise_the_alarm_on_the_desk_of_the_office(client, member, drop, keeper):
    drop.rmdir()
    office = member(Role.OFFICE, "yk-zfw")
    with time_machine.travel(timezone.now(), tick=True) as clock:
        client.force_login(office)
        deposits.deposits_run()
        assert deposits.overdue() == [] and "两天没有交存" not in client.get(reverse("wagtailadmin_home")).content.decode()
        clock.move_to(timezone.now() + timedelta(days=2, minutes=1))
        client.force_login(office)
        assert [k.pk for k in deposits.overdue()] == [keeper.pk]
        assert "两天没有交存辽宁省营口市人民检察院" in client.get(reverse("wagtailadmin_home")).content.decode()
        assert "两天没有交成" in client.get(reverse("ledger_deposits")).content.decode()
        drop.mkdir()
        client.post(reverse("ledger_act"), {"act": "retry"})
        assert deposits.overdue() == [] and "两天没有" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_entries_that_nobody_seals_are_told_on_the_desk_of_the_office(client, member, drop, city):
    office = member(Role.OFFICE, "yk-zfw")
    with time_machine.travel(timezone.now(), tick=True) as clock:
        published(city["辽0802"])
        client.force_login(office)
        assert "没有封账" not in client.get(reverse("wagtailadmin_home")).content.decode()
        clock.move_to(timezone.now() + timedelta(hours=3, minutes=1))
        assert "三小时以上没有封账" in client.get(reverse("wagtailadmin_home")).content.decode()
        assert "起等封账" in client.get(reverse("ledger_deposits")).content.decode()
        seal()
        assert "没有封账" not in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_jobs_seal_deposit_and_verify_and_leave_a_trace(client, member, drop, keeper, city):
    published(city["辽0802"])
    seal_ledger()
    assert latest("publication").size == 2 and deposit_checkpoints() == 1 and verify_ledger() == 0
    assert AuditEntry.objects.get(action="ledger.verified").detail["faults"] == 0
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("UPDATE openness_judgment SET text = 'x'")
    assert verify_ledger() == 2
    client.force_login(member(Role.OFFICE, "yk-zfw"))
    assert "验账有 2 处不符" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_office_names_changes_and_stops_depositaries(client, member, drop):
    client.force_login(member(Role.OFFICE, "yk-zfw"))
    page = reverse("ledger_deposits")
    from core.models import Organ

    organ = Organ.objects.get(code="yk-jcy")
    refused = client.post(page, {"organ": organ.pk, "way": "mail", "email": ""}).content.decode()
    assert "请填邮箱" in refused and f'value="{organ.pk}" selected' in refused and not Depositary.objects.exists()
    assert client.post(page, {"organ": organ.pk, "way": "mail", "email": "a@example.gov.cn"}).status_code == 302
    assert client.post(page, {"organ": organ.pk, "way": "drop", "email": "a@example.gov.cn"}).status_code == 302
    kept = Depositary.objects.get()
    assert (kept.way, kept.email, kept.active) == ("drop", "", True)
    client.post(reverse("ledger_act"), {"act": "stop", "id": kept.pk})
    assert not Depositary.objects.get().active and client.post(reverse("ledger_act"), {"act": "stop", "id": "x"}).status_code == 404
    deposits.deposits_run()
    assert not Deposit.objects.exists()
    assert list(AuditEntry.objects.filter(action__startswith="ledger.depositary").order_by("id").values_list("action", flat=True)) == ["ledger.depositary"] * 2 + ["ledger.depositary_stopped"]


def test_an_auditor_reads_and_cannot_act(client, member, keeper):
    client.force_login(member(Role.AUDITOR, "yk-zfw"))
    shown = client.get(reverse("ledger_deposits")).content.decode()
    assert "人民检察院" in shown and "停止" not in shown and "保存</button>" not in shown
    assert client.post(reverse("ledger_act"), {"act": "stop", "id": keeper.pk}).status_code == 403
    client.post(reverse("ledger_deposits"), {"organ": keeper.organ_id, "way": "mail", "email": "a@example.gov.cn"})
    assert Depositary.objects.get().way == "drop"


def test_the_screen_costs_the_same_for_many_deposits(client, member, drop, keeper, django_assert_max_num_queries):
    client.force_login(member(Role.OFFICE, "yk-zfw"))
    now = timezone.now()
    Deposit.objects.bulk_create([Deposit(depositary=keeper, log="publication", day=timezone.localdate() - timedelta(days=n), size=1, note="x", due_at=now) for n in range(1, 120)])
    with django_assert_max_num_queries(20):
        assert client.get(reverse("ledger_deposits")).status_code == 200
