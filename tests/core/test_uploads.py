"""Uploads: sealed at once, bounded, under names that say nothing."""

import hashlib
import os
import time
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from core import uploads
from core.sealed import open_file

TEXT = "王小五诉赵大六买卖合同纠纷".encode()


@pytest.fixture
def folder(settings, tmp_path):
    """An upload folder of its own."""
    settings.UPLOAD_ROOT = tmp_path / "uploads"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path / "incoming"
    settings.FILE_UPLOAD_TEMP_DIR.mkdir()
    return settings.UPLOAD_ROOT


def test_an_upload_is_sealed_and_read_back(folder):
    name, digest = uploads.keep(SimpleUploadedFile("王小五案.txt", TEXT * 5000))
    assert digest == hashlib.sha256(TEXT * 5000).hexdigest()
    assert TEXT not in uploads.path_of(name).read_bytes()
    with open_file(uploads.path_of(name)) as plain:
        assert plain.read() == TEXT * 5000


def test_the_stored_name_says_nothing_and_the_folder_is_private(folder):
    name, _ = uploads.keep(SimpleUploadedFile("王小五案.txt", TEXT))
    assert [p.name for p in folder.iterdir()] == [name] and len(name) == 32
    assert folder.stat().st_mode & 0o077 == 0


def test_too_large_a_file_is_refused_with_a_sentence_and_nothing_stored(folder, monkeypatch):
    monkeypatch.setattr(uploads, "MAX_BYTES", 10)
    with pytest.raises(uploads.UploadRefused, match="分成几个文件"):
        uploads.keep(SimpleUploadedFile("王小五案.txt", TEXT))
    assert not folder.exists() or not list(folder.iterdir())


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "a" * 31, "g" * 32, "A" * 32, "a" * 33])
def test_no_path_leads_out_of_the_folder(folder, name):
    with pytest.raises(ValueError):
        uploads.path_of(name)


def test_discarding_twice_is_no_error(folder):
    name, _ = uploads.keep(SimpleUploadedFile("x", TEXT))
    uploads.discard(name)
    uploads.discard(name)
    assert list(folder.iterdir()) == []


def test_sweeping_takes_old_leftovers_and_nothing_that_is_needed_or_young(folder, settings, monkeypatch):
    needed, orphan, young = (uploads.keep(SimpleUploadedFile("x", TEXT))[0] for _ in range(3))
    half = settings.FILE_UPLOAD_TEMP_DIR / "half.upload"
    half.write_bytes(TEXT)
    monkeypatch.setattr(uploads, "_owners", [lambda: [needed]])
    for path in (folder / needed, folder / orphan, half):
        os.utime(path, (time.time() - 90000,) * 2)
    assert uploads.sweep() == 2
    assert {p.name for p in folder.iterdir()} == {needed, young} and not half.exists()
    assert uploads.sweep(older_than=timedelta()) == 1
