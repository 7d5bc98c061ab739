"""What comes back after publication, in a real browser: a correction, an objection, new rules; and a reviewer's hands."""

import json
import time

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until
from tests.browser.test_story import status
from tests.openness.conftest import NAMES, text_of

pytestmark = pytest.mark.browser
NAME = NAMES[0]

# Hands fictional judgments in as published, or with doubts in review. `shown`: a name stands in the public text, as a
# lost step would leave it; `older`: as older rules would, which did not mask it.
PLANT = """
import json
from core.publishing.record import moving
from core.sealed import Sealed
from justice.redaction import Span, apply
from openness.models import Judgment, Masking
from openness.reading import Row
from openness.services.courts import Courts
from openness.services.imports import batch_open, import_rows
from openness.services.rechecks import recheck_begin, recheck_run

if run := recheck_begin():  # the one that every fresh portal begins: it would find what is planted here
    for _ in recheck_run(run=run):
        pass

def plant(number, text, shown="", older=False, doubts=()):
    for _ in import_rows(batch=batch_open(organ=None, actor=None, filename="x", publish_clean=not doubts), rows=[Row(1, "x", text, {{}}, None)], courts=Courts()):
        pass
    judgment = Judgment.objects.get(case_number=number)
    masking, text = judgment.masking, judgment.source.text.open_unaudited()
    if shown:
        left = [s for s in masking.spans if text[s[0]:s[1]] != shown]
        with moving():
            Judgment.objects.filter(pk=judgment.pk).update(text=apply(text, [Span(*s) for s in left]))
        if older:
            Masking.objects.filter(pk=masking.pk).update(spans=left)
    if doubts:
        rows = [[text.index(w), text.index(w) + len(w), f"“{{w}}”像是姓名，也可能是一般词语"] for w in doubts]
        Masking.objects.filter(pk=masking.pk).update(doubts=Sealed.seal(json.dumps(rows)))
        with moving():
            Judgment.objects.filter(pk=judgment.pk).update(doubts_open=len(doubts), state="review")
    return judgment.public_id, judgment.get_absolute_url()

print(json.dumps([plant(**given) for given in json.loads({given!r})]))
"""


@pytest.fixture
def plant(portal):
    """plant({"number": "（2026）…号", …}, …) -> (public_id, public address) of each."""

    def go(*given: dict) -> list[list[str]]:
        rows = [{"text": text_of(g["number"]), **g} for g in given]
        return portal.json("shell", "-v0", "-c", PLANT.format(given=json.dumps(rows)))

    return go


@pytest.fixture
def visit(portal, chromium):
    """Somebody without an account, in a window of their own."""
    context = chromium.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def test_another_text_becomes_a_correction_in_public_or_is_rejected_and_its_clerk_is_told(portal, page, login, plant, visit, tmp_path):
    numbers = ["（2026）辽0802民初88101号", "（2026）辽0802民初88102号"]
    (_, address), _ = plant(*({"number": number} for number in numbers))
    file = tmp_path / "补报.jsonl"
    rows = [{"text": text_of(number, f"{NAME}当庭变更请求为35000元。")} for number in numbers]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    login("shujiyuan")
    page.goto(f"{portal.url}/admin/openness/hand-in/")
    page.set_input_files("#id_files", str(file))
    page.click("form.handin button[type=submit]")
    page.wait_for_url("**/hand-in/*/")
    page.get_by_text("处理完毕").first.wait_for(timeout=60_000)
    batch = page.url
    assert page.locator("table.rows tr", has_text="没有覆盖").count() == 2

    login("bianji")
    page.locator(".tile", has_text="待比对").locator("a").first.click()
    page.locator("tr", has_text=numbers[0]).get_by_role("link", name="比对").click()
    public, original = (page.locator(f"section[aria-labelledby={part}-title]") for part in ("public", "original"))
    assert "35000元" in public.locator("ins").first.inner_text() and NAME not in public.inner_text()
    assert NAME in original.locator("ins").first.inner_text()
    page.fill("#note", "补录当庭变更的诉讼请求")
    page.get_by_role("button", name="作为更正公开").click()
    page.get_by_text("已作为更正公开").first.wait_for()
    page.goto(f"{portal.url}/admin/openness/proposals/")
    page.locator("tr", has_text=numbers[1]).get_by_role("link", name="比对").click()
    page.fill("#reject-reason", "扫描件有误")
    page.get_by_role("button", name="不采用，现有文书不变").click()
    page.get_by_text("没有采用").first.wait_for()

    visit.goto(portal.url + address)
    assert "补录当庭变更的诉讼请求" in visit.locator("aside").inner_text() and "35000元" in visit.locator("article").inner_text()
    visit.locator("aside a[href*=correction]").first.click()
    assert "35000元" in visit.locator("ins").first.inner_text() and NAME not in visit.locator("main").inner_text()

    login("shujiyuan")
    page.goto(f"{batch}?outcome=compared")
    said = page.locator("table.rows").inner_text()
    assert "已作为更正公开" in said and "不采用，扫描件有误" in said


def object_to(portal, visit, address: str, words: str) -> tuple[str, str]:
    """Files 「我的名字不该在这里」 from the page of the judgment; number and code of the receipt."""
    visit.goto(portal.url + address)
    visit.get_by_role("link", name="提出异议").click()
    for field, value in {"words": words, "reason": "我的名字不该在这里", "name": "端木清和", "contact": "qinghe@example.com"}.items():
        visit.fill(f"#id_{field}", value)
    time.sleep(3.1)  # faster is taken for a machine
    visit.get_by_role("button", name="提交异议").click()
    receipt = visit.locator("#receipt-number").inner_text(), visit.locator("#receipt-code").inner_text()
    visit.check("#kept")
    visit.get_by_role("button", name="完成").click()
    return receipt


def follow(portal, visit, receipt: tuple[str, str]) -> str:
    """What the citizen reads with the receipt."""
    visit.goto(f"{portal.url}/openness/objections/")
    visit.fill("#id_number", receipt[0])
    visit.fill("#id_code", receipt[1])
    visit.get_by_role("button", name="查进度").click()
    return visit.locator("main").inner_text()


def answer(portal, page, number: str, outcome: str, said: str) -> None:
    """The editor answers the objection to this document."""
    page.goto(f"{portal.url}/admin/openness/objections/")
    page.locator("tr", has_text=number).get_by_role("link").last.click()
    assert "我的名字不该在这里" in page.locator("main").inner_text()
    page.check(f"#outcome-{outcome}")
    page.fill("#said", said)
    page.get_by_role("button", name="答复").last.click()
    page.get_by_text("已答复").first.wait_for()


def test_an_objection_is_held_by_itself_only_when_confirmed_and_the_citizen_reads_the_answer(portal, page, login, plant, visit):
    open_number, true_number = "（2026）辽0802民初88201号", "（2026）辽0802民初88202号"
    (_, open_address), (_, true_address) = plant({"number": open_number}, {"number": true_number, "shown": NAME})
    doubtful = object_to(portal, visit, open_address, "南宫砚秋")  # the judge's name, which stays
    founded = object_to(portal, visit, true_address, NAME)
    assert status(portal.url + open_address) == 200, "what only a person can tell stays public"
    assert status(f"{portal.url}{true_address}?now") == 404
    assert "办理中" in follow(portal, visit, doubtful) and "办理中" in follow(portal, visit, founded)
    login("bianji")
    assert page.locator(".tile", has_text="异议待答复").count()
    answer(portal, page, open_number, "unfounded", "南宫砚秋是承办法官，姓名依法公开。")
    answer(portal, page, true_number, "held", "经核对属实，文书已经停止公开，改好后再公布。")
    assert "南宫砚秋是承办法官" in follow(portal, visit, doubtful)
    assert "经核对属实" in follow(portal, visit, founded)
    assert status(portal.url + open_address) == 200 and status(f"{portal.url}{true_address}?later") == 404


def test_what_new_rules_find_wanting_is_held_its_editor_sees_the_passage_and_mends_it(portal, page, login, plant, visit):
    number = "（2026）辽0802民初88301号"
    ((_, address),) = plant({"number": number, "shown": NAME, "older": True})
    portal.manage("shell", "-v0", "-c", "from openness.services.rechecks import recheck_begin; recheck_begin(again=True)")
    login("bianji")
    until(lambda: page.goto(f"{portal.url}/admin/openness/rechecks/") and page.locator("tr", has_text=number).count(), 90, 1)
    assert status(portal.url + address) == 404
    page.goto(f"{portal.url}/admin/")
    page.locator(".tile", has_text="规则复查待处理").locator("a").click()
    page.locator("tr", has_text=number).get_by_role("link", name="处理").click()
    expect(page.locator("mark").first).to_have_text(NAME)
    page.get_by_role("button", name="遮住并更正").click()
    page.get_by_text("已遮住，作为更正公开").first.wait_for()
    visit.goto(f"{portal.url}{address}?now")
    assert NAME not in visit.content() and "按现行规则补充隐去个人信息" in visit.locator("aside").inner_text()


DOUBTS = ("江山", "春风", "长城", "海洋", "平安")
LONG = "".join(f"保证人{word}。" + "合同履行期间，双方多次协商还款事宜，均未达成一致意见，本院依法组织调解未果。" * 20 for word in DOUBTS)
waiting = "#reviewer .doubts > [data-item]"


def test_four_thousand_characters_with_five_doubts_take_at_most_twelve_keys(portal, page, login, plant):
    number = "（2026）辽0802民初88401号"
    assert 3800 <= len(text_of(number, LONG)) <= 4600
    ((public_id, address),) = plant({"number": number, "text": text_of(number, LONG), "doubts": DOUBTS})
    login("shenheyuan")
    page.goto(f"{portal.url}/admin/openness/review/{public_id}/")
    keys = 0
    for left in range(len(DOUBTS), 0, -1):
        expect(page.locator(waiting)).to_have_count(left)
        page.keyboard.press("m" if left % 2 else "k")
        keys += 1
    expect(page.locator(waiting)).to_have_count(0)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: public_id not in url)
    assert number in page.locator("main").inner_text() and keys + 1 <= 12
    assert status(portal.url + address) == 200


def test_two_tabs_and_a_lost_network_on_one_document_lose_and_double_nothing(portal, page, login, plant):
    number = "（2026）辽0802民初88501号"
    ((public_id, address),) = plant({"number": number, "text": text_of(number, LONG), "doubts": DOUBTS[:3]})
    login("shenheyuan")
    place = f"{portal.url}/admin/openness/review/{public_id}/"
    page.goto(place)
    other = page.context.new_page()
    other.goto(place)
    page.keyboard.press("m")
    expect(page.locator(waiting)).to_have_count(2)
    other.keyboard.press("k")
    other.get_by_text("刚刚在别处改动过").first.wait_for()
    expect(other.locator(waiting)).to_have_count(2)
    other.keyboard.press("m")
    expect(other.locator(waiting)).to_have_count(1)

    page.reload()
    page.context.set_offline(True)
    page.keyboard.press("m")
    until(lambda: "没有连上服务器" in page.locator("[data-said]").inner_text(), 5)
    page.context.set_offline(False)
    page.keyboard.press("m")
    expect(page.locator(waiting)).to_have_count(0)
    page.context.set_offline(True)
    page.keyboard.press("Enter")
    until(lambda: "没有连上服务器" in page.locator("[data-said]").inner_text(), 5)
    page.context.set_offline(False)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: public_id not in url)
    assert status(portal.url + address) == 200
    other.keyboard.press("m")  # the tab that was left behind
    other.get_by_text("不在审核中").first.wait_for()
    told = portal.json(
        "shell", "-v0", "-c",
        f"import json; from core.models import LedgerEntry as L; from openness.models import ReviewAction as R; p = {public_id!r}; "
        "print(json.dumps([L.objects.filter(public_id=p, act='publish').count(), R.objects.filter(judgment__public_id=p, undone_at=None).count()]))",
    )  # fmt: skip
    assert told == [1, 3]
