"""Changing the catalogue (公开目录): validated, every version kept; what would orphan duties or values is refused."""

import tomllib
from collections import Counter
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from core import events
from core.audit import audit
from core.enums import State
from core.models import User
from core.publishing import Stale, hold
from justice.deadlines import rules
from openness.catalogue_fields import Field, FieldFault, fields_of
from openness.enums import Arises, Carrier
from openness.models import CatalogueItem, CatalogueRevision, Disclosure, Duty
from openness.services.duties import duties_stand

SEED = Path(__file__).parent.parent / "data" / "catalogue.toml"
CONTENT = (
    "organ_kind", "carrier", "title", "about", "audience", "document", "article", "verified", "valid_from", "valid_to", "rule", "timing", "arises", "period", "fields",
    "masking", "second_eyes", "attachments", "sealed_from", "sealed_basis", "active", "order",
)  # fmt: skip


class CatalogueRefused(ValueError):
    """A change that cannot be made; `faults` are sentences."""

    def __init__(self, faults: list[str]):
        self.faults = faults
        super().__init__(" ".join(faults))


def content_of(item: CatalogueItem) -> dict[str, Any]:
    """What a version keeps of an item."""
    return {name: value.isoformat() if isinstance(value := getattr(item, name), date) else value for name in CONTENT}


@transaction.atomic
def item_save(*, item: CatalogueItem, actor: User | None, note: str = "") -> bool:
    """Writes an item as it stands on the instance, as its next version; False where nothing changed.

    CatalogueRefused names what is wrong, or what the change would orphan; Stale when somebody else was faster.
    """
    before = CatalogueItem.objects.filter(pk=item.pk).first() if item.pk else None
    if before and content_of(before) == content_of(item):
        return False
    if faults := [*_faults(item), *(orphans(before, item) if before else ())]:
        raise CatalogueRefused(faults)
    item.fields = [f.as_dict() for f in fields_of(item.fields)]
    if before is None:
        item.save(force_insert=True)
    else:
        item.version = before.version + 1
        values = {name: getattr(item, name) for name in CONTENT}
        if before.slug != item.slug or not CatalogueItem.objects.filter(pk=item.pk, version=before.version).update(**values, version=item.version):
            raise Stale("这一项刚刚被别人改过，请刷新后再看。")
        if before.sealed_from != item.sealed_from:  # what is sealed discharges nothing, from that day on
            duties_stand(Duty.objects.filter(item=item, disclosure__names_person=True))
    CatalogueRevision.objects.create(item=item, version=item.version, content=content_of(item), note=note[:200], actor=actor)
    audit(actor=actor, action="catalogue.saved", target=f"catalogue:{item.slug}", purpose=note, version=item.version)
    events.emit("catalogue.changed", slug=item.slug)
    return True


def _faults(item: CatalogueItem) -> Iterable[str]:
    try:
        fields = fields_of(item.fields)
    except FieldFault as error:
        return [f"{error}。"]
    faults = []
    if item.carrier == Carrier.DISCLOSURE and not any(f.required for f in fields):
        faults.append("至少要有一格是必填的。")
    if item.carrier != Carrier.DISCLOSURE and fields:
        faults.append(f"“{Carrier(item.carrier).label}”有自己的格式，不用另外列格。")
    if any(f.masked for f in fields) and not item.masking:
        faults.append("有的格要遮，请选择按什么规则遮。")
    if item.rule and item.rule not in {r.id for r in rules()}:
        faults.append(f"没有名为 {item.rule} 的期限规则。")
    if not item.rule and not item.timing:
        faults.append("请选择期限规则，或者用一句话写明多久公开。")
    if item.arises == Arises.REGISTER and item.carrier == Carrier.STATEMENT:
        faults.append("数据没有名册，请选择定期。")
    if item.carrier == Carrier.JUDGMENT and item.arises != Arises.REGISTER:
        faults.append("裁判文书的义务来自名册。")
    if (item.arises == Arises.RULE) != bool(item.period):
        faults.append("定期的写明多久一期；不定期的不写。")
    if item.arises != Arises.NONE and not item.rule:
        faults.append("有义务的要选择期限规则，才算得出哪天到期。")
    if item.valid_to and item.valid_to < item.valid_from:
        faults.append("终止日期早于起始日期。")
    if item.sealed_from and not item.sealed_basis:
        faults.append("封存个人信息要写明依据。")
    return faults


def orphans(before: CatalogueItem, after: CatalogueItem) -> list[str]:
    """What a change would leave without its meaning: entries whose values, files or organs no longer fit, open duties."""
    entries = Disclosure.objects.filter(item=before)
    said = []
    if (after.organ_kind, after.carrier) != (before.organ_kind, before.carrier) and (held := entries.count()):
        said.append(f"已有 {held} 条公开事项，不能改单位类别和公开方式。请停用这一项，另加一项。")
    if before.attachments and not after.attachments and (held := entries.filter(attachments__isnull=False).distinct().count()):
        said.append(f"已有 {held} 条带附件，不能改成不带附件。")
    said += [_orphaned_field(f, after, entries) for f in before.declared]
    ends = (before.active and not after.active) or (after.valid_to and after.valid_to < timezone.localdate())
    waiting = Duty.objects.filter(item=before).open().count()
    if waiting and (ends or before.arises != after.arises):
        said.append(f"还有 {waiting} 件义务没有履行，不能停用，也不能改义务的来源。")
    return [line for line in said if line]


def _orphaned_field(field: Field, after: CatalogueItem, entries: QuerySet[Disclosure]) -> str:
    """Why a field may not go or change; "" where nothing hangs on it."""
    now = next((f for f in fields_of(after.fields) if f.name == field.name), None)
    if now is not None and (now.type, now.masked, now.label) == (field.type, field.masked, field.label) and set(field.choices) <= set(now.choices):
        return ""
    if field.masked:
        held = entries.filter(source__isnull=False).count()
    else:
        used = Counter(entries.filter(values__has_key=field.name).values_list(f"values__{field.name}", flat=True))
        if now is not None and now.type == field.type and not now.masked:  # a new label, other choices
            used = Counter({value: n for value, n in used.items() if field.type == "choice" and value not in now.choices})
        held = sum(used.values())
    if not held:
        return ""
    if now is None:
        return f"已有 {held} 条填了“{field.label}”，不能去掉这一格。可以取消“必填”和“显示”。"
    if now.type == field.type and now.masked == field.masked and field.type == "choice":
        return f"已有 {held} 条选了要去掉的“{field.label}”选项，请保留它们。"
    return f"已有 {held} 条填了“{field.label}”，不能改它的类型、遮法或者遮蔽格的名称。请另加一格。"


def sealed_entries_hold(*, slug: str) -> int:
    """Takes what an item seals off the site for good order: the ledger says so. It was not displayed any more. Idempotent."""
    item = CatalogueItem.objects.filter(slug=slug).first()
    if item is None or not item.seals(timezone.localdate()):
        return 0
    held = 0
    for entry in Disclosure.objects.filter(item=item, names_person=True, state=State.PUBLISHED).select_related("organ", "item"):
        try:
            hold(record=entry, actor=None, reason=f"依法封存：{item.sealed_basis}"[:200])
        except Stale:  # somebody moved it meanwhile; sealed it stays
            continue
        held += 1
    return held


def judgments_item() -> CatalogueItem:
    """The item of judgments (裁判文书): a register can come before the catalogue was loaded."""
    item = CatalogueItem.objects.filter(carrier=Carrier.JUDGMENT).first()
    if item is None:
        catalogue_load(only="judgments")
        item = CatalogueItem.objects.get(carrier=Carrier.JUDGMENT)
    return item


def catalogue_load(only: str = "") -> str:
    """Loads the items of the seed: new ones, and those that no person changed. Says how many."""
    rows = tomllib.loads(SEED.read_text(encoding="utf-8"))["item"]
    for order, row in enumerate(rows, 1):
        if only not in ("", row["slug"]):
            continue
        item = CatalogueItem.objects.filter(slug=row["slug"]).first() or CatalogueItem(slug=row["slug"])
        if item.pk and item.revisions.filter(actor__isnull=False).exists():
            continue
        for name, value in row.items():
            setattr(item, "fields" if name == "field" else name, value)
        item.order = order * 10
        item.fields = [f.as_dict() for f in fields_of(item.fields)]
        item_save(item=item, actor=None, note="随系统载入")
    return f"公开目录 {CatalogueItem.objects.count()} 项。"
