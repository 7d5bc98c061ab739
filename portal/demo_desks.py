"""Work on every desk of the demo's court (示例工作台): documents with doubts to review, one sent back, one that somebody
has open, other texts to compare, objections to answer."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import islice

from django.db.models import QuerySet

from core.enums import State
from core.models import User
from openness.fictional import Document, documents
from openness.models import Judgment
from openness.services.leases import lease_hold
from openness.services.objections import objection_receive
from openness.services.review import send_to_clerk

COURT = "辽0802"
WAITING, OTHERS, OBJECTIONS = 15, 4, 3
OLDEST, NEWEST = 17, 1  # days since these documents took effect: from a week overdue to more than a week left
# Each raises a doubt: a person's name that is also a word, or stands where none is looked for.
DOUBTFUL = (
    "收条写明“今收到宇文青”，落款日期与转账日期相同。",
    "转账附言写有“代付尉迟安”，双方对该笔款项的用途各执一词。",
    "据白杨讲，货物当天没有送到。",
    "高山后来又送过一次货，送货单上没有其他人的签字。",
    "账册封面写着“路遥存”，保管人未到庭说明。",
    "当日值班表上有“时光、向阳”，没有写明是谁。",
)
SEEN = (
    ("判决书里写了我家所在的小区，邻居都能认出来。", "站前区"),
    ("我只是证人，不同意在网上写明我说过的话。", ""),
    ("文书里的履行情况和后来的实际情况不一样，请核对。", "本案现已审理终结"),
)


def lay_out(made: list[Document], today: date) -> list[Document]:
    """The documents that are to be handed in for the desk, each with the day of its effect; none carries a number of
    `made`."""
    taken = {d.case_number for d in made}
    fresh = documents(400, seed="desk", end=today - timedelta(days=OLDEST + 1))
    fitting = (d for d in fresh if d.court_code == COURT and not d.bar and d.final and d.case_number not in taken and "本院认为，" in d.text)
    waiting = []
    for number, document in enumerate(islice(fitting, WAITING)):
        said = [DOUBTFUL[(number + k) % len(DOUBTFUL)] for k in range(3 + number % 4)]
        effective = today - timedelta(days=OLDEST - (OLDEST - NEWEST) * number // (WAITING - 1))
        text = document.text.replace("本院认为，", "".join(said) + "\n本院认为，", 1)
        waiting.append(replace(document, text=text, effective_on=effective, handed_in_on=today, expects_doubt=True))
    return waiting


def others(made: list[Document]) -> list[Document]:
    """Other texts under numbers that are public already."""
    numbers = list(_public().values_list("case_number", flat=True).order_by("-public_from")[: OTHERS * 3])
    known = [d for d in made if d.case_number in numbers and "本院认为，" in d.text]
    return [replace(d, text=d.text.replace("本院认为，", "另经核对，前述金额与银行流水一致。\n本院认为，", 1)) for d in known[:OTHERS]]


def busy(waiting: list[Document]) -> None:
    """One document is sent back, one is open on somebody's screen, and objections came in."""
    editor = User.objects.get(username="bianji")
    queue = Judgment.objects.filter(state=State.REVIEW, case_number__in=[d.case_number for d in waiting]).select_related("organ").order_by("due_on", "id")
    first, *rest = queue
    lease_hold(public_id=first.public_id, actor=editor)
    if rest:
        send_to_clerk(judgment=rest[-1], actor=User.objects.get(username="shenheyuan"), note="正文缺少审判组织署名一页，请补齐后重新报送")
    for number, (judgment, (reason, words)) in enumerate(zip(_public().order_by("public_from"), SEEN, strict=False)):
        objection_receive(judgment=judgment, words=words, reason=reason, name=f"示例群众{number + 1}", contact="网上回执", seed=f"demo-{number}")


def _public() -> QuerySet[Judgment]:
    return Judgment.objects.public().filter(organ__code=COURT).select_related("organ", "case", "source")
