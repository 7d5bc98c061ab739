"""Letters about what the patrol found (泄漏巡查的信): one to each editor a run, each finding told once."""

from collections import defaultdict

from django.urls import reverse
from django.utils import timezone

from openness.models import PatrolFinding, PatrolRun
from openness.services.letters import addresses_of, send


def letters_send(*, run: PatrolRun) -> int:
    """Tells the editors of what nobody told them yet, and the office of what is no organ's and of a run that found too
    much; how many findings were new. Each is noted as told before its letter goes: a letter that failed is not sent again.
    """
    fresh = list(PatrolFinding.objects.waiting().filter(told_at=None).select_related("organ"))
    PatrolFinding.objects.filter(pk__in=[f.pk for f in fresh]).update(told_at=timezone.now())
    lines: dict[int | None, list[str]] = defaultdict(list)
    for finding in fresh:
        said = "已暂停公开" if finding.held else "没有读成" if finding.fault else "没有暂停公开"
        where = finding.place or f"编号 {finding.public_id}"
        lines[finding.organ_id].append(f"{where}：{said}")
    if run.unheld:
        lines[None].append(f"发现得太多，规则可能有错：有 {run.unheld} 件没有暂停公开，请马上告诉平台维护人员。")
    for organ_id, told in lines.items():
        for address in addresses_of(organ_id):
            send(address, f"泄漏巡查发现 {len(told)} 件", "泄漏巡查发现下面的公开内容里可能有应当隐去的，请尽快处理：", told, reverse("openness_staff:patrol"))
    return len(fresh)
