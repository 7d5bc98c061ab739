"""The catalogue as data: what counsel adds works without code; what would orphan something is refused."""

from datetime import date

import pytest
import time_machine
from django.urls import reverse

from core.enums import Role, State
from openness.catalogue_fields import Field, FieldFault, compose, decompose, fields_of, read_values
from openness.models import CatalogueItem, CatalogueRevision, Disclosure
from openness.services.catalogue import CatalogueRefused, catalogue_load, item_save, sealed_entries_hold
from tests.openness.entries import entered, item, public, typed

pytestmark = pytest.mark.django_db


def test_every_item_of_the_seed_loads_and_loading_again_changes_nothing(city):
    catalogue_load()
    before = list(CatalogueItem.objects.values_list("slug", "version"))
    assert {"judgments", "hearings", "commutation", "auctions", "white-paper", "file-reading", "legal-documents", "supervisors", "police-fines", "early-access", "economic-disputes", "lawyers", "legal-aid"} <= {s for s, _ in before}
    catalogue_load()
    assert list(CatalogueItem.objects.values_list("slug", "version")) == before
    assert CatalogueRevision.objects.count() == len(before)


def test_what_counsel_changed_stays_when_the_seed_is_loaded_again(city, member):
    changed = item("police-norms")
    changed.title = "执法规范"
    item_save(item=changed, actor=member("office", "yk-zfw"), note="改短")
    catalogue_load()
    assert CatalogueItem.objects.get(slug="police-norms").title == "执法规范"


@pytest.mark.parametrize(
    ("field", "raw", "value"),
    [
        (Field("a", "日期", "date"), "2026年10月8日", "2026-10-08"), (Field("a", "时间", "datetime"), "2026-10-08T09:05", "2026-10-08 09:05"), (Field("a", "数", "number"), "1,200", "1200"),
        (Field("a", "选", "choice", choices=("甲", "乙")), "乙", "乙"), (Field("a", "案号", "case_number"), "(2026)辽0802民初7号", "（2026）辽0802民初7号"),
        (Field("a", "网址", "web"), "https://example.cn/x", "https://example.cn/x"), (Field("a", "单位", "organ"), "营口市公安局", "yk-ga"),
    ],
)  # fmt: skip
def test_a_field_is_read_into_one_spelling(field, raw, value):
    assert read_values([field], {"a": raw}, {"yk-ga": "营口市公安局"}) == ({"a": value}, {})


@pytest.mark.parametrize(
    ("kind", "raw"), [("date", "十月"), ("datetime", "2026-10-08"), ("number", "三"), ("number", "NaN"), ("choice", "丙"), ("case_number", "第七号"), ("web", "javascript:alert(1)"), ("web", "https://a@b.cn"), ("organ", "某局")]
)
def test_what_does_not_fit_a_field_is_told(kind, raw):
    values, faults = read_values([Field("a", "格", kind, choices=("甲", "乙"))], {"a": raw}, {"yk-ga": "营口市公安局"})
    assert values == {} and "格" in faults["a"]


def test_what_is_masked_is_one_text_and_comes_apart_again():
    fields = fields_of([{"name": "a", "label": "罪犯", "masked": "name"}, {"name": "b", "label": "理由", "type": "text", "masked": "text"}])
    values = {"a": "南宫砚秋", "b": "第一行\n第二行：有冒号"}
    assert decompose(fields, compose(fields, values)) == values


@pytest.mark.parametrize(
    "rows", [[{"name": "a", "label": "甲"}, {"name": "a", "label": "乙"}], [{"name": "a", "label": "甲", "type": "choice", "choices": ["一"]}], [{"name": "a", "label": "甲", "type": "date", "masked": "text"}], [{"name": "a", "label": ""}], [{"name": "a", "label": "甲", "colour": "red"}]]
)
def test_a_field_declared_wrongly_is_refused(rows):
    with pytest.raises(FieldFault):
        fields_of(rows)


def change(slug, **values):
    changed = item(slug)
    for name, value in values.items():
        setattr(changed, name, value)
    item_save(item=changed, actor=None)


def without(slug, name):
    return [row for row in item(slug).fields if row["name"] != name]


def altered(slug, name, **values):
    return [{**row, **values} if row["name"] == name else row for row in item(slug).fields]


def test_a_change_that_would_orphan_values_is_refused_with_a_sentence(city):
    public(city["yk-ga"])
    for values, word in (
        ({"fields": without("police-norms", "text")}, "不能去掉"), ({"fields": altered("police-norms", "text", type="line")}, "不能改它的类型"),
        ({"fields": altered("police-norms", "sort", choices=["办事窗口", "警务公告"])}, "请保留"), ({"organ_kind": "court"}, "不能改单位类别"),
    ):  # fmt: skip
        with pytest.raises(CatalogueRefused, match=word):
            change("police-norms", **values)
    assert item("police-norms").version == 1
    change("police-norms", fields=[*altered("police-norms", "sort", choices=["执法规范", "办事窗口", "警务公告", "其他"]), {"name": "more", "label": "补充"}])
    assert item("police-norms").version == 2


def test_an_unused_field_may_go(city):
    change("police-norms", fields=without("police-norms", "hours"))
    assert "hours" not in {f.name for f in item("police-norms").declared}


@pytest.mark.parametrize(
    ("values", "word"),
    [({"rule": "no.such"}, "期限规则"), ({"rule": "", "timing": ""}, "多久公开"), ({"masking": ""}, "按什么规则遮"), ({"sealed_from": date(2026, 1, 1), "sealed_basis": ""}, "写明依据"), ({"arises": "register", "carrier": "statement", "fields": []}, "名册")],
)
def test_an_item_that_makes_no_sense_is_refused(city, values, word):
    with pytest.raises(CatalogueRefused, match=word):
        change("legal-documents", **values)


@time_machine.travel("2026-11-24T10:00+08:00", tick=False)
def test_sealing_an_item_hides_what_names_a_person_at_once_and_holds_it_for_the_ledger(city, client):
    record = Disclosure.objects.select_related("organ", "item").get(pk=filing(city).pk)
    assert client.get(record.get_absolute_url()).status_code == 200
    change("court-filing", sealed_from=date(2026, 11, 1), sealed_basis="某法第一条")
    assert not Disclosure.objects.public().filter(pk=record.pk).exists()
    from django.core.cache import cache

    cache.clear()
    assert client.get(record.get_absolute_url()).status_code == 404
    assert sealed_entries_hold(slug="court-filing") == 1 and sealed_entries_hold(slug="court-filing") == 0
    assert Disclosure.objects.get(pk=record.pk).state == State.HELD


def filing(city):
    from openness.services.disclosures import disclosure_accept

    return disclosure_accept(disclosure=entered(city["辽0802"], "court-filing", case_number="（2026）辽0802民初31号"), actor=None)


def test_counsel_adds_an_item_in_the_browser_and_it_can_be_entered(city, client, member):
    client.force_login(member("office", "yk-zfw"))
    page = client.post(reverse("openness_staff:catalogue_new"), form_of(slug="police-drones", title="无人机执法"))
    assert page.status_code == 302, page.content.decode()[:3000]
    made = CatalogueItem.objects.get(slug="police-drones")
    assert [(f.name, f.label, f.required) for f in made.declared] == [("f1", "飞行次数", True)]
    client.force_login(member("clerk", "yk-ga"))
    address = f"{reverse('openness_staff:entry_new')}?organ={city['yk-ga'].pk}&item=police-drones"
    assert "飞行次数" in client.get(address).content.decode()
    assert client.post(address, {"title": "九月飞行", "v_f1": "12"}).status_code == 302
    assert Disclosure.objects.get(item=made).values == {"f1": "12"}


def form_of(**values):
    return {
        "organ_kind": "police", "carrier": "disclosure", "audience": "public", "document": "某规定", "article": "第一条", "valid_from": "2026-01-01", "timing": "每月一次", "arises": "none", "order": "5", "active": "on",
        "field-TOTAL_FORMS": "3", "field-INITIAL_FORMS": "0", "field-0-label": "飞行次数", "field-0-type": "number", "field-0-required": "on", "field-0-shown": "on",
        "field-1-type": "line", "field-2-type": "line", **values,
    }  # fmt: skip


def test_a_refused_change_keeps_what_was_typed(city, client, member):
    public(city["yk-ga"])
    client.force_login(member("office", "yk-zfw"))
    page = client.post(reverse("openness_staff:catalogue_item", args=["police-norms"]), form_of(title="新的名称"))
    assert page.status_code == 422 and "不能去掉" in page.content.decode() and 'value="新的名称"' in page.content.decode()
    assert item("police-norms").title == "执法规范和办事窗口"


def test_the_catalogue_page_says_what_is_owed_by_what_and_how_fast(city, client, django_assert_max_num_queries):
    public(city["yk-ga"])
    with django_assert_max_num_queries(14):
        page = client.get(reverse("openness:catalogue")).content.decode()
    assert "执法规范和办事窗口" in page and "公通字〔2018〕26号" in page and "信息形成或者变更之日起 20 个工作日内" in page
    police = client.get(reverse("openness:catalogue_kind", args=["police"])).content.decode()
    assert "治安罚款" in police and "裁判文书" not in police.partition("<main")[2].partition("</main>")[0]
    assert client.get(reverse("openness:catalogue_kind", args=["nobody"])).status_code == 404


def test_only_the_office_opens_the_catalogue(client, member):
    item("police-norms")
    client.force_login(member(Role.EDITOR, "yk-ga"))
    assert client.get(reverse("openness_staff:catalogue_item", args=["police-norms"])).status_code == 403
    assert typed("police-norms").title
