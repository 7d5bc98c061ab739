"""The address of a search: what was asked, in a form that links, feeds and alerts share."""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.http import QueryDict
from django.urls import reverse

from core.searchable import kinds
from search.engines.base import FACETS, Sort
from search.selectors import organ_names

FACET_LABELS = {"kind": "类别", "label": "文书种类", "organ": "单位", "year": "年份", "cause": "案由"}
# Controls of the form of more conditions: parameter -> how the condition is written in the query.
CONTROLS = {"in_organ": "单位", "in_cause": "案由", "in_statute": "法条", "in_kind": "类型"}
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


def alert_url(q: str = "", **filters: object) -> str:
    """Where one asks for letters about what other lists show; filters without a value are left out."""
    return Address(q, tuple((name, str(value)) for name, value in filters.items() if value)).url("search:alert_new")


def in_words(address: Address) -> str:
    """The conditions as one reads them: “买卖合同”，单位：站前区法院."""
    chosen = dict(address.filters)
    names = {"organ": organ_names([chosen["organ"]]) if "organ" in chosen else {}, "kind": {slug: kind.label for slug, kind in kinds().items()}}
    words = [f"{FACET_LABELS[name]}：{names.get(name, {}).get(value, value)}" for name, value in chosen.items()]
    return "，".join([*([f"“{' '.join(address.q.split())}”"] if address.q else []), *words])
