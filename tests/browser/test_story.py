"""The job runs: from a court's file to a citizen's search, in a real browser with every process real."""

import json
import re
import time
import urllib.error
import urllib.request

import pytest

from tests.browser.conftest import until

pytestmark = pytest.mark.browser


def status(url: str) -> int:
    """HTTP status of an address, as an anonymous visitor gets it."""
    try:
        with urllib.request.urlopen(url) as answer:
            return answer.status
    except urllib.error.HTTPError as error:
        return error.code


def trial(portal, on: bool) -> None:
    """Turns the trial switch of the site settings."""
    portal.manage("shell", "-v0", "-c", f"from core.models import SiteSettings as S; s = S.objects.first() or S(); s.trial_courts = {on}; s.save()")


def test_a_clerk_uploads_real_judgments_a_reviewer_publishes_one_a_citizen_finds_it_and_it_is_withdrawn(portal, page, login, real_judgments, tmp_path):
    trial(portal, True)
    time.sleep(10.5)  # settings are read again after ten seconds
    file = tmp_path / "第一批.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in real_judgments))

    login("shujiyuan")
    page.goto(f"{portal.url}/admin/openness/hand-in/")
    page.set_input_files("#id_files", str(file))
    page.click("form.handin button[type=submit]")
    page.wait_for_url("**/hand-in/*/")
    page.get_by_text("处理完毕").wait_for(timeout=120_000)
    said = page.locator("main").inner_text()
    assert f"共 {len(real_judgments)} 份" in said
    assert re.search(r"\n0\s*没有收下", said), said[:300]

    number, address = review_one(portal, page, login)
    citizen_finds(portal, page, number, address)
    withdrawn_everywhere(portal, page, login, number, address)


def review_one(portal, page, login) -> tuple[str, str]:
    """Reviews a document with doubts by the keyboard alone, accepts it; its number and public address."""
    login("shenheyuan")
    waiting = portal.json("shell", "-v0", "-c", "import json; from openness.models import Judgment as J; print(json.dumps(list(J.objects.filter(state='review', organ__is_trial=True, doubts_open__range=(1, 6)).values_list('public_id', 'case_number'))[0]))")
    public_id, number = waiting
    page.goto(f"{portal.url}/admin/openness/review/{public_id}/")
    for _ in range(12):
        if not page.locator("#reviewer .doubts > [data-item]").count():
            break
        before = page.locator("#reviewer .doubts > [data-item]").count()
        page.keyboard.press("m")
        page.wait_for_function("n => document.querySelectorAll('#reviewer .doubts > [data-item]').length < n", arg=before)
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: public_id not in url)
    assert number in page.locator("main").inner_text()
    return number, f"/openness/judgments/{public_id}/"


def citizen_finds(portal, page, number: str, address: str) -> None:
    """By the number in odd brackets and spaces, first; the page reads."""
    page.context.clear_cookies()
    odd = number.replace("（", " [ ").replace("）", "］ ").replace("号", " 号")
    until(lambda: address in urllib.request.urlopen(f"{portal.url}/search/?q={urllib.request.quote(odd)}&again={time.time()}").read().decode(), 15)
    page.goto(portal.url)
    page.fill("main input[name=q]", odd)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    first = page.locator("main .record a.title").first
    assert first.get_attribute("href") == address
    first.click()
    page.wait_for_url(f"**{address}")
    assert number in page.locator("article").inner_text()


def withdrawn_everywhere(portal, page, login, number: str, address: str) -> None:
    """Withdrawn with the queue and the indexer dead: within 30 seconds 410, gone from results, list and feed."""
    portal.kill("queue", "indexer")
    login("bianji")
    page.goto(f"{portal.url}/admin/openness/records/{address.strip('/').split('/')[-1]}/")
    page.check("input[name=reason][value=error]")
    page.get_by_role("button", name="撤回这份文书").click()
    page.get_by_text("已撤回").first.wait_for()
    begun = time.monotonic()
    until(lambda: status(portal.url + address) == 410, 31)
    for place in (f"/search/?q={urllib.request.quote(number)}", f"/search/feed/?q={urllib.request.quote(number)}", "/openness/judgments/feed/", "/openness/judgments/"):
        until(lambda place=place: address not in urllib.request.urlopen(portal.url + place).read().decode(), 31)
    assert time.monotonic() - begun < 31
    page.goto(portal.url + address)
    assert "文书有误" in page.locator("main").inner_text()
    portal.start("queue", "indexer")


def test_my_case_number_gives_all_seven_answers(portal, page):
    pick = """
import json
from django.utils import timezone
from openness.models import Judgment as J, Duty as D, ExemptionNotice as E
from core.models import Organ
today = timezone.localdate()
def one(q, f="case_number"): return q.values_list(f, flat=True).first()
ours = J.objects.filter(organ__is_trial=False)
print(json.dumps({
  "已经公开": one(J.objects.public().filter(organ__is_trial=False)), "现已撤回": one(ours.filter(state="withdrawn")),
  "还没到公开期限": one(D.objects.pending(today).filter(judgment=None)), "超期未公开": one(D.objects.overdue(today).filter(judgment=None)),
  "依法不公开": one(E.objects.public()), "不在名册里": "（2026）辽0802民初99999号", "不是本市法院": "（2026）京0105民初1号"}))
"""
    numbers = portal.json("shell", "-v0", "-c", pick)
    if numbers["还没到公开期限"] is None:
        portal.manage("shell", "-v0", "-c", PENDING)
        numbers = portal.json("shell", "-v0", "-c", pick)
    for words, number in numbers.items():
        assert number, words
        page.goto(f"{portal.url}/openness/my-case/")
        page.fill("#case-number", number.replace("（", "(").replace("）", " ) "))
        page.keyboard.press("Enter")
        page.locator(".answer").wait_for()
        assert words in page.locator(".answer").inner_text()


PENDING = """
from django.utils import timezone
from core.models import Organ
from openness.services.duties import due
from openness.services.duty_sources import duty_add, register_open
today = timezone.localdate()
register = register_open(organ=Organ.objects.get(code="辽0802"), month=today.replace(day=1), actor=None)
number = "（2026）辽0802民初88888号"
duty_add(register=register, number=number, base=number, subject="", kind="", day=today, appealed=None, result=due(today))
"""


def test_another_organs_editor_gets_403_and_the_attempt_is_audited(portal, page, login):
    public_id = portal.json("shell", "-v0", "-c", "import json; from openness.models import Judgment as J; print(json.dumps(J.objects.filter(organ__code='辽0802').first().public_id))")
    login("bianji-gaizhou")
    answer = page.goto(f"{portal.url}/admin/openness/records/{public_id}/")
    unknown = page.goto(f"{portal.url}/admin/openness/records/zzzzzzzzzz/")
    assert answer.status == unknown.status == 403
    found = portal.json("shell", "-v0", "-c", "import json; from core.models import AuditEntry as A; print(json.dumps(list(A.objects.filter(action='denied.object', actor__username='bianji-gaizhou').values_list('target', flat=True))))")
    assert any(public_id in target for target in found)
