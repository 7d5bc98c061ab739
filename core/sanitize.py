"""The one sanitizer (净化) of rich text from outside. bleach is in maintenance only: it is known here alone."""

import re

import bleach

TAGS = {"p", "br", "h2", "h3", "h4", "ul", "ol", "li", "b", "strong", "i", "em", "a", "table", "thead", "tbody", "tr", "th", "td", "blockquote"}
ATTRIBUTES = {"a": ["href", "title"], "td": ["colspan", "rowspan"], "th": ["colspan", "rowspan", "scope"]}


def sanitize(html: str) -> str:
    """HTML with allowed tags only; scripts, styles, handlers and foreign protocols are gone."""
    return bleach.clean(html, tags=TAGS, attributes=ATTRIBUTES, protocols={"http", "https", "mailto", "tel"}, strip=True, strip_comments=True)


# What Wagtail's editor keeps beside plain markup: keys of its blocks, links to pages of this site by their number.
_EDITOR = {**ATTRIBUTES, "*": ["data-block-key"], "a": ["href", "title", "linktype", "id"]}
_DEAD = re.compile(r"<(script|style|iframe|object|svg|math|template|noscript)\b.*?(?:</\1\s*>|$)", re.I | re.S)


def sanitize_editor(html: str) -> str:
    """As sanitize(), for text that Wagtail's editor writes and reads again; what scripts and styles hold goes with them."""
    return bleach.clean(_DEAD.sub("", html), tags=TAGS, attributes=_EDITOR, protocols={"http", "https", "mailto", "tel"}, strip=True, strip_comments=True)
