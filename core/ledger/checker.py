#!/usr/bin/env python3
"""Checks the public ledger of a judicial openness portal (公开账本核对工具). One file, Python 3.8 or newer, nothing else.

    python3 checker.py https://sifa.example.gov.cn              核对账本：签名、与上次看到的是否一致
    python3 checker.py https://sifa.example.gov.cn 编号          同时核对一件：内容 -> 摘要 -> 树叶 -> 树根 -> 签名
    python3 checker.py https://sifa.example.gov.cn --credential 文件.json   核对下载的凭证

The last checkpoint seen and the keys are kept in a file (--state). The next run demands a proof that the ledger only
grew since then; a ledger that was rewritten or shortened cannot give one. Exit code 0: everything agrees; 1: it does
not, and the message says what; 2: it could not be checked.
"""

import argparse
import base64
import hashlib
import json
import os
import sys
import urllib.error
import urllib.request

STATE = os.path.join(os.path.expanduser("~"), ".public-ledger.json")


class Refused(Exception):
    """Something does not agree."""


class Unreachable(Exception):
    """It could not be checked."""


# Ed25519 (RFC 8032), verification only.
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def _add(a, b):
    s, t = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    u, v = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    e, f, g, h = t - s, v - u, v + u, t + s
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def _times(n, point):
    result = (0, 1, 1, 0)
    while n:
        if n & 1:
            result = _add(result, point)
        point, n = _add(point, point), n >> 1
    return result


def _point(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (1 << 255) - 1
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_M1 % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = _point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signature_holds(public, signature, message):
    """Whether the holder of the Ed25519 key signed the message."""
    if len(public) != 32 or len(signature) != 64:
        return False
    key, commitment = _point(public), _point(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or commitment is None or s >= L:
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % L
    left, right = _times(s, BASE), _add(commitment, _times(k, key))
    return (left[0] * right[2] - right[0] * left[2]) % P == 0 and (left[1] * right[2] - right[1] * left[2]) % P == 0


# Merkle trees (RFC 6962, verification as in RFC 9162).
def leaf_hash(data):
    """SHA-256(0x00 || data)."""
    return hashlib.sha256(b"\x00" + data).digest()


def _node(left, right):
    return hashlib.sha256(b"\x01" + left + right).digest()


def inclusion_holds(index, size, leaf, proof, root):
    """Whether the proof shows the leaf's hash at `index` of the tree."""
    if not 0 <= index < size:
        return False
    at, last, hashed = index, size - 1, leaf
    for other in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            hashed = _node(other, hashed)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            hashed = _node(hashed, other)
        at, last = at >> 1, last >> 1
    return last == 0 and hashed == root


def consistency_holds(first, second, old, new, proof):
    """Whether the proof shows that the tree with root `new` begins with that of root `old`."""
    if first == second:
        return old == new and not proof
    if not 0 < first < second or not proof:
        return False
    path = list(proof)
    if first & (first - 1) == 0:
        path.insert(0, old)
    at, last = first - 1, second - 1
    while at & 1:
        at, last = at >> 1, last >> 1
    left = right = path[0]
    for other in path[1:]:
        if last == 0:
            return False
        if at & 1 or at == last:
            left, right = _node(other, left), _node(other, right)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            right = _node(right, other)
        at, last = at >> 1, last >> 1
    return left == old and right == new and last == 0


# Signed notes and checkpoints (c2sp.org/signed-note, c2sp.org/tlog-checkpoint).
def key_of(text):
    """(name, id, public key) of name+id+key."""
    try:
        name, key_id, key = text.strip().split("+", 2)
        raw = base64.b64decode(key, validate=True)
    except ValueError:
        raise Refused("公钥的写法不对：" + text) from None
    if len(raw) != 33 or raw[:1] != b"\x01" or hashlib.sha256(name.encode() + b"\n" + raw).digest()[:4].hex() != key_id:
        raise Refused("公钥的写法不对：" + text)
    return name, bytes.fromhex(key_id), raw[1:]


def opened(note, keys):
    """The text of a note that one of `keys` signed."""
    text, blank, signatures = note.rpartition("\n\n")
    text += "\n"
    for line in signatures.splitlines() if blank else ():
        parts = line.split(" ")
        if len(parts) != 3 or parts[0] != "\u2014":
            continue
        try:
            raw = base64.b64decode(parts[2], validate=True)
        except ValueError:
            continue
        for name, key_id, public in map(key_of, keys):
            if (name, key_id) == (parts[1], raw[:4]) and signature_holds(public, raw[4:], text.encode()):
                return text
    raise Refused("签名不对：不是已知的钥匙签的，或者签过以后改过")


def checkpoint_of(note, keys, log):
    """(size, root) of a signed checkpoint of this log."""
    lines = opened(note, keys).splitlines()
    try:
        origin, size, root = lines[0], int(lines[1]), base64.b64decode(lines[2], validate=True)
    except (IndexError, ValueError):
        raise Refused("签名的文本不是检查点") from None
    if not origin.endswith("/" + log) or len(root) != 32 or size < 1:
        raise Refused("检查点不是这个账本的：" + origin)
    return size, root


class Site:
    """A portal, and what was seen of it before."""

    def __init__(self, address, state, pinned):
        if not address.startswith(("https://", "http://")):
            raise Unreachable("网站地址要以 https:// 开头")
        self.address, self.path = address.rstrip("/"), state
        try:
            with open(state, encoding="utf-8") as kept:
                self.all = json.load(kept)
        except FileNotFoundError:
            self.all = {}
        except ValueError:
            raise Unreachable("记录文件读不懂：" + state) from None
        self.seen = self.all.setdefault(self.address, {"keys": [], "logs": {}})
        if pinned:
            if self.seen["keys"] and pinned not in self.seen["keys"]:
                raise Refused("给出的公钥与以前记住的不是一把")
            self.seen["keys"] = self.seen["keys"] or [pinned]

    def get(self, path):
        """What the site answers; 410 is an answer too."""
        request = urllib.request.Request(self.address + "/ledger/" + path, headers={"User-Agent": "ledger-checker/1"})  # noqa: S310 - the scheme was looked at
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:  # noqa: S310
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")
        except (OSError, ValueError) as error:
            raise Unreachable(f"连不上 {self.address}：{error}") from None

    def json(self, path):
        """A JSON object of the site."""
        status, text = self.get(path)
        if status != 200:
            raise Unreachable(f"{self.address}/ledger/{path} 答复 {status}")
        try:
            return json.loads(text)
        except ValueError:
            raise Refused("答复不是 JSON：" + path) from None

    def learn_keys(self):
        """Believes a later key only when one that is known endorsed it. The first of all is believed as it is shown."""
        known = self.seen["keys"]
        for row in self.json("keys.json")["keys"]:
            key = row["key"]
            if key in known:
                continue
            if known:
                if opened(row["endorsement"], known).splitlines()[1:2] != [key]:
                    raise Refused("背书背的不是这把公钥：" + key)
            else:
                print("第一次核对，记住公钥（请与别处公布的比对）：\n  " + key)
            known.append(key)

    def follow(self, log, note):
        """Takes a checkpoint that continues the last one seen; Refused for every other."""
        size, root = checkpoint_of(note, self.seen["keys"], log)
        before = self.seen["logs"].get(log)
        if before:
            old_size, old_root = before["size"], bytes.fromhex(before["root"])
            if size < old_size:
                raise Refused(f"账本变短了：上次看到 {old_size} 条，现在只有 {size} 条")
            if not consistency_holds(old_size, size, old_root, root, self.growth(log, old_size, size)):
                raise Refused(f"账本被改写过：现在的 {size} 条不是上次那 {old_size} 条的延续")
        self.seen["logs"][log] = {"size": size, "root": root.hex(), "note": note}
        return size, root

    def growth(self, log, first, second):
        """The proof that the ledger only grew; a site that cannot give it is refused."""
        if first == second:
            return []
        status, text = self.get(f"{log}/consistency.json?first={first}&second={second}")
        if status != 200:
            raise Refused(f"账本拿不出从 {first} 条到 {second} 条的一致性证明（答复 {status}）")
        return self.hashes(json.loads(text)["proof"])

    @staticmethod
    def hashes(texts):
        """Hashes of a proof."""
        try:
            return [bytes.fromhex(text) for text in texts]
        except (TypeError, ValueError):
            raise Refused("证明的写法不对") from None

    def keep(self):
        """Remembers for the next time; whole or not at all."""
        draft = f"{self.path}.{os.getpid()}"
        with open(draft, "w", encoding="utf-8") as out:
            json.dump(self.all, out, ensure_ascii=False, indent=1)
        os.replace(draft, self.path)


def canonical(content):
    """The one spelling that is hashed: sorted keys, no blanks, UTF-8."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def leaf_holds(size, root, index, leaf, proof):
    """Refused unless the leaf stands in the signed tree."""
    if not inclusion_holds(index, size, leaf_hash(leaf.encode()), Site.hashes(proof), root):
        raise Refused(f"第 {index + 1} 条不在签过的账本里")


def credential_check(site, given):
    """Content -> digest -> leaf -> root -> signature."""
    size, root = site.follow(given["log"], given["checkpoint"]) if fresh(site, given) else checkpoint_of(given["checkpoint"], site.seen["keys"], given["log"])
    leaf_holds(size, root, given["index"], given["leaf"], given["proof"])
    said = json.loads(given["leaf"])
    if (said["public_id"], said["kind"], said["log"]) != (given["public_id"], given["kind"], given["log"]) or said["act"] not in ("publish", "correct"):
        raise Refused("凭证里的树叶不是这一件的公开")
    if hashlib.sha256(bytes.fromhex(given["salt"]) + canonical(given["content"])).hexdigest() != said["digest"]:
        raise Refused("内容与账本记的摘要不符：内容被改过")
    return said


def fresh(site, given):
    """Whether the checkpoint in a credential is no older than the one that was seen last; an older one must be proven."""
    size, root = checkpoint_of(given["checkpoint"], site.seen["keys"], given["log"])
    seen = site.seen["logs"].get(given["log"])
    if seen is None or size >= seen["size"]:
        return True
    if not consistency_holds(size, seen["size"], root, bytes.fromhex(seen["root"]), site.growth(given["log"], size, seen["size"])):
        raise Refused("凭证的检查点与账本不是同一个历史")
    return False


def item_check(site, public_id):
    """Every act on an item, and its content while it is public."""
    found = site.json(f"items/{public_id}.json")
    if found["checkpoint"] is None:
        raise Unreachable("还没有封账，请一小时以后再核对")
    size, root = site.follow(found["log"], found["checkpoint"])
    for act in found["acts"]:
        if act["proof"] is None:
            print("  还没有封账：", act["at"], act["act"])
            continue
        leaf_holds(size, root, act["index"], act["leaf"], act["proof"])
        said = json.loads(act["leaf"])
        if said["public_id"] != public_id or any(said[k] != act[k] for k in ("act", "digest", "reason")):
            raise Refused("树叶说的与页面说的不同")
        print("  第", act["index"] + 1, "条 ", said["at"], said["act"])
    status, text = site.get(f"items/{public_id}.credential.json")
    if status == 200:
        given = json.loads(text)
        if given["public_id"] != public_id or given["index"] != found["acts"][0]["index"]:
            raise Refused("凭证不是这一件最近的一次公开")
        credential_check(site, given)
        print("  公开的内容与账本记的摘要相符")
    elif status == 410:
        print("  已经撤回：行为可以证明，内容不再提供")
    elif status in (404, 503):
        print(f"  现在没有公开的内容可以核对（答复 {status}）")
    else:
        raise Unreachable(f"凭证答复 {status}")


def check(options):
    """Everything that was asked for; raises what does not agree."""
    site = Site(options.site, options.state, options.key)
    site.learn_keys()
    for log in options.log or sorted({*site.seen["logs"], "publication"}):
        status, note = site.get(log + "/checkpoint")
        if status == 404 and log not in site.seen["logs"]:
            raise Unreachable(f"账本 {log} 还没有检查点")
        if status != 200:
            raise Refused(f"账本 {log} 拿不出检查点（答复 {status}）")
        size, root = site.follow(log, note)
        print(f"{log}：{size} 条，树根 {root.hex()}，签名和历史相符")
    if options.item:
        print(f"{options.item}：")
        item_check(site, options.item)
    if options.credential:
        with open(options.credential, encoding="utf-8") as kept:
            said = credential_check(site, json.load(kept))
        print("凭证相符：", said["public_id"], said["at"], said["act"])
    site.keep()


def main():
    """Exit code 0, 1 or 2, as above."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("site", help="网站地址，如 https://sifa.example.gov.cn")
    parser.add_argument("item", nargs="?", help="编号（页面永久地址 /r/…/ 里的一段）")
    parser.add_argument("--credential", help="下载的凭证文件")
    parser.add_argument("--log", action="append", help="账本的名字，默认 publication 和以前看过的")
    parser.add_argument("--key", help="从别处得到的公钥（名字+编号+公钥）")
    parser.add_argument("--state", default=STATE, help="记住上次所见的文件")
    try:
        check(parser.parse_args())
    except Refused as error:
        print(f"不符：{error}")
        return 1
    except (Unreachable, OSError) as error:
        print(f"没有核对成：{error}")
        return 2
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        print(f"不符：答复的格式不对（{type(error).__name__} {error}）")
        return 1
    print("全部相符")
    return 0


if __name__ == "__main__":
    sys.exit(main())
