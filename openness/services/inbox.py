"""The inbox (收件目录): a court that hands over by file drop puts files into the folder named by its code.

A file that stood still for ten seconds is sealed and queued as a batch, and only then moved to received/; when its
batch is done its answers are written to results/ and the plain file goes. All state lies in the folders and in the
batches: a scan that is killed anywhere is made good by the next one, and the same content twice is one batch.
"""

import errno
import fcntl
import hashlib
import logging
import os
import re
import stat
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from django.conf import settings
from django.core.files import File

from core.exports import csv_lines
from core.models import Organ
from core.uploads import UploadRefused
from openness.enums import BatchKind, BatchState
from openness.models import ImportBatch
from openness.reading import clean
from openness.reading.documents import is_litter
from openness.selectors.batches import RESULT_HEADER, result_rows
from openness.services.handin import batch_receive

log = logging.getLogger(__name__)

STILL_SECONDS = 10
LONGEST_NAME = 200  # bytes: with a batch's number and .csv it is still a name that file systems take
RECEIVED, RESULTS = "received", "results"
# What programs call a file that they are still writing.
_UNFINISHED = (".part", ".partial", ".tmp", ".temp", ".filepart", ".crdownload", ".swp", ".lock")
_REGISTER = re.compile(r"名册\D{0,6}(20\d\d)\D?(\d{1,2})(?!\d)")
_BATCH = re.compile(r"([0-9]{1,18})-.+", re.DOTALL)


class Changed(OSError):
    """The file was written to while it was read."""


@dataclass
class Report:
    """What one look at the inbox found: ids of new batches, files known already, batches answered, files that are
    still being written; and, as sentences, what nobody can take."""

    received: list[int] = field(default_factory=list)
    repeated: list[int] = field(default_factory=list)
    answered: list[int] = field(default_factory=list)
    waiting: int = 0
    problems: list[str] = field(default_factory=list)


def scan(*, now: float | None = None) -> Report:
    """Looks at the whole inbox once. `now` is seconds since 1970; a look while another one runs finds nothing."""
    report, root = Report(), Path(settings.PORTAL_INBOX)
    root.mkdir(parents=True, exist_ok=True, mode=0o700)
    with _alone(root) as free:
        if not free:
            return report
        courts = {court.code: court for court in Organ.objects.courts()}
        for entry in _entries(root):
            court = courts.get(entry.name)
            if court is None or not entry.is_dir(follow_symlinks=False):
                report.problems.append(f"{_shown(entry.name)}：不是本市法院代码的目录，里面的文件没有收。")
                log.warning("inbox: %s", report.problems[-1])
                continue
            before = len(report.problems)
            try:
                _court(court, Path(entry.path), time.time() if now is None else now, report)
            except OSError as error:  # one court's folder must not keep the others waiting
                report.problems.append(f"{court.code}：目录读不了或写不进（{error.strerror}），请检查目录权限。")
            if more := len(report.problems) - before:  # a file's name can hold a person's: it is told, not logged
                log.warning("inbox: %s: %s files were not taken, manage.py inbox --once tells which", court.code, more)
    return report


@contextmanager
def _alone(root: Path) -> Iterator[bool]:
    """Whether no other process looks now; the kernel frees the lock of one that dies."""
    with (root / ".lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True


def _entries(folder: Path) -> list[os.DirEntry]:
    with os.scandir(folder) as found:
        return sorted((e for e in found if not e.name.startswith(".") and not is_litter(e.name)), key=lambda e: e.name)


def _court(court: Organ, folder: Path, now: float, report: Report) -> None:
    for entry in _entries(folder):
        place = f"{court.code}/{_shown(entry.name)}"
        if entry.name in (RECEIVED, RESULTS) or entry.name.lower().endswith(_UNFINISHED):
            continue
        if not entry.is_file(follow_symlinks=False):
            report.problems.append(f"{place}：不是文件，没有收。文件夹请打成 zip 放进来。")
            continue
        try:
            _file(court, Path(entry.path), now, report)
        except FileNotFoundError:
            continue  # taken back meanwhile
        except Changed:
            report.waiting += 1
        except UploadRefused as error:
            report.problems.append(f"{place}：{error}")
        except OSError as error:
            report.problems.append(f"{place}：读不了或移不走（{error.strerror}），请检查目录权限。")
    _answer(court, folder, report)


def _file(court: Organ, path: Path, now: float, report: Report) -> None:
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as stream:
        before = os.fstat(stream.fileno())
        # ctime too: programs that copy give a file the age of its original
        if not stat.S_ISREG(before.st_mode) or now - max(before.st_mtime, before.st_ctime) < STILL_SECONDS:
            report.waiting += 1
            return
        target = _beside(path.parent, RECEIVED)
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        kind, month = _kind(path.name)
        known = ImportBatch.objects.filter(organ=court, digest=digest, kind=kind, month=month).order_by("id").first()
        if known is None:
            stream.seek(0)
            known = batch_receive(upload=_Still(stream, before, _shown(path.name)), organ=court, actor=None, kind=kind, month=month)
            report.received.append(known.pk)
        else:
            report.repeated.append(known.pk)
    name = path.name if len(os.fsencode(path.name)) < LONGEST_NAME else f"{digest[:16]}{path.suffix[:10]}"
    path.rename(target / f"{known.pk}-{name}")


class _Still(File):
    """An open file that refuses to end if somebody wrote to it since it was looked at."""

    def __init__(self, stream, before: os.stat_result, name: str):
        super().__init__(stream, name)
        self._before = before

    def chunks(self, chunk_size=None):
        """The content; Changed at its end where it is not what it was."""
        yield from super().chunks(chunk_size)
        now = os.fstat(self.file.fileno())
        if (now.st_size, now.st_mtime_ns) != (self._before.st_size, self._before.st_mtime_ns):
            raise Changed(self.name)


def _kind(name: str) -> tuple[str, date | None]:
    """A register tells its month in its name (名册2026-10.xlsx); everything else holds judgments."""
    match = _REGISTER.search(_shown(name))
    if match and 1 <= int(match.group(2)) <= 12:
        return BatchKind.REGISTER, date(int(match.group(1)), int(match.group(2)), 1)
    return BatchKind.JUDGMENTS, None


def _answer(court: Organ, folder: Path, report: Report) -> None:
    """Writes the result sheets of batches that are done, and takes their plain files away."""
    for entry in _entries(_beside(folder, RECEIVED)) if os.path.lexists(folder / RECEIVED) else ():
        match = _BATCH.fullmatch(entry.name)
        batch = ImportBatch.objects.filter(pk=int(match.group(1)), organ=court, state=BatchState.DONE).first() if match else None
        if batch is None:
            continue
        results = _beside(folder, RESULTS)
        draft = results / f".{batch.pk}.part"
        draft.unlink(missing_ok=True)  # left by a scan that was killed, or a link that somebody laid there
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600), "wb") as out:
            out.writelines(csv_lines(RESULT_HEADER, result_rows(batch)))
            out.flush()
            os.fchmod(out.fileno(), folder.stat().st_mode & 0o660)
            os.fsync(out.fileno())
        draft.rename(results / f"{entry.name}.csv")
        with suppress(FileNotFoundError):
            os.unlink(entry.path)
        report.answered.append(batch.pk)


def _beside(folder: Path, name: str) -> Path:
    """A folder of ours in the court's, open to whom the court's is open. OSError for a link: it could lead anywhere."""
    path = folder / name
    if path.is_symlink():
        raise OSError(errno.ELOOP, f"{name} 是链接，不是目录")
    if not path.is_dir():
        path.mkdir()
        path.chmod(stat.S_IMODE(folder.stat().st_mode))
    return path


def _shown(name: str) -> str:
    """A file's name as text in one line: UTF-8, or GBK as Windows programs may leave it."""
    raw = os.fsencode(name)
    for encoding in ("utf-8", "gb18030"):
        with suppress(UnicodeDecodeError):
            return " ".join(clean(raw.decode(encoding)).split())
    return " ".join(clean(raw.decode("utf-8", "replace")).split())
