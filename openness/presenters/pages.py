"""Lists, feeds and frames of public pages (公开页面)."""

from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from core.navigation import address
from core.pagecache import MAX_SECONDS
from openness.enums import PageKind, RuleState
from openness.selectors.pages import PageFilters, card, index_of, narrowed, public_pages, sides
from search.address import alert_url
from search.engines.base import FACETS

PER_PAGE, IN_FEED = 20, 30
LABELS = {"organ": "单位", "year": "年份", "collection": "专辑", "state": "效力"}
TONES = {RuleState.IN_FORCE: "good", RuleState.FUTURE: "wait", RuleState.EXPIRED: "exempt", RuleState.REPLACED: "exempt", RuleState.REPEALED: "exempt"}
EMPTY = {
    PageKind.CIRCULAR: ("还没有公布的通报", "专项办和各单位的通报签发后当天出现在这里。"),
    PageKind.MODEL_CASE: ("还没有公布的典型案例", "您知道哪个案子办得好，可以推荐给法院。"),
    PageKind.RULE: ("还没有公布的制度", "各单位制定、修改的制度印发后公布在这里。"),
    PageKind.TOPIC: ("还没有专题", "专项行动的专题建好后出现在这里。"),
}


def read_filters(request: HttpRequest) -> PageFilters:
    """From whatever stands in an address."""
    get = request.GET
    year = get.get("year", "")
    return PageFilters(
        organ=get.get("organ", "")[:24], year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None, words=get.get("q", "").replace("\0", "").strip()[:60],
        state=get.get("state", "")[:12], collection=get.get("collection", "")[:60],
    )  # fmt: skip


def listing(index: Any, request: HttpRequest) -> dict:
    """Context of a list: its cards, facets, applied filters, empty state."""
    kind, filters = PageKind(index.kind), read_filters(request)
    chosen = {name: str(value) for name in LABELS if (value := getattr(filters, name))}
    page = Paginator(narrowed(kind, filters).defer_streamfields(), PER_PAGE).get_page(request.GET.get("page", "1"))
    title, text = EMPTY[kind]
    base = index.get_url(request) or request.path
    return {
        "kind": kind.value, "label": kind.label, "records": [_listed(p) for p in page.object_list], "page_obj": page, "total": page.paginator.count, "words": filters.words,
        "facets": _facets(kind, chosen, filters, base), "applied": _applied(kind, chosen, filters, base), "feed_url": f"{base}feed/", "base_url": base,
        "alert_url": alert_url(filters.words, kind=kind.value, **{name: value for name, value in chosen.items() if name in FACETS}),
        "empty_title": "没有符合条件的" if chosen or filters.words else title, "empty_text": "换一个条件看看。" if chosen or filters.words else text,
        "crumbs": [*_above(kind), {"label": index.title}],
    }  # fmt: skip


def _listed(page: Any) -> dict:
    shown = card(page)
    if page.kind == PageKind.RULE:
        standing = page.standing(replaced=page.replaced)
        shown["pill"] = {"tone": TONES[standing], "text": standing.label}
    elif page.kind == PageKind.MODEL_CASE and page.words:
        shown["summary"] = "　".join(page.words)
    elif page.kind == PageKind.TOPIC:
        shown["summary"] = page.intro
    return shown


def _values(kind: str) -> dict[str, list]:
    found = sides(kind)
    if kind == PageKind.RULE:
        found["state"] = [(s.value, s.label, None) for s in RuleState]
    return found


def _address(base: str, chosen: dict, filters: PageFilters, **changes: str | None) -> str:
    fields = {**chosen, "q": filters.words, **changes}
    query = urlencode({name: value for name, value in fields.items() if value})
    return f"{base}?{query}" if query else base


def _facets(kind: str, chosen: dict, filters: PageFilters, base: str) -> list[dict]:
    panel = []
    for name, values in _values(kind).items():
        if len(values) < 2 and name not in chosen:
            continue
        options = [
            {"label": label, "count": n, "current": chosen.get(name) == str(value), "url": _address(base, chosen, filters, **{name: None if chosen.get(name) == str(value) else str(value)})}
            for value, label, n in values
        ]
        panel.append({"label": LABELS[name], "options": options})
    return panel


def _applied(kind: str, chosen: dict, filters: PageFilters, base: str) -> list[dict]:
    names = {(name, str(value)): label for name, values in _values(kind).items() for value, label, _ in values} if chosen else {}
    shown = [{"label": f"{LABELS[name]}：{names.get((name, value), value)}", "url": _address(base, chosen, filters, **{name: None})} for name, value in chosen.items()]
    return shown + ([{"label": f"“{filters.words}”", "url": _address(base, chosen, filters, q=None)}] if filters.words else [])


def _above(kind: str) -> list[dict]:
    return [{"label": "首页", "url": "/"}] if kind != PageKind.RULE else [{"label": "司法公开", "url": address("openness:index")}]


def frame(page: Any) -> dict:
    """Breadcrumb, permanent address, the organ's contacts."""
    index = index_of(page.kind)
    listed = [{"label": index.title, "url": index.get_url()}] if index else []
    crumbs = [*_above(page.kind), *listed, {"label": page.number_shown or page.title}]
    return {"crumbs": crumbs, "permalink": f"{settings.SITE_URL}{address('short', page.public_id)}", "index_url": index.get_url() if index else ""}


def feed(index: Any, request: HttpRequest) -> HttpResponse:
    """Atom of the latest of a list, narrowed like it."""
    filters = read_filters(request)
    site = settings.SITE_URL
    atom = Atom1Feed(title=index.title, link=f"{site}{index.get_url(request)}", description=index.intro or index.title, language="zh-Hans", feed_url=request.build_absolute_uri())
    for page in (narrowed(index.kind, filters) if any((filters.organ, filters.year, filters.words, filters.state, filters.collection)) else public_pages(index.kind)).defer_streamfields()[:IN_FEED]:
        shown = card(page)
        atom.add_item(
            title=shown["title"], link=f"{site}{shown['url']}", description=" ".join(filter(None, (shown["organ"], shown["number"]))), unique_id=page.public_id,
            pubdate=page.public_from, updateddate=page.last_published_at or page.public_from,
        )  # fmt: skip
    response = HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    response.page_cache_seconds = MAX_SECONDS  # type: ignore[attr-defined]
    return response
