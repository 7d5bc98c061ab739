"""Names as parties bear them: cut out of a list, without what is said about them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .source import Part

_NO_NAME = re.compile("被告人|原告人|判决|裁定|本院|起诉|指控|罪名")
_SHORT_FORM = re.compile(r"[（(](?:以下)?(?:简称|下称)[^（）()]*[)）]")


def names_between(head: Part, start: int, end: int) -> Iterator[str]:
    """The names between two offsets: one, or several joined by 、 when they are persons."""
    text = head.text[start:end]
    pieces = (
        [(m.start(), m.end()) for m in re.finditer(r"[^、]+", text)]
        if _enumerates(text)
        else [(0, len(text))]
    )
    for first, last in pieces:
        name = bare_name(head.said(start + first, start + last))
        if name and not _NO_NAME.search(name):
            yield name


def _enumerates(text: str) -> bool:
    return ("、" in text and not re.search(r"、.{0,8}(?:有限|股份|公司)", text)) or bool(
        re.search(r"公司、|厂、", text)
    )


def bare_name(name: str) -> str:
    """A name without what is said about it in brackets (aliases, short forms) and without quotes."""
    name = _SHORT_FORM.sub("", name)
    while (cut := re.search(r"[（(][^（()）]*[)）]?$", name)) is not None and not _ends_inside(name):
        name = name[: cut.start()]
    return name.strip("：:，,。；;“”\"'《》")


def _ends_inside(name: str) -> bool:
    """Is the bracket at the end part of the name, as in 华夏公司（集团）?"""
    return bool(re.search(r"[（(](?:集团|普通合伙|有限合伙|特殊普通合伙|个体工商户|个人独资)[)）]$", name))
