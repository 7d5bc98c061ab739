"""Review through the browser's forms: queue, moves, undo, accept, return, next; two tabs; another's organ."""

import json

import pytest
from django.urls import reverse

from core.enums import State
from core.models import AuditEntry
from core.sealed import Sealed
from openness.models import Judgment, Masking, ReviewAction
from openness.presenters.review import paragraphs
from openness.services.review import sheet_open
from tests.factories import make_judgment

pytestmark = pytest.mark.django_db
ORIGINAL = (
    "原告欧阳青梧诉被告某乙买卖合同纠纷一案，本院受理后依法审理。\n　　经查，送货单由司徒向阳签字，司徒向阳当庭陈述；欧阳青梧对此认可。"
    "未成年人保护一节与本案无关。\n依照《中华人民共和国民法典》第五百七十七条的规定，判决如下：被告支付货款。"
)


@pytest.fixture
def reviewer(client, member):
    """The client of a reviewer of 站前区人民法院."""
    client.force_login(member("reviewer"), backend="core.permissions.MembershipBackend")
    return client


@pytest.fixture
def judgment(city) -> Judgment:
    """In review: 欧阳青梧 is masked twice, 司徒向阳 is in doubt, so is a mention of minors."""
    name, doubt, mention = "欧阳青梧", "司徒向阳", "未成年人"
    first, second = ORIGINAL.index(name), ORIGINAL.rindex(name)
    text = ORIGINAL.replace(name, "欧某")
    record = make_judgment(city["辽0802"], original=ORIGINAL, text=text, doubts_open=2)
    spans = [[at, at + len(name), "name", "欧某", "自然人姓名"] for at in (first, second)]
    at, place = ORIGINAL.index(doubt), ORIGINAL.index(mention)
    doubts = [[at - 4, at + len(doubt) + 2, f"“{doubt}”可能是姓名"], [place, place + len(mention), "提到未成年人，请核对"]]
    Masking.objects.filter(judgment=record).update(spans=spans, doubts=Sealed.seal(json.dumps(doubts, ensure_ascii=False)))
    return Judgment.objects.get(pk=record.pk)


def place(words: str, nth: int = 0) -> dict:
    """start and end of the nth occurrence of words in the original, as the forms send them."""
    at = -1
    for _ in range(nth + 1):
        at = ORIGINAL.index(words, at + 1)
    return {"start": at, "end": at + len(words)}


def send(client, judgment, name, **data):
    """Posts to one of the reviewer's addresses with the version that the screen shows."""
    judgment.refresh_from_db()
    return client.post(reverse(f"openness_staff:{name}", args=[judgment.public_id]), {"version": judgment.version, **data}, follow=True)


def test_the_screen_shows_what_is_hidden_and_what_is_in_doubt(reviewer, judgment):
    html = reviewer.get(reverse("openness_staff:review", args=[judgment.public_id])).content.decode()
    assert '<span class="secret"' in html
    assert html.count(">欧阳青梧</span>") >= 2
    assert "存疑 2 处，先看这里" in html
    assert "全文 2 处同样处理" in html
    assert 'data-suggested="mask"' in html and 'data-suggested="keep"' in html
    assert AuditEntry.objects.filter(action="sealed.open", purpose="审核").exists()


def test_the_pieces_of_both_panes_know_their_place_in_the_original(reviewer, judgment, member):
    sheet = sheet_open(judgment=judgment, actor=member("reviewer"))
    left, right = paragraphs(sheet, {s.start: f"m{i}" for i, s in enumerate(sheet.spans)})
    for line in left:
        for piece in line:
            assert ORIGINAL[piece.start : piece.start + len(piece.text)] == piece.text
    assert {p.start for line in left for p in line} == {p.start for line in right for p in line}
    assert "欧阳青梧" not in "".join(p.text for line in right for p in line)


def test_masking_a_doubt_everywhere_masks_each_place_with_one_alias(reviewer, judgment):
    send(reviewer, judgment, "move", move="mask", replacement="司某", everywhere="1", **place("司徒向阳"))
    judgment.refresh_from_db()
    assert judgment.text.count("司某") == 2
    assert "司徒向阳" not in judgment.text
    assert judgment.doubts_open == 1


def test_masking_one_place_leaves_the_others(reviewer, judgment):
    send(reviewer, judgment, "move", move="mask", replacement="司某", **place("司徒向阳"))
    judgment.refresh_from_db()
    assert judgment.text.count("司某") == 1
    assert judgment.text.count("司徒向阳") == 1


def test_keeping_a_doubt_uncovers_nothing_beside_it(reviewer, judgment):
    send(reviewer, judgment, "move", move="keep", everywhere="1", **place("司徒向阳"))
    judgment.refresh_from_db()
    assert judgment.text.count("欧某") == 2
    assert judgment.doubts_open == 1


def test_masking_a_part_of_a_masked_name_never_leaves_a_piece_of_it(reviewer, judgment):
    send(reviewer, judgment, "move", move="mask", replacement="某人", everywhere="1", **place("青梧"))
    judgment.refresh_from_db()
    assert not any(piece in judgment.text for piece in ("欧阳", "青梧"))


def test_keeping_a_part_of_a_masked_name_is_refused(reviewer, judgment):
    answer = send(reviewer, judgment, "move", move="keep", **place("青梧"))
    assert "不用“留”" in answer.content.decode()
    assert not ReviewAction.objects.exists()


def test_taking_a_mask_away_works_on_exactly_that_mask(reviewer, judgment):
    send(reviewer, judgment, "move", move="keep", **place("欧阳青梧"))
    judgment.refresh_from_db()
    assert judgment.text.count("欧阳青梧") == 1
    assert judgment.text.count("欧某") == 1


def test_typed_words_are_masked_wherever_they_stand_alone(reviewer, judgment):
    send(reviewer, judgment, "move", move="mask", words="送货单", replacement="＊")
    judgment.refresh_from_db()
    assert "送货单" not in judgment.text
    answer = send(reviewer, judgment, "move", move="mask", words="不在原文里的词")
    assert "原文里没有" in answer.content.decode()


def test_undo_takes_back_the_last_move_and_keeps_it_as_evidence(reviewer, judgment):
    before = judgment.text
    send(reviewer, judgment, "move", move="mask", replacement="司某", everywhere="1", **place("司徒向阳"))
    send(reviewer, judgment, "move", move="undo")
    judgment.refresh_from_db()
    assert judgment.text == before
    assert judgment.doubts_open == 2
    assert ReviewAction.objects.get().undone_at is not None
    assert "没有可以撤销的操作" in send(reviewer, judgment, "move", move="undo").content.decode()


def test_open_doubts_keep_a_document_from_the_public(reviewer, judgment):
    answer = send(reviewer, judgment, "accept")
    judgment.refresh_from_db()
    assert judgment.state == State.REVIEW
    assert "还有 2 处存疑没有处理" in answer.content.decode()


def test_a_decided_document_is_published_and_the_next_one_shown(reviewer, judgment, city):
    other = make_judgment(city["辽0802"])
    send(reviewer, judgment, "move", move="mask", everywhere="1", **place("司徒向阳"))
    send(reviewer, judgment, "move", move="keep", **place("未成年人"))
    answer = send(reviewer, judgment, "accept")
    judgment.refresh_from_db()
    assert judgment.state == State.PUBLISHED
    assert answer.redirect_chain[-1][0] == reverse("openness_staff:review", args=[other.public_id])
    html = answer.content.decode()
    assert "已公开" in html
    assert "今天已办 1 件，待审 1 件" in html


def test_a_name_left_elsewhere_shuts_the_gate(reviewer, judgment):
    send(reviewer, judgment, "move", move="mask", replacement="司某", **place("司徒向阳"))
    send(reviewer, judgment, "move", move="keep", **place("未成年人"))
    answer = send(reviewer, judgment, "accept")
    judgment.refresh_from_db()
    assert judgment.state == State.REVIEW
    assert "还有没遮住的姓名" in answer.content.decode()


def test_a_document_goes_back_to_the_clerk_with_a_note_only(reviewer, judgment):
    send(reviewer, judgment, "send_back", note=" ")
    judgment.refresh_from_db()
    assert judgment.state == State.REVIEW
    send(reviewer, judgment, "send_back", note="正文缺少第 3 页")
    judgment.refresh_from_db()
    assert judgment.state == State.RETURNED
    assert judgment.returned_note == "正文缺少第 3 页"


def test_a_stale_tab_changes_nothing(reviewer, judgment):
    old = judgment.version
    send(reviewer, judgment, "move", move="mask", everywhere="1", **place("司徒向阳"))
    judgment.refresh_from_db()
    text = judgment.text
    for name, data in (("move", {"move": "undo"}), ("accept", {})):
        answer = reviewer.post(reverse(f"openness_staff:{name}", args=[judgment.public_id]), {"version": old, **data}, follow=True)
        assert "刚刚在别处改动过" in answer.content.decode()
    judgment.refresh_from_db()
    assert (judgment.text, judgment.state) == (text, State.REVIEW)


def test_the_queue_puts_the_most_urgent_first(reviewer, city):
    late = make_judgment(city["辽0802"], due_on="2026-01-05")
    none = make_judgment(city["辽0802"])
    soon = make_judgment(city["辽0802"], due_on="2099-01-05")
    html = reviewer.get(reverse("openness_staff:queue")).content.decode()
    places = [
        html.index(reverse("openness_staff:review", args=[j.public_id]), html.index("<tbody>", html.index("screen")))
        for j in (late, soon, none)
    ]
    assert places == sorted(places)
    assert "超期" in html and "无期限" in html


def test_next_goes_round_the_queue(reviewer, city):
    first, second = make_judgment(city["辽0802"], due_on="2026-01-05"), make_judgment(city["辽0802"], due_on="2026-01-06")
    for here, there in ((first, second), (second, first)):
        answer = reviewer.get(reverse("openness_staff:skip", args=[here.public_id]))
        assert answer.url == reverse("openness_staff:review", args=[there.public_id])


def test_another_courts_document_is_refused_and_audited(client, member, judgment):
    client.force_login(member("reviewer", "辽0803"), backend="core.permissions.MembershipBackend")
    assert client.get(reverse("openness_staff:review", args=[judgment.public_id])).status_code == 403
    for name in ("move", "accept", "send_back"):
        assert client.post(reverse(f"openness_staff:{name}", args=[judgment.public_id]), {"move": "undo"}).status_code == 403
    assert AuditEntry.objects.filter(action="denied.object").count() == 4
    assert judgment.case_number not in client.get(reverse("openness_staff:queue")).content.decode()


def test_the_screen_needs_few_queries_however_long_the_queue(reviewer, judgment, city, django_assert_max_num_queries):
    for _ in range(5):
        due = make_judgment(city["辽0802"], due_on="2026-01-05")
    for document in (judgment, due):
        address = reverse("openness_staff:review", args=[document.public_id])
        reviewer.get(address)
        with django_assert_max_num_queries(12):
            assert reviewer.get(address).status_code == 200


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({}, "不知何时生效：报送和名册都没写"),
        ({"final": False}, "过程中的裁定，名册不列"),
        ({"effective_on": "2015-03-02"}, "2015年3月生效，当时没有规定期限"),
    ],
)
def test_a_document_without_a_due_day_says_why(reviewer, city, fields, why):
    record = make_judgment(city["辽0802"], **fields)
    assert why in reviewer.get(reverse("openness_staff:queue")).content.decode()
    assert why in reviewer.get(reverse("openness_staff:review", args=[record.public_id])).content.decode()


def test_a_document_with_a_due_day_gives_no_such_reason(reviewer, city):
    make_judgment(city["辽0802"], effective_on="2026-09-20", due_on="2026-09-29")
    html = reviewer.get(reverse("openness_staff:queue")).content.decode()
    assert "9月29日" in html
    assert "没写" not in html
