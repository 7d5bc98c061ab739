"""The public ledger (公开账本): what it is, checkpoints, proofs as pages and JSON, the feed for monitors, the checker."""

import re
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from core.enums import Act, State
from core.ledger import checker, proofs
from core.ledger.logs import Log, logs
from core.ledger.sealing import latest
from core.ledger.tree import consistency_proof, inclusion_proofs
from core.models import Checkpoint, Depositary, LedgerLeaf
from core.pagecache import public_page, until_its_end

MOST = 1000  # entries in one answer of the feed
ID = re.compile(r"[0-9a-z]{6,16}\Z")
HOME = {"label": "公开账本"}
PLAIN = "text/plain; charset=utf-8"


def _json(data: dict, status: int = 200) -> JsonResponse:
    response = JsonResponse(data, status=status, json_dumps_params={"ensure_ascii": False})
    response["X-Robots-Tag"] = "noindex"
    return response


def _number(request: HttpRequest, name: str, default: int) -> int:
    text = request.GET.get(name, "")
    if not text:
        return default
    if not (text.isascii() and text.isdigit() and len(text) < 16):
        raise Http404
    return int(text)


def _log(name: str) -> Log:
    if name not in logs():
        raise Http404
    return logs()[name]


def _crumbs(*labels: str) -> list[dict]:
    return [HOME | {"url": reverse("ledger:index")}, *({"label": label} for label in labels)]


@public_page()
def index(request: HttpRequest) -> HttpResponse:
    """What it is in plain words, the look-up, the latest checkpoints, who keeps copies, how to check."""
    asked = request.GET.get("id", "").strip()[:300]
    wanted = asked.rstrip("/").rpartition("/")[2].lower()  # an address of a page will do
    if ID.match(wanted) and proofs.acts_of(wanted):
        return redirect("ledger:item", wanted)
    shown = [{"log": log, "checkpoint": latest(name)} for name, log in logs().items()]
    keepers = Depositary.objects.filter(active=True).select_related("organ").annotate(last_done=Max("deposits__done_at"))
    context = {"crumbs": [HOME], "logs": shown, "asked": asked, "keys": proofs.keys(), "keepers": keepers, "site_url": settings.SITE_URL}
    return render(request, "core/ledger/index.html", context, status=404 if asked else 200)


def _evidence(public_id: str) -> dict:
    entries = proofs.acts_of(public_id)
    if not entries:
        raise Http404
    checkpoint, acts = proofs.proven(entries)
    return {"public_id": public_id, "kind": entries[0].kind, "log": entries[0].log, "checkpoint": checkpoint, "acts": acts, "record": proofs.record_of(entries[0])}


@public_page()
def item(request: HttpRequest, public_id: str) -> HttpResponse:
    """The acts on one item, each with its proof; stays when the item is withdrawn."""
    found = _evidence(public_id)
    record = found["record"]
    for act in found["acts"]:
        act["label"] = Act(act["act"]).label
    context = {
        **found, "crumbs": _crumbs(public_id), "is_public": bool(record and record.is_public), "what": record._meta.verbose_name if record else found["kind"],
        "standing": _standing(record),
    }  # fmt: skip
    response = render(request, "core/ledger/item.html", context)
    response["X-Robots-Tag"] = "noindex"
    return until_its_end(response, record) if context["is_public"] else response


def _standing(record) -> tuple[str, str]:
    """Tone and words of where the item stands for the public."""
    if record is None:
        return "plain", "不在本站"
    if record.is_public:
        return "good", "现在公开"
    if record.state == State.WITHDRAWN:
        return "exempt", "已撤回"
    return ("bad", "暂停公开") if record.state == State.HELD else ("wait", "现在没有公开")


@public_page()
def item_json(request: HttpRequest, public_id: str) -> HttpResponse:
    """The same for programs."""
    found = _evidence(public_id)
    checkpoint = found["checkpoint"]
    return _json({k: found[k] for k in ("public_id", "kind", "log", "acts")} | {"checkpoint": checkpoint.note if checkpoint else None})


@public_page()
def credential(request: HttpRequest, public_id: str) -> HttpResponse:
    """Salt, content and proof of a public item; never of one that is held, withdrawn or not yet public."""
    entries = proofs.acts_of(public_id)
    record = proofs.record_of(entries[0]) if entries else None
    if record is None or not record.is_public:
        gone = bool(record and record.state == State.WITHDRAWN)
        return _json({"error": "withdrawn" if gone else "not public"}, 410 if gone else 404)
    found = proofs.credential(record)
    if found is None:
        response = _json({"error": "not sealed yet"}, 503)
        response["Retry-After"] = "3600"
        return response
    response = _json(found)
    response["Content-Disposition"] = f'attachment; filename="{public_id}.credential.json"'
    return until_its_end(response, record)


@public_page()
def checkpoint(request: HttpRequest, log: str, size: int = 0) -> HttpResponse:
    """A signed checkpoint as it was signed: the latest, or that of a size."""
    rows = Checkpoint.objects.filter(log=_log(log).name)
    found = get_object_or_404(rows, size=size) if size else rows.order_by("-size").first()
    if found is None:
        raise Http404
    return HttpResponse(found.note, content_type=PLAIN)


@public_page()
def checkpoints(request: HttpRequest, log: str) -> HttpResponse:
    """Every checkpoint of a log, the latest first."""
    name = _log(log)
    page = Paginator(Checkpoint.objects.filter(log=log).order_by("-size"), 50).get_page(request.GET.get("page"))
    context = {"crumbs": _crumbs(f"{name.label}的检查点"), "log": name, "page_obj": page, "rows": page.object_list, "latest": latest(log)}
    return render(request, "core/ledger/checkpoints.html", context)


@public_page()
def entries(request: HttpRequest, log: str) -> HttpResponse:
    """Leaves number `start` to `end` (from 0, the end not included, at most 1,000), only those that are signed."""
    last = latest(_log(log).name)
    size = last.size if last else 0
    start = _number(request, "start", 0)
    end = min(_number(request, "end", size), start + MOST, size)
    rows = LedgerLeaf.objects.filter(log=log, index__gte=start, index__lt=end).order_by("index").values_list("index", "data") if start < end else ()
    return _json({"log": log, "size": size, "start": start, "end": max(end, start), "entries": [{"index": n, "leaf": data} for n, data in rows]})


@public_page()
def inclusion(request: HttpRequest, log: str) -> HttpResponse:
    """The proof that leaf `index` stands in the tree of `size` leaves (the latest signed one)."""
    last = latest(_log(log).name)
    size = _number(request, "size", last.size if last else 0)
    at = _number(request, "index", 0)
    if last is None or not at < size <= last.size:
        raise Http404
    leaf = get_object_or_404(LedgerLeaf, log=log, index=at)
    (proof,) = inclusion_proofs(log, [at], size)
    return _json({"log": log, "index": at, "size": size, "leaf": leaf.data, "proof": [h.hex() for h in proof]})


def _consistency(request: HttpRequest, log: str) -> dict:
    last = latest(_log(log).name)
    second = _number(request, "second", last.size if last else 0)
    first = _number(request, "first", 1)
    if last is None or not 0 < first <= second <= last.size:
        raise Http404
    return {"log": log, "first": first, "second": second, "proof": [h.hex() for h in consistency_proof(log, first, second)]}


@public_page()
def consistency(request: HttpRequest, log: str) -> HttpResponse:
    """The proof that the log of `second` leaves begins with that of `first`, with both signed checkpoints."""
    found = _consistency(request, log)
    signed = {c.size: c for c in Checkpoint.objects.filter(log=log, size__in=[found["first"], found["second"]])}
    name = _log(log)
    context = {
        **found, "log": name, "old": signed.get(found["first"]), "new": signed.get(found["second"]), "crumbs": _crumbs("一致性证明"), "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "core/ledger/consistency.html", context)


@public_page()
def consistency_json(request: HttpRequest, log: str) -> HttpResponse:
    """The same for programs."""
    return _json(_consistency(request, log))


@public_page()
def keys(request: HttpRequest) -> HttpResponse:
    """Public keys, the oldest first; each later one with its endorsement by one before."""
    return _json({"keys": proofs.keys()})


@public_page()
def checker_py(request: HttpRequest) -> HttpResponse:
    """The checker: one file, nothing but Python's standard library."""
    response = HttpResponse(Path(checker.__file__).read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="checker.py"'
    return response
