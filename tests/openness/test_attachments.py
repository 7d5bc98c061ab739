"""Files of an entry: what their bytes prove, nothing hidden, nobody's name."""

import io
import zipfile
from datetime import timedelta

import docx
import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image
from pypdf import PdfReader, PdfWriter

from core import uploads
from core.publishing import GateRefused, Stale, check, publish
from openness.models import Attachment, Disclosure
from openness.reading.attachments import _pdf, clean_file
from openness.reading.rows import ReadError
from openness.services import disclosures as service
from openness.services.attachments import attachment_add, attachment_read, attachment_remove
from tests.openness.entries import entered, public

pytestmark = pytest.mark.django_db
AUTHOR = "Zhang San The Author"


def word(text="年度白皮书正文，全年受理案件一千件。", change=None) -> bytes:
    book = docx.Document()
    book.add_paragraph(text)
    book.core_properties.author = book.core_properties.last_modified_by = AUTHOR
    if change:
        change(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def picture(kind="JPEG") -> bytes:
    out, exif = io.BytesIO(), Image.Exif()
    exif[0x010F], exif[0x013B] = "Camera of Zhang", AUTHOR
    Image.new("RGB", (40, 20), "red").save(out, kind, exif=exif)
    return out.getvalue()


def unfolded(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return b"".join(package.read(name) for name in package.namelist())


def test_a_word_file_loses_its_author_and_keeps_its_words():
    assert AUTHOR.encode() in unfolded(word())
    cleaned = clean_file(word(), "白皮书.docx")
    assert AUTHOR.encode() not in unfolded(cleaned.data) and "受理案件一千件" in cleaned.words
    assert docx.Document(io.BytesIO(cleaned.data)).paragraphs[0].text.startswith("年度白皮书")


def test_a_picture_loses_place_camera_and_author():
    cleaned = clean_file(picture(), "现场.jpg")
    assert not Image.open(io.BytesIO(cleaned.data)).getexif() and AUTHOR.encode() not in cleaned.data and Image.open(io.BytesIO(cleaned.data)).size == (40, 20)
    assert clean_file(picture("PNG"), "现场.png").content_type == "image/png"


def hide(book):
    run = book.add_paragraph().add_run("看不见的话")
    run.font.hidden = True


def comment(book):
    book.add_comment(book.paragraphs[0].runs[0], text="内部意见", author=AUTHOR)


@pytest.mark.parametrize("change", [hide, comment])
def test_a_word_file_with_hidden_words_or_comments_is_refused(change):
    with pytest.raises(ReadError, match="读者看不到"):
        clean_file(word(change=change), "白皮书.docx")


@pytest.mark.parametrize(("data", "name"), [(b"MZ\x90\x00program", "a.pdf"), (b"<script>alert(1)</script>", "a.docx"), (b"%PDF-1.7 nothing", "a.pdf"), (b"", "a.pdf"), (b"\xff\xd8\xff broken", "a.jpg"), (b"PK\x03\x04broken", "a.docx")])
def test_what_is_not_what_it_says_is_refused_with_a_sentence(data, name):
    with pytest.raises(ReadError) as refused:
        clean_file(data, name)
    assert str(refused.value).endswith("。")


def test_a_name_that_lies_about_the_content_is_refused():
    with pytest.raises(ReadError, match="扩展名和内容不符"):
        clean_file(picture(), "白皮书.pdf")


def test_a_pdf_loses_its_properties():
    pdf = written_anew()
    assert AUTHOR not in str(PdfReader(io.BytesIO(pdf)).metadata or "") and AUTHOR.encode() not in pdf


def written_anew() -> bytes:
    writer = PdfWriter()
    writer.add_blank_page(200, 200)
    writer.add_metadata({"/Author": AUTHOR})
    out = io.BytesIO()
    writer.write(out)
    assert AUTHOR.encode() in out.getvalue()
    return _pdf(out.getvalue())


def upload(data=None, name="白皮书.docx"):
    return attachment_read(SimpleUploadedFile(name, data or word()))


def test_a_file_goes_with_its_entry_and_only_with_it(city, client):
    record = entered(city["辽08"], "white-paper")
    made = attachment_add(disclosure=record, actor=None, file=upload())
    address = reverse("openness:attachment", args=[record.public_id, made.pk])
    assert client.get(address).status_code == 404
    service.disclosure_accept(disclosure=record, actor=None)
    cache.clear()
    answer = client.get(address)
    assert answer.status_code == 200 and docx.Document(io.BytesIO(b"".join(answer.streaming_content))).paragraphs
    assert "白皮书.docx" in client.get(record.get_absolute_url()).content.decode()
    service.disclosure_withdraw(disclosure=record, actor=None, reason="mistaken")
    cache.clear()
    assert client.get(address).status_code == 410


def test_the_words_of_a_file_are_checked_like_the_entry(city):
    record = entered(city["辽08"], "white-paper")
    attachment_add(disclosure=record, actor=None, file=upload(word("联系人电话13812345678，欢迎来电。")))
    with pytest.raises(GateRefused, match=r"附件“白皮书\.docx”里还有没遮住的电话"):
        service.disclosure_accept(disclosure=record, actor=None)


def test_a_file_cannot_be_slipped_in_after_the_check(city):
    record = entered(city["辽08"], "white-paper")
    check(record)
    attachment_add(disclosure=Disclosure.objects.select_related("item", "organ").get(pk=record.pk), actor=None, file=upload())
    with pytest.raises(GateRefused, match="核对之后又有改动"):
        publish(record=record, actor=None)


def test_an_item_without_files_takes_none_and_a_public_entry_changes_none(city, member):
    with pytest.raises(ReadError, match="不带附件"):
        attachment_add(disclosure=entered(city["辽08"], "court-filing", case_number=""), actor=None, file=upload())
    record = entered(city["辽08"], "white-paper")
    made = attachment_add(disclosure=record, actor=None, file=upload())
    service.disclosure_accept(disclosure=record, actor=None)
    with pytest.raises(Stale):
        attachment_remove(attachment=Attachment.objects.select_related("disclosure__item").get(pk=made.pk), actor=member("editor", "辽08"))


def test_the_daily_sweep_leaves_files_that_entries_have(city):
    record = entered(city["辽08"], "white-paper")
    made = attachment_add(disclosure=record, actor=None, file=upload())
    uploads.sweep(older_than=timedelta(seconds=-5))
    assert uploads.path_of(made.upload).exists() and AUTHOR.encode() not in uploads.path_of(made.upload).read_bytes()
    assert public(city["yk-ga"]).is_public
