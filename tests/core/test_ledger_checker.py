"""The checker that citizens download, run as they would run it: it verifies an honest portal and refuses a forged one."""

import base64
import hashlib
import json
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.keys import Signer, signature_holds
from core.ledger import checker
from core.ledger.merkle import (
    Growing,
    consistency_ranges,
    fold,
    inclusion_ranges,
    leaf_hash,
    parts,
    perfect_root,
)
from core.ledger.notes import Statement, VerifierKey, sign

LOG, ITEM, NAME = "publication", "abcdefghjk", "portal.example/ledger"
CHECKER = Path(checker.__file__)


def canonical(content):
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


class Portal:
    """A portal that answers as ours does, and lies where a test tells it to."""

    def __init__(self, seed=1):
        self.signer = Signer(bytes([seed]) * 32)
        self.key = VerifierKey(NAME, self.signer.public)
        self.keys = [{"key": str(self.key), "endorsement": ""}]
        self.salt, self.content = "ab" * 16, {"title": "公开的标题", "text": "公开的正文。", "decided_on": "2026-09-01", "panel": ["审判员"]}
        self.leaves = [self.leaf(n) for n in range(5)]
        self.answers = {}

    def leaf(self, n):
        digest = hashlib.sha256(bytes.fromhex(self.salt) + canonical(self.content).encode()).hexdigest()
        said = {"log": LOG, "act": "publish", "kind": "judgment", "public_id": ITEM if n == 3 else f"other{n}", "organ": "辽0802", "digest": digest, "reason": "", "at": "2026-11-24T01:00:00Z"}
        return canonical(said)

    def hashes(self, ranges):
        return [fold([perfect_root([leaf_hash(x.encode()) for x in self.leaves[a:b]]) for a, b in parts(span)]).hex() for span in ranges]

    def note(self, size=None):
        size = len(self.leaves) if size is None else size
        root = Growing().extend(leaf_hash(x.encode()) for x in self.leaves[:size]).root()
        return sign(Statement(f"{NAME}/{LOG}", size, root, ("time x",)).text, self.key, self.signer)

    def item(self):
        leaf = json.loads(self.leaves[3])
        act = {"act": leaf["act"], "digest": leaf["digest"], "reason": leaf["reason"], "at": leaf["at"], "index": 3, "leaf": self.leaves[3]}
        return {"public_id": ITEM, "kind": "judgment", "log": LOG, "checkpoint": self.note(), "acts": [{**act, "proof": self.hashes(inclusion_ranges(3, len(self.leaves)))}]}

    def credential(self):
        proof = self.hashes(inclusion_ranges(3, len(self.leaves)))
        return {"log": LOG, "kind": "judgment", "public_id": ITEM, "salt": self.salt, "content": self.content, "index": 3, "leaf": self.leaves[3], "proof": proof, "checkpoint": self.note()}

    def answer(self, path):
        place, _, query = path.removeprefix("/ledger/").partition("?")
        if place in self.answers:
            return self.answers[place]
        if place == "keys.json":
            return 200, json.dumps({"keys": self.keys})
        if place == f"{LOG}/checkpoint":
            return 200, self.note()
        if place == f"{LOG}/consistency.json":
            asked = dict(pair.split("=") for pair in query.split("&"))
            return 200, json.dumps({"proof": self.hashes(consistency_ranges(int(asked["first"]), int(asked["second"])))})
        if place == f"items/{ITEM}.json":
            return 200, json.dumps(self.item())
        if place == f"items/{ITEM}.credential.json":
            return 200, json.dumps(self.credential())
        return 404, "{}"


@pytest.fixture
def served():
    """A server whose `portal` tests exchange and bend."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            status, text = self.server.portal.answer(self.path)
            self.send_response(status)
            self.end_headers()
            self.wfile.write(text.encode())

        def log_message(self, *_args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.portal = Portal()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def run(served, tmp_path):
    """Runs the downloaded file as a program of its own, away from our code; answers exit code and words."""
    copy = tmp_path / "checker.py"
    copy.write_bytes(CHECKER.read_bytes())

    def go(*arguments, address=None):
        address = address or f"http://127.0.0.1:{served.server_address[1]}"
        done = subprocess.run(
            [sys.executable, "-I", str(copy), address, *arguments, "--state", str(tmp_path / "seen.json")], capture_output=True, text=True, cwd=tmp_path, timeout=120, env={"PYTHONUTF8": "1"}
        )
        assert not done.stderr, done.stderr
        return done.returncode, done.stdout

    return go


def test_an_honest_portal_is_verified_and_remembered(run, served, tmp_path):
    code, said = run(ITEM)
    assert code == 0 and "全部相符" in said and "公开的内容与账本记的摘要相符" in said and str(served.portal.key) in said
    served.portal.leaves += [served.portal.leaf(9)] * 4
    code, said = run()
    assert code == 0 and "9 条" in said and "第一次" not in said
    assert json.loads((tmp_path / "seen.json").read_text())[f"http://127.0.0.1:{served.server_address[1]}"]["logs"][LOG]["size"] == 9


def test_a_credential_that_was_kept_is_verified_later(run, served, tmp_path):
    kept = tmp_path / "kept.json"
    kept.write_text(json.dumps(served.portal.credential()), encoding="utf-8")
    served.portal.leaves += [served.portal.leaf(9)] * 4
    code, said = run("--credential", str(kept))
    assert code == 0 and "凭证相符" in said
    kept.write_text(json.dumps({**served.portal.credential(), "salt": "cd" * 16}), encoding="utf-8")
    assert run("--credential", str(kept))[0] == 1


def test_a_withdrawn_item_is_proven_without_its_content(run, served):
    served.portal.answers[f"items/{ITEM}.credential.json"] = (410, '{"error": "withdrawn"}')
    code, said = run(ITEM)
    assert code == 0 and "已经撤回" in said


def bend_content(p):
    p.answers[f"items/{ITEM}.credential.json"] = (200, json.dumps({**p.credential(), "content": {**p.content, "text": "换过的正文。"}}))


def bend_leaf(p):
    p.answers[f"items/{ITEM}.json"] = (200, json.dumps({**p.item(), "acts": [{**p.item()["acts"][0], "leaf": p.leaves[3].replace("0802", "0881")}]}))


def bend_act(p):
    p.answers[f"items/{ITEM}.json"] = (200, json.dumps({**p.item(), "acts": [{**p.item()["acts"][0], "act": "withdraw"}]}))


def bend_proof(p):
    p.answers[f"items/{ITEM}.json"] = (200, json.dumps({**p.item(), "acts": [{**p.item()["acts"][0], "proof": ["00" * 32] * 3}]}))


def bend_size(p):
    p.answers[f"{LOG}/checkpoint"] = (200, p.note().replace("\n5\n", "\n6\n"))


def bend_signature(p):
    text, _, line = p.note().rpartition(" ")
    raw = bytearray(base64.b64decode(line))
    raw[10] ^= 1
    p.answers[f"{LOG}/checkpoint"] = (200, f"{text} {base64.b64encode(raw).decode()}\n")


def bend_other_item(p):
    p.answers[f"items/{ITEM}.credential.json"] = (200, json.dumps({**p.credential(), "public_id": "other2"}))


def bend_other_log(p):
    root = Growing().extend(leaf_hash(x.encode()) for x in p.leaves).root()
    p.answers[f"{LOG}/checkpoint"] = (200, sign(Statement(f"{NAME}/petitions", 5, root).text, p.key, p.signer))


def bend_json(p):
    p.answers[f"items/{ITEM}.json"] = (200, "[]")


@pytest.mark.parametrize("bend", [bend_content, bend_leaf, bend_act, bend_proof, bend_size, bend_signature, bend_other_item, bend_other_log, bend_json])
def test_a_forged_answer_is_refused_and_not_remembered(run, served, tmp_path, bend):
    bend(served.portal)
    code, said = run(ITEM)
    assert code == 1 and "不符：" in said and not (tmp_path / "seen.json").exists()


def test_a_history_rewritten_under_the_same_key_is_refused_by_whoever_saw_the_first(run, served):
    assert run()[0] == 0
    served.portal.leaves[1] = served.portal.leaf(77)
    code, said = run()
    assert code == 1 and "改写" in said
    served.portal.leaves += [served.portal.leaf(9)] * 3
    assert run()[0] == 1, "more entries do not hide it"


def test_a_ledger_that_became_shorter_is_refused(run, served):
    assert run()[0] == 0
    served.portal.leaves.pop()
    code, said = run()
    assert code == 1 and "变短" in said


def test_a_portal_that_gives_no_proof_of_its_growth_is_refused(run, served):
    assert run()[0] == 0
    served.portal.leaves.append(served.portal.leaf(9))
    served.portal.answers[f"{LOG}/consistency.json"] = (404, "{}")
    code, said = run()
    assert code == 1 and "一致性证明" in said
    served.portal.answers[f"{LOG}/checkpoint"] = (404, "")
    assert run()[0] == 1, "nor one whose checkpoint is gone"


def rotated(portal, seed, by):
    """A portal that signs with another key, endorsed by `by`."""
    signer = Signer(bytes([seed]) * 32)
    key = VerifierKey(NAME, signer.public)
    endorsement = sign(f"{NAME}/keys\n{key}\ntime x\n", VerifierKey(NAME, by.public), by)
    portal.keys.append({"key": str(key), "endorsement": endorsement})
    portal.signer, portal.key = signer, key


def test_an_endorsed_key_is_believed_and_a_strange_one_is_not(run, served):
    assert run()[0] == 0
    rotated(served.portal, 2, by=served.portal.signer)
    assert run(ITEM)[0] == 0
    rotated(served.portal, 3, by=Signer(bytes([3]) * 32))
    code, said = run()
    assert code == 1 and "签名不对" in said


def test_another_first_key_than_the_one_remembered_or_given_is_refused(run, served):
    assert run("--key", str(Portal(7).key))[0] == 1
    assert run("--key", str(served.portal.key))[0] == 0
    assert run("--key", str(Portal(7).key))[0] == 1
    served.portal = Portal(7)
    assert run()[0] == 1


def test_what_cannot_be_reached_is_no_verdict(run, served):
    assert run(address="http://127.0.0.1:9")[0] == 2 and run(address="ftp://x")[0] == 2
    assert run("nosuchitem")[0] == 2


@pytest.mark.django_db(transaction=True)
def test_our_own_portal_is_verified_and_its_tampering_refused(live_server, settings, tmp_path, run):
    from django.core.cache import cache
    from django.db import connection

    from core.cities import city_load
    from core.ledger.sealing import seal
    from core.ledger.signing import rotate
    from core.models import Organ
    from core.publishing import correct, withdraw
    from tests.factories import published

    settings.PORTAL_KEYS = tmp_path / "keys"
    settings.PORTAL_KEYS.mkdir()
    city_load("yingkou")
    judgment = published(Organ.objects.get(code="辽0802"), panel=["审判长王某"])
    published(Organ.objects.get(code="辽0803"))
    seal()
    code, said = run(judgment.public_id, address=live_server.url)
    assert code == 0 and "内容与账本记的摘要相符" in said, said
    rotate(actor=None)
    correct(record=judgment, actor=None, changes={"cause": "借款合同纠纷"}, note="案由写错")
    seal()
    cache.clear()
    assert run(judgment.public_id, address=live_server.url)[0] == 0
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_ledgerleaf SET data = replace(data, '0802', '0881') WHERE \"index\" = 0")
    cache.clear()
    code, said = run(judgment.public_id, address=live_server.url)
    assert code == 1 and "不在签过的账本里" in said
    with connection.cursor() as cursor:
        cursor.execute("UPDATE core_ledgerleaf SET data = replace(data, '0881', '0802') WHERE \"index\" = 0")
    withdraw(record=judgment, actor=None, reason="law")
    seal()
    cache.clear()
    code, said = run(judgment.public_id, address=live_server.url)
    assert code == 0 and "已经撤回" in said


@settings(max_examples=15, deadline=None)
@given(seed=st.binary(min_size=32, max_size=32), message=st.binary(max_size=80), at=st.integers(0, 511))
def test_the_checkers_own_ed25519_agrees_with_the_library(seed, message, at):
    signer = Signer(seed)
    signature = signer.sign(message)
    assert checker.signature_holds(signer.public, signature, message)
    bent = bytearray(signature)
    bent[at // 8] ^= 1 << at % 8
    assert checker.signature_holds(signer.public, bytes(bent), message) is signature_holds(signer.public, bytes(bent), message) is False


def test_the_checkers_ed25519_takes_the_vectors_of_rfc_8032_and_no_other_spelling():
    public = bytes.fromhex("3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c")
    signature = bytes.fromhex("92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00")
    assert checker.signature_holds(public, signature, b"\x72")
    higher = signature[:32] + (int.from_bytes(signature[32:], "little") + checker.L).to_bytes(32, "little")
    assert not checker.signature_holds(public, higher, b"\x72") and not checker.signature_holds(public, signature[:-1], b"\x72")


def test_the_download_is_the_file_itself_and_needs_nothing_else(client, db):
    import ast

    answer = client.get("/ledger/checker.py")
    assert answer.content == CHECKER.read_bytes() and 'filename="checker.py"' in answer["Content-Disposition"]
    named = {a.name.split(".")[0] for n in ast.walk(ast.parse(answer.content)) if isinstance(n, ast.Import) for a in n.names}
    assert named and named <= sys.stdlib_module_names
    assert not [n for n in ast.walk(ast.parse(answer.content)) if isinstance(n, ast.ImportFrom)]
