"""裁判文书脱敏（去标识化）：``redact(text, profile)`` 给出公开文本、每处替换的依据与存疑之处。

纯函数，不依赖数据库。口径是数据（justice/rules/redaction.toml），按上网公开之日选用。
"""

from justice.redaction.engine import RULESET, redact
from justice.redaction.profiles import profile_for
from justice.redaction.result import Doubt, Redaction, Span, apply
from justice.redaction.titles import redact_title

__all__ = ["RULESET", "Doubt", "Redaction", "Span", "apply", "profile_for", "redact", "redact_title"]
