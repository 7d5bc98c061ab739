"""Reading an official paper from its blocks (公文格式): head, number, title, addressees, text, annexes, date, imprint.

Pure. GB/T 9704-2012 gives the order; whatever is not recognised stays in the text, so that nothing is lost.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from openness.reading.docx_blocks import Paragraph, Table

Block = Paragraph | Table
_NUMBER = re.compile(r"^(?P<word>[\u4e00-\u9fff]{2,12}(?:（[\u4e00-\u9fff]+）)?)\s*[〔\[［(（](?P<year>\d{4})[〕\]］)）]\s*第?(?P<n>\d+)\s*号(?:\s*签发人[：:].*)?$")
_HEAD = re.compile(r"^[\u4e00-\u9fff（）·]{4,40}(文件|办公室|委员会|通报|公告)$")
_KINDS = ("通报", "通知", "意见", "办法", "公告", "通告", "决定", "方案", "规定", "细则", "制度", "函", "报告", "请示", "批复", "纪要", "规则", "规程", "要点")
_DATE = re.compile(r"^(?P<y>\d{4}|[〇○零一二三四五六七八九]{4})\s*年\s*(?P<m>\d{1,2}|[一二三四五六七八九十]{1,2})\s*月\s*(?P<d>\d{1,2}|[一二三四五六七八九十]{1,3})\s*日$")
_PRINTED = re.compile(r"^(?P<by>.{2,60}?)\s*(?P<date>\d{4}年\d{1,2}月\d{1,2}日)\s*印发$")
_ANNEX = re.compile(r"^附\s*件\s*\d{0,2}$")
_DIGITS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"○": 0, "零": 0}


@dataclass
class ReadCircular:
    """What was found. `body` and `annex_text` are blocks; `notes` say what was left out or not found."""

    letterhead: str = ""
    number: str = ""
    title: str = ""
    addressees: str = ""
    signature: str = ""
    issued_on: date | None = None
    remark: str = ""
    copied_to: str = ""
    printed_by: str = ""
    printed_on: date | None = None
    body: list[Block] = field(default_factory=list)
    annex_titles: list[str] = field(default_factory=list)
    annex_text: list[Block] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def read_circular(blocks: list[Block], notes: tuple[str, ...] = ()) -> ReadCircular:
    """The parts of a circular, from its blocks in reading order."""
    found = ReadCircular(notes=list(notes))
    rest = _end(found, _front(found, list(blocks)))
    found.body = _annexes(found, rest)
    for name, label in (("number", "发文字号"), ("title", "标题"), ("issued_on", "成文日期")):
        if not getattr(found, name):
            found.notes.append(f"没有认出{label}，请在编辑页补填。")
    return found


def story(blocks: list[Block]) -> list[dict]:
    """Blocks as a stream is stored: paragraphs in a row make one text."""
    stored: list[dict] = []
    for block in blocks:
        if isinstance(block, Table):
            stored.append({"type": "table", "value": {"caption": "", "head": True, "rows": block.text}})
        elif stored and stored[-1]["type"] == "text":
            stored[-1]["value"] += block.markup
        else:
            stored.append({"type": "text", "value": block.markup})
    return stored


def _front(found: ReadCircular, blocks: list[Block]) -> list[Block]:
    """Takes head, number, title and addressees off the front."""
    while blocks and isinstance(blocks[0], Paragraph):
        text = blocks[0].text
        if match := _NUMBER.match(text):
            found.number = f"{match['word']}〔{match['year']}〕{int(match['n'])}号"
            if "签发人" in text:
                found.notes.append("签发人姓名没有收。")
        elif not found.title and not found.letterhead and not found.number and _HEAD.match(text) and "关于" not in text:
            found.letterhead = text
        elif re.match(r"^(签发人|密级|紧急程度|份号)\s*[：:]?", text):
            found.notes.append(f"“{text[:3]}”一行没有收。")
        else:
            break
        blocks = blocks[1:]
    title = ""
    while blocks and isinstance(blocks[0], Paragraph) and not title.endswith(_KINDS):
        text = blocks[0].text
        if len(title + text) > 90 or text.endswith(("：", ":", "。")):
            break
        title, blocks = title + text, blocks[1:]
    found.title = title
    if blocks and isinstance(blocks[0], Paragraph) and blocks[0].text.endswith(("：", ":")) and len(blocks[0].text) < 300:
        found.addressees, blocks = blocks[0].text[:-1], blocks[1:]
    return blocks


def _end(found: ReadCircular, blocks: list[Block]) -> list[Block]:
    """Takes signature, date, remark, imprint off the end; what stands between date and imprint is annexed text."""
    at = next((n for n, b in enumerate(blocks) if isinstance(b, Paragraph) and _day(b.text)), None)
    if at is None:
        return [b for b in blocks if not _imprint(found, b)]
    found.issued_on = _day(blocks[at].text)
    signers: list[str] = []
    while at - 1 >= 0 and isinstance(blocks[at - 1], Paragraph) and _signs(blocks[at - 1].text):
        at -= 1
        signers.insert(0, blocks[at].text)
    found.signature = "、".join(signers)
    for block in blocks[at + len(signers) + 1 :]:
        text = block.text
        if not found.remark and isinstance(block, Paragraph) and re.fullmatch(r"（[^（）]{2,150}）", text):
            found.remark = text[1:-1]
        elif not _imprint(found, block):
            found.annex_text.append(block)
    return blocks[:at]


def _signs(text: str) -> bool:
    return len(text) <= 40 and not text.endswith(("。", "；", "：", "，")) and not re.match(r"^[一二三四五六七八九十（(\d附]", text)


def _imprint(found: ReadCircular, block: Block) -> bool:
    text = block.text
    if match := re.match(r"^抄\s*送\s*[：:]\s*(.+)$", text):
        found.copied_to = match[1]
    elif match := _PRINTED.match(text):
        found.printed_by, found.printed_on = match["by"].strip(), _day(match["date"])
    else:
        return False
    return True


def _annexes(found: ReadCircular, blocks: list[Block]) -> list[Block]:
    """Takes the list of annexes (附件说明) off the end of the text; annexed text may stand before the date too."""
    for n, block in enumerate(blocks):
        if isinstance(block, Paragraph) and _ANNEX.match(block.text):
            found.annex_text = blocks[n:] + found.annex_text
            blocks = blocks[:n]
            break
    at = next((n for n, b in enumerate(blocks) if isinstance(b, Paragraph) and re.match(r"^附\s*件\s*[：:]", b.text)), None)
    if at is None:
        return blocks
    for block in blocks[at:]:
        title = re.sub(r"^(附\s*件\s*[：:])?\s*(\d{1,2}\s*[.．、])?\s*", "", block.text).strip()
        found.annex_titles += [title] if title else []
    found.notes.append(f"附件说明列了 {len(found.annex_titles)} 个附件，请在编辑页上传文件，或者核对“附件正文”。")
    return blocks[:at]


def _day(text: str) -> date | None:
    match = _DATE.match(text.strip())
    if not match:
        return None
    try:
        return date(_plain(match["y"]), _tens(match["m"]), _tens(match["d"]))
    except ValueError:
        return None


def _plain(text: str) -> int:
    return int(text) if text.isdigit() and text.isascii() else int("".join(str(_DIGITS[c]) for c in text))


def _tens(text: str) -> int:
    if text.isascii():
        return int(text)
    head, ten, tail = text.partition("十")
    return (_DIGITS[head] if head else 1) * 10 + (_DIGITS[tail] if tail else 0) if ten else _plain(text)
