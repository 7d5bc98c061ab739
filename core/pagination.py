"""Pages of a list that may hold a million rows (长列表分页)."""

from hashlib import sha256
from time import time
from typing import cast

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import cached_property

LONG = 10_000  # rows up to which a list is counted anew each time
SECONDS = 60  # how long the count of a longer one, and the way to its pages, are remembered
NEAR = 1000  # rows that are quicker walked than remembered
MARKS = 200  # places remembered of one list


class LongPaginator(Paginator):
    """For a queryset in the order of one field that has an index and that no two rows share.

    A long list's number of rows may be a minute old. A page is read from the nearer end, its keys first: the keys come
    from the index alone, so that only the rows shown are read from the table. Whoever walked far into the list leaves a
    mark there, so that the next one begins at the mark instead of at the end.
    """

    def __init__(self, rows: QuerySet, per_page: int):
        super().__init__(rows, per_page)
        self.rows = rows

    @cached_property
    def count(self) -> int:
        """Rows: exact up to LONG, beyond it at most SECONDS old."""
        near = self.rows.order_by()[: LONG + 1].count()
        return near if near <= LONG else self._counted[0]

    @cached_property
    def _counted(self) -> tuple[int, str]:
        """The count of a long list, and a name for it."""
        unordered = self.rows.order_by()
        sql, params = unordered.query.sql_with_params()
        name = "core.count:" + sha256(f"{sql}{params}".encode()).hexdigest()
        return cast(tuple[int, str], cache.get_or_set(name, lambda: (unordered.count(), f"{name}:{time()}"), SECONDS))

    def page(self, number: int | str) -> Page:
        """One page; far ones cost little more than the first."""
        number = self.validate_number(number)
        if self.count <= LONG:
            return super().page(number)
        first = (number - 1) * self.per_page
        behind = max(self.count - first - self.per_page, 0)
        size = min(self.per_page, self.count - first)
        found = self._walk(self.rows.reverse(), behind, size)[::-1] if behind < first else self._walk(self.rows, first, size)
        rows = self.rows.in_bulk(found) if found else {}
        return Page([rows[key] for key in found if key in rows], number, self)

    def _walk(self, rows: QuerySet, skip: int, size: int) -> list:
        """Keys of `size` rows behind the first `skip`, from the last mark before them. Marks are of one count: they are
        forgotten with it."""
        order = str(rows.query.order_by[0])
        down = order.startswith("-") == rows.query.standard_ordering
        field, key = order.lstrip("-"), f"{self._counted[1]}:{down}"
        marks = cache.get(key, {}) if skip >= NEAR else {}
        at = max((place for place in marks if place <= skip), default=0)
        ahead = rows.filter(**{f"{field}__{'lte' if down else 'gte'}": marks[at]}) if at else rows
        found = list(ahead.values_list("pk", field)[skip - at : skip - at + size])
        if found and skip - at >= NEAR and len(marks) < MARKS:
            cache.set(key, {**marks, skip: found[0][1]}, SECONDS)
        return [pk for pk, _ in found]
