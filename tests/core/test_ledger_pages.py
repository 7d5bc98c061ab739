"""The public ledger's pages: what a citizen reads, what a monitor fetches, and that neither betrays a text."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from core import ledger
from core.enums import DepositWay
from core.ledger.entries import salted_digest
from core.ledger.merkle import consistency_holds, inclusion_holds, leaf_hash
from core.ledger.notes import opened, statement_parse
from core.ledger.sealing import latest, seal
from core.ledger.signing import known_keys, rotate
from core.models import LedgerEntry
from core.publishing import correct, hold, publish, withdraw
from core.services.deposits import depositary_save
from openness.models import Judgment
from tests.factories import make_judgment, make_notice, published

pytestmark = pytest.mark.django_db
LOG = ledger.PUBLICATION


@pytest.fixture
def judgment(city, settings, tmp_path):
    """A public judgment among others, sealed in two steps."""
    settings.PORTAL_KEYS = tmp_path / "keys"
    settings.PORTAL_KEYS.mkdir()
    made = published(city["辽0802"])
    published(city["辽0802"])
    seal()
    published(city["辽0802"])
    seal()
    return made


def text(answer):
    return answer.content.decode()


def signed():
    note = latest(LOG).note
    return statement_parse(opened(note, known_keys())[0])


def test_the_page_says_what_it_is_and_shows_the_latest_checkpoint(client, judgment, city):
    depositary_save(actor=None, organ=city["yk-jcy"], way=DepositWay.DROP)
    shown = text(client.get(reverse("ledger:index")))
    assert latest(LOG).root in shown and str(known_keys()[0]).replace("+", "&#x2B;") in shown.replace("+", "&#x2B;")
    assert "辽宁省营口市人民检察院：还没有交存过" in shown and "checker.py" in shown


def test_without_any_checkpoint_the_pages_say_so(client, db):
    assert "还没有签过" in text(client.get(reverse("ledger:index")))
    assert "还没有检查点" in text(client.get(reverse("ledger:checkpoints", args=[LOG])))
    assert client.get(reverse("ledger:checkpoint", args=[LOG])).status_code == 404
    assert client.get(reverse("ledger:entries", args=[LOG])).json()["entries"] == []


@pytest.mark.parametrize("typed", ["{id}", " {id} ", "http://testserver/r/{id}/", "/openness/judgments/{id}/", "{ID}"])
def test_an_item_is_found_by_id_or_address(client, judgment, typed):
    asked = typed.format(id=judgment.public_id, ID=judgment.public_id.upper())
    assert client.get(reverse("ledger:index"), {"id": asked})["Location"] == reverse("ledger:item", args=[judgment.public_id])


def test_what_is_not_in_the_ledger_is_said_and_what_was_typed_stays(client, judgment):
    answer = client.get(reverse("ledger:index"), {"id": "zzzzzzzzzz<b>"})
    assert answer.status_code == 404 and "账本里没有“zzzzzzzzzz&lt;b&gt;”" in text(answer) and 'value="zzzzzzzzzz&lt;b&gt;"' in text(answer)


def test_every_items_page_leads_to_its_proof(client, judgment, city):
    notice = make_notice(city["辽0802"])
    publish(record=notice, actor=None)
    for record in (judgment, notice):
        assert reverse("ledger:item", args=[record.public_id]) in text(client.get(record.get_absolute_url()))


@pytest.mark.parametrize("way", ["withdrawn", "held"])
def test_a_page_that_is_gone_leads_to_the_proof_of_its_acts(client, judgment, way):
    if way == "held":
        hold(record=judgment, actor=None, reason="核查")
    else:
        withdraw(record=judgment, actor=None, reason="law")
    gone = client.get(judgment.get_absolute_url())
    place = reverse("ledger:item", args=[judgment.public_id])
    assert gone.status_code == (404 if way == "held" else 410) and place in text(gone)
    shown = text(client.get(place))
    assert "等下一次封账" in shown and "下载凭证" not in shown and judgment.title not in shown and judgment.case_number not in shown
    seal()


def test_the_proof_of_an_act_holds_against_the_signed_checkpoint(client, judgment):
    found = client.get(reverse("ledger:item_json", args=[judgment.public_id])).json()
    said = statement_parse(opened(found["checkpoint"], known_keys())[0])
    (act,) = found["acts"]
    assert act["act"] == "publish" and json.loads(act["leaf"])["public_id"] == judgment.public_id
    assert inclusion_holds(act["index"], said.size, leaf_hash(act["leaf"].encode()), [bytes.fromhex(h) for h in act["proof"]], said.root)
    shown = text(client.get(reverse("ledger:item", args=[judgment.public_id])))
    assert act["leaf_hash"] in shown and all(h in shown for h in act["proof"]) and said.root.hex() in shown and "现在公开" in shown


def test_an_act_that_is_not_sealed_yet_is_shown_as_waiting(client, judgment):
    correct(record=judgment, actor=None, changes={"cause": "借款合同纠纷"}, note="案由写错")
    found = client.get(reverse("ledger:item_json", args=[judgment.public_id])).json()["acts"]
    assert [(a["act"], a["proof"] is None) for a in found] == [("correct", True), ("publish", False)]
    answer = client.get(reverse("ledger:credential", args=[judgment.public_id]))
    assert answer.status_code == 503 and answer["Retry-After"]
    seal()
    assert client.get(reverse("ledger:credential", args=[judgment.public_id])).status_code == 200


def test_the_credential_proves_the_content(client, judgment):
    given = client.get(reverse("ledger:credential", args=[judgment.public_id])).json()
    leaf = json.loads(given["leaf"])
    assert salted_digest(given["salt"], given["content"]) == leaf["digest"] and given["content"]["text"] == judgment.text
    assert set(given["content"]) == set(Judgment.content_fields)


@pytest.mark.parametrize("way", ["held", "withdrawn", "ended", "scheduled", "in review"])
def test_no_credential_of_what_is_not_public(client, judgment, city, way):
    from datetime import timedelta

    record = judgment
    if way == "held":
        hold(record=record, actor=None, reason="核查")
    elif way == "withdrawn":
        withdraw(record=record, actor=None, reason="law")
    elif way == "ended":
        record = published(city["辽0802"], public_until=timezone.now() + timedelta(seconds=-1))
    elif way == "scheduled":
        record = published(city["辽0802"], public_from=timezone.now() + timedelta(days=3))
    else:
        record = make_judgment(city["辽0802"])
    seal()
    answer = client.get(reverse("ledger:credential", args=[record.public_id]))
    assert answer.status_code == (410 if way == "withdrawn" else 404) and set(answer.json()) == {"error"}
    assert text(answer).count(record.salt or "nothing") == 0
    page = client.get(reverse("ledger:item", args=[record.public_id]))
    assert page.status_code == (404 if way == "in review" else 200) and "下载凭证" not in text(page) and record.title not in text(page)


def test_a_salt_that_was_public_proves_nothing_of_an_earlier_text(client, judgment):
    """The name that was masked by a correction cannot be tried against the first digest with the salt of today."""
    first, before = LedgerEntry.objects.get(public_id=judgment.public_id).digest, judgment.public_content()
    correct(record=judgment, actor=None, changes={"title": "某丙与某丁买卖合同纠纷一审民事判决书"}, note="姓名没有隐去")
    seal()
    given = client.get(reverse("ledger:credential", args=[judgment.public_id])).json()
    assert salted_digest(given["salt"], before) != first


def test_the_feed_gives_leaves_by_number_and_only_signed_ones(client, judgment, city):
    published(city["辽0802"])
    place = reverse("ledger:entries", args=[LOG])
    found = client.get(place, {"start": 1, "end": 50}).json()
    assert [e["index"] for e in found["entries"]] == [1, 2] and (found["size"], found["start"], found["end"]) == (3, 1, 3)
    assert client.get(place, {"start": 3}).json()["entries"] == []
    assert [client.get(place, {"start": bad}).status_code for bad in ("-1", "x", "9" * 30)] == [404] * 3
    assert client.get(reverse("ledger:entries", args=["nothing"])).status_code == 404


def test_inclusion_and_consistency_by_number(client, judgment):
    said = signed()
    one = client.get(reverse("ledger:inclusion", args=[LOG]), {"index": 1}).json()
    assert inclusion_holds(1, said.size, leaf_hash(one["leaf"].encode()), [bytes.fromhex(h) for h in one["proof"]], said.root)
    grown = client.get(reverse("ledger:consistency_json", args=[LOG]), {"first": 2, "second": 3}).json()
    old = statement_parse(opened(text(client.get(reverse("ledger:checkpoint_of", args=[LOG, 2]))), known_keys())[0])
    assert consistency_holds(2, 3, old.root, said.root, [bytes.fromhex(h) for h in grown["proof"]])
    shown = text(client.get(reverse("ledger:consistency", args=[LOG]), {"first": 2, "second": 3}))
    assert all(h in shown for h in grown["proof"]) and old.root.hex() in shown
    for name, query in (("inclusion", {"index": 3}), ("inclusion", {"index": 0, "size": 4}), ("consistency", {"first": 0}), ("consistency", {"first": 3, "second": 2}), ("consistency_json", {"first": 1, "second": 99}), ("checkpoint_of", None)):
        place = reverse(f"ledger:{name}", args=[LOG, 77] if query is None else [LOG])
        assert client.get(place, query or {}).status_code == 404, (name, query)


def test_the_checkpoints_are_listed_with_a_proof_to_the_latest(client, judgment):
    shown = text(client.get(reverse("ledger:checkpoints", args=[LOG])))
    assert f"{reverse('ledger:consistency', args=[LOG])}?first=2&amp;second=3" in shown and latest(LOG).root in shown


def test_the_latest_checkpoint_is_plain_text_as_it_was_signed(client, judgment):
    answer = client.get(reverse("ledger:checkpoint", args=[LOG]))
    assert text(answer) == latest(LOG).note and answer["Content-Type"].startswith("text/plain")


def test_keys_come_with_their_endorsements(client, judgment):
    rotate(actor=None)
    rows = client.get(reverse("ledger:keys")).json()["keys"]
    assert [bool(r["endorsement"]) for r in rows] == [False, True] and rows[1]["key"] in opened(rows[1]["endorsement"], known_keys()[:1])[0]


def test_a_proof_costs_few_queries_however_large_the_log(client, judgment, django_assert_max_num_queries):
    last = LedgerEntry.objects.get(public_id=judgment.public_id)
    ledger.append([LedgerEntry(log=LOG, act="publish", kind="judgment", public_id=f"x{n}", organ_code="x", digest=last.digest, at=timezone.now()) for n in range(1500)])
    seal()
    client.get(reverse("ledger:index"))  # site settings are read once
    for name, args, query in (
        ("item", [judgment.public_id], {}), ("item_json", [judgment.public_id], {}), ("credential", [judgment.public_id], {}), ("inclusion", [LOG], {"index": 700}),
        ("consistency_json", [LOG], {"first": 300}), ("consistency", [LOG], {"first": 300}), ("entries", [LOG], {"start": 500}), ("checkpoints", [LOG], {}),
    ):  # fmt: skip
        with django_assert_max_num_queries(10):
            assert client.get(reverse(f"ledger:{name}", args=args), query).status_code == 200


def test_an_items_own_page_asks_the_ledger_nothing(client, judgment, django_assert_max_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        assert client.get(judgment.get_absolute_url()).status_code == 200
    assert not [q for q in seen if "ledger" in q["sql"] or "checkpoint" in q["sql"]]


def test_reading_writes_nothing(client, judgment):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as seen:
        for name, args in (("index", []), ("item", [judgment.public_id]), ("credential", [judgment.public_id]), ("checkpoints", [LOG]), ("keys", []), ("checker", [])):
            assert client.get(reverse(f"ledger:{name}", args=args)).status_code == 200
    assert [q["sql"] for q in seen if not q["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []
