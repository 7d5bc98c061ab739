"""One look of the patrol at one thing (泄漏巡查): every surface of a record, or one address that is nobody's. Writes nothing."""

import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.urls import reverse

from core.events import fault_of
from core.models import LedgerEntry, Organ
from core.sealed import fingerprint
from core.site import site_settings
from core.surfaces import PAGE, Surface, surfaces
from core.visitor import visit
from justice import case_numbers, leaks
from openness.reading.shown import STOP, markup_words, shown

AROUND, PASSAGES = 20, 12  # characters beside a passage; passages that are kept of one finding
GONE, ELSEWHERE = frozenset({404, 410}), frozenset({301, 302, 307, 308})
NUMBER = 40  # characters before a passage in which a case number may begin

ACCOUNTS = frozenset({"account", "wechat", "passport", "vehicle_number"})
PERMANENT = re.compile(r"(?<![0-9a-z])[2-9a-hjkmnp-z]{10}(?![0-9a-z])")


class Unreadable(RuntimeError):
    """An address did not answer with what could be read; says how, never what it holds."""


@dataclass(slots=True)
class Hit:
    """What one surface shows: where, how many of which kind. `passages` are secret."""

    surface: str
    address: str
    kinds: Counter[str]
    passages: list[tuple[str, str, str, str]]
    digest: str = ""

    def row(self) -> dict:
        """As it is kept, without words."""
        return {"surface": self.surface, "address": self.address, "kinds": dict(self.kinds), "digest": self.digest}


@dataclass(slots=True)
class Look:
    """What a look at one record, or at one place, came to. `gone` where it stopped being public meanwhile."""

    record: Any
    kind: str
    public_id: str = ""
    place: str = ""
    content: str = ""
    hits: list[Hit] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    looked: Counter[str] = field(default_factory=Counter)
    spent: Counter[str] = field(default_factory=Counter)
    gone: bool = False


@dataclass(slots=True)
class Frame:
    """What stands on every page and is nobody's secret: lines of the page's frame, what organs say of themselves."""

    lines: frozenset[str]
    official: tuple[str, ...]


def frame_read() -> Frame:
    """From a page that shows no record, the organs and the settings."""
    answer = visit(reverse("openness:my_case"))
    lines = frozenset(markup_words(answer.data.decode()).split("\n")) if answer.status == 200 else frozenset()
    organs = [w for row in Organ.objects.values_list("phone", "email", "address", "name") for w in row]
    site = site_settings()
    said = {*organs, site.contact_phone, site.contact_email, site.contact_address, site.organiser}
    return Frame(lines, tuple(sorted(w for w in said if len(w) > 3)))


def look_at_record(record: Any, *, withheld: Iterable[str], frame: Frame, night: int | None) -> Look:
    """Every surface of a public record. `night` None looks at all, else what rotates is looked at in its turn."""
    look = Look(record, record.kind, record.public_id, content=record.public_digest())
    own = tuple(v for n in ("number", "case_number") if isinstance(v := getattr(record, n, ""), str) and v)
    allowed, open_kinds = (*frame.official, *own), frozenset(getattr(record, "open_kinds", ()))
    names, known = set(withheld), set(frame.lines)
    for surface in surfaces(record.kind):
        if night is not None and record.pk % surface.nights != night % surface.nights:
            continue
        began = time.perf_counter()
        try:
            for address, words, traces in _answers(surface, record):
                _search(look, surface.slug, address, words, traces, names, allowed, open_kinds, known)
            look.looked[surface.slug] += 1
        except MemoryError:
            raise  # the machine's, not the record's
        except _Gone:
            look.gone = surface.slug == PAGE  # else nothing is shown there
        except Exception as error:
            look.faults.append(f"{surface.slug} {error if isinstance(error, Unreadable) else fault_of(error)}"[:120])
        look.spent[surface.slug] += int((time.perf_counter() - began) * 1_000_000)
        if look.gone:
            look.hits, look.faults = [], []
            break
    return look


def look_at_place(slug: str, address: str, *, frame: Frame) -> Look:
    """One address of a place: identifiers only, for nobody's names are withheld from all."""
    look = Look(None, "", place=address[:300])
    began = time.perf_counter()
    try:
        for words, traces in [_visited(address)]:
            _search(look, slug, address, words, traces, set(), frame.official, frozenset(), set())
        look.looked[slug] += 1
    except MemoryError:
        raise
    except _Gone:
        look.gone = True
    except Exception as error:
        look.faults.append(f"{slug} {error if isinstance(error, Unreadable) else fault_of(error)}"[:120])
    look.spent[slug] += int((time.perf_counter() - began) * 1_000_000)
    return look


class _Gone(Exception):
    pass


def _answers(surface: Surface, record: Any) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    if surface.words:
        yield "", STOP.join(filter(None, surface.words(record))), ()
    for address in surface.addresses(record) if surface.addresses else ():
        yield address, *_visited(address)


def _visited(address: str) -> tuple[str, tuple[str, ...]]:
    answer = visit(address)
    if answer.status in GONE:
        raise _Gone
    if answer.status in ELSEWHERE:  # what it leads to is looked at by its own address
        return "", ()
    if answer.status != 200:
        raise Unreadable(f"答 {answer.status}")
    found = shown(answer.data, answer.content_type)
    return found.words, found.traces


def _search(look: Look, surface: str, address: str, words: str, traces: Iterable[str], names: set[str], allowed: tuple[str, ...], open_kinds: frozenset[str], known: set[str]) -> None:
    """Adds a hit to the look where the words show something. Lines that were clean with their neighbours before are left out."""
    lines = [line for line in words.split("\n") if line not in known or line == "。"]
    text = "\n".join(lines)
    kinds, passages, secret = Counter(traces), [], sorted(traces)
    for leak in leaks.find(text, names):
        if leak.kind in open_kinds or _is_allowed(text, leak, allowed):
            continue
        kinds[leak.kind] += 1
        secret.append(f"{leak.kind}:{text[leak.start : leak.end]}")
        if len(passages) < PASSAGES:
            before, after = text[max(0, leak.start - AROUND) : leak.start], text[leak.end : leak.end + AROUND]
            passages.append((surface, *(part.replace("\n。\n", " ") for part in (before, text[leak.start : leak.end], after))))
    if not kinds:
        known.update(line for line in lines if line != "。")
        return
    digest = fingerprint("\n".join([surface, look.content, *sorted(set(secret))]))
    look.hits.append(Hit(surface, address, kinds, passages, digest))


def _is_allowed(text: str, leak: leaks.Leak, allowed: tuple[str, ...]) -> bool:
    """Whether the place lies within words that may stand there, or is the end of a case number taken for a house
    number, or a permanent number taken for an account."""
    start, end = leak.start, leak.end
    for word in allowed:
        at = text.find(word, max(0, start - len(word)), end + len(word))
        if at >= 0 and at <= start and end <= at + len(word):
            return True
    if leak.kind == "address":
        left = max(0, start - NUMBER)
        return any(left + found.start <= start < left + found.end for found in case_numbers.find(text[left:end]))
    if leak.kind in ACCOUNTS and (ids := PERMANENT.findall(text[max(0, start - NUMBER) : end + NUMBER])):
        known = LedgerEntry.objects.filter(public_id__in=ids).values_list("public_id", flat=True)
        return any(text[start:end] in f"/{public_id}/" or public_id in text[start:end] for public_id in known)
    return False
