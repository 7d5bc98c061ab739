"""Receiving uploads and mending rows (收件、补正)."""

import json
import zipfile
from collections import Counter
from datetime import date

from django.core.files import File
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.db import transaction

from core import events, uploads
from core.audit import audit
from core.models import Organ, User
from core.sealed import Sealed
from openness.enums import BatchKind, Outcome
from openness.models import CatalogueItem, ImportBatch, ImportRow
from openness.reading import Row
from openness.services.courts import Courts
from openness.services.imports import batch_open, import_one

DOCUMENTS = (".txt", ".docx", ".doc", ".pdf", ".wps", ".rtf", ".odt")  # one document a file; reading says which it can read


def batch_receive(*, upload: File, organ: Organ, actor: User | None, kind: str = BatchKind.JUDGMENTS, month: date | None = None, any_court: bool = False, item: CatalogueItem | None = None) -> ImportBatch:
    """Seals a file and queues it; without an actor it came through the inbox. UploadRefused when it cannot be taken; nothing is stored then."""
    name, digest = uploads.keep(upload)
    try:
        with transaction.atomic():
            batch = batch_open(organ=organ, actor=actor, filename=upload.name or "上传的文件", upload=name, digest=digest, kind=kind, month=month, any_court=any_court, item=item)
            audit(actor=actor, action="import.received", target=f"batch:{batch.pk}", organ=organ)
            events.emit("import.received", batch_id=batch.pk)
    except BaseException:
        uploads.discard(name)
        raise
    return batch


def bundled(files: list[UploadedFile]) -> list[UploadedFile]:
    """Single documents chosen together (a folder, many .docx) become one archive, so that they are one batch;
    archives and record files stay as they are. Order is kept; two files of one name get a number.
    """
    single = [f for f in files if (f.name or "").lower().endswith(DOCUMENTS)]
    if len(single) < 2:
        return files
    archive = TemporaryUploadedFile(f"{single[0].name} 等 {len(single)} 份文件.zip", "application/zip", 0, None)
    seen: Counter = Counter()
    with zipfile.ZipFile(archive.file, "w", zipfile.ZIP_STORED) as book:  # type: ignore[call-overload]
        for upload in single:
            name = upload.name or "文书"
            seen[name] += 1
            stem, dot, suffix = name.rpartition(".")
            with book.open(name if seen[name] == 1 else f"{stem}({seen[name]}){dot}{suffix}", "w") as entry:
                for chunk in upload.chunks():
                    entry.write(chunk)
    archive.size = archive.file.tell()
    archive.seek(0)
    return [archive, *(f for f in files if f not in single)]


def row_mend(*, row: ImportRow, fields: dict, actor: User) -> ImportRow:
    """Tries a refused row again with what the clerk filled in; its answer is replaced. ValueError when nothing of it was kept."""
    if row.outcome != Outcome.REJECTED or row.text is None:
        raise ValueError("这一件没有保存原文，请改正后重新上传。")
    kept = json.loads(row.text.open(actor=actor, purpose="补正", target=f"row:{row.pk}", organ=row.batch.organ))
    given = {**row.fields, **fields, **({"title": kept["title"]} if kept["title"] else {})}
    again = Row(row.position, row.name.open_unaudited() if row.name else "", kept["text"], given, None)
    answer = import_one(batch=row.batch, row=again, position=row.position, courts=Courts.of_batch(row.batch), replaces=row)
    if answer.text is not None:  # refused again, and not for a secret: what was filled in stays too
        ImportRow.objects.filter(pk=answer.pk).update(text=Sealed.seal(json.dumps(kept, ensure_ascii=False)), fields={k: str(v) for k, v in given.items() if k != "title"})
    return answer
