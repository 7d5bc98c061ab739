"""Something for the leaks patrol to find (示例：泄漏巡查): published while the rules did not know what they know today."""

from datetime import timedelta
from unittest import mock

from django.utils import timezone

from core.audit import audit
from core.enums import Role
from core.models import AuditEntry, Membership, Organ
from openness.models import CatalogueItem, Judgment, ModelCasePage
from openness.services.hearings import Session, hearing_announce
from openness.services.pages import folder_ensure
from openness.services.patrol import patrol_begin, patrol_run
from openness.services.review import withheld_names
from openness.services.statements import statement_publish

PHONE = "139-0000-0000"  # of nobody
COURT = "辽0802"


def fill() -> None:
    """A hearing and figures with a telephone, a model case with a name that its judgment masks; then one patrol, which
    holds all three. Once.
    """
    if AuditEntry.objects.filter(action="demo.patrol").exists():
        return
    organ = Organ.objects.get(code=COURT)
    with mock.patch("justice.leaks.find", return_value=[]):  # the rules of yesterday
        _hearing(organ)
        _statement(organ)
        _model_case(organ)
    for _ in patrol_run(run=patrol_begin()):
        pass
    audit(actor=None, action="demo.patrol")


def _hearing(organ: Organ) -> None:
    starts = timezone.localtime().replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=40)
    number = f"（{starts.year}）{COURT}民初9901号"
    hearing_announce(organ=organ, actor=None, session=Session(number, "第九法庭", starts, starts + timedelta(hours=1), "买卖合同纠纷", "东方绘彩", "西门朗泽", attendance=f"旁听请提前联系书记员，手机{PHONE}。"))


def _statement(organ: Organ) -> None:
    today = timezone.localdate()
    item = CatalogueItem.objects.get(slug="court-figures")
    statement_publish(organ=organ, item=item, key="demo-patrol", title="旁听席位使用情况", period=(today - timedelta(days=90), today), source="立案庭", text=f"数据由立案庭统计，经办人手机{PHONE}。")


def _model_case(organ: Organ) -> None:
    judgments = Judgment.objects.public().filter(organ=organ).select_related("source", "masking").order_by("-pk")[:20]
    found = next(((j, sorted(n for n in withheld_names(j) if len(n) > 1)) for j in judgments if any(len(n) > 1 for n in withheld_names(j))), None)
    post = Membership.objects.filter(organ=organ, role=Role.EDITOR).select_related("user").first()
    if found is None or post is None:
        return
    judgment, names = found
    page = ModelCasePage(
        title="一起案件的说理", case_number=judgment.case_number, facts=f"<p>{names[0]}与对方发生争议，诉至本院。</p>", holding="<p>判决支持诉讼请求。</p>", reasons="<p>约定明确，应当履行。</p>",
        significance="<p>约定写清楚，履行才有依据。</p>", owner=post.user,
    )  # fmt: skip
    folder_ensure(organ=organ, kind=page.kind).add_child(instance=page)
    page.save_revision(user=post.user).publish(user=post.user, skip_permission_checks=True)
