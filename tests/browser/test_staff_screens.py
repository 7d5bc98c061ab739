"""The staff's screens in a real browser: the keyboard alone, no script at all, a phone, axe."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

from openness.fictional import documents
from tests.browser.conftest import PASSWORD, until

pytestmark = pytest.mark.browser

SCREENS = {
    "bianji": ("/admin/", "/admin/openness/hand-in/", "/admin/openness/review/", "/admin/openness/records/", "/admin/openness/proposals/", "/admin/openness/exemptions/", "/admin/openness/objections/"),
    "zhuanxiangban": ("/admin/", "/admin/outbox/", "/admin/audit/", "/admin/ledger/"),
}


@pytest.fixture(scope="module")
def doubtful(portal, tmp_path_factory) -> str:
    """public_id of a document of the demo's court that waits with doubts."""
    file = tmp_path_factory.mktemp("handed-in") / "文书.jsonl"
    rows = [{"text": d.text, "case_number": d.case_number} for d in documents(160, 11) if d.court_code == "辽0802"]
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    portal.manage("import_judgments", str(file))
    return portal.json(
        "shell", "-v0", "-c",
        "import json; from openness.models import Judgment as J; waiting = J.objects.filter(state='review', organ__code='辽0802', doubts_open__gte=1); "
        "print(json.dumps(waiting.order_by('-doubts_open', 'id').values_list('public_id', flat=True)[0]))",
    )  # fmt: skip


@pytest.fixture
def silent(portal, chromium):
    """A phone without scripts: silent("shujiyuan") -> its page, signed in."""
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 360, "height": 780})

    def sign_in(username: str):
        window = context.new_page()
        window.goto(f"{portal.url}/admin/login/")
        window.fill("input[name=username]", username)
        window.fill("input[name=password]", PASSWORD)
        window.click("button[type=submit]")
        return window

    yield sign_in
    context.close()


def test_space_decides_u_takes_back_and_the_frames_shortcuts_stay_quiet(portal, page, login, doubtful):
    login("shenheyuan")
    page.goto(f"{portal.url}/admin/openness/review/{doubtful}/")
    doubts = page.locator(".doubts > [data-item]")
    first, before = doubts.first.locator(".quote b").inner_text(), doubts.count()
    page.keyboard.press(" ")
    until(lambda: doubts.count() < before, 10)
    page.keyboard.press("u")
    until(lambda: doubts.count() == before, 10)
    assert doubts.first.locator(".quote b").inner_text() == first
    page.keyboard.press("Enter")
    until(lambda: "处理完才能通过" in page.locator("[data-said]").inner_text(), 5)
    page.keyboard.press("?")
    assert page.locator(".keyhelp").get_attribute("open") is not None
    assert page.locator("dialog[open], [role=dialog]:visible").count() == 0


def test_esc_gives_up_an_alias_and_r_sends_back_only_with_a_reason(portal, page, login, doubtful):
    login("shenheyuan")
    page.goto(f"{portal.url}/admin/openness/review/{doubtful}/")
    alias, said = page.locator(".doubts > .now [name=replacement]"), page.locator("[data-said]")
    before = alias.input_value()
    page.keyboard.press("e")
    page.keyboard.type("错了")
    page.keyboard.press("Escape")
    assert alias.input_value() == before and page.evaluate("document.activeElement.matches('.doubts > .now')")
    page.keyboard.press("r")
    page.keyboard.type("  ")
    page.locator("[data-return] button").click()
    until(lambda: "退回的原因" in said.inner_text(), 10)
    assert page.evaluate("document.activeElement.id") == "return-note" and doubtful in page.url


def test_after_the_last_doubt_the_focus_stands_on_the_words_that_say_so(portal, page, login, doubtful):
    login("shenheyuan")
    page.goto(f"{portal.url}/admin/openness/review/{doubtful}/")
    doubts = page.locator(".doubts > [data-item]")
    decided = doubts.count()
    for left in range(decided - 1, -1, -1):
        page.keyboard.press(" ")
        until(lambda: doubts.count() <= left, 10)  # noqa: B023 - asked at once
    assert page.evaluate("document.activeElement.innerText").startswith("存疑都处理完了")
    while decided > doubts.count():
        was = doubts.count()
        page.keyboard.press("u")
        until(lambda: doubts.count() > was, 10)  # noqa: B023 - asked at once
    assert page.locator("[data-said]").inner_text() == "已撤销上一步。"


def test_selected_words_of_the_original_are_masked_where_they_stand(portal, page, login, doubtful):
    login("shenheyuan")
    page.goto(f"{portal.url}/admin/openness/review/{doubtful}/")
    words = page.evaluate(
        """() => {
          const pane = document.querySelector("[data-pane=original]");
          const piece = [...pane.querySelectorAll("span[data-start]:not([data-mark])")].find(s => s.textContent.includes("本院认为"));
          const at = piece.textContent.indexOf("本院认为");
          const range = document.createRange();
          range.setStart(piece.firstChild, at); range.setEnd(piece.firstChild, at + 4);
          getSelection().removeAllRanges(); getSelection().addRange(range);
          return getSelection().toString();
        }"""
    )
    page.keyboard.press("m")
    until(lambda: words in page.locator(".groups .from").all_text_contents(), 10)
    assert words not in page.locator("[data-pane=public]").inner_text()
    page.keyboard.press("u")
    until(lambda: words not in page.locator(".groups .from").all_text_contents(), 10)


def test_a_lost_network_loses_nothing(portal, page, login, doubtful):
    login("shenheyuan")
    page.goto(f"{portal.url}/admin/openness/review/{doubtful}/")
    before = page.locator(".doubts > [data-item]").count()
    page.context.set_offline(True)
    page.keyboard.press(" ")
    until(lambda: "没有连上服务器" in page.locator("[data-said]").inner_text(), 5)
    page.context.set_offline(False)
    page.keyboard.press(" ")
    assert until(lambda: page.locator(".doubts > [data-item]").count() < before, 10)
    page.keyboard.press("u")


def test_a_clerk_hands_in_and_mends_without_scripts_on_a_phone(portal, silent, tmp_path):
    window = silent("shujiyuan")
    text = portal.json(
        "shell", "-v0", "-c",
        "import json; from openness.models import Judgment as J; from core.models import Membership as M; o = M.objects.get(user__username='shujiyuan', role='clerk').organ; "
        "j = J.objects.filter(organ=o).first(); print(json.dumps([j.source.text.open_unaudited(), j.case_number, o.code]))",
    )  # fmt: skip
    original, number, code = text
    file = tmp_path / "没有案号.txt"
    file.write_text("".join(line for line in original.splitlines(True) if number not in line).replace(number, "本案"), encoding="utf-8")
    window.locator(".plainnav").get_by_text("报送").click()
    window.set_input_files("#id_files", str(file))
    window.get_by_role("button", name="报送").click()
    until(lambda: window.reload() and window.get_by_text("处理完毕").count(), 60, 1)
    window.locator(".mend input[type=text]").first.fill(f"（2026）{code}民初98765号")
    window.locator(".mend button").first.click()
    assert "第 1 件" in window.locator(".messages").inner_text()


def test_a_reviewer_decides_without_scripts_on_a_phone(portal, silent, doubtful):
    window = silent("shenheyuan")
    window.goto(f"{portal.url}/admin/openness/review/{doubtful}/")
    before = window.locator(".doubts > li").count()
    window.locator("label[for=pane-public]").click()
    assert window.locator("[data-pane=public]").is_visible() and not window.locator(".rail").is_visible()
    window.locator("label[for=pane-doubts]").click()
    window.locator(".doubts > li").first.get_by_role("button", name="遮").click()
    assert window.locator(".doubts > li").count() < before
    window.get_by_role("button", name="撤销").click()
    assert window.locator(".doubts > li").count() == before


@pytest.mark.parametrize("username", SCREENS)
def test_axe_finds_nothing_on_our_screens_and_none_scrolls_sideways(portal, page, login, doubtful, username):
    login(username)
    places = [portal.url + place for place in SCREENS[username]]
    if username == "bianji":
        places.append(f"{portal.url}/admin/openness/review/{doubtful}/")
        page.goto(places[-1])
        if (take_over := page.get_by_role("button", name="由我接手审核")).count():  # the reviewer of another story has it still
            take_over.click()
    found = {}
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for place in places:
            page.goto(place)
            violations = Axe().run(page, context=".yg.screen").response["violations"]
            if violations:
                found[width, place] = [(v["id"], v["nodes"][0]["html"][:160]) for v in violations]
            if page.evaluate("document.getElementById('main').scrollWidth > document.getElementById('main').clientWidth"):
                found[width, place, "wide"] = True
    assert not found, found
