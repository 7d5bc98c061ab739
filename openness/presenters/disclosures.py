"""The catalogue and its entries as pages show them (公开目录、公开事项)."""

from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Model
from django.urls import reverse
from django.utils import timezone

from core.enums import Act, OrganKind
from core.models import LedgerEntry, Organ
from core.navigation import address
from justice.deadlines import UNITS, rules
from openness.kinds import counted
from openness.models import CatalogueItem, Disclosure, Statement
from openness.presenters.judgments import due_of
from openness.selectors import disclosures as select
from openness.selectors.disclosures import Narrow
from search.address import alert_url

ROOM = {"label": "司法公开"}


def speed(item: CatalogueItem) -> str:
    """How fast it must be public, in words: 作出决定之日起 7 个工作日内."""
    versions = [r for r in rules() if r.id == item.rule]
    if not versions:
        return item.timing or "没有规定期限"
    latest = max(versions, key=lambda r: r.valid_from)
    return f"{latest.data['starts']}之日起 {latest.data['count']} {UNITS[latest.data['unit']]}内"


def catalogue(kind: str = "") -> dict:
    """What must be disclosed, by kind of organ: who, to whom, on which basis, how fast, how much there is."""
    items, counts = select.items_of(kind), select.counts()
    groups = []
    for value, label in OrganKind.choices:
        rows = [{"item": i, "url": i.get_absolute_url(), "speed": speed(i), "count": counts.get(i.pk, 0)} for i in items if i.organ_kind == value]
        if rows:
            groups.append({"kind": value, "label": label, "rows": rows, "url": reverse("openness:catalogue_kind", args=[value])})
    crumbs = [{**ROOM, "url": address("openness:index")}, {"label": "公开目录", "url": address("openness:catalogue")}]
    if kind:
        crumbs.append({"label": OrganKind(kind).label})
    kinds = [{"label": label, "url": reverse("openness:catalogue_kind", args=[value]), "current": value == kind} for value, label in select.organ_kinds()]
    title = f"{OrganKind(kind).label}应当公开什么" if kind else "应当公开什么"
    return {"crumbs": crumbs if kind else [crumbs[0], {"label": "公开目录"}], "groups": groups, "title": title, "kinds": kinds, "kind": kind, "all_url": address("openness:catalogue")}


def crumbs_of(item: CatalogueItem, *more: str) -> list[dict]:
    """From the room to an item's list, and to what lies in it."""
    kind = {"label": item.get_organ_kind_display(), "url": reverse("openness:catalogue_kind", args=[item.organ_kind])}
    here = {"label": item.title} if not more else {"label": item.title, "url": item.get_absolute_url()}
    return [{**ROOM, "url": address("openness:index")}, kind, here, *({"label": word} for word in more)]


def summary(record: Disclosure | Statement) -> dict:
    """What a list shows of an entry or a statement."""
    day = record.occurred_on if isinstance(record, Disclosure) else record.period_to
    number = record.case_number if isinstance(record, Disclosure) else ""
    facts = [f"{f.label} {shown(f, v)}" for f, v in record.public_values()[:3] if f.type != "web"] if isinstance(record, Disclosure) else [f"{r['label']} {r['value']}{r['unit']}" for r in record.figures[:3]]
    return {
        "title": record.title, "url": record.get_absolute_url(), "number": number, "organ": record.organ.short_name, "date": day or timezone.localdate(record.public_from),
        "label": record.item.title, "summary": "；".join(facts)[:120],
    }  # fmt: skip


def shown(field, value: str) -> str:
    """A value in words: an organ by its name, a day as one says it."""
    if field.type == "organ":
        return Organ.objects.filter(code=value).values_list("name", flat=True).first() or value
    return f"{value:.10}" if field.type == "date" else value


def listing(item: CatalogueItem, narrow: Narrow, page, path: str) -> dict:
    """A page of an item's list, with facets and applied filters, all state in the address."""
    chosen = {k: str(v) for k, v in (("organ", narrow.organ), ("year", narrow.year)) if v}

    def link(**change) -> str:
        query = {k: v for k, v in {**chosen, **change}.items() if v}
        return f"{path}?{urlencode(query)}" if query else path

    sides, applied = [], []
    for facet in select.entry_facets(item, narrow):
        name, current = facet["name"], chosen.get(facet["name"], "")
        options = [{"label": label, "count": n, "url": link(**{name: "" if value == current else value}), "current": value == current} for value, label, n in facet["values"]]
        sides.append({"label": facet["label"], "options": options})
        if current:
            label = next((o["label"] for o in options if o["current"]), current)
            applied.append({"label": f"{facet['label']}：{label}", "url": link(**{name: ""})})
    return {
        "title": item.title, "item": item, "speed": speed(item), "page_obj": page, "records": [summary(r) for r in page.object_list], "total": page.paginator.count,
        "facets": sides, "applied": applied, "sort_links": [], "export_url": "", "crumbs": crumbs_of(item),
        "feed_url": reverse("openness:item_feed", args=[item.slug]) + (f"?{urlencode(chosen)}" if chosen else ""),
        "alert_url": alert_url(label=item.title, **chosen),
    }  # fmt: skip


def detail(record: Disclosure) -> dict:
    """Everything that the page of a public entry shows."""
    facts = [{"label": f.label, "value": shown(f, v), "url": v if f.type == "web" else "", "long": f.type == "text"} for f, v in record.public_values()]
    published = timezone.localdate(record.published_at)
    beside = [r for r in select.entries_of_case(record.case.number) if r.public_id != record.public_id] if record.case else []
    return {
        "record": record, "item": record.item, "crumbs": crumbs_of(record.item, record.title[:24]), "facts": facts, "text": [line for line in record.text.split("\n") if line.strip()],
        "files": [{"name": a.name, "size": size(a.size), "url": reverse("openness:attachment", args=[record.public_id, a.pk])} for a in record.attachments.all()],
        "due": due_of(record.due_on, record.due_steps, record.due_article), "late": bool(record.due_on and published > record.due_on),
        "masked": counted(record.masked), "corrections": list(record.corrections.order_by("id")), "speed": speed(record.item),
        "url": settings.SITE_URL + record.get_absolute_url(), "permalink": settings.SITE_URL + address("short", record.public_id),
        "beside": [{"label": r.title, "url": r.get_absolute_url()} for r in beside], "my_case": f"{address('openness:my_case')}?{urlencode({'number': record.case_number})}" if record.case_number else "",
    }  # fmt: skip


def statement_detail(record: Statement) -> dict:
    """The page of a statement."""
    corrected = LedgerEntry.objects.filter(kind=record.kind, public_id=record.public_id, act=Act.CORRECT).order_by("id").values_list("at", flat=True) if record.version > 1 else []
    return {
        "record": record, "item": record.item, "crumbs": crumbs_of(record.item, record.title[:24]), "corrected": list(corrected),
        "text": [line for line in record.text.split("\n") if line.strip()], "permalink": settings.SITE_URL + address("short", record.public_id),
    }  # fmt: skip


def tombstone(record: Model, label: str, reason: str) -> dict:
    """What is left of a withdrawn entry: kind, organ, date, class of reason."""
    withdrawn = record.withdrawn_at
    return {"title": "这条内容已撤回", "public_id": record.public_id, "label": label, "organ": record.organ.name, "withdrawn_on": timezone.localdate(withdrawn) if withdrawn else None, "reason": reason}


def size(count: int) -> str:
    """Bytes as people read them."""
    return f"{count / 1048576:.1f} MB" if count >= 1048576 else f"{max(count // 1024, 1)} KB"


def empty_of(item: CatalogueItem) -> dict:
    """What an empty list says."""
    return {"title": "这里还没有内容", "text": f"各{item.get_organ_kind_display()}公开以后，会列在这里。"}


