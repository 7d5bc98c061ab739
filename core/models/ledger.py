"""The sealed ledger (封账): leaves in their order, nodes of the tree, signed checkpoints, keys, deposits."""

from django.db import models

from core.enums import DepositState, DepositWay

from .logs import AppendOnly, LedgerEntry
from .organs import Organ


class LedgerLeaf(AppendOnly):
    """An entry in its place (树叶). `data` is what was hashed, kept as it was: that is the log; the entry must agree with it."""

    log = models.CharField("账本", max_length=20)
    index = models.PositiveBigIntegerField("序号", help_text="从 0 起")
    entry = models.OneToOneField(LedgerEntry, verbose_name="条目", on_delete=models.PROTECT, related_name="leaf")
    data = models.TextField("入树的内容")

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = "账本树叶"
        constraints = [models.UniqueConstraint(fields=["log", "index"], name="one_leaf_per_place")]

    def __str__(self) -> str:
        return f"{self.log} {self.index}"


class LedgerNode(AppendOnly):
    """The root over 256^level leaves (节点), written when the last of them is there: of a tree of n leaves, n / 255 rows."""

    log = models.CharField("账本", max_length=20)
    level = models.PositiveSmallIntegerField("层")
    index = models.PositiveBigIntegerField("序号")
    hash = models.CharField("散列", max_length=64)

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = "账本节点"
        constraints = [models.UniqueConstraint(fields=["log", "level", "index"], name="one_node_per_place")]

    def __str__(self) -> str:
        return f"{self.log} {self.level}/{self.index}"


class Checkpoint(AppendOnly):
    """A signed statement of size and root (检查点). `note` is what was signed; `previous` the size before, so that none
    can be taken out of the middle; `last_entry` tells the next sealing from where to look.
    """

    log = models.CharField("账本", max_length=20)
    size = models.PositiveBigIntegerField("条数")
    previous = models.PositiveBigIntegerField("上一检查点的条数")
    root = models.CharField("树根", max_length=64)
    note = models.TextField("签名的文本")
    last_entry = models.PositiveBigIntegerField("最大的条目编号")
    at = models.DateTimeField("时间")

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = "检查点"
        constraints = [
            models.UniqueConstraint(fields=["log", "size"], name="one_checkpoint_per_size"),
            models.UniqueConstraint(fields=["log", "previous"], name="checkpoints_in_a_row"),
        ]

    def __str__(self) -> str:
        return f"{self.log} {self.size}"


class LedgerKey(AppendOnly):
    """A public key that checkpoints were signed with (公钥). All but the first are endorsed by one before."""

    vkey = models.CharField("公钥", max_length=300, unique=True)
    endorsement = models.TextField("背书", blank=True)
    at = models.DateTimeField("启用时间")

    class Meta(AppendOnly.Meta):
        verbose_name = verbose_name_plural = "账本公钥"

    def __str__(self) -> str:
        return self.vkey


class Depositary(models.Model):
    """An organ that keeps our checkpoints (交存单位), and how they get there."""

    organ = models.OneToOneField(Organ, verbose_name="单位", on_delete=models.PROTECT, related_name="+")
    way = models.CharField("方式", max_length=10, choices=DepositWay.choices)
    email = models.EmailField("邮箱", blank=True)
    active = models.BooleanField("启用", default=True)
    since = models.DateTimeField("自", auto_now_add=True)

    class Meta:
        verbose_name = verbose_name_plural = "交存单位"
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.organ}（{self.get_way_display()}）"


class Deposit(models.Model):
    """A checkpoint that a depositary gets on a day (交存), with its outcome. `note` is exactly what was handed over."""

    depositary = models.ForeignKey(Depositary, verbose_name="交存单位", on_delete=models.PROTECT, related_name="deposits")
    log = models.CharField("账本", max_length=20)
    day = models.DateField("日期")
    size = models.PositiveBigIntegerField("条数")
    note = models.TextField("检查点")
    state = models.CharField("结果", max_length=10, choices=DepositState.choices, default=DepositState.PENDING)
    attempts = models.PositiveIntegerField("次数", default=0)
    due_at = models.DateTimeField("下次尝试")
    done_at = models.DateTimeField("交存时间", null=True)
    error = models.CharField("最近一次错误", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "交存"
        constraints = [models.UniqueConstraint(fields=["depositary", "log", "day"], name="one_deposit_a_day")]
        indexes = [models.Index(fields=["state", "due_at"], name="deposit_due"), models.Index(fields=["-day", "-id"], name="deposit_latest")]

    def __str__(self) -> str:
        return f"{self.depositary} {self.log} {self.day}"
