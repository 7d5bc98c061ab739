"""A judgment as PDF: real text, fonts embedded in the pieces that are used, tagged for screen readers.

Set by Typst, which breaks lines and squeezes punctuation as Chinese print does. It needs a Chinese font on the machine.
"""

from __future__ import annotations

import json
import re
from datetime import UTC
from functools import lru_cache
from pathlib import Path

import typst

from .paper import Paper

_TEMPLATE = Path(__file__).with_name("judgment.typ")
#: Fonts that hold all of Chinese, the best for a document first.
_FAMILIES = (
    "Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "Source Han Serif CN", "Songti SC", "STSong", "SimSun", "FangSong",
    "Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "Source Han Sans CN", "PingFang SC", "WenQuanYi Zen Hei",
)  # fmt: skip
# Typst writes its own name and version; a public file tells nothing of the machine that made it.
_PROGRAM = re.compile(rb"(/Creator\()([^()]*)(\))|(<xmp:CreatorTool>)([^<]*)(</xmp:CreatorTool>)")


class NoFont(RuntimeError):
    """The machine has no Chinese font; the message says what to install."""


@lru_cache(maxsize=1)
def _fonts() -> tuple[typst.Fonts, list[str]]:
    """All fonts of the machine, looked for once a process, and the names of those that we set with."""
    fonts = typst.Fonts(include_embedded_fonts=False)
    there = set(fonts.families())
    return fonts, [name for name in _FAMILIES if name in there]


def pdf_possible() -> bool:
    """Whether the machine has a font to set Chinese with."""
    return bool(_fonts()[1])


def pdf_bytes(paper: Paper) -> bytes:
    """The file. NoFont where the machine has no Chinese font."""
    fonts, families = _fonts()
    if not families:
        raise NoFont("这台机器没有中文字体，不能生成 PDF。请安装 fonts-noto-cjk 后重启网页进程。")
    words = {
        "title": paper.title, "court": paper.court, "kind": paper.kind, "number": paper.number, "fonts": families,
        "paragraphs": paper.paragraphs, "foot": paper.foot,
    }  # fmt: skip
    compiler = typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
    made = compiler.compile(
        input=_TEMPLATE.read_bytes(),
        sys_inputs={"paper": json.dumps(words, ensure_ascii=False)},
        format="pdf",
        timestamp=paper.published.astimezone(UTC).replace(microsecond=0),
    )
    # as long as before, so that no offset in the file moves
    return _PROGRAM.sub(lambda m: b"".join(b" " * len(p) if n in (1, 4) else p for n, p in enumerate(m.groups()) if p is not None), bytes(made))  # type: ignore[arg-type]
