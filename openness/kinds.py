"""What is masked or found left over, in words (遮蔽的种类)."""

from collections import Counter
from collections.abc import Mapping

LABELS = {
    "name": "姓名", "trade_name": "单位字号", "address": "住址", "seat": "单位住所", "identity_number": "身份证件号码", "uscc": "统一社会信用代码",
    "phone": "电话号码", "landline": "电话号码", "bank_card": "银行账号", "plate": "车牌号", "vehicle_number": "车架号、发动机号", "email": "电子邮箱",
    "wechat": "微信号", "account": "网络账号", "passport": "护照等证件号", "title_certificate": "权属证书号", "manual": "人工遮蔽",
    "author": "文件属性里的作者", "position": "照片里的拍摄位置",
}  # fmt: skip


def label_of(kind: str) -> str:
    """The kind in words."""
    return LABELS.get(kind, "个人信息")


def counted(masked: Mapping[str, int]) -> list[dict]:
    """How many passages were masked of what, the most first: label, count."""
    counts: Counter[str] = Counter()
    for kind, passages in masked.items():
        counts[label_of(kind)] += passages
    return [{"label": label, "count": n} for label, n in counts.most_common()]
