"""Import of Word circulars: the parts of an official paper are recognised, what must not travel is left out and told."""

import io
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from core.enums import Role
from core.models import AuditEntry
from home.services import front_page_ensure
from openness.circulars import read_circular
from openness.models import CircularPage
from openness.reading.docx_blocks import Paragraph, Table, docx_blocks
from openness.services.circulars import circular_import, circular_read
from tests.openness.test_annexes import _with
from tests.pages import person

LINES = [
    "中共营口市委政法委员会文件", "营政法通〔2026〕9号", "关于三季度执行案件超期问题", "限期整改的通报", "各县（市）区委政法委，市直政法各单位：", "三季度，全市应公开1204件。现将有关情况通报如下。",
    "一、存在的问题", "（一）名册报送不及时。老边区人民法院迟报。", "二、整改要求", "请于2026年12月10日前完成整改。", "附件：1.超期明细", "2.整改台账",
    "中共营口市委政法委员会", "2026年11月18日", "（此件公开发布）", "附件1", "超期明细如下。", "抄送：市委办公室，市人大监察和司法委员会。", "中共营口市委政法委员会办公室　　2026年11月19日印发",
]  # fmt: skip


def paper(lines=LINES, table=True, xml=""):
    document = docx.Document()
    document.core_properties.author = "某某秘书"
    for line in lines:
        document.add_paragraph(line)
        if table and line.startswith("（一）"):
            grid = document.add_table(rows=2, cols=2)
            for n, text in enumerate(["法院", "件数", "老边区", "73"]):
                grid.cell(n // 2, n % 2).text = text
    out = io.BytesIO()
    document.save(out)
    return _with(out.getvalue(), xml) if xml else out.getvalue()


def test_every_part_of_an_official_paper_is_recognised():
    read = read_circular(*docx_blocks(paper()))
    assert (read.letterhead, read.number) == ("中共营口市委政法委员会文件", "营政法通〔2026〕9号")
    assert read.title == "关于三季度执行案件超期问题限期整改的通报" and read.addressees == "各县（市）区委政法委，市直政法各单位"
    assert (read.signature, read.issued_on, read.remark) == ("中共营口市委政法委员会", date(2026, 11, 18), "此件公开发布")
    assert read.annex_titles == ["超期明细", "整改台账"] and read.copied_to.startswith("市委办公室") and read.printed_on == date(2026, 11, 19)
    assert [b.text for b in read.annex_text] == ["附件1", "超期明细如下。"]
    assert [(b.text, b.level) for b in read.body if isinstance(b, Paragraph) and b.level] == [("一、存在的问题", 1), ("二、整改要求", 1)]
    assert [b.rows for b in read.body if isinstance(b, Table)] == [(("法院", "件数"), ("老边区", "73"))]


@pytest.mark.parametrize("written", ["营政法通[2026]9号", "营政法通〔2026〕第09号", "营政法通（2026）9 号", "营政法通〔2026〕9号　　签发人：某某"])
def test_a_number_is_read_however_its_brackets_are_typed(written):
    assert read_circular([Paragraph(written), Paragraph("关于某事的通知"), Paragraph("正文。")]).number == "营政法通〔2026〕9号"


def test_nothing_is_lost_where_nothing_is_recognised():
    read = read_circular([Paragraph("只有一句话。"), Table((("甲", "乙"),))])
    assert [b.text for b in read.body] == ["只有一句话。", "甲 | 乙"] and len(read.notes) == 3


def test_chinese_dates_and_word_headings_count():
    document = docx.Document()
    document.add_heading("总则", level=1)
    document.add_paragraph("内容。")
    document.add_paragraph("市委政法委")
    document.add_paragraph("二〇二六年十一月二十八日")
    out = io.BytesIO()
    document.save(out)
    blocks, _ = docx_blocks(out.getvalue())
    assert blocks[0] == Paragraph("总则", 1) and read_circular(blocks).issued_on == date(2026, 11, 28)


def test_tracked_changes_hidden_text_and_authors_do_not_travel():
    xml = (
        '<w:p><w:r><w:t>留下的。</w:t></w:r><w:del w:id="1" w:author="某某秘书"><w:r><w:delText>删掉的机密</w:delText></w:r></w:del>'
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>藏着的姓名</w:t></w:r></w:p>"
    )
    values = circular_read(paper(["关于某事的通知", "正文。"], table=False, xml=xml), "通知.docx")
    text = str(values)
    assert "留下的" in text and "删掉的机密" not in text and "藏着的姓名" not in text and "某某秘书" not in text
    assert any("修订中删除" in n for n in values["notes"]) and any("隐藏文字" in n for n in values["notes"])


@pytest.mark.django_db
class TestOverHttp:
    @pytest.fixture
    def organ(self, city):
        front_page_ensure()
        return city["yk-zfw"]

    @pytest.fixture
    def office(self, client, organ):
        user = person(Role.OFFICE, organ)
        client.force_login(user)
        return user

    def read(self, client, organ, data, name="通报.docx"):
        return client.post(reverse("openness_staff:circular_import"), {"organ": organ.pk, "file": SimpleUploadedFile(name, data)})

    def test_it_is_shown_before_it_is_kept_and_kept_as_a_draft(self, client, organ, office):
        shown = self.read(client, organ, paper())
        html = shown.content.decode()
        assert shown.status_code == 200 and "还没有保存" in html and "营政法通〔2026〕9号" in html and not CircularPage.objects.exists()
        answer = client.post(reverse("openness_staff:circular_import_save"), {"payload": shown.context["payload"]})
        page = CircularPage.objects.get()
        assert answer["Location"] == reverse("wagtailadmin_pages:edit", args=[page.pk]) and not page.is_public
        assert page.organ == organ and "<h2" in str(page.body.get_prep_value()) and [b.block_type for b in page.body] == ["text", "table", "text"]
        assert AuditEntry.objects.filter(action="circular.imported", actor=office).count() == 1

    def test_a_second_version_shows_what_changed_and_becomes_the_next_revision(self, client, organ, office):
        circular_import(organ=organ, actor=office, values=circular_read(paper(), "a.docx"))
        changed = [line.replace("12月10日", "12月20日") for line in LINES]
        shown = self.read(client, organ, paper(changed))
        html = shown.content.decode()
        assert "<del>" in html and "<ins>" in html
        client.post(reverse("openness_staff:circular_import_save"), {"payload": shown.context["payload"], "over": "1"})
        page = CircularPage.objects.get()
        assert page.revisions.count() == 2 and "12月20日" in page.get_latest_revision_as_object().public_text()

    @pytest.mark.parametrize(("data", "name", "said"), [(b"%PDF-1.4", "通报.docx", "内容要一致"), (b"\xd0\xcf\x11\xe0", "通报.doc", ".docx"), (b"", "通报.docx", "0 字节"), (b"PK\x03\x04junk", "通报.docx", "已损坏")])
    def test_a_file_that_is_none_is_answered_in_a_sentence(self, client, organ, office, data, name, said):
        answer = self.read(client, organ, data, name)
        assert answer.status_code == 422 and said in answer.content.decode() and not CircularPage.objects.exists()

    def test_markup_in_the_words_stays_words(self, client, organ, office):
        values = circular_read(paper(["关于某事的通知", "正文<script>alert(1)</script>。"], table=False), "a.docx")
        page = circular_import(organ=organ, actor=office, values=values)
        assert "<script" not in str(page.body.get_prep_value()) and "alert(1)" in page.get_latest_revision_as_object().public_text()

    def test_importing_for_another_organ_is_refused(self, client, organ, city):
        client.force_login(person(Role.EDITOR, city["辽0802"]))
        assert self.read(client, organ, paper()).status_code == 422
        assert not CircularPage.objects.exists()
