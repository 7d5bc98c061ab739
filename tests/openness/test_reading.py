"""Files from courts: every good row read, every bad one answered with a sentence, memory bounded."""

import io
import json
import stat
import tracemalloc
import zipfile
from datetime import date
from pathlib import Path

import docx
import pytest

from openness.reading import read
from openness.reading.rows import MAX_LINE_BYTES

TEXT = "营口市站前区人民法院民事判决书。"


def rows(data: bytes, name: str):
    return list(read(io.BytesIO(data), name))


def only(data: bytes, name: str):
    (row,) = rows(data, name)
    return row


def lines(*values) -> bytes:
    return "\n".join(v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for v in values).encode()


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries:
            archive.writestr(name, data)
    return out.getvalue()


def word(*paragraphs: str, table: tuple[str, ...] = ()) -> bytes:
    document, out = docx.Document(), io.BytesIO()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    if table:
        cells = document.add_table(rows=1, cols=len(table)).rows[0].cells
        for cell, text in zip(cells, table, strict=True):
            cell.text = text
        document.add_paragraph("表后")
    document.save(out)
    return out.getvalue()


# JSON Lines


def test_json_lines_give_text_and_fields():
    row = only(
        lines(
            {
                "id": "a1",
                "text": TEXT,
                "title": "标题",
                "decided_on": "2026-10-08",
                "effective_on": "2026年10月9日",
            }
        ),
        "a.jsonl",
    )
    assert (row.position, row.name, row.text, row.error) == (1, "a1", TEXT, None)
    assert row.fields == {
        "id": "a1",
        "title": "标题",
        "decided_on": date(2026, 10, 8),
        "effective_on": date(2026, 10, 9),
    }


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"text": "没有写完', "不是完整的 JSON"),
        ("[1, 2]", "应是一个 JSON 对象"),
        ({"id": 1}, "缺少 text"),
        ({"text": 5}, "应是文字"),
        ({"text": " \n"}, "是空的"),
        ({"text": TEXT, "court": ["x"]}, "court（法院）应是文字"),
        ({"text": TEXT, "decided_on": "昨天"}, "不是日期"),
        ({"text": TEXT, "effective_on": "2026-02-30"}, "不是日期"),
        ("[" * 100_000, "层次"),
    ],
)
def test_a_bad_line_is_named_by_its_number_and_the_rest_goes_on(line, says):
    first, bad, last = rows(lines({"text": TEXT}, line, {"text": TEXT}), "a.jsonl")
    assert first.error is None
    assert last.error is None
    assert bad.text is None
    assert says in bad.error
    assert "第 2 行" in bad.error


def test_a_line_of_fifty_megabytes_is_refused_without_being_held():
    class Endless:
        """A file of one line of 50 MB between two good ones, made as it is read."""

        def __init__(self):
            good = lines({"text": TEXT}) + b"\n"
            self.parts = [good, *[b"x" * 1_000_000] * 50, b"\n" + good]

        def seekable(self):
            return False

        def read(self, size=-1):
            return self.parts.pop(0) if self.parts else b""

    tracemalloc.start()
    first, long, last = list(read(Endless(), "big.jsonl"))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert (first.text, last.text) == (TEXT, TEXT)
    assert long.error.startswith("第 2 行超过 8 MB")
    assert peak < 4 * MAX_LINE_BYTES


def test_memory_does_not_grow_with_the_file(tmp_path):
    path = tmp_path / "many.jsonl"
    line = json.dumps({"text": TEXT * 200}, ensure_ascii=False) + "\n"
    path.write_text(line * 3_000)
    tracemalloc.start()
    assert sum(1 for row in read(path) if row.error is None) == 3_000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert path.stat().st_size > 25_000_000
    assert peak < 3_000_000


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le"])
def test_json_lines_in_the_encodings_of_offices(encoding):
    mark = b"\xff\xfe" if encoding == "utf-16-le" else b""
    data = mark + (
        json.dumps({"text": TEXT}, ensure_ascii=False) + "\n" + json.dumps({"text": "镕"}, ensure_ascii=False)
    ).encode(encoding)
    assert [row.text for row in rows(data, "a.jsonl")] == [TEXT, "镕"]


# single documents


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "gbk", "utf-16"])
def test_text_files_in_the_encodings_of_offices(encoding):
    assert only(TEXT.encode(encoding), "判决.txt").text == TEXT


def test_word_documents_keep_the_order_of_paragraphs_and_tables():
    row = only(word("第一段", "第二段", table=("左边", "右边")), "判决.docx")
    assert row.text.split() == ["第一段", "第二段", "左边", "右边", "表后"]


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("空.txt", b"", "是空的"),
        ("空.docx", b"", "是空的"),
        ("空白.txt", "　\n".encode(), "没有文字"),
        ("程序.txt", b"ab\x00\x01" * 50, "二进制"),
        ("乱.txt", bytes(range(128, 256)) * 3, "编码"),
        ("断.txt", TEXT.encode()[:-1], "损坏"),
        ("旧.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "旧版 Word（.doc）"),
        ("加密.docx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "加了密码"),
        ("断.pdf", b"%PDF-1.7", "这个 PDF 读不了"),
        ("改名.pdf", TEXT.encode(), "内容却不是 PDF"),
        ("改名.docx", TEXT.encode(), "内容却不是 Word"),
        ("断.docx", word(TEXT)[:-200], "损坏或没有传完"),
        ("压缩.rar", b"Rar!\x1a\x07", "不是完好的 zip"),
        ("列表.json", b'[{"text": "x"}]', "每行一个对象"),
        ("表.xlsx", zipped(("xl/workbook.xml", b"<a/>")), "不是 Excel 工作簿"),
    ],
)
def test_what_cannot_be_read_is_answered_with_what_to_do(name, data, says):
    row = only(data, name)
    assert row.text is None
    assert row.error.startswith(f"{name}：")
    assert says in row.error
    assert row.error.endswith("。")


def test_a_word_bomb_and_external_entities_are_refused():
    bomb = zipped(("word/document.xml", b"<d>" + (b" " * 999_996 + b"<a/>") * 60 + b"</d>"))
    assert "解压后超过" in only(bomb, "炸弹.docx").error
    entity = zipped(
        ("word/document.xml", b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]><d>&x;</d>')
    )
    assert "外部引用" in only(entity, "实体.docx").error


# archives and folders


def test_archives_are_read_entry_by_entry():
    data = zipped(
        ("甲/一.txt", TEXT.encode()),
        ("二.docx", word(TEXT)),
        ("__MACOSX/._一.txt", b"x"),
        (".DS_Store", b"x"),
    )
    assert [(row.position, row.name, row.text.strip()) for row in rows(data, "a.zip")] == [
        (1, "甲/一.txt", TEXT),
        (2, "二.docx", TEXT),
    ]


def test_each_bad_entry_is_refused_and_the_rest_is_read():
    link = zipfile.ZipInfo("链接.txt")
    link.external_attr = (stat.S_IFLNK | 0o777) << 16
    data = zipped(
        ("../../外面.txt", b"x"),
        ("/etc/x.txt", b"x"),
        ("C:\\x.txt", b"x"),
        (link, b"/etc/passwd"),
        ("里.zip", zipped(("a.txt", b"x"))),
        ("旧.doc", b"x"),
        ("炸弹.txt", b"0" * 7_000_000),
        ("太大.txt", bytes(1024) * 9_000),
        ("好.txt", TEXT.encode()),
    )
    *bad, good = rows(data, "a.zip")
    expected = [
        "压缩包之外",
        "压缩包之外",
        "压缩包之外",
        "链接",
        "压缩包里的压缩包",
        "旧版 Word",
        "压缩比异常",
        "压缩",
        "",
    ]
    assert [says in row.error for row, says in zip(bad, expected, strict=False)] == [True] * 8
    assert all(row.error.startswith(f"{row.name}：") for row in bad)
    assert good.text == TEXT


def test_encrypted_entries_and_lying_sizes_are_refused():
    data = bytearray(zipped(("密.txt", TEXT.encode())))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "密码" in only(bytes(data), "a.zip").error


def test_names_written_in_gbk_are_understood():
    raw = zipped(("XXXX.txt", TEXT.encode())).replace(b"XXXX", "甲乙".encode("gbk"))
    assert only(raw, "a.zip").name == "甲乙.txt"


@pytest.mark.parametrize("kept", [0.3, 0.9])
def test_an_upload_that_was_cut_off_says_so(kept):
    data = zipped(*[(f"{n}.txt", TEXT.encode() * 20) for n in range(40)])
    row = only(data[: int(len(data) * kept)], "a.zip")
    assert "上传中断" in row.error


def test_folders_are_read_in_order_and_links_are_not_followed(tmp_path):
    (tmp_path / "乙").mkdir()
    (tmp_path / "乙" / "二.txt").write_text(TEXT)
    (tmp_path / "一.txt").write_text(TEXT)
    (tmp_path / "三.pdf").write_bytes(b"%PDF")
    (tmp_path / "链接.txt").symlink_to("/etc/hostname")
    found = {row.name: row for row in read(tmp_path)}
    assert set(found) == {"一.txt", "三.pdf", "链接.txt", "乙/二.txt"}
    assert found["乙/二.txt"].text == found["一.txt"].text == TEXT
    assert "PDF" in found["三.pdf"].error
    assert "链接" in found["链接.txt"].error
    assert [row.position for row in read(tmp_path)] == [1, 2, 3, 4]


def test_a_path_that_is_not_there_is_the_caller_s_error():
    with pytest.raises(OSError, match="No such file"):
        list(read(Path("/nowhere/x.jsonl")))
