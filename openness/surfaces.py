"""Where the public meets what openness publishes (公开面登记), beside each record's own page."""

from collections.abc import Iterator
from typing import Any

from django.urls import reverse

from core.enums import OrganKind
from core.models import Organ
from core.navigation import address
from core.surfaces import Place, Surface, register_place, register_surface
from openness.enums import Carrier, PageKind
from openness.models import CatalogueItem, Correction, Judgment
from openness.presenters import disclosures, hearings, papers
from openness.selectors import coverage
from openness.selectors.judgments import DEEPEST, PAGE, summary
from openness.selectors.pages import MODELS, card, index_of
from openness.writing import pdf_possible

LISTED = 25  # pages of a list: what a list makes of each record is looked at with the record
FILES, SELDOM = 100, 30  # nights


def _line(shown: dict) -> list[str]:
    return [value for value in shown.values() if isinstance(value, str)]


def _judgment_lists(judgment: Any) -> list[str]:
    """What lists and feeds make of a judgment."""
    from openness.views_public import JudgmentFeed

    return [*_line(summary(judgment)), JudgmentFeed().item_description(judgment)]


def _entry_lists(record: Any) -> list[str]:
    """What lists and feeds make of an entry or a statement."""
    from openness.views_public_disclosures import ItemFeed

    return [*_line(disclosures.summary(record)), ItemFeed().item_description(record)]


def _calendar(hearing: Any) -> list[str]:
    """What the calendar feed makes of a hearing."""
    return [hearings.ical(hearing.organ, [hearing]).decode().replace("\r\n ", "")]


def _paper(judgment: Any) -> list[str]:
    """What both files of a judgment are set from."""
    paper = papers.paper(judgment)
    return [paper.title, paper.court, paper.kind, paper.number, *(text for _, text in paper.paragraphs), *paper.foot, papers.filename(judgment, "")]


def _files(judgment: Any) -> Iterator[str]:
    yield reverse("openness:judgment_docx", args=[judgment.public_id])
    if pdf_possible():
        yield reverse("openness:judgment_pdf", args=[judgment.public_id])


def _beside(judgment: Any) -> Iterator[str]:
    """The pages beside a judgment: the form of an objection, the answer to its number."""
    yield reverse("openness:objection", args=[judgment.public_id])
    yield f"{reverse('openness:my_case')}?number={judgment.case_number}"


def _corrections(judgment: Any) -> list[str]:
    return [reverse("openness:correction", args=[judgment.public_id, pk]) for pk in Correction.objects.filter(judgment=judgment).values_list("pk", flat=True)]


def _attachments(entry: Any) -> list[str]:
    return [reverse("openness:attachment", args=[entry.public_id, pk]) for pk in entry.attachments.values_list("pk", flat=True)]


def _annexes(page: Any) -> list[str]:
    return [reverse("openness:annex", args=[page.public_id, number]) for number in range(1, page.annexes.count() + 1)]


def _lists() -> Iterator[str]:
    """Lists and their feeds, the newest pages of each."""
    base = address("openness:judgments")
    yield from (address("openness:index"), base, reverse("openness:feed"))
    last = min((Judgment.objects.public().count() + PAGE - 1) // PAGE, LISTED, DEEPEST)
    yield from (f"{base}?page={number}" for number in range(2, last + 1))
    yield address("openness:catalogue")
    yield from (reverse("openness:catalogue_kind", args=[kind]) for kind in OrganKind.values)
    for slug in CatalogueItem.objects.filter(carrier__in=(Carrier.DISCLOSURE, Carrier.STATEMENT)).order_by("slug").values_list("slug", flat=True):
        yield from (reverse("openness:item", args=[slug]), reverse("openness:item_feed", args=[slug]))
    yield address("openness:hearings")
    yield from (reverse("openness:hearing_feed", args=[code]) for code in Organ.objects.courts().values_list("code", flat=True))
    for kind in PageKind.values:
        if index := index_of(kind):
            yield from (index.get_url(), f"{index.get_url()}feed/")


def _figures() -> Iterator[str]:
    """Coverage as pages and CSV, with the rows behind the figures of the month that is shown first."""
    month = coverage.default_month()
    yield from (address("openness:coverage"), reverse("openness:coverage_csv"), reverse("openness:item_coverage"), reverse("openness:item_coverage_csv"))
    at = [f"{month:%Y-%m}"]
    yield from (reverse("openness:coverage_trend"), reverse("openness:coverage_trend_csv"), reverse("openness:coverage_all_rows", args=at), reverse("openness:coverage_acts", args=at))
    for cell in coverage.cells(month, delays=False):
        if cell.due:
            yield cell.url


def register() -> None:
    """Called once when the app is ready."""
    judgment, pages = frozenset({"judgment"}), frozenset(MODELS)
    register_surface(Surface("list", "列表和订阅里的一条", words=_judgment_lists, kinds=judgment))
    register_surface(Surface("entry_list", "列表和订阅里的一条", words=_entry_lists, kinds=frozenset({"disclosure", "statement"})))
    register_surface(Surface("page_list", "列表和订阅里的一条", words=lambda page: _line(card(page)), kinds=pages))
    register_surface(Surface("calendar", "日历订阅", words=_calendar, kinds=frozenset({"hearing"})))
    register_surface(Surface("paper", "下载件的内容", words=_paper, kinds=judgment))
    register_surface(Surface("file", "下载件（Word、PDF）和属性", addresses=_files, kinds=judgment, nights=FILES))
    register_surface(Surface("beside", "异议页、我的案子", addresses=_beside, kinds=judgment, nights=SELDOM))
    register_surface(Surface("correction", "更正对照", addresses=_corrections, kinds=judgment))
    register_surface(Surface("attachment", "附件和属性", addresses=_attachments, kinds=frozenset({"disclosure"})))
    register_surface(Surface("annex", "附件和属性", addresses=_annexes, kinds=frozenset({PageKind.CIRCULAR.value})))
    register_place(Place("lists", "列表、目录和订阅", _lists))
    register_place(Place("figures", "公开情况页和导出", _figures))
