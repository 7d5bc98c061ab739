"""Fields of a catalogue item (目录项的格): declared as data, read from what somebody typed or imported. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol
from urllib.parse import urlsplit

from justice.case_numbers import CaseNumberError
from justice.case_numbers import parse as parse_number
from openness.reading.rows import clean, parse_day

TYPES = {
    "line": "一行文字", "text": "多行文字", "date": "日期", "datetime": "日期和时间", "number": "数字", "choice": "选项", "case_number": "案号", "web": "网址", "organ": "单位",
}  # fmt: skip
MASKS = {"": "不遮", "text": "按规则遮", "name": "整格是姓名"}
LONGEST = {"line": 200, "text": 60_000}
_KEYS = {"name", "label", "type", "required", "shown", "searchable", "masked", "personal", "choices"}
_MOMENTS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y/%m/%d %H:%M", "%Y年%m月%d日 %H:%M")


class FieldFault(ValueError):
    """A declared field is wrong; the message says which and why."""


@dataclass(frozen=True, slots=True)
class Field:
    """One declared field. `masked`: "" never, "text" by the rules, "name" the whole value is people's names.
    `personal`: whoever fills it speaks of a person."""

    name: str
    label: str
    type: str = "line"
    required: bool = False
    shown: bool = True
    searchable: bool = False
    masked: str = ""
    personal: bool = False
    choices: tuple[str, ...] = ()

    def as_dict(self) -> dict:
        """As the catalogue stores it."""
        return {name: list(self.choices) if name == "choices" else getattr(self, name) for name in self.__slots__}


class Item(Protocol):
    """What the rules ask of a catalogue item."""

    title: str
    organ_kind: str
    rule: str
    arises: str
    sealed_basis: str
    sealed_from: date | None

    @property
    def declared(self) -> tuple[Field, ...]:
        """Its fields."""
        ...

    @property
    def masks(self) -> bool:
        """Whether something of an entry is masked."""
        ...

    def seals(self, day: date) -> bool:
        """Whether what speaks of a person is sealed on a day."""
        ...


def fields_of(rows: Iterable[Mapping[str, Any]]) -> tuple[Field, ...]:
    """Declared fields, in order. FieldFault for an unknown key or type, a name or label that comes twice, a choice without choices."""
    found: list[Field] = []
    for row in rows:
        label = str(row.get("label", "")).strip()
        if unknown := row.keys() - _KEYS:
            raise FieldFault(f"“{label}”这一格有不认识的键 {'、'.join(sorted(unknown))}")
        field = Field(**{**row, "label": label, "name": str(row.get("name", "")), "choices": tuple(row.get("choices", ()))})
        if problem := _problem(field, found):
            raise FieldFault(problem)
        found.append(field)
    return tuple(found)


def _problem(field: Field, earlier: list[Field]) -> str:
    if not field.label or len(field.label) > 30:
        return "每一格都要有名称，最多 30 字"
    if any(mark in field.label for mark in "：:\n"):
        return f"“{field.label}”里不要写冒号和换行"
    if not field.name.isidentifier() or not field.name.isascii():
        return f"“{field.label}”的代号只能用英文字母、数字和下划线"
    if field.name in (e.name for e in earlier) or field.label in (e.label for e in earlier):
        return f"“{field.label}”重复了，每一格的名称和代号都不能相同"
    if field.type not in TYPES:
        return f"“{field.label}”的类型只能是{'、'.join(TYPES.values())}"
    if field.masked not in MASKS:
        return f"“{field.label}”的遮法只能是{'、'.join(MASKS.values())}"
    if field.masked and field.type not in ("line", "text"):
        return f"“{field.label}”是{TYPES[field.type]}，只有文字才能遮"
    if field.masked == "name" and field.type != "line":
        return f"“{field.label}”整格是姓名，类型要选一行文字"
    if field.type == "choice" and len(set(field.choices)) < 2:
        return f"“{field.label}”是选项，至少写两个不同的选项"
    return ""


def read_value(field: Field, raw: object, organs: Mapping[str, str] | None = None) -> str:
    """One value in its one spelling, "" where nothing was given. `organs`: code -> name. ValueError says what is wrong with it."""
    text = raw.isoformat(" ", "minutes") if isinstance(raw, datetime) else clean("" if raw is None else str(raw)).strip()
    if not text:
        if field.required:
            raise ValueError(f"请填写{field.label}。")
        return ""
    longest = LONGEST.get(field.type, 500)
    if len(text) > longest:
        raise ValueError(f"{field.label}最多 {longest} 字，现在是 {len(text)} 字。")
    return _READERS[field.type](field, text, organs or {})


def _line(field: Field, text: str, organs: Mapping[str, str]) -> str:
    return " ".join(text.split())


def _text(field: Field, text: str, organs: Mapping[str, str]) -> str:
    return text


def _day(field: Field, text: str, organs: Mapping[str, str]) -> str:
    day = parse_day(text)
    if day is None:
        raise ValueError(f"{field.label}“{text[:20]}”不是日期，请写成 2026-10-08。")
    return day.isoformat()


def read_moment(text: str) -> datetime:
    """A day and a time as people write them. ValueError says how."""
    for form in _MOMENTS:
        try:
            return datetime.strptime(text.strip(), form)
        except ValueError:
            continue
    raise ValueError(f"“{text[:24]}”不是日期和时间，请写成 2026-10-08 09:00。")


def _moment(field: Field, text: str, organs: Mapping[str, str]) -> str:
    try:
        return read_moment(text).strftime("%Y-%m-%d %H:%M")
    except ValueError as error:
        raise ValueError(f"{field.label}{error}") from None


def _number(field: Field, text: str, organs: Mapping[str, str]) -> str:
    try:
        number = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or abs(number) >= Decimal(10) ** 15:
        raise ValueError(f"{field.label}“{text[:20]}”不是数字。")
    return f"{number:f}"


def _choice(field: Field, text: str, organs: Mapping[str, str]) -> str:
    if text not in field.choices:
        raise ValueError(f"{field.label}只能是{'、'.join(field.choices)}。")
    return text


def _case_number(field: Field, text: str, organs: Mapping[str, str]) -> str:
    try:
        return parse_number(text).canonical
    except CaseNumberError as error:
        raise ValueError(f"{field.label}：{error}") from None


def _web(field: Field, text: str, organs: Mapping[str, str]) -> str:
    try:
        parts = urlsplit(text)
        sound = parts.scheme in ("http", "https") and "." in (parts.hostname or "") and not parts.username
    except ValueError:
        sound = False
    if not sound or any(mark.isspace() or mark in "<>\"'" for mark in text):
        raise ValueError(f"{field.label}请写完整的网址，以 https:// 开头。")
    return text


def _organ(field: Field, text: str, organs: Mapping[str, str]) -> str:
    code = next((c for c, name in organs.items() if text in (c, name)), None)
    if code is None:
        raise ValueError(f"{field.label}“{text[:30]}”不是本市的单位，请写全称或者代码。")
    return code


_READERS = {"line": _line, "text": _text, "date": _day, "datetime": _moment, "number": _number, "choice": _choice, "case_number": _case_number, "web": _web, "organ": _organ}


def read_values(fields: Iterable[Field], raw: Mapping[str, object], organs: Mapping[str, str] | None = None) -> tuple[dict[str, str], dict[str, str]]:
    """(values that were given, by name; what is wrong, by name)."""
    values, faults = {}, {}
    for field in fields:
        try:
            if value := read_value(field, raw.get(field.name), organs):
                values[field.name] = value
        except ValueError as error:
            faults[field.name] = str(error)
    return values, faults


def names_in(value: str) -> list[str]:
    """The names in a field that holds nothing else: 张三、李四."""
    for mark in "，,；;/ 　":
        value = value.replace(mark, "、")
    return [name for name in value.split("、") if name]


def compose(fields: Iterable[Field], values: Mapping[str, str]) -> str:
    """What has to be masked, as one text: a lone field as it is, several as 名称：内容."""
    masked = [f for f in fields if f.masked]
    if len(masked) == 1:
        return values.get(masked[0].name, "")
    return "\n".join(f"{f.label}：{values[f.name]}" for f in masked if values.get(f.name))


def decompose(fields: Iterable[Field], text: str) -> dict[str, str]:
    """The values that compose() put together; a line that begins with no label belongs to the one before it."""
    masked = [f for f in fields if f.masked]
    if len(masked) == 1:
        return {masked[0].name: text} if text else {}
    found: dict[str, str] = {}
    current = masked[0].name if masked else ""
    waiting = list(masked)
    for line in text.split("\n") if text else []:
        opened = next((f for f in waiting if line.startswith(f"{f.label}：")), None)
        if opened:
            current, line = opened.name, line.removeprefix(f"{opened.label}：")
            waiting = waiting[waiting.index(opened) + 1 :]
        found[current] = f"{found[current]}\n{line}" if current in found else line
    return {name: value for name, value in found.items() if name}
