"""From an answer to what the page shows: facets, applied filters in words, cards, the address of every link."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import QueryDict
from django.urls import reverse

from core.searchable import kinds
from search.engines.base import FACETS, Sort
from search.selectors import MAX_PAGE, PAGE_SIZE, Found, organ_names

FACET_LABELS = {"kind": "类别", "label": "文书种类", "organ": "单位", "year": "年份", "cause": "案由"}
# Controls of the form of more conditions: parameter -> how the condition is written in the query.
CONTROLS = {"in_organ": "单位", "in_cause": "案由", "in_statute": "法条", "in_kind": "类型"}
OPTIONS_SHOWN = 12
MAX_VALUE = 80


@dataclass(frozen=True)
class Address:
    """The state of a search page; it lives in the address and nowhere else."""

    q: str = ""
    filters: tuple[tuple[str, str], ...] = ()
    sort: Sort = Sort.FIT
    page: int = 1

    @classmethod
    def read(cls, parameters: QueryDict) -> "Address":
        """From whatever stands in an address; what cannot be understood is left out."""
        filters = tuple(
            (name, value[:MAX_VALUE]) for name in FACETS if (value := parameters.get(name, "").replace("\0", "").strip())
        )
        number = parameters.get("page", "1")
        page = int(number) if number.isascii() and number.isdigit() and len(number) < 12 else 1
        sort = Sort.DATE if parameters.get("sort") == Sort.DATE else Sort.FIT
        return cls(_typed(parameters), filters, sort, page)

    @property
    def asks(self) -> bool:
        """Whether anything is asked at all."""
        return bool(self.q or self.filters)

    def url(self, view: str = "search:results", **changes: Any) -> str:
        """The address of this search with changes, on its first page."""
        new = replace(self, **changes)
        fields = {"q": new.q, **dict(new.filters), **({"sort": new.sort.value} if new.sort != Sort.FIT else {})}
        query = urlencode({name: value for name, value in fields.items() if value})
        return f"{reverse(view)}?{query}" if query else reverse(view)

    def narrowed(self, name: str, value: str | None) -> str:
        """The address with one filter set, or with it removed."""
        kept = tuple(item for item in self.filters if item[0] != name)
        return self.url(filters=(*kept, (name, value)) if value is not None else kept)


def _typed(parameters: QueryDict) -> str:
    """The query, with what was put into the form of more conditions written behind it as it could have been typed."""

    def value(name: str) -> str:
        return parameters.get(name, "").replace("\0", "").strip()

    asked = [f"{called}:“{text[:MAX_VALUE]}”" for name, called in CONTROLS.items() if (text := value(name))]
    if value("since") or value("until"):
        asked.append(f"日期:“{value('since')[:MAX_VALUE]}至{value('until')[:MAX_VALUE]}”")
    return " ".join([value("q"), *asked]).strip()


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
