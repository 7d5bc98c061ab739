"""What openness lets be found (检索登记): judgments, exemption notices, and the answer to a case number."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet

from core.searchable import Answer, SearchDocument, SearchKind, register_answer, register_kind
from justice.case_numbers import CaseNumberError
from openness.enums import PageKind
from openness.models import ExemptionNotice, Judgment
from openness.presenters.judgments import answer
from openness.reasons import reason_label
from openness.selectors.my_case import Answer as Case
from openness.selectors.my_case import my_case
from openness.selectors.pages import MODELS


def judgment_document(judgment: Judgment) -> SearchDocument:
    """A judgment for the index: public fields only."""
    return SearchDocument(
        key=f"judgment:{judgment.public_id}", kind="judgment", public_id=judgment.public_id, title=judgment.title, text=judgment.text,
        url=judgment.get_absolute_url(), organ=judgment.organ.code, organ_name=judgment.organ.name, date=judgment.decided_on, year=judgment.year,
        case_number=judgment.case_number, label=judgment.document_kind, cause=judgment.cause, version=judgment.version,
        public_from=judgment.public_from,
    )  # fmt: skip


def exemption_document(notice: ExemptionNotice) -> SearchDocument:
    """A notice for the index."""
    return SearchDocument(
        key=f"exemption:{notice.public_id}", kind="exemption", public_id=notice.public_id, title=f"{notice.case_number}{notice.document_kind}不公开说明",
        text=f"{notice.organ.name} {notice.case_number} {reason_label(notice.reason)}", url=notice.get_absolute_url(), organ=notice.organ.code,
        organ_name=notice.organ.name, date=notice.decided_on, year=notice.case.year, case_number=notice.case_number, label="不公开说明", cause="",
        version=notice.version, public_from=notice.public_from,
    )  # fmt: skip


def page_document(page) -> SearchDocument:
    """A circular, model case, rule or topic for the index."""
    number = getattr(page, "case_number", "") or page.number_shown
    return SearchDocument(
        key=f"{page.kind}:{page.public_id}", kind=page.kind, public_id=page.public_id, title=page.title, text=page.public_text(), url=page.get_absolute_url(),
        organ=page.organ.code, organ_name=page.organ.name, date=page.dated, year=page.dated.year if page.dated else None, case_number=number,
        label=page._meta.verbose_name, cause="", version=page.version, public_from=page.public_from,
    )  # fmt: skip


def _page_kind(kind: PageKind) -> SearchKind:
    model = MODELS[kind.value]

    def pages() -> QuerySet:
        return model.objects.public().select_related("organ")

    def lookup(text: str) -> QuerySet:
        numbered = Q() if kind == PageKind.TOPIC else Q(number__startswith=text)
        return pages().filter(Q(title__contains=text) | numbered)

    return SearchKind(kind.value, kind.label, pages, page_document, lookup)


def _judgments() -> QuerySet[Judgment]:
    return Judgment.objects.public().select_related("organ")


def _notices() -> QuerySet[ExemptionNotice]:
    return ExemptionNotice.objects.public().select_related("organ", "case")


def register() -> None:
    """Registers the kinds of this room; called once when the app is ready."""
    register_kind(
        SearchKind("judgment", "裁判文书", _judgments, judgment_document, lambda text: _judgments().filter(Q(case_number__startswith=text) | Q(title__contains=text)))
    )
    register_kind(SearchKind("exemption", "不公开说明", _notices, exemption_document, lambda text: _notices().filter(case_number__startswith=text)))
    for page_kind in PageKind:
        register_kind(_page_kind(page_kind))
    register_answer(number_answer)


def number_answer(query: str) -> Iterator[Answer]:
    """To a case number of ours that is not public, the answer of "my case number"."""
    try:
        case = my_case(query)
    except CaseNumberError:
        return
    if case.answer == Case.PUBLISHED:
        return
    said = answer(case)
    first = said["links"][0] if said["links"] else {"url": "", "label": ""}
    yield Answer(said["tone"], f"{said['number']} {said['title']}", said["text"], first["url"], first["label"])
