"""Import against redaction alone, and against itself at ten times the size."""

import json
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from justice.redaction import redact
from openness.fictional import documents
from openness.models import ImportBatch
from openness.reading import read
from openness.services.courts import Courts
from openness.services.imports import batch_open, import_rows


def against_redaction(size: int = 1000) -> dict:
    """Import with redaction, lint, record, ledger and event, as a multiple of `redact` alone on the same texts."""
    with TemporaryDirectory() as folder:
        path = judgments_file(folder, size, seed=1)
        texts = [json.loads(line)["text"] for line in path.open()]
        redact(texts[0])
        begun = time.perf_counter()
        for text in texts:
            redact(text)
        alone = time.perf_counter() - begun
        whole, batch = imported(path)
        characters = sum(map(len, texts))
        return {
            "records": size, "characters": characters, "redact_s": round(alone, 2), "import_s": round(whole, 2), "ratio": round(whole / alone, 2), "asked": "<= 2",
            "per_second": round(size / whole, 1), "per_second_of_3000_characters": round(characters / 3000 / whole, 1), "read": batch.read,
        }  # fmt: skip


def growth(size: int = 20_000) -> dict:
    """Time per record of `size` records as a multiple of that of a tenth."""
    with TemporaryDirectory() as folder:
        small, _ = imported(judgments_file(folder, size // 10, seed=2))
        large, _ = imported(judgments_file(folder, size, seed=3))
        ratio = (large / size) / (small / (size // 10))
        return {"records": size, "small_s": round(small, 2), "large_s": round(large, 2), "ratio": round(ratio, 2), "asked": "<= 1.2"}


def judgments_file(folder: str, size: int, seed: int) -> Path:
    """Fictional documents, each with the facts of another one added: about 3,000 characters, as courts write."""
    path = Path(folder) / f"{size}-{seed}.jsonl"
    facts = ""
    with path.open("w") as out:
        for document in documents(size, seed=seed):
            row = document.as_row() | {"text": _longer(document.text, facts)}
            facts = "\n".join(line for line in document.text.split("\n") if len(line) > 100)[:1500]
            out.write(json.dumps(row, ensure_ascii=False, default=str) + "\n")
    return path


def _longer(text: str, facts: str) -> str:
    at = text.find("本院认为")
    return text[:at] + facts + "\n" + text[at:] if at > 0 else text


def imported(path: Path) -> tuple[float, ImportBatch]:
    """Imports a file; the seconds that it took, and the batch."""
    batch = batch_open(organ=None, actor=None, filename=path.name, publish_clean=True)
    begun = time.perf_counter()
    for _ in import_rows(batch=batch, rows=read(path), courts=Courts()):
        pass
    return time.perf_counter() - begun, batch
