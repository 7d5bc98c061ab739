"""What the lists of documents share (文书列表): judgments and exemption notices, by number, the latest first."""

from django.contrib import messages
from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpRequest

from core.pagination import LongPaginator
from justice.case_numbers import CaseNumberError, parse

PER_PAGE = 20


def documents_page(request: HttpRequest, rows: QuerySet, number: str) -> Page:
    """The page asked for, of one case where a number is given; one that cannot be read is told and finds nothing."""
    if number:
        try:
            rows = rows.filter(case__number=parse(number).base)
        except CaseNumberError as error:
            messages.info(request, str(error))
            rows = rows.none()
    return LongPaginator(rows.order_by("-id"), PER_PAGE).get_page(request.GET.get("page"))
