"""A wrong exemption notice is revoked: its document goes to review from the sealed original."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from core.enums import State
from core.models import AuditEntry
from openness.models import ExemptionNotice, Judgment
from tests.factories import make_notice
from tests.openness.conftest import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client, member):
    client.force_login(member("editor"), backend="core.permissions.MembershipBackend")
    return client


@pytest.fixture
def notice(hand_in) -> ExemptionNotice:
    """Published in place of a mediation."""
    text = text_of().replace("民事判决书", "民事调解书").replace("判决如下", "双方自愿达成如下协议")
    row = hand_in(text)[0]
    assert row.exemption is not None, row.message
    return row.exemption


def test_notices_are_listed_by_number_and_show_what_they_are_based_on(editor, notice):
    html = editor.get(reverse("openness_staff:exemptions"), {"number": notice.case_number}).content.decode()
    assert reverse("openness_staff:exemption", args=[notice.public_id]) in html
    screen = editor.get(reverse("openness_staff:exemption", args=[notice.public_id])).content.decode()
    assert "撤销说明，转入审核" in screen
    assert reverse("openness_staff:exemptions") in editor.get(reverse("openness_staff:records")).content.decode()


def test_revoking_withdraws_the_notice_and_brings_the_document_to_review(editor, client, notice):
    answer = editor.post(reverse("openness_staff:revoke", args=[notice.public_id]), {"note": "不是调解书，文书种类识别错误"}, follow=True)
    notice.refresh_from_db()
    judgment = Judgment.objects.get(source=notice.source)
    assert (notice.state, judgment.state) == (State.WITHDRAWN, State.REVIEW)
    assert answer.redirect_chain[-1][0] == reverse("openness_staff:review", args=[judgment.public_id])
    assert "东方绘彩" not in judgment.text
    assert AuditEntry.objects.filter(action="exemption.revoked", purpose="不是调解书，文书种类识别错误").exists()
    cache.clear()
    page = client.get(notice.get_absolute_url())
    assert page.status_code == 410 and "不属于依法不公开的情形" in page.content.decode()


def test_the_passage_it_was_based_on_is_a_doubt_for_the_reviewer(editor, notice):
    editor.post(reverse("openness_staff:revoke", args=[notice.public_id]), {"note": "识别错误"})
    judgment = Judgment.objects.get(source=notice.source)
    assert bool(judgment.doubts_open) == bool(notice.quote_end)


def test_it_needs_a_reason_and_an_original(editor, notice, city):
    answer = editor.post(reverse("openness_staff:revoke", args=[notice.public_id]), {"note": " "})
    assert answer.status_code == 422 and "请写明" in answer.content.decode()
    bare = make_notice(city["辽0802"])
    answer = editor.post(reverse("openness_staff:revoke", args=[bare.public_id]), {"note": "识别错误"})
    assert "没有封存的原件" in answer.content.decode()
    notice.refresh_from_db()
    assert notice.is_public and not Judgment.objects.exists()


def test_revoking_twice_makes_one_document(editor, notice):
    address = reverse("openness_staff:revoke", args=[notice.public_id])
    editor.post(address, {"note": "识别错误"})
    answer = editor.post(address, {"note": "识别错误"})
    assert answer.status_code == 422 and Judgment.objects.count() == 1


def test_another_courts_editor_is_refused(client, member, notice):
    client.force_login(member("editor", "辽0803"), backend="core.permissions.MembershipBackend")
    assert client.get(reverse("openness_staff:exemption", args=[notice.public_id])).status_code == 403
    assert client.post(reverse("openness_staff:revoke", args=[notice.public_id]), {"note": "识别错误"}).status_code == 403
    assert notice.case_number not in client.get(reverse("openness_staff:exemptions")).content.decode()
