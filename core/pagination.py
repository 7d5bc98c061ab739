"""Pages of a list that may hold a million rows (长列表分页)."""

from hashlib import sha256
from typing import cast

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

LONG = 10_000  # rows up to which a list is counted anew each time
SECONDS = 60  # how long the count of a longer one is remembered


class LongPaginator(Paginator):
    """For a queryset in an order that an index has and that no two rows share.

    A long list's number of rows may be a minute old. A page is read from the nearer end, its keys first: the keys come
    from the index alone, so that only the rows shown are read from the table.
    """

    def __init__(self, rows: QuerySet, per_page: int):
        super().__init__(rows, per_page)
        self.rows = rows

    @cached_property
    def count(self) -> int:
        """Rows: exact up to LONG, beyond it at most SECONDS old."""
        unordered = self.rows.order_by()
        near = unordered[: LONG + 1].count()
        if near <= LONG:
            return near
        sql, params = unordered.query.sql_with_params()
        key = "core.count:" + sha256(f"{sql}{params}".encode()).hexdigest()
        return cast(int, cache.get_or_set(key, unordered.count, SECONDS))

    def page(self, number: int | str) -> Page:
        """One page; far ones cost little more than the first."""
        number = self.validate_number(number)
        if self.count <= LONG:
            return super().page(number)
        first = (number - 1) * self.per_page
        behind = max(self.count - first - self.per_page, 0)
        size = min(self.per_page, self.count - first)
        keys = self.rows.values_list("pk", flat=True)
        if behind < first:
            found = list(keys.reverse()[behind : behind + size])[::-1]
        else:
            found = list(keys[first : first + size])
        rows = self.rows.in_bulk(found) if found else {}
        return Page([rows[key] for key in found if key in rows], number, self)
