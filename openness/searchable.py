"""What openness lets be found (检索登记): judgments, exemption notices, and the answer to a case number."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils import timezone

from core.searchable import Answer, SearchDocument, SearchKind, register_answer, register_kind
from justice.case_numbers import CaseNumberError
from openness.enums import PageKind
from openness.models import Disclosure, ExemptionNotice, Hearing, Judgment, Statement
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


def disclosure_document(entry: Disclosure) -> SearchDocument:
    """An entry for the index: what is public and declared to be found."""
    fields = {f.name: f for f in entry.item.declared}
    found = [entry.values[n] for n, f in fields.items() if f.searchable and f.shown and not f.masked and entry.values.get(n)]
    day = entry.occurred_on or entry.public_from.date()
    return SearchDocument(
        key=f"disclosure:{entry.public_id}", kind="disclosure", public_id=entry.public_id, title=entry.title, text="\n".join([*found, entry.text]), url=entry.get_absolute_url(),
        organ=entry.organ.code, organ_name=entry.organ.name, date=day, year=day.year, case_number=entry.case_number, label=entry.item.title, cause="", version=entry.version,
        public_from=entry.public_from,
    )  # fmt: skip


def hearing_document(hearing: Hearing) -> SearchDocument:
    """A hearing for the index."""
    day = timezone.localdate(hearing.starts_at)
    return SearchDocument(
        key=f"hearing:{hearing.public_id}", kind="hearing", public_id=hearing.public_id, title=hearing.title, url=hearing.get_absolute_url(),
        text=f"{hearing.organ.name} {hearing.courtroom} {day:%Y年%-m月%-d日} {hearing.get_status_display()} {hearing.attendance}", organ=hearing.organ.code, organ_name=hearing.organ.name,
        date=day, year=day.year, case_number=hearing.case_number, label="开庭公告", cause=hearing.cause, version=hearing.version, public_from=hearing.public_from,
    )  # fmt: skip


def statement_document(statement: Statement) -> SearchDocument:
    """A statement for the index."""
    figures = " ".join(f"{row['label']} {row['value']}{row['unit']}" for row in statement.figures)
    return SearchDocument(
        key=f"statement:{statement.public_id}", kind="statement", public_id=statement.public_id, title=statement.title, text=f"{figures}\n{statement.text}",
        url=statement.get_absolute_url(), organ=statement.organ.code, organ_name=statement.organ.name, date=statement.period_to, year=statement.period_to.year, case_number="",
        label=statement.item.title, cause="", version=statement.version, public_from=statement.public_from,
    )  # fmt: skip


def _disclosures() -> QuerySet[Disclosure]:
    return Disclosure.objects.public().select_related("organ", "item")


def _hearings() -> QuerySet[Hearing]:
    return Hearing.objects.public().select_related("organ").defer("parties")


def _statements() -> QuerySet[Statement]:
    return Statement.objects.public().select_related("organ", "item")


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
    register_kind(SearchKind("disclosure", "公开事项", _disclosures, disclosure_document, lambda text: _disclosures().filter(Q(case_number__startswith=text) | Q(title__contains=text))))
    register_kind(SearchKind("hearing", "开庭公告", _hearings, hearing_document, lambda text: _hearings().filter(Q(case_number__startswith=text) | Q(title__contains=text))))
    register_kind(SearchKind("statement", "数据与答复", _statements, statement_document, lambda text: _statements().filter(title__contains=text)))
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
