"""Entries of the catalogue for tests: fictional, as small as can be."""

from openness.models import CatalogueItem, Disclosure
from openness.preparing_entries import Typed
from openness.services.catalogue import catalogue_load
from openness.services.disclosures import disclosure_accept, disclosure_enter

VALUES = {
    "police-norms": {"sort": "执法规范", "text": "办理行政案件，应当两人以上。"},
    "police-fines": {"matter": "扰乱单位秩序", "norm": "治安管理处罚法第二十六条，二百元以下罚款", "number": "3", "amount": "600"},
    "legal-documents": {"type": "起诉书", "text": "被告人南宫砚秋，男，1980年3月2日出生，汉族。本院认为，被告人南宫砚秋盗窃他人财物，应当追究刑事责任。"},
    "commutation": {"convict": "南宫砚秋", "prison": "辽宁省营口监狱", "proposal": "减刑", "reasons": "罪犯南宫砚秋在服刑期间确有悔改表现，建议减刑六个月。"},
    "court-filing": {"cause": "买卖合同纠纷", "parties": "东方绘彩、西门朗泽"},
    "white-paper": {"year": "2025", "summary": "全年受理案件一千件。"},
}


def item(slug: str) -> CatalogueItem:
    """An item of the seed, loaded where it is missing."""
    if not CatalogueItem.objects.filter(slug=slug).exists():
        catalogue_load()
    return CatalogueItem.objects.get(slug=slug)


def typed(slug: str, title: str = "一条公开的事项", occurred_on: str = "2026-09-01", **more) -> Typed:
    """What somebody types under an item; `values` go over the usual ones."""
    values = {**VALUES.get(slug, {}), **more.pop("values", {})}
    return Typed(title, values, occurred_on, **more)


def entered(organ, slug: str, **more) -> Disclosure:
    """An entry in review."""
    return disclosure_enter(item=item(slug), organ=organ, actor=None, typed=typed(slug, **more))


def public(organ, slug: str = "police-norms", **more) -> Disclosure:
    """A public entry of an item that masks nothing."""
    return disclosure_accept(disclosure=entered(organ, slug, **more), actor=None)
