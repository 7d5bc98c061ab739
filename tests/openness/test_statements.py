"""Statements: figures or an answer, with period and source; said again they are corrected."""

from datetime import date

import pytest
from django.core.cache import cache
from django.urls import reverse

from core.enums import State
from core.models import LedgerEntry
from core.publishing import GateRefused, hold
from core.searchable import kinds
from openness.models import Statement
from openness.services.statements import StatementRefused, statement_publish, statement_withdraw
from tests.openness.entries import item

pytestmark = pytest.mark.django_db
PERIOD = (date(2026, 7, 1), date(2026, 9, 30))
ROWS = [{"label": "受理案件", "value": "1200", "unit": "件"}]


def said(organ, slug="court-figures", key="q3", **more) -> Statement:
    values = {"title": "三季度收结案", "period": PERIOD, "source": "审判管理系统", "figures": ROWS, **more}
    return statement_publish(organ=organ, item=item(slug), key=key, **values)


def test_figures_are_public_with_period_and_source(city, client):
    record = said(city["辽08"])
    shown = client.get(record.get_absolute_url()).content.decode()
    assert "受理案件" in shown and "1200" in shown and "2026年7月1日" in shown and "审判管理系统" in shown
    assert "三季度收结案" in client.get(reverse("openness:item", args=["court-figures"])).content.decode()
    assert "1200" in kinds()["statement"].document(record).text


def test_said_again_it_is_corrected_and_never_doubled(city, client):
    first = said(city["辽08"])
    assert said(city["辽08"]).pk == first.pk and LedgerEntry.objects.count() == 1
    again = said(city["辽08"], figures=[{"label": "受理案件", "value": "1201", "unit": "件"}])
    assert again.pk == first.pk and Statement.objects.count() == 1
    assert "1201" in client.get(first.get_absolute_url()).content.decode()
    assert list(LedgerEntry.objects.order_by("id").values_list("act", flat=True)) == ["publish", "correct"]


@pytest.mark.parametrize(("more", "word"), [({"period": PERIOD[::-1]}, "早于"), ({"figures": [], "text": ""}, "请填写"), ({"slug": "procuratorate-figures"}, "不是法院的数据项"), ({"slug": "court-filing"}, "数据项")])
def test_what_makes_no_statement_is_refused(city, more, word):
    with pytest.raises(StatementRefused, match=word):
        said(city["辽08"], **more)
    assert not Statement.objects.exists()


def test_an_identifier_in_an_answer_keeps_it_back(city):
    with pytest.raises(GateRefused, match="文字里还有"):
        said(city["辽08"], figures=[], text="请联系13812345678。")
    assert not Statement.objects.exists()


def test_a_withdrawn_statement_is_gone(city, client):
    record = said(city["辽08"])
    statement_withdraw(statement=record, actor=None, reason="mistaken")
    cache.clear()
    assert client.get(record.get_absolute_url()).status_code == 410
    with pytest.raises(ValueError, match="撤回原因"):
        statement_withdraw(statement=record, actor=None, reason="x")


def test_an_editor_publishes_and_withdraws_in_the_browser(city, client, member):
    item("court-figures")
    client.force_login(member("editor", "辽08"))
    form = {"organ": city["辽08"].pk, "item": "court-figures", "title": "三季度收结案", "period_from": "2026-07-01", "period_to": "2026-09-30", "figures": "受理案件 1200 件", "source": "审判管理系统"}
    wrong = client.post(reverse("openness_staff:statement_new"), {**form, "figures": "一千二百"})
    assert wrong.status_code == 422 and "看不懂" in wrong.content.decode() and "一千二百" in wrong.content.decode()
    assert client.post(reverse("openness_staff:statement_new"), form).status_code == 302
    record = Statement.objects.get()
    assert record.figures == [{"label": "受理案件", "value": "1200", "unit": "件"}]
    client.post(reverse("openness_staff:statement_act", args=[record.public_id]), {"reason": "mistaken"})
    assert Statement.objects.get().state == "withdrawn"


def test_a_held_statement_can_be_withdrawn_in_the_browser(city, client, member):
    record = hold(record=said(city["辽08"]), actor=None, reason="核查")
    client.force_login(member("editor", "辽08"))
    act = reverse("openness_staff:statement_act", args=[record.public_id])
    assert f'action="{act}"' in client.get(reverse("openness_staff:statements")).content.decode()
    client.post(act, {"reason": "mistaken"})
    record.refresh_from_db()
    assert record.state == State.WITHDRAWN
