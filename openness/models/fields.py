"""Fields of this room."""

from hashlib import sha256

from django.core.files.base import ContentFile
from django.db import models

from openness.attachments import tidy_attachment


class TidyFileField(models.FileField):
    """A file that is stored without its metadata; its SHA-256 goes into the row's `digest`."""

    def pre_save(self, model_instance, add):
        """Tidies what is stored for the first time, whether the row or only a revision of its page is saved."""
        file = getattr(model_instance, self.attname)
        if file and not file._committed:
            data = tidy_attachment(file.read(), file.name)
            model_instance.digest = sha256(data).hexdigest()
            file.file = ContentFile(data, name=file.name)
        return super().pre_save(model_instance, add)
