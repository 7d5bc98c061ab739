"""Every public page: no accessibility finding of axe, no sideways scrolling on a phone, readable without JavaScript."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser

PLACES = ("/", "/openness/", "/openness/judgments/", "/openness/coverage/", "/openness/my-case/", "/openness/my-case/?number=2026辽0802民初99999", "/search/?q=合同", "/search/?q=找不到的词语", "/guide/", "/ledger/", "/ledger/?id=zzzzzzzzzz", "/ledger/publication/checkpoints/", "/ledger/publication/consistency/?first=1", "/nothing-here/")


@pytest.fixture(scope="module")
def places(portal) -> list[str]:
    """Public addresses, a judgment's, an exemption's and a tombstone's among them."""
    found = portal.json(
        "shell", "-v0", "-c",
        "import json; from openness.models import Judgment as J, ExemptionNotice as E; print(json.dumps([J.objects.public().first().get_absolute_url(), E.objects.public().first().get_absolute_url(), J.objects.filter(state='withdrawn').first().get_absolute_url(), *(f'/ledger/items/{j.public_id}/' for j in [J.objects.public().first(), J.objects.filter(state='withdrawn').first()])]))",
    )  # fmt: skip
    return [*PLACES, *found]


@pytest.mark.parametrize("face", ["", "large", "high"])
def test_axe_finds_nothing_on_any_public_page(portal, page, places, face):
    if face:
        page.context.add_cookies([{"name": "face", "value": face, "url": portal.url}])
    found = {}
    for place in places:
        page.goto(portal.url + place)
        violations = Axe().run(page).response["violations"]
        if violations:
            found[place] = [(v["id"], v["nodes"][0]["html"][:160]) for v in violations]
    assert not found, found


def test_no_page_scrolls_sideways_on_a_phone(portal, chromium, places):
    context = chromium.new_context(viewport={"width": 360, "height": 780})
    window = context.new_page()
    wide = []
    for place in places:
        window.goto(portal.url + place)
        if window.evaluate("document.documentElement.scrollWidth") > 360:
            wide.append(place)
    context.close()
    assert not wide


def test_search_and_number_lookup_work_without_javascript(portal, chromium):
    context = chromium.new_context(java_script_enabled=False)
    window = context.new_page()
    window.goto(portal.url)
    window.fill("main input[name=q]", "合同")
    window.press("main input[name=q]", "Enter")
    window.wait_for_url("**/search/**")
    assert window.locator("main .record").count() > 0
    window.locator("aside.facets a", has_text="裁判文书").first.click()
    window.wait_for_url("**kind=judgment**")
    window.locator("main .record a.title").first.click()
    assert window.locator("article p").count() > 3
    context.close()


@pytest.mark.parametrize("face", ["", "large"])
def test_a_line_of_a_document_holds_enough_characters_at_any_size_of_type(portal, page, places, face):
    page.set_viewport_size({"width": 1280, "height": 900})
    page.context.add_cookies([{"name": "face", "value": face, "url": portal.url}])
    page.goto(portal.url + places[len(PLACES)])
    told = "[document.documentElement.dataset.type ?? '', (d => d.clientWidth / parseFloat(getComputedStyle(d).fontSize))(document.querySelector('.doc'))]"
    worn, characters = page.evaluate(told)
    assert worn == face and 30 <= characters <= 45
