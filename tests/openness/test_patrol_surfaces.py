"""Planted on every kind of surface, an identifier or a withheld name is found there and its item is held."""

import io
from datetime import datetime, timedelta

import docx
import pytest
from django.core.files.base import ContentFile
from django.urls import URLPattern, URLResolver, get_resolver, resolve
from django.utils import timezone
from PIL import Image
from pypdf import PdfWriter

from core import surfaces, uploads
from core.enums import State
from core.ledger import sealing
from core.models import Organ
from core.pages.page import page_moving
from core.publishing import check, ledgered_models, publish
from core.sealed import Sealed
from home.services import front_page_ensure
from openness.models import Attachment, CircularPage, ModelCasePage, PatrolFinding, RulePage, TopicPage
from openness.presenters import judgments as judgment_pages
from openness.reading.shown import AUTHOR, POSITION, markup_words, shown
from openness.services import patrol_looks
from openness.services.hearings import Session, hearing_announce
from openness.services.statements import statement_publish
from tests.factories import make_notice, published
from tests.openness.entries import item
from tests.openness.entries import public as public_entry
from tests.openness.test_patrol import PHONE, go, spoil
from tests.openness.test_reading_pdf import printed
from tests.pages import public as public_page

pytestmark = pytest.mark.django_db
NAME = "南宫砚秋"
NINE = timezone.make_aware(datetime(2030, 1, 2, 9))
TEXT = [("text", f"<p>联系人手机{PHONE}。</p>")]


def hearing(organ, number=81, **more):
    return hearing_announce(organ=organ, actor=None, session=Session(f"（2026）{organ.code}民初{number}号", "第一法庭", NINE, NINE + timedelta(hours=1), "买卖合同纠纷", "东方绘彩", "西门朗泽", **more))


def statement(organ):
    return statement_publish(organ=organ, item=item("court-figures"), key="x", title="数据", period=(NINE.date(), NINE.date()), source="台账", text="正常")


def notice(organ):
    made = make_notice(organ)
    check(made)
    return publish(record=made, actor=None)


def page(model, organ: Organ, **fields):
    """A public page whose stored content was changed past the gate."""
    made = public_page(model, organ)
    with page_moving():
        model.objects.filter(pk=made.pk).update(**fields)
    return model.objects.get(pk=made.pk)


def attached(organ, data, name, content_type):
    entry = public_entry(organ, "white-paper")
    upload, digest = uploads.keep(ContentFile(data, name))
    Attachment.objects.create(disclosure=entry, name=name, content_type=content_type, size=len(data), digest=digest, upload=upload)
    return entry


def photo() -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010E] = f"tel {PHONE}"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (40, 20), "red").save(out, "JPEG", exif=exif)
    return out.getvalue()


def word(text="正文。", **properties) -> bytes:
    out, book = io.BytesIO(), docx.Document()
    book.add_paragraph(text)
    book.core_properties.author = ""
    for name, value in properties.items():
        setattr(book.core_properties, name, value)
    book.save(out)
    return out.getvalue()


def pdf(**info) -> bytes:
    out = io.BytesIO()
    writer = PdfWriter(clone_from=io.BytesIO(printed("正文内容。")))
    writer.add_metadata({f"/{k}": v for k, v in info.items()})
    writer.write(out)
    return out.getvalue()


DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
COURT = {
    "title of a judgment": ("page list paper search credential file", lambda c: spoil(published(c), title=f"某甲{PHONE}买卖合同纠纷")),
    "body of a judgment": ("page paper search credential file", lambda c: spoil(published(c), text=f"原告电话{PHONE}，判决如下。")),
    "cause of a judgment": ("list search", lambda c: spoil(published(c), cause=f"电话{PHONE}")),
    "hearing": ("page calendar search credential", lambda c: spoil(hearing(c), attendance=f"电话{PHONE}")),
    "statement": ("page search credential", lambda c: spoil(statement(c), text=f"经办人{PHONE}")),
    "statement in lists": ("entry_list page", lambda c: spoil(statement(c), title=f"经办人{PHONE}")),
    "notice": ("page search", lambda c: spoil(notice(c), document_kind=f"民事{PHONE}")),
    "entry": ("page entry_list", lambda c: spoil(public_entry(c, "white-paper"), title=f"白皮书{PHONE}")),
    "picture": ("attachment", lambda c: attached(c, photo(), "照片.jpg", "image/jpeg")),
    "words of a file": ("attachment", lambda c: attached(c, word(f"电话{PHONE}"), "白皮书.docx", DOCX)),
    "properties of a file": ("attachment", lambda c: attached(c, word(comments=f"tel {PHONE}"), "白皮书.docx", DOCX)),
    "circular": ("page search credential", lambda c: page(CircularPage, c, remark=f"电话{PHONE}")),
    "circular in lists": ("page_list page", lambda c: page(RulePage, c, title=f"电话{PHONE}")),
    "model case": ("page search", lambda c: page(ModelCasePage, c, facts=f"<p>电话{PHONE}</p>")),
    "topic": ("page", lambda c: page(TopicPage, c, intro=f"电话{PHONE}")),
}


@pytest.fixture
def court(city):
    front_page_ensure()
    return city["辽0802"]


@pytest.mark.parametrize("case", COURT)
def test_an_identifier_planted_there_is_found_on_these_surfaces_and_held(court, case):
    wanted, make = COURT[case]
    record = make(court)
    run = go(public_id=record.public_id)
    found = PatrolFinding.objects.get(public_id=record.public_id)
    assert set(wanted.split()) <= {hit["surface"] for hit in found.hits}
    assert run.held == 1 and type(record)._default_manager.get(pk=record.pk).state == State.HELD


@pytest.mark.parametrize("slug", ["page", "list", "paper", "search", "credential", "calendar", "entry_list", "page_list", "attachment"])
def test_a_surface_that_is_not_looked_at_is_missed(court, slug, monkeypatch):
    """The mutation of each surface: without it what only it would say is not said."""
    case = next(c for c, (wanted, _) in COURT.items() if slug in wanted.split())
    record = COURT[case][1](court)
    monkeypatch.delitem(surfaces._surfaces, slug)
    go(public_id=record.public_id)
    assert slug not in {hit["surface"] for f in PatrolFinding.objects.all() for hit in f.hits}


def test_a_page_that_shows_more_than_its_record_is_found_by_its_page_alone(court, monkeypatch):
    """What a template leaks stands in no field: only the visit of the true address sees it."""
    record = published(court)
    real = judgment_pages.detail
    monkeypatch.setattr(judgment_pages, "detail", lambda *a: {**real(*a), "crumbs": [{"label": PHONE, "url": "/"}, {"label": "x"}]})
    go(public_id=record.public_id)
    assert {hit["surface"] for hit in PatrolFinding.objects.get().hits} == {"page"}


def test_a_list_and_a_feed_that_leak_by_themselves_stand_on_the_offices_report(court, monkeypatch):
    published(court)
    monkeypatch.setattr("openness.views_public.JudgmentFeed.title", f"文书 {PHONE}")
    go()
    found = PatrolFinding.objects.get()
    assert found.place.endswith("/judgments/feed/") and found.organ is None and not found.held


NUMBER = "（2026）辽0802民初881号"


def masked(court, **more):
    """A public judgment of the case that masks a name."""
    original = f"原告{NAME}诉被告，判决如下：被告支付货款。"
    record = published(court, case_number=NUMBER, original=original, text="原告南宫某诉被告，判决如下：被告支付货款。", **more)
    record.masking.spans = [[2, 6, "name", "南宫某", ""]]
    record.masking.save()
    return record


OTHERS = {
    "another document": lambda c: published(c, case_number=NUMBER, document_kind="民事裁定书", text=f"{NAME}申请撤诉，准许。", original="准许撤诉。" * 9),
    "its hearing": lambda c: spoil(hearing(c, 881), title=f"{NAME}买卖合同纠纷一案"),
    "its notice": lambda c: spoil(notice_of(c), document_kind=f"{NAME}调解书"),
    "a model case that names it": lambda c: page(ModelCasePage, c, case_number=NUMBER, facts=f"<p>{NAME}借款不还。</p>"),
}


def notice_of(court):
    made = make_notice(court, case_number=NUMBER)
    check(made)
    return publish(record=made, actor=None)


@pytest.mark.parametrize("other", OTHERS)
def test_a_name_that_one_document_masks_is_found_on_everything_of_its_case(court, other):
    masked(court)
    record = OTHERS[other](court)
    go(public_id=record.public_id)
    found = PatrolFinding.objects.get()
    assert found.public_id == record.public_id and {k for hit in found.hits for k in hit["kinds"]} == {"name"}


def test_a_name_withheld_in_another_case_is_nobodys_secret_here(court):
    masked(court)
    go(public_id=published(court, text=f"证人{NAME}到庭，判决如下：支付货款。").public_id)
    assert not PatrolFinding.objects.exists()


def test_its_own_masked_name_in_the_title_is_found(court):
    record = spoil(masked(court), title=f"{NAME}买卖合同纠纷")
    go(public_id=record.public_id)
    assert PatrolFinding.objects.get().held


def test_the_parties_of_a_hearing_are_withheld_from_the_judgment_of_its_case(court):
    first = hearing(court, 881)
    assert first.parties and isinstance(first.parties, Sealed)
    record = published(court, case_number=NUMBER, text="东方绘彩胜诉，判决如下：支付货款。", original="支付货款。" * 9)
    go(public_id=record.public_id)
    assert PatrolFinding.objects.get(public_id=record.public_id).held


@pytest.mark.parametrize(
    ("data", "content_type", "traces"),
    [(photo(), "image/jpeg", (POSITION,)), (word(author="某作者"), DOCX, (AUTHOR,)), (word(), DOCX, ())],
)
def test_metadata_that_name_somebody_or_somewhere_are_told_apart(data, content_type, traces):
    assert shown(data, content_type).traces == traces


def test_the_properties_of_a_pdf_are_read():
    found = shown(pdf(Author="某作者", Subject=f"tel {PHONE}"), "application/pdf")
    assert found.traces == (AUTHOR,) and PHONE in found.words


@pytest.mark.parametrize("html", ["<p>1390<b>417</b>1234</p>", f'<img alt="{PHONE}">', f"<!-- {PHONE} -->", f'<script type="application/ld+json">{{"tel":"{PHONE}"}}</script>', f'<a href="tel:{PHONE}">电话</a>'])
def test_words_are_read_wherever_a_page_holds_them(html):
    assert patrol_looks.leaks.find(markup_words(html))


def test_the_ends_of_two_cells_are_no_number():
    assert not patrol_looks.leaks.find(markup_words("<td>139</td><td>04171234</td>"))


def test_every_public_kind_is_patrolled_by_default():
    assert set(surfaces.patrolled()) == set(ledgered_models()) and all(surfaces.PAGE in {s.slug for s in surfaces.surfaces(kind)} for kind in surfaces.patrolled())


#: Public addresses that show nothing of a record, or the same as another one does.
NOT_OF_RECORDS = {
    "face", "robots", "healthz", "short",  # a switch, a text file, a sign of life, a redirect
    "openness:objection_track", "openness:objection_saved", "openness:nominate", "openness:nomination_track", "openness:nomination_saved",  # forms; what they answer goes to its sender only
    "search:alert_new", "search:alert_sent", "search:alert_confirm", "search:alert_manage", "search:alert_leave", "search:alert_left",  # a reader's own: his searches, no record
    "ledger:keys", "ledger:checker", "ledger:checkpoint", "ledger:checkpoint_of", "ledger:entries", "ledger:inclusion", "ledger:consistency", "ledger:consistency_json",  # digests only
    "circulars", "model_cases", "rules", "topics",  # the same view as the tree's own page
    "openness:correction", "openness:annex", "openness:item_coverage_rows", "openness:coverage_rows",  # where there is one: see the tests of their surfaces
    "wagtail_serve", "wagtailcore_login", "wagtail_require_password", "wagtailcore_authenticate_with_password",
}  # fmt: skip


def names(patterns, prefix=""):
    for pattern in patterns:
        if isinstance(pattern, URLResolver) and not str(pattern.pattern).startswith("admin/"):
            yield from names(pattern.url_patterns, f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix)
        elif isinstance(pattern, URLPattern) and pattern.name:
            yield f"{prefix}{pattern.name}"


def test_every_public_address_is_visited_or_named_here_with_its_reason(court, city, monkeypatch):
    made = [published(court), hearing(court), statement(court), notice(court), attached(court, word(), "白皮书.docx", DOCX), public_page(RulePage, court)]
    sealing.seal()
    seen, real = set(), patrol_looks.visit
    monkeypatch.setattr(patrol_looks, "visit", lambda a: seen.add(resolve(a.split("?")[0]).view_name) or real(a))
    for record in made:
        go(public_id=record.public_id)
    go()
    assert not PatrolFinding.objects.exists(), [(f.place, f.kind, f.fault, f.hits) for f in PatrolFinding.objects.all()]
    assert set(names(get_resolver().url_patterns)) - seen - NOT_OF_RECORDS == set()
