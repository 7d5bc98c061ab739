"""Zip archives of .txt and .docx: each entry read on its own, within bounds, and never written to disk."""

from __future__ import annotations

import stat
import struct
import zipfile
from collections.abc import Iterator
from typing import IO, BinaryIO

from .documents import is_litter, read_document, refusal
from .docx import DAMAGED
from .rows import KIBI, MAX_DOCUMENT_BYTES, MEBI, ReadError, Row, clean

#: An archive's own bounds: entries, bytes of its directory, bytes that all entries may unfold to.
MAX_ENTRIES = 200_000
_MAX_DIRECTORY_BYTES = 64 * MEBI
MAX_TOTAL_BYTES = 4096 * MEBI
#: Chinese prose folds to about a third; a thousandfold, beyond the first megabyte, is a bomb.
_MAX_RATIO = 200
_RATIO_FROM = MEBI
_CHUNK = 64 * KIBI


def read_zip(stream: BinaryIO) -> Iterator[Row]:
    """A Row per entry, in the archive's order. Raises ReadError when the archive as a whole cannot be read."""
    check_directory(stream)
    try:
        archive = zipfile.ZipFile(stream)
    except DAMAGED:
        raise ReadError("压缩包不完整或已损坏，可能上传中断。请重新压缩后上传。") from None
    with archive:
        unfolded = 0
        entries = (entry for entry in archive.infolist() if not entry.is_dir())
        named = ((entry_name(entry), entry) for entry in entries)
        for position, (name, entry) in enumerate(((n, e) for n, e in named if not is_litter(n)), start=1):
            try:
                data = _entry_bytes(archive, entry, name, MAX_TOTAL_BYTES - unfolded)
                unfolded += len(data)
                text, notes = read_document(data, name)
                yield Row(position, name, text, notes=notes)
            except ReadError as error:
                yield Row(position, name, error=f"{name}：{error}")


def check_directory(stream: BinaryIO) -> None:
    """Refuse a directory of millions of entries before zipfile takes it into memory."""
    stream.seek(0, 2)
    size = stream.tell()
    stream.seek(max(0, size - 66 * KIBI))
    tail = stream.read(66 * KIBI)
    end = tail.rfind(b"PK\x05\x06")
    if end < 0 or len(tail) - end < 22:
        raise ReadError("压缩包不完整，可能上传中断。请重新上传。")
    entries, directory = struct.unpack("<HI", tail[end + 10 : end + 16])
    large = tail.rfind(b"PK\x06\x06")
    if large >= 0 and len(tail) - large >= 56:
        entries, directory = struct.unpack("<QQ", tail[large + 32 : large + 48])
    if directory > _MAX_DIRECTORY_BYTES or entries > MAX_ENTRIES:
        raise ReadError(f"压缩包里的文件超过 {MAX_ENTRIES} 个。请分成几个压缩包上传。")
    stream.seek(0)


def entry_name(entry: zipfile.ZipInfo) -> str:
    """The entry's path as its author meant it: Windows writes GBK there and does not say so."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        try:
            raw = name.encode("cp437")
        except UnicodeEncodeError:
            return clean(name)
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return clean(name).replace("\n", " ")[:300]


def _entry_bytes(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, name: str, left: int) -> bytes:
    if _leaves(name):
        raise ReadError("文件路径指向压缩包之外，没有读取。请重新压缩，不要带 .. 或盘符。")
    if stat.S_ISLNK(entry.external_attr >> 16):
        raise ReadError("这是一个链接，不是文件，没有读取。请放入文件本身。")
    if entry.flag_bits & 0x1:
        raise ReadError("文件加了密码，没有读取。请去掉密码后重新压缩。")
    reason = refusal(name)
    if reason is not None:
        raise ReadError(reason)
    try:
        with archive.open(entry) as stream:
            return _unfold(stream, entry, left)
    except ReadError:
        raise
    except DAMAGED:
        raise ReadError("文件在压缩包里已损坏。请重新压缩后上传。") from None


def _unfold(stream: IO[bytes], entry: zipfile.ZipInfo, left: int) -> bytes:
    data = bytearray()
    while chunk := stream.read(_CHUNK):
        data += chunk
        if len(data) > MAX_DOCUMENT_BYTES:
            raise ReadError(f"解压后超过 {MAX_DOCUMENT_BYTES // MEBI} MB，不像一篇文书，没有读取。")
        if len(data) > _RATIO_FROM and len(data) > _MAX_RATIO * max(entry.compress_size, 1):
            raise ReadError("压缩比异常（可能是压缩炸弹），没有读取。")
        if len(data) > left:
            raise ReadError(
                f"压缩包解压后超过 {MAX_TOTAL_BYTES // MEBI} MB，其余文件没有读取。请分几次上传。"
            )
    return bytes(data)


def _leaves(name: str) -> bool:
    path = name.replace("\\", "/")
    return path.startswith("/") or ".." in path.split("/") or path[1:2] == ":"
