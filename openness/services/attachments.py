"""Files of an entry (附件): taken while it is in review, cleaned, encrypted on the disk."""

from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from core import uploads
from core.audit import audit
from core.enums import State
from core.models import User
from core.publishing import Stale, revise
from openness.models import Attachment, Disclosure
from openness.reading.attachments import MAX_BYTES, CleanFile, clean_file
from openness.reading.rows import MEBI, ReadError

MOST = 10


def attachment_read(upload: UploadedFile) -> CleanFile:
    """Reads and cleans an upload. ReadError says why it cannot be taken."""
    if (upload.size or 0) > MAX_BYTES:
        raise ReadError(f"“{upload.name}”超过 {MAX_BYTES // MEBI} MB。请压缩或者分成几个。")
    return clean_file(b"".join(upload.chunks()), upload.name or "附件")


def attachment_add(*, disclosure: Disclosure, actor: User | None, file: CleanFile) -> Attachment:
    """Adds a cleaned file to an entry in review; an earlier check and approvals of it are void. ReadError, Stale."""
    _in_review(disclosure)
    if not disclosure.item.attachments:
        raise ReadError(f"“{disclosure.item.title}”不带附件。")
    if disclosure.attachments.count() >= MOST:
        raise ReadError(f"最多 {MOST} 个附件。")
    name, digest = uploads.keep(ContentFile(file.data, file.name))
    try:
        with transaction.atomic():
            made = Attachment.objects.create(disclosure=disclosure, name=file.name, content_type=file.content_type, size=len(file.data), digest=digest, upload=name)
            _changed(disclosure, actor, "attachment.added")
    except BaseException:
        uploads.discard(name)
        raise
    return made


@transaction.atomic
def attachment_remove(*, attachment: Attachment, actor: User) -> None:
    """Takes a file away from an entry in review; its bytes go with the daily sweep. Stale."""
    disclosure = attachment.disclosure
    _in_review(disclosure)
    attachment.delete()
    _changed(disclosure, actor, "attachment.removed")


def uploads_of_attachments() -> list[str]:
    """Names of kept files that entries still have."""
    return list(Attachment.objects.values_list("upload", flat=True))


def _changed(disclosure: Disclosure, actor: User | None, action: str) -> None:
    revise(record=disclosure, fields=())
    disclosure.approvals.all().delete()
    audit(actor=actor, action=action, target=f"disclosure:{disclosure.public_id}", organ=disclosure.organ)


def _in_review(disclosure: Disclosure) -> None:
    if disclosure.state not in (State.REVIEW, State.RETURNED):
        raise Stale("这条已经公开过，附件不能改。请先暂停公开、退回修改。")
