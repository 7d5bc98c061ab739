"""From an answer to what the page shows: facets, applied filters in words, cards."""

from collections.abc import Mapping
from typing import Any

from django.core.paginator import Page, Paginator

from core.searchable import kinds
from search.address import FACET_LABELS, Address
from search.engines.base import Sort
from search.selectors import MAX_PAGE, PAGE_SIZE, Found, organ_names

OPTIONS_SHOWN = 12


def results_page(address: Address, found: Found) -> dict[str, Any]:
    """Template context of a page of results."""
    chosen = dict(address.filters)
    names = _value_names(found, chosen)
    return {
        "found": found,
        "meant": [{"text": text, "url": address.url(q=text)} for text in found.meant],
        "facets": _facets(address, found, chosen, names),
        "applied": [
            {"text": f"{FACET_LABELS[name]}：{names.get((name, value), value)}", "url": address.narrowed(name, None)}
            for name, value in chosen.items()
        ],
        "cards": [_card(hit) for hit in found.hits],
        "page_obj": _page(found),
        "sorts": [
            {"label": "按相关程度", "url": address.url(sort=Sort.FIT), "current": address.sort == Sort.FIT},
            {"label": "按日期", "url": address.url(sort=Sort.DATE), "current": address.sort == Sort.DATE},
        ],
        "feed_url": address.url("search:feed"),
        "alert_url": address.url("search:alert_new"),
        "without_filters_url": address.url(filters=()),
        "first_page_url": address.url(),
        "max_page": MAX_PAGE,
    }


def _value_names(found: Found, chosen: Mapping[str, str]) -> dict[tuple[str, str], str]:
    """What a facet's value is called: kinds and organs have names, the others are their own."""
    codes = {value for value, _ in found.facets.get("organ", ())} | {chosen.get("organ", "")}
    shown = len(codes) > 2 or "organ" in chosen
    names = {("organ", code): name for code, name in organ_names(codes).items()} if shown else {}
    return names | {("kind", slug): kind.label for slug, kind in kinds().items()}


def _facets(address: Address, found: Found, chosen: Mapping[str, str], names: Mapping[tuple[str, str], str]) -> list[dict]:
    panel = []
    for name, values in found.facets.items():
        if len(values) < 2 and name not in chosen:
            continue
        shown = values[:OPTIONS_SHOWN]
        if name == "year":
            shown = sorted(shown, reverse=True)
        options = [
            {
                "label": names.get((name, value), value),
                "count": count,
                "url": address.narrowed(name, None if chosen.get(name) == value else value),
                "current": chosen.get(name) == value,
            }
            for value, count in shown
        ]
        panel.append({"label": FACET_LABELS[name], "options": options})
    return panel


def _card(hit: Any) -> dict[str, Any]:
    document = hit.document
    return {
        "url": document.url,
        "title": hit.title,
        "label": document.label or kinds()[document.kind].label,
        "organ": document.organ_name,
        "number": document.case_number,
        "date": document.date,
        "snippet": hit.snippet,
    }


def _page(found: Found) -> Page:
    return Paginator(range(min(found.total, MAX_PAGE * PAGE_SIZE)), PAGE_SIZE).get_page(found.page)
