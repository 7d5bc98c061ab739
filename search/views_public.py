"""The search page and its feed. Both only read, and both are cached."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from core.pagecache import public_page
from core.searchable import answers
from search import status
from search.address import Address, in_words
from search.engines.base import Sort
from search.presenters import results_page
from search.selectors import find

FEED_ENTRIES = 50


@require_safe
@public_page()
def results(request: HttpRequest) -> HttpResponse:
    """The page of results; without a question the page that says how to ask."""
    address = Address.read(request.GET)
    context = {"address": address, "nobody_indexes": _nobody_indexes()}
    if address.asks:
        found = find(address.q, filters=dict(address.filters), sort=address.sort, page=address.page)
        context |= results_page(address, found)
        context["answers"] = answers(found.query.text) if address.q and address.page == 1 else []
    return render(request, "search/results.html", context)


@require_safe
@public_page()
def feed(request: HttpRequest) -> HttpResponse:
    """Any search as an Atom feed: what became public last comes first. Ids are the same under every name of this host."""
    address = Address.read(request.GET)
    found = find(address.q, filters=dict(address.filters), sort=Sort.NEWS, limit=FEED_ENTRIES, facets=())
    host = urlsplit(settings.SITE_URL).hostname
    atom = Atom1Feed(
        title=f"阳光司法：{in_words(address) or '新公开'}",
        link=request.build_absolute_uri(address.url()),
        feed_url=request.build_absolute_uri(address.url("search:feed")),
        description="",
        language="zh-Hans",
    )
    for hit in found.hits:
        document = hit.document
        decided = f"{document.date:%Y年%-m月%-d日}作出。" if document.date else ""
        atom.add_item(
            title=document.title,
            link=request.build_absolute_uri(document.url),
            description=decided + hit.passage.text,
            unique_id=f"tag:{host},2026:{document.key}",
            pubdate=document.public_from,
            updateddate=document.public_from,
            author_name=document.organ_name,
        )
    return HttpResponse(atom.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")


def _nobody_indexes() -> bool:
    heartbeat = status.read_heartbeat()
    return heartbeat is None or not heartbeat.alive
