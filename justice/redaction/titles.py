"""标题脱敏：标题用正文已定的称呼，同一人在标题与正文里叫法一致。"""

from __future__ import annotations

from justice.plain_text import any_of, fold
from justice.redaction.result import Redaction


def redact_title(title: str, redaction: Redaction) -> str:
    """把 ``title`` 中 ``redaction`` 已隐去的姓名、字号换成同样的称呼。"""
    if not redaction.names:
        return title
    folded = fold(title)
    called = {fold(name).text: alias for name, alias in redaction.names.items()}
    pattern = any_of(called)
    pieces, last = [], 0
    for match in pattern.finditer(folded.text):
        start, end = folded.span(*match.span())
        pieces += [title[last:start], called[match.group()]]
        last = end
    return "".join([*pieces, title[last:]])
