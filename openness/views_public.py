"""Public pages of openness (司法公开)."""

from collections.abc import Callable

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import content_disposition_header

from core.enums import State
from core.navigation import doors
from core.pagecache import public_page, until_its_end
from core.throttle import allowed
from justice.case_numbers import CaseNumberError
from openness.models import ExemptionNotice, Judgment
from openness.presenters import judgments as pages
from openness.presenters import papers
from openness.presenters.corrections import correction_diff, corrections_of
from openness.reasons import exemption_grounds, reason_label
from openness.selectors import latest
from openness.selectors.corrections import corrections
from openness.selectors.judgments import (
    Filters,
    facets,
    find_public,
    judgment_page,
    judgment_with_case,
    latest_with_changes,
    public_judgment,
)
from openness.selectors.my_case import my_case
from openness.selectors.pages import find_page
from openness.selectors.records import absences_of
from openness.writing import Paper, docx_bytes, pdf_bytes, pdf_possible

PLAIN = "text/plain; charset=utf-8"
FILE_TYPES = {"pdf": "application/pdf", "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document"}


def _filters(request: HttpRequest) -> Filters:
    get = request.GET
    year = get.get("year", "")
    return Filters(
        court=get.get("court", "")[:24], year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 else None,
        category=get.get("category", "")[:20], cause=get.get("cause", "")[:120],
    )  # fmt: skip


def _page(request: HttpRequest) -> int:
    number = request.GET.get("page", "1")
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1


@public_page()
def index(request: HttpRequest) -> HttpResponse:
    """The section page: doors, courts, kinds, the latest."""
    sides = {f["name"]: f for f in facets(Filters())}
    base = reverse("openness:judgments")
    context = {
        "crumbs": [{"label": "司法公开"}], "doors": doors(), "latest": latest(6),
        "courts": [{"name": label, "url": f"{base}?court={value}", "count": n} for value, label, n in sides["court"]["values"]],
        "kinds": [{"name": label, "url": f"{base}?category={value}", "count": n} for value, label, n in sides["category"]["values"]],
    }  # fmt: skip
    return render(request, "openness/openness_index.html", context)


@public_page()
def judgments(request: HttpRequest) -> HttpResponse:
    """The list of judgments by court, year, kind, cause."""
    filters = _filters(request)
    return render(
        request,
        "openness/judgment_list.html",
        pages.listing(filters, judgment_page(filters, _page(request)), request.path),
    )


@public_page()
def judgment(request: HttpRequest, public_id: str) -> HttpResponse:
    """One judgment; 410 with a tombstone once withdrawn, a notice while held, 404 for what never was public."""
    record, of_case = judgment_with_case(public_id)
    if record is None:
        raise Http404
    if record.is_public:
        context = {**pages.detail(record, of_case), "corrections": corrections_of(record, corrections(record)), "absences": absences_of(record), "public_id": record.public_id}
        return until_its_end(render(request, "openness/judgment_detail.html", context), record)
    return _gone(request, record)


@public_page()
def judgment_docx(request: HttpRequest, public_id: str) -> HttpResponse:
    """A judgment as a Word document."""
    return _file(request, public_id, "docx", docx_bytes)


@public_page()
def judgment_pdf(request: HttpRequest, public_id: str) -> HttpResponse:
    """A judgment as PDF; 503 where the machine has no Chinese font."""
    if not pdf_possible():
        return HttpResponse("暂时不能生成 PDF，请下载 Word 格式。", status=503, content_type=PLAIN)
    return _file(request, public_id, "pdf", pdf_bytes)


def _file(request: HttpRequest, public_id: str, suffix: str, write: Callable[[Paper], bytes]) -> HttpResponse:
    """A public judgment as a file; what is not public is answered like its page. 429 for whoever takes too many."""
    if not allowed(request, "judgment_file", limit=60, seconds=60):
        return HttpResponse("下载太频繁，请一分钟后再试。", status=429, content_type=PLAIN, headers={"Retry-After": "60"})
    record = public_judgment(public_id)
    if record is None:
        gone = find_public(public_id)
        if gone is None or gone.is_public:
            raise Http404
        return _gone(request, gone)
    response = HttpResponse(write(papers.paper(record)), content_type=FILE_TYPES[suffix])
    response["Content-Disposition"] = content_disposition_header(suffix != "pdf", papers.filename(record, suffix))
    response["X-Robots-Tag"] = "noindex"
    response["Link"] = f'<{settings.SITE_URL}{record.get_absolute_url()}>; rel="canonical"'
    return until_its_end(response, record)


@public_page()
def correction(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """What a correction changed in the public text of a judgment; gone with the judgment."""
    record = find_public(public_id)
    if not isinstance(record, Judgment):
        raise Http404
    if not record.is_public:
        return _gone(request, record)
    shown = correction_diff(record, corrections(record), pk)
    if shown is None:
        raise Http404
    crumbs = [
        {"label": "裁判文书", "url": reverse("openness:judgments")},
        {"label": record.case_number, "url": record.get_absolute_url()},
        {"label": "更正对照"},
    ]
    response = render(request, "openness/correction.html", {**shown, "record": record, "crumbs": crumbs})
    response["X-Robots-Tag"] = "noindex"
    return until_its_end(response, record)


@public_page()
def exemption(request: HttpRequest, public_id: str) -> HttpResponse:
    """The notice of a document that the law bars."""
    notice = ExemptionNotice.objects.select_related("organ").filter(public_id=public_id).first()
    if notice is None:
        raise Http404
    if not notice.is_public:
        return _gone(request, notice)
    ground = exemption_grounds().get(notice.reason)
    crumbs = [{"label": "司法公开", "url": reverse("openness:index")}, {"label": "不公开说明"}]
    context = {"notice": notice, "reason": reason_label(notice.reason), "ground": ground, "crumbs": crumbs}
    return until_its_end(render(request, "openness/exemption.html", context), notice)


def _gone(request: HttpRequest, record: Judgment | ExemptionNotice) -> HttpResponse:
    if record.state == State.WITHDRAWN:
        return render(
            request,
            "openness/tombstone.html",
            pages.tombstone(record, reason_label(record.withdrawn_reason)),
            status=410,
        )
    if record.state == State.HELD:
        context = {**pages.tombstone(record, "正在核查，核查期间暂停公开"), "title": "这份文书暂停公开"}
        return render(request, "openness/tombstone.html", context, status=404)
    raise Http404


@public_page()
def short(request: HttpRequest, public_id: str) -> HttpResponse:
    """The permanent short address of anything: leads to the page, which says what became of it."""
    record = find_public(public_id) or find_page(public_id)
    if (
        record is None
        or record.state in (State.REVIEW, State.RETURNED)
        or (record.state == State.PUBLISHED and not record.is_public)
    ):
        raise Http404
    return redirect(record.get_absolute_url())


@public_page()
def my_case_number(request: HttpRequest) -> HttpResponse:
    """“我的案子公开了吗”."""
    query = request.GET.get("number", "").strip()[:80]
    context: dict = {
        "crumbs": [{"label": "司法公开", "url": reverse("openness:index")}, {"label": "我的案子"}],
        "query": query,
    }
    if query:
        try:
            context["answer"] = pages.answer(my_case(query))
        except CaseNumberError as error:
            context["error"] = str(error)
    return render(request, "openness/my_case_number.html", context)


class JudgmentFeed(Feed):
    """Atom of the latest judgments, narrowed like the list (订阅)."""

    feed_type = Atom1Feed
    title = "裁判文书"
    description = "最新公开的裁判文书"

    def get_object(self, request):
        """The filters of the address."""
        return _filters(request)

    def link(self, filters):
        """The list that this feed follows."""
        return reverse("openness:judgments")

    def items(self, filters):
        """The latest thirty."""
        return latest_with_changes(filters, 30)

    def item_title(self, item):
        """The masked title."""
        return item.title

    def item_description(self, item):
        """Court, number, cause, and the day of the decision, which is not the day of the news."""
        decided = f"{item.decided_on:%Y年%-m月%-d日}作出" if item.decided_on else ""
        return " ".join(filter(None, (item.organ.name, item.case_number, item.cause, decided)))

    def item_pubdate(self, item):
        """When it became public."""
        return item.public_from

    def item_updateddate(self, item):
        """When it last changed in public: its publication, or a later correction."""
        return max(filter(None, (item.public_from, item.corrected_at)))

    def item_guid(self, item):
        """Its permanent id."""
        return item.public_id


feed = public_page()(JudgmentFeed())
