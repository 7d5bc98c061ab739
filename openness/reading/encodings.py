"""Bytes to text: UTF-8 with and without a mark, UTF-16 with one, GB18030 as office machines still write it."""

from __future__ import annotations

import codecs
from typing import BinaryIO

from .rows import KIBI, ReadError

_PROBE = 64 * KIBI
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_MAGIC = (
    (b"%PDF", "PDF 文件"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版 Word、Excel 文件或加了密码的 Office 文件"),
    (b"{\\rtf", "RTF 文件"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf\x27\x1c", "7z 压缩包"),
    (b"\x1f\x8b", "gzip 压缩文件"),
    (b"BZh", "bzip2 压缩文件"),
    (b"\xfd7zXZ", "xz 压缩文件"),
    (b"\x89PNG", "图片"),
    (b"\xff\xd8\xff", "图片"),
    (b"GIF8", "图片"),
    (b"II*\x00", "图片"),
    (b"MM\x00*", "图片"),
    (b"MZ", "程序文件"),
    (b"\x7fELF", "程序文件"),
)
_TRADITIONAL = ("案號", "法院", "判決", "裁定")  # which no GB18030 text read so holds by chance
BIG5 = "这是 Big5（繁体）编码的文件，没有读取。请用 Excel 或记事本打开，另存为 UTF-8（CSV UTF-8、.txt）或 .xlsx 后重新上传。"
ADVICE = "请另存为 .docx 或 UTF-8 编码的 .txt 后重新上传。"


def mark_of(head: bytes) -> tuple[str | None, int]:
    """(encoding, length of the mark) that a byte order mark announces, (None, 0) without one."""
    for mark, encoding in _MARKS:
        if head.startswith(mark):
            return encoding, len(mark)
    return None, 0


def unmarked(head: bytes) -> str | None:
    """UTF-16 without a mark, told by its line breaks and by where the empty halves of its letters stand; None for anything else."""
    pairs = [head[at : at + 2] for at in range(0, len(head) - 1, 2)] if b"\x00" in head else []
    for encoding, empty in (("utf-16-le", 1), ("utf-16-be", 0)):
        letters = {pair[1 - empty] for pair in pairs if not pair[empty]}
        if 10 in letters and all(sign in (9, 10, 13) or 32 <= sign < 127 for sign in letters) and all(pair[1 - empty] or pair[empty] for pair in pairs):
            return encoding
    return None


def is_big5(head: bytes) -> bool:
    """Whether these bytes are surely Big5: read so, they hold words that every list of cases has."""
    return any(word in head.decode("big5hkscs", "ignore") for word in _TRADITIONAL)


def foreign_format(head: bytes) -> str | None:
    """The Chinese name of a format that is not read here, by its first bytes; None for what may be text."""
    for magic, name in _MAGIC:
        # MZ and BZh are ordinary letters too: only with a control byte near by is it a program or an archive.
        if head.startswith(magic) and (not magic.isalpha() or any(byte < 9 for byte in head[:64])):
            return name
    return None


def decode(data: bytes) -> str:
    """The text of a whole document. Raises ReadError for what is no text or is damaged."""
    encoding, length = mark_of(data)
    if encoding is not None:
        return _marked(data[length:], encoding)
    if (guessed := unmarked(data[:_PROBE])) is not None:
        return _marked(data, guessed)
    if b"\x00" in data:
        raise ReadError(f"文件里是二进制内容，不是文字。{ADVICE}")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf8(data, error)


def _marked(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise ReadError(
            f"文件标明是 {encoding.upper()} 编码，但第 {error.start + 1} 个字节处损坏。请重新导出后上传。"
        ) from None


def _not_utf8(data: bytes, error: UnicodeDecodeError) -> str:
    """GB18030, unless the bytes are plainly UTF-8 with a wound, which read as GB18030 would be gibberish."""
    wounds = data.decode("utf-8", "replace").count("\ufffd")
    multibyte = sum(1 for byte in data if byte >= 0xE0) or 1
    if wounds * 10 < multibyte or (len(data) - error.start <= 3 and wounds == 1 and error.start > 0):
        raise ReadError(
            f"文字从第 {error.start + 1} 个字节起损坏（可能上传中断或被截断）。请重新导出后上传。"
        )
    if is_big5(data[:_PROBE]):
        raise ReadError(BIG5)
    try:
        text = data.decode("gb18030")
    except UnicodeDecodeError:
        raise ReadError(f"文字既不是 UTF-8 也不是 GB18030 编码。{ADVICE}") from None
    if sum(text.count(char) for char in map(chr, range(9))) > 0:
        raise ReadError(f"文件里是二进制内容，不是文字。{ADVICE}")
    return text


class Utf8Stream:
    """A binary stream read as UTF-8 bytes, whatever its byte order mark says: for line-by-line reading.

    Only UTF-16 and UTF-32 are recoded, since their line breaks are not bytes of their own.
    """

    def __init__(self, stream: BinaryIO):
        head = stream.read(4)
        self.encoding, length = mark_of(head)
        self._pending = head[length:]
        self._stream = stream
        if self.encoding is None:
            self._pending += stream.read(_PROBE)
            self.encoding = unmarked(self._pending)
        recode = self.encoding not in (None, "utf-8")
        self._decoder = codecs.getincrementaldecoder(self.encoding or "utf-8")("replace") if recode else None

    def read(self, size: int = _PROBE) -> bytes:
        """Up to about size bytes; b"" at the end."""
        while True:
            data = self._pending + self._stream.read(max(size - len(self._pending), 1))
            self._pending = b""
            if self._decoder is None:
                return data
            text = self._decoder.decode(data, final=not data)
            if text or not data:
                return text.encode("utf-8", "replace")
