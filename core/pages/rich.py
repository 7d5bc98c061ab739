"""Rich text in pages: cleaned by the one sanitizer before it is stored, read as plain text."""

import html
import re
from collections.abc import Callable, Iterable
from typing import Any

from wagtail.blocks import ListBlock, RichTextBlock, StreamBlock, StructBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from core.sanitize import sanitize_editor

TAG = re.compile(r"<(/?)(p|h[1-6]|li|tr|td|th|br|blockquote|table|ul|ol)\b[^>]*>", re.I)
ANY_TAG = re.compile(r"<[^>]+>")


def clean_page(page: Page) -> None:
    """Cleans every rich text of a page, wherever it came from: form, import, revision, code."""
    for field in page._meta.get_fields():
        if isinstance(field, RichTextField):
            value = getattr(page, field.name) or ""
            if (cleaned := sanitize_editor(value)) != value:
                setattr(page, field.name, cleaned)
        elif isinstance(field, StreamField):
            _clean_stream(page, field)


def _clean_stream(page: Page, field: StreamField) -> None:
    stream = getattr(page, field.name)
    if not stream:
        return
    before = stream.get_prep_value()
    after = _each(field.stream_block, before, sanitize_editor)
    if after != before:
        setattr(page, field.name, field.stream_block.to_python(after))


def _each(block: Any, value: Any, change: Callable[[str], str]) -> Any:
    """The stored value of a block with every rich text in it changed."""
    if isinstance(block, StreamBlock):
        return [{**item, "value": _each(block.child_blocks[item["type"]], item["value"], change)} for item in value]
    if isinstance(block, StructBlock):
        return {name: _each(block.child_blocks[name], child, change) if name in block.child_blocks else child for name, child in value.items()}
    if isinstance(block, ListBlock):
        return [{**item, "value": _each(block.child_block, item["value"], change)} if isinstance(item, dict) and "value" in item else item for item in value]
    return change(value or "") if isinstance(block, RichTextBlock) else value


def raw(page: Page, name: str) -> Any:
    """The stored value of a field, or what a method of this name tells, in a form that can be digested."""
    value = getattr(page, name)
    if callable(value):
        return value()
    return _without_ids(value.get_prep_value()) if hasattr(value, "stream_block") else value


def _without_ids(value: Any) -> Any:
    """A stream says the same whatever ids its blocks have got."""
    if isinstance(value, list):
        return [_without_ids(item) for item in value]
    return {k: _without_ids(v) for k, v in value.items() if k != "id"} if isinstance(value, dict) else value


def strip(markup: str) -> str:
    """HTML as plain text: a line for each paragraph, item, row."""
    lines = html.unescape(ANY_TAG.sub("", TAG.sub("\n", markup))).replace("\xa0", " ").splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def plain(page: Any, without: Iterable[str] = ()) -> str:
    """Every public word of a page, in the order of its content fields."""
    left_out = frozenset(without)
    return "\n".join(part for name in page.content_fields if name not in left_out and (part := _words(raw(page, name))))


def _words(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "\n".join(filter(None, map(_words, value)))
    if isinstance(value, dict):
        return "\n".join(filter(None, (_words(v) for k, v in value.items() if k not in ("type", "id"))))
    if value is None or isinstance(value, bool):
        return ""
    return strip(str(value)) if "<" in str(value) else str(value)
