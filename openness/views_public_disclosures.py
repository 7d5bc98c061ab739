"""Public pages of the catalogue (公开目录), of entries under it and of statements."""

from django.contrib.syndication.views import Feed
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import content_disposition_header

from core import uploads
from core.enums import OrganKind, State
from core.pagecache import public_page, until_its_end
from core.sealed import open_file
from core.throttle import allowed
from openness.enums import Carrier
from openness.models import Attachment, CatalogueItem, Disclosure, Hearing, Statement
from openness.presenters import disclosures as pages
from openness.reasons import reason_label
from openness.selectors import disclosures as select
from openness.selectors.disclosures import Narrow

PLAIN = "text/plain; charset=utf-8"


@public_page()
def catalogue(request: HttpRequest) -> HttpResponse:
    """What every kind of organ must disclose."""
    return render(request, "openness/catalogue.html", pages.catalogue())


@public_page()
def catalogue_kind(request: HttpRequest, kind: str) -> HttpResponse:
    """What one kind of organ must disclose."""
    if kind not in OrganKind.values:
        raise Http404
    return render(request, "openness/catalogue.html", pages.catalogue(kind))


@public_page()
def item(request: HttpRequest, slug: str) -> HttpResponse:
    """The list of an item's entries, by organ and year."""
    found, narrow = _item(slug), narrow_of(request)
    number = request.GET.get("page", "1")
    page = select.entry_page(found, narrow, int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 1)
    return render(request, "openness/entry_list.html", {**pages.listing(found, narrow, page, request.path), "empty": pages.empty_of(found)})


@public_page()
def disclosure(request: HttpRequest, public_id: str) -> HttpResponse:
    """One entry; 410 with a tombstone once withdrawn, 404 for what is not public or is sealed."""
    record = select.entry_of(public_id)
    if record is None:
        raise Http404
    if not record.is_public:
        return gone(request, record, record.item.title)
    return until_its_end(render(request, "openness/entry_detail.html", pages.detail(record)), record)


@public_page()
def attachment(request: HttpRequest, public_id: str, pk: int) -> HttpResponse:
    """A file of a public entry; gone with it."""
    record = select.entry_of(public_id)
    found = Attachment.objects.filter(pk=pk, disclosure=record).first() if record else None
    if record is None or found is None:
        raise Http404
    if not record.is_public:
        return gone(request, record, record.item.title)
    if not allowed(request, "attachment", limit=60, seconds=60):
        return HttpResponse("下载太频繁，请一分钟后再试。", status=429, content_type=PLAIN, headers={"Retry-After": "60"})
    response = FileResponse(open_file(uploads.path_of(found.upload)), content_type=found.content_type)
    response["Content-Disposition"] = content_disposition_header(not found.content_type.startswith(("image/", "application/pdf")), found.name)
    response["X-Robots-Tag"], response["X-Content-Type-Options"] = "noindex", "nosniff"
    return response


@public_page()
def statement(request: HttpRequest, public_id: str) -> HttpResponse:
    """Figures of a period, or an answer."""
    record = Statement.objects.select_related("organ", "item").filter(public_id=public_id).first()
    if record is None:
        raise Http404
    if not record.is_public:
        return gone(request, record, record.item.title)
    return until_its_end(render(request, "openness/statement_detail.html", pages.statement_detail(record)), record)


def narrow_of(request: HttpRequest) -> Narrow:
    """The filters of an address."""
    year = request.GET.get("year", "")
    return Narrow(organ=request.GET.get("organ", "")[:24], year=int(year) if year.isascii() and year.isdigit() and len(year) == 4 and year > "1999" else None)


def gone(request: HttpRequest, record: Disclosure | Statement | Hearing, label: str) -> HttpResponse:
    """The tombstone of what was withdrawn; a notice while it is held; 404 for everything else."""
    if record.state == State.WITHDRAWN:
        return render(request, "openness/tombstone.html", pages.tombstone(record, label, reason_label(record.withdrawn_reason)), status=410)
    if record.state == State.HELD and not getattr(record, "is_sealed", False):
        context = {**pages.tombstone(record, label, "正在核查，核查期间暂停公开"), "title": "这条内容暂停公开"}
        return render(request, "openness/tombstone.html", context, status=404)
    raise Http404


def _item(slug: str) -> CatalogueItem:
    found = select.item_of(slug)
    if found is None or found.carrier not in (Carrier.DISCLOSURE, Carrier.STATEMENT):
        raise Http404
    return found


class ItemFeed(Feed):
    """Atom of an item's latest entries, narrowed like the list (订阅)."""

    feed_type = Atom1Feed

    def get_object(self, request, slug):
        """The item and the filters of the address."""
        return _item(slug), narrow_of(request)

    def title(self, found):
        """The item's name."""
        return found[0].title

    def description(self, found):
        """What it holds."""
        return found[0].about

    def link(self, found):
        """The list that this feed follows."""
        return found[0].get_absolute_url()

    def items(self, found):
        """The latest thirty."""
        return select.entries(*found).order_by("-public_from", "-id")[:30]

    def item_title(self, item):
        """The public title."""
        return item.title

    def item_description(self, item):
        """The organ and the first facts."""
        line = pages.summary(item)
        return " ".join(filter(None, (line["organ"], line["number"], line["summary"])))

    def item_pubdate(self, item):
        """When it became public."""
        return item.public_from

    item_updateddate = item_pubdate

    def item_guid(self, item):
        """Its permanent id."""
        return item.public_id


item_feed = public_page()(ItemFeed())
