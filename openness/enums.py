"""Choices of the openness room."""

from django.db.models import TextChoices


class Category(TextChoices):
    """Kinds of case (案件类型), from the type code."""

    CRIMINAL = "criminal", "刑事"
    CIVIL = "civil", "民事"
    ADMINISTRATIVE = "administrative", "行政"
    ENFORCEMENT = "enforcement", "执行"
    COMPENSATION = "compensation", "国家赔偿"
    OTHER = "other", "其他"


class Outcome(TextChoices):
    """What became of one row of a hand-in (逐件结果)."""

    PUBLISHED = "published", "已公开"
    IN_REVIEW = "in_review", "待审核"
    EXEMPT = "exempt", "依法不公开"
    UNCHANGED = "unchanged", "已有，未变"
    PROPOSED = "proposed", "待比对"
    COMPARED = "compared", "已比对"
    REJECTED = "rejected", "没有收下"


class BatchState(TextChoices):
    """Where a hand-in stands (批次状态)."""

    RECEIVED = "received", "已收到，等待处理"
    RUNNING = "running", "正在处理"
    DONE = "done", "处理完毕"
    FAILED = "failed", "处理中断"


class BatchKind(TextChoices):
    """What is handed in (报送内容)."""

    JUDGMENTS = "judgments", "裁判文书"
    REGISTER = "register", "生效文书名册"
    DISCLOSURES = "disclosures", "目录内的公开"
    HEARINGS = "hearings", "开庭公告"


class ReviewMove(TextChoices):
    """What a reviewer does to a text (审核操作)."""

    MASK = "mask", "遮"
    KEEP = "keep", "留"


class ProposalDecision(TextChoices):
    """What an editor decided on another text under a taken number (比对结果)."""

    CORRECTED = "corrected", "已作为更正公开"
    REPLACED = "replaced", "已换成新文本送审"
    SEPARATE = "separate", "是另一份文书"
    REJECTED = "rejected", "不采用"


class ObjectionOutcome(TextChoices):
    """How an objection was answered (异议结果)."""

    HELD = "held", "属实，已暂停公开"
    WITHDRAWN = "withdrawn", "属实，已撤回"
    CORRECTED = "corrected", "属实，已更正"
    UNFOUNDED = "unfounded", "不成立"


class FindingAnswer(TextChoices):
    """What became of something that re-check or patrol found (发现的处理)."""

    MASKED = "masked", "已遮住并更正"
    KEPT = "kept", "查过，保留"
    READ = "read", "人工看过"
    FALSE = "false", "查过，是误报"
    CORRECTED = "corrected", "已改正"
    WITHDRAWN = "withdrawn", "已撤回"
    RELEASED = "released", "已重新公开"
    GONE = "gone", "再查时没有了"


class PageKind(TextChoices):
    """Kinds of public pages (公开页面的种类)."""

    CIRCULAR = "circular", "通报"
    MODEL_CASE = "model_case", "典型案例"
    RULE = "rule", "制度"
    TOPIC = "topic", "专题"


class RuleState(TextChoices):
    """Whether a rule is in force (制度效力)."""

    FUTURE = "future", "尚未施行"
    IN_FORCE = "in_force", "有效"
    EXPIRED = "expired", "已过有效期"
    REPLACED = "replaced", "已被代替"
    REPEALED = "repealed", "已废止"


class NominationOutcome(TextChoices):
    """What became of a nomination (推荐结果)."""

    TAKEN = "taken", "采纳，编写典型案例"
    NOT_TAKEN = "not_taken", "没有采纳"


class Carrier(TextChoices):
    """How an item of the catalogue is published (怎么公开)."""

    JUDGMENT = "judgment", "裁判文书"
    HEARING = "hearing", "开庭公告"
    STATEMENT = "statement", "数据与答复"
    DISCLOSURE = "disclosure", "按格填写"

    @property
    def view(self) -> str:
        """The public list of it."""
        return {"judgment": "openness:judgments", "hearing": "openness:hearings", "statement": "openness:item", "disclosure": "openness:item"}[self.value]


class Audience(TextChoices):
    """To whom something is disclosed (向谁公开)."""

    PUBLIC = "public", "社会公众"
    PARTIES = "parties", "当事人等特定的人"


class Arises(TextChoices):
    """How the duty to disclose arises (义务怎么来)."""

    REGISTER = "register", "名册"
    FORM = "form", "录入一件就有一件"
    RULE = "rule", "定期"
    NONE = "none", "没有期限"


class Period(TextChoices):
    """How often something is due by rule (定期)."""

    NONE = "", "不定期"
    MONTH = "month", "每月"
    QUARTER = "quarter", "每季度"
    YEAR = "year", "每年"


class Stage(TextChoices):
    """When somebody was reminded of a duty (提醒)."""

    BEFORE = "before", "快到期"
    AFTER = "after", "已超期"
    OFFICE = "office", "超期，报专项办"


class MaskingChoice(TextChoices):
    """Rules that an item is masked with (遮蔽)."""

    NONE = "", "没有要遮的"
    PUBLICATION = "publication", "按公开之日的规则遮"


class HearingStatus(TextChoices):
    """What became of a hearing that was announced (庭审状态)."""

    SCHEDULED = "scheduled", "按时开庭"
    CHANGED = "changed", "改期"
    CANCELLED = "cancelled", "取消"


class Openness(TextChoices):
    """Whether a hearing is open to listeners (旁听)."""

    OPEN = "open", "公开审理，可以旁听"
    CLOSED = "closed", "不公开审理"


class StatementKind(TextChoices):
    """What a statement is (数据与答复)."""

    FIGURES = "figures", "数据"
    ANSWER = "answer", "答复"
