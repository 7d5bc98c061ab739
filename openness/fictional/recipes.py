"""The kinds of documents a court turns out, each with its type of number, its court level and its share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from openness.fictional import (
    administrative,
    barred,
    civil,
    criminal,
    endangering,
    enforcement,
    harm,
    housing,
    lending,
    orders,
    reviews,
    taking,
    trading,
    workplace,
)
from openness.fictional.drafts import CivilDraft, CriminalDraft
from openness.fictional.layout import Sheet
from openness.fictional.parties import Party
from openness.fictional.scene import Scene

Roles = list[tuple[str, Party]]


@dataclass(slots=True)
class Built:
    """A sheet with what the document says about itself; the draft is kept where there may be an appeal."""

    sheet: Sheet
    family: str
    cause: str
    parties: list[tuple[str, str]]
    bar: str | None = None
    final: bool = True
    draft: CivilDraft | CriminalDraft | None = None
    appeal_days: int = 0


@dataclass(frozen=True, slots=True)
class Recipe:
    """How to make one kind of document; `share` is its number of cards in the deck."""

    name: str
    share: int
    number_type: str
    build: Callable[[Scene, str], Built]
    intermediate: bool = False
    suffix: str = ""


def with_heads(roles: Roles) -> list[tuple[str, str]]:
    """(role, name) of the parties, each followed by its legal representative."""
    out: list[tuple[str, str]] = []
    for role, p in roles:
        out.append((role, p.name))
        out += p.heads
    return out


def civil_roles(d: CivilDraft) -> list[tuple[str, str]]:
    """The parties of a first instance."""
    sides = (("原告", d.plaintiffs), ("被告", d.defendants), ("第三人", d.thirds))
    return with_heads([(role, p) for role, side in sides for p in side])


def criminal_roles(s: Scene, d: CriminalDraft) -> list[tuple[str, str]]:
    """The prosecutor, the accused, and the guardians of juveniles."""
    accused = [("被告人", a.person.name) for a in d.accused]
    return [("公诉机关", s.court.procuratorate), *accused, *(("法定代理人", name) for name in d.guardians)]


def first_instance(template: Callable[[Scene], CivilDraft]) -> Callable[[Scene, str], Built]:
    """A civil or administrative judgment of first instance."""

    def build(s: Scene, number: str) -> Built:
        d = template(s)
        return Built(civil.judgment(s, d, number), d.family, d.cause, civil_roles(d), draft=d, appeal_days=15)

    return build


def prosecuted(template: Callable[[Scene], CriminalDraft]) -> Callable[[Scene, str], Built]:
    """A criminal judgment of first instance."""

    def build(s: Scene, number: str) -> Built:
        d = template(s)
        sheet = criminal.judgment(s, d, number)
        roles = criminal_roles(s, d)
        return Built(sheet, d.family, d.crime, roles, d.bar, draft=None if d.bar else d, appeal_days=10)

    return build


def ruling(template: Callable[[Scene, str], tuple[Sheet, Roles, str]], family: str, appeal_days: int = 0) -> Callable[[Scene, str], Built]:
    """A ruling or decision whose template lays the whole sheet."""

    def build(s: Scene, number: str) -> Built:
        sheet, roles, cause = template(s, number)
        return Built(sheet, family, cause, with_heads(roles), appeal_days=appeal_days)

    return build


def family_case(template: Callable[[Scene], CivilDraft], bar: str) -> Callable[[Scene, str], Built]:
    """Divorce, custody, and what the court holds unfit."""
    frame = barred.unfit_judgment if bar == "unfit" else barred.family_judgment

    def build(s: Scene, number: str) -> Built:
        d = template(s)
        return Built(frame(s, d, number), d.family, d.cause, civil_roles(d), bar, appeal_days=15)

    return build


PAYABLE = (lending.lending, trading.sale, housing.tenancy, trading.construction, harm.traffic, housing.property_service)


def mediated(s: Scene, number: str) -> Built:
    """A mediated agreement in a case about money."""
    d = s.of(PAYABLE)(s)
    return Built(barred.mediation(s, d, number), "mediation", d.cause, civil_roles(d), "mediation")


def withdrawn(s: Scene, number: str) -> Built:
    """A suit withdrawn."""
    d = s.of(PAYABLE)(s)
    return Built(orders.withdrawn(s, d, number), d.family, d.cause, civil_roles(d))


def secured(s: Scene, number: str) -> Built:
    """Property secured; the case goes on."""
    d = s.of(PAYABLE[:4])(s)
    return Built(orders.secured(s, d, number), d.family, d.cause, civil_roles(d), final=False)


def corrected(s: Scene, number: str) -> Built:
    """A slip of the pen mended; the judgment itself ended the case."""
    d = s.of(PAYABLE)(s)
    mended = number.removesuffix("之一")
    s.keep(mended)
    return Built(orders.corrected(s, d, number, mended), d.family, d.cause, civil_roles(d), final=False)


CIVIL = (
    (lending.lending, 11), (trading.sale, 8), (trading.construction, 4), (housing.tenancy, 5), (housing.property_service, 6),
    (harm.traffic, 8), (harm.insurance, 3), (workplace.labour, 6), (workplace.inspection, 2), (workplace.share_transfer, 2),
)
ADMINISTRATIVE = ((administrative.penalty, 4), (administrative.work_injury, 2), (administrative.information, 1))
CRIMINAL = (
    (taking.theft, 4), (taking.fraud, 3), (taking.company_embezzlement, 2), (taking.corruption, 1), (taking.cyber_aid, 3),
    (endangering.drunk_driving, 5), (endangering.injury, 4), (endangering.drugs, 2), (endangering.traffic_death, 2),
    (endangering.fishing, 2), (endangering.refusal, 1),
)
RECIPES = (
    *(Recipe(t.__name__, share, "民初", first_instance(t)) for t, share in CIVIL),
    *(Recipe(t.__name__, share, "行初", first_instance(t)) for t, share in ADMINISTRATIVE),
    *(Recipe(t.__name__, share, "刑初", prosecuted(t)) for t, share in CRIMINAL),
    Recipe("enforcement_review", 3, "行审", ruling(reviews.enforcement_review, "enforcement_review")),
    Recipe("state_compensation", 1, "委赔", ruling(reviews.state_compensation, "compensation"), intermediate=True),
    Recipe("no_assets", 6, "执", ruling(enforcement.no_assets, "execution"), suffix="之一"),
    Recipe("no_assets_plain", 4, "执", ruling(enforcement.no_assets, "execution")),
    Recipe("resumed", 4, "执恢", ruling(enforcement.resumed, "execution")),
    Recipe("objection", 2, "执异", ruling(enforcement.objection, "execution", 15)),
    Recipe("juvenile_theft", 1, "刑初", prosecuted(barred.juvenile_theft)),
    Recipe("state_secret", 1, "刑初", prosecuted(barred.state_secret), intermediate=True),
    Recipe("divorce", 3, "民初", family_case(barred.divorce, "divorce")),
    Recipe("custody", 1, "民初", family_case(barred.custody, "custody")),
    Recipe("privacy", 1, "民初", family_case(barred.privacy, "unfit")),
    Recipe("mediated", 5, "民初", mediated),
    Recipe("withdrawn", 5, "民初", withdrawn),
    Recipe("secured", 2, "民初", secured, suffix="之一"),
    Recipe("corrected", 1, "民初", corrected, suffix="之一"),
)
# Appeals whose first judgment is older than the period: how many cards, and what may be under appeal.
APPEALS = (("civil", 5, CIVIL), ("administrative", 1, ADMINISTRATIVE), ("criminal", 2, CRIMINAL))
