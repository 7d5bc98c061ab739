"""The shelf's choices: organs, roles, states of a public record."""

from django.db.models import TextChoices


class OrganKind(TextChoices):
    """Kinds of organ (单位类别)."""

    COURT = "court", "法院"
    PROCURATORATE = "procuratorate", "检察院"
    POLICE = "police", "公安机关"
    JUSTICE_BUREAU = "justice_bureau", "司法行政机关"
    COMMITTEE = "committee", "党委政法委"


class Level(TextChoices):
    """Levels of an organ (层级)."""

    CITY = "city", "市级"
    COUNTY = "county", "区县级"
    OUTSIDE = "outside", "外地"


class Role(TextChoices):
    """What a member may do for an organ (岗位)."""

    CLERK = "clerk", "书记员"
    REVIEWER = "reviewer", "审核员"
    EDITOR = "editor", "编辑"
    OFFICE = "office", "专项办"
    AUDITOR = "auditor", "审计员"
    ADMINISTRATOR = "administrator", "管理员"


class State(TextChoices):
    """Where a public record stands (公开状态). Only core.publishing moves it."""

    REVIEW = "review", "待审核"
    RETURNED = "returned", "退回补正"
    PUBLISHED = "published", "已公开"
    HELD = "held", "暂停公开"
    WITHDRAWN = "withdrawn", "已撤回"


class Act(TextChoices):
    """Acts that the ledger keeps (公开账本记载的行为)."""

    PUBLISH = "publish", "公开"
    CORRECT = "correct", "更正"
    HOLD = "hold", "暂停公开"
    WITHDRAW = "withdraw", "撤回"


class DeliveryState(TextChoices):
    """Where the delivery of an event to one handler stands (投递状态)."""

    PENDING = "pending", "等待"
    DONE = "done", "完成"
    DEAD = "dead", "多次失败"


class DepositWay(TextChoices):
    """How a checkpoint gets to the organ that keeps it (交存方式)."""

    DROP = "drop", "放进文件夹"
    MAIL = "mail", "邮件"


class DepositState(TextChoices):
    """What became of a deposit (交存结果)."""

    PENDING = "pending", "等待"
    DONE = "done", "已交存"
    MISSED = "missed", "未交成"
