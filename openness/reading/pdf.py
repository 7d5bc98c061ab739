"""A PDF that holds text, read in a process of its own: no damaged or hostile file can take this one along."""

from __future__ import annotations

import json
import subprocess

from .confined import started
from .rows import ReadError

_SECONDS = 40  # shorter than the lease of a delivery: a hostile file must not cost its worker the batch
_DAMAGED = "这个 PDF 读不了：已损坏、没有传完，或结构异常。请上传生成它的 .docx，或把文字存成 .txt。"


def pdf_text(data: bytes) -> tuple[str, tuple[str, ...]]:
    """(text, notes). Raises ReadError where the pages are pictures, where words lie under a box, and where the file
    cannot be read within that time and a gigabyte.
    """
    try:
        done = subprocess.run(**started("openness.reading.pdf_pages"), input=data, capture_output=True, timeout=_SECONDS, check=True)
        answer = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise ReadError(_DAMAGED) from None
    if "error" in answer:
        raise ReadError(answer["error"])
    return answer["text"], tuple(answer["notes"])
