"""A judgment's text as a document (文书排版): paragraphs, headings of the usual parts, signatures."""

import re
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from django.utils.safestring import SafeString, mark_safe

# What opens a part of a judgment, in the order in which parts come; the first match of each opens it.
PARTS = (
    (
        "claims",
        "诉讼请求",
        re.compile(
            r"^.{0,30}(?:向本院提出诉讼请求|诉称[，,：:]|提出诉讼请求[：:]|指控[，,：:]|上诉请求|申请再审称|申请执行.{0,12}(?:一案|称)|起诉书指控)"
        ),
    ),
    (
        "facts",
        "查明的事实",
        re.compile(
            r"^(?:经审理查明|本院经审理(?:查明|认定)|本院经审查(?:查明|认定)|经审查查明|本院查明|审理查明|经本院审理查明|原审(?:法院)?(?:查明|认定)|一审法院(?:查明|认定)|本院认定事实如下|公诉机关指控)"
        ),
    ),
    ("reasons", "本院认为", re.compile(r"^(?:本院(?:经审查|经审理)?认为|综上|上述事实.{0,40}本院认为)")),
    (
        "ruling",
        "裁判结果",
        re.compile(r"^(?:判决如下|裁定如下|决定如下|.{0,160}(?:判决|裁定|决定)如下[：:]?$)"),
    ),
)
SIGNATURE = re.compile(
    r"^(?:代理)?(?:审\s*判\s*长|审\s*判\s*员|人\s*民\s*陪\s*审\s*员|法\s*官\s*助\s*理|书\s*记\s*员|执\s*行\s*员)"
)
SIGN_DATE = re.compile(
    r"^\s*[二2][〇○零0一二三四五六七八九\d]{3}年[一二三四五六七八九十\d]{1,3}月[一二三四五六七八九十\d]{1,3}日\s*$"
)
# A flat text has no line breaks: these words begin a paragraph in every court's form.
BREAKS = re.compile(
    r"(?=(?<=[。；：”）])(?:原告|被告人?|上诉人|被上诉人|申请执行人|被执行人|第三人|法定代表人|委托诉讼代理人|辩护人|公诉机关)[：:]?[^。]{2,60}[，。]"
    r"|(?<=[。；结])(?:经审理查明|本院经审理查明|本院认为|上述事实|公诉机关指控|公诉机关认为|起诉指控|经审查|另查明|综上|依照《|如不服本判决|本判决为终审|本裁定)"
    r"|(?<=[。；])(?:针对上述指控|被告人[^。，]{2,20}(?:对起诉书|对指控|辩称|的辩护人)|原告[^。，]{0,12}诉称|被告[^。，]{0,12}辩称)"
    r"|(?<=[。：；])(?:[一二三四五六七八九十]{1,2}、)"
    r"|(?<=[。日])\s*(?:代理)?(?:审\s*判\s*长|审\s*判\s*员|人民陪审员|法官助理|书\s*记\s*员))"
)
LONG = 400  # characters: a longer line is several paragraphs that lost their breaks
NARROW = str.maketrans("（）〔〕［］：", "()()():")
STATUTE = re.compile(
    r"《([^《》]{2,60})》((?:第[一二三四五六七八九十百千零〇\d]+条(?:之[一二三四五六七八九])?(?:第[一二三四五六七八九十\d]+款)?(?:第?[（(]?[一二三四五六七八九十\d]+[)）]?项)?[、和及]?)+)"
)


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph: `kind` is heading, para or sign; `id` is where the contents lead."""

    kind: str
    text: str
    id: str = ""


def paragraphs(text: str, *, head: tuple[str, ...] = ()) -> tuple[list[Paragraph], list[dict]]:
    """Paragraphs and contents. `head` holds court, kind and number, which the page shows above and leaves out here."""
    found: list[Paragraph] = []
    toc: list[dict] = []
    parts, signed_yet = list(PARTS), False
    for line in _lines(text, head):
        anchor = ""
        opened = next((part for part in parts if part[2].match(line)), None)
        if opened:
            parts.remove(opened)
            anchor = opened[0]
            toc.append({"id": anchor, "label": opened[1]})
        signed = bool(SIGNATURE.match(line) or SIGN_DATE.match(line))
        if signed and not signed_yet:
            anchor, signed_yet = "sign", True
            toc.append({"id": "sign", "label": "审判人员"})
        found.append(Paragraph("sign" if signed else "para", line, anchor))
    if found and toc and not found[0].id:
        found[0] = Paragraph(found[0].kind, found[0].text, "parties")
        toc.insert(0, {"id": "parties", "label": "当事人"})
    return found, toc if len(toc) > 1 else []


def body_html(found: list[Paragraph]) -> SafeString:
    """The paragraphs as HTML in one piece: a template loop over hundreds of them would cost more than the queries."""
    ids = [f' id="{p.id}"' if p.id else "" for p in found]  # our own slugs
    lines = [f'<p class="{p.kind}"{anchor}>{escape(p.text)}</p>' for p, anchor in zip(found, ids, strict=True)]
    return mark_safe("\n".join(lines))  # noqa: S308


def statutes(text: str, search_url: str) -> list[dict]:
    """Statutes cited, each once, linked to a search for it."""
    seen: dict[str, dict] = {}
    for match in STATUTE.finditer(text):
        for article in re.findall(r"第[^、和及]+?条(?:之[一二三四五六七八九])?", match.group(2)):
            words = f"《{match.group(1)}》{article}"
            short = match.group(1).removeprefix("中华人民共和国")
            seen.setdefault(words, {"text": words, "url": f"{search_url}?q={quote(f'“{short}》{article}”')}"})
    return list(seen.values())[:30]


def _lines(text: str, head: tuple[str, ...]) -> list[str]:
    lines = [line.strip("　 \t") for line in _behead(text, head).split("\n")]
    joined = _unwrap([line for line in lines if line])
    parts = (part for line in joined for part in (BREAKS.split(line) if len(line) > LONG else [line]))
    return [stripped for part in parts if part and (stripped := part.strip("　 \t"))]


def _behead(text: str, head: tuple[str, ...]) -> str:
    """The text behind title, court, kind and number, in whatever order and layout they stand at its beginning."""
    at = 0
    while skipped := max((_skip(text, at, part) for part in head if part), default=0):
        at = skipped
    rest = text[at:].lstrip("：: 　\n") if at else text
    return rest or text


def _skip(text: str, at: int, part: str) -> int:
    """Where `part` ends if it stands at `at`, whatever white space or width is between; else 0."""
    for mark in part.translate(NARROW):
        if mark.isspace():
            continue
        while at < len(text) and text[at].isspace():
            at += 1
        if at >= len(text) or text[at].translate(NARROW) != mark:
            return 0
        at += 1
    return at


def _unwrap(lines: list[str]) -> list[str]:
    """Joins lines that a page broke in the middle of a sentence: most are as long as the page was wide."""
    if len(lines) < 12:
        return lines
    widths = sorted(len(line) for line in lines)
    width = widths[len(widths) * 3 // 4]
    if not 20 <= width <= 48 or widths[-1] > width + 12:
        return lines
    joined = [lines[0]]
    for line in lines[1:]:
        if (
            len(joined[-1].split("\n")[-1])
            and joined[-1][-1] not in "。：；？！”）"
            and not SIGNATURE.match(line)
            and not SIGNATURE.match(joined[-1])
        ):
            joined[-1] += line
        else:
            joined.append(line)
    return joined
