"""Redaction alone: characters a second and core, against the least that any scan of a text must do."""

import json
import os
import re
import time
from itertools import islice
from pathlib import Path
from statistics import median

from justice.plain_text import fold
from justice.redaction import redact
from openness.fictional import documents

ROUNDS = 3
_NUMBER = re.compile(r"\d{6,}")


def speed(size: int = 220) -> dict:
    """Real texts where REAL_JUDGMENTS names a file of them (JSON lines with a `text`), fictional ones otherwise; line breaks taken out.

    The ratio is to folding a text and looking for long numbers in it, in the same run.
    """
    given = os.environ.get("REAL_JUDGMENTS")
    if given:
        with Path(given).open(encoding="utf-8") as lines:
            texts = [json.loads(line)["text"] for line in islice(lines, size)]
    else:
        texts = [document.text for document in documents(size, seed=6)]
    texts = ["".join(text.split()) for text in texts]
    characters = sum(map(len, texts))
    redact(texts[0])
    spent, least = zip(*((_spent(redact, texts), _spent(_scan, texts)) for _ in range(ROUNDS)), strict=True)
    return {
        "texts": len(texts), "real": bool(given), "characters": characters, "per_second_and_core": round(characters / median(spent)), "best": round(characters / min(spent)),
        "ratio_to_one_scan": round(median(spent) / median(least), 1), "asked": ">= 300000",
    }  # fmt: skip


def _scan(text: str) -> int:
    return sum(1 for _ in _NUMBER.finditer(fold(text).text))


def _spent(work, texts: list[str]) -> float:
    begun = time.process_time()
    for text in texts:
        work(text)
    return time.process_time() - begun
