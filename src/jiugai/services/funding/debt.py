"""The debt red line on file (举债红线): platform companies listed, declarations drawn up and signed."""

import uuid
from dataclasses import dataclass
from datetime import date

from jiugai.domain.divisions import Scope
from jiugai.domain.findings import Finding
from jiugai.domain.funding.debt import (
    DeclarationFacts,
    RedLine,
    check_listing,
    declaration_text,
)
from jiugai.services.actor import Actor, Power, require, why_another_hand
from jiugai.services.facts import Horizon
from jiugai.services.funding.book.names import Names
from jiugai.services.funding.book.red_line import red_line_on
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.funding import debt
from jiugai.storage.funding.debt import DeclarationRow, DeclaredMeanwhile, ListedCompany
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused, SameHands, unit_of_work

__all__ = [
    "AlreadyDone",
    "CountyDebt",
    "DebtPage",
    "KeyReused",
    "Listing",
    "NoSuchDeclaration",
    "debt_page",
    "declare",
    "list_company",
    "sign",
]


class NoSuchDeclaration(LookupError):
    """There is no such county within the actor's reach, or it declared nothing."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A company to be entered on a county's list, or taken from it (列入、移出)."""

    county: int
    name: str
    listed: bool
    on: date
    paper: str


@dataclass(frozen=True, slots=True)
class CountyDebt:
    """A county with what it promised for a year (县区承诺).

    Attributes:
      row: None while nothing was drawn up.
      why_not: why he, who may sign others', may not sign this one.
    """

    county_id: int
    county: str
    row: DeclarationRow | None
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class DebtPage:
    """The red line, the list, and what each county within reach promised (举债红线页)."""

    year: int
    line: RedLine
    companies: tuple[ListedCompany, ...]
    counties: tuple[CountyDebt, ...]
    names: Names


def debt_page(asked: Horizon, year: int | None, *, actor: Actor) -> DebtPage:
    """Return the red line at a horizon with the list and a year's declarations.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    day, shown = asked.as_of, asked.as_of.year if year is None else year
    names = Names(day)
    told = {
        row.county_id: row
        for row in debt.declarations(year=shown, last_seq=asked.last_seq, on_day=day)
    }
    city = accounts.city_id()
    counties = tuple(
        CountyDebt(county_id, name, row := told.get(county_id), _why_not(row, actor))
        for county_id, name in names.counties_of(actor.scope).items()
        if county_id != city
    )
    listed = debt.companies(on_day=day, last_seq=asked.last_seq)
    return DebtPage(shown, red_line_on(None, day), listed, counties, names)


def _why_not(row: DeclarationRow | None, actor: Actor) -> str:
    if row is None or row.signed_at is not None or Power.SIGN_DECLARATION not in actor.powers:
        return ""
    return why_another_hand(actor, [row.user_id], by="没有经手的县区审核岗")


def list_company(
    told: Listing, *, actor: Actor, today: date, key: uuid.UUID | None = None
) -> tuple[Finding, ...]:
    """Enter a company on a county's list, or that it left; return what refuses it.

    :raises NotAllowed: if the actor may not keep the book.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.KEEP_BOOK)
    if not actor.scope.covers(told.county):
        return (_refused("out_of_reach", f"这个县区不归“{actor.label}”管；请改选本辖区的县区"),)
    findings = list(check_listing(told.name, told.paper, told.on, today))
    name = told.name.strip()
    standing = any(
        one.county_id == told.county and one.company.name == name
        for one in debt.companies(on_day=today)
    )
    if standing == told.listed:
        state = "已经在名录里" if standing else "不在名录里，不用移出"
        findings.append(_refused("listed_already", f"“{name}”{state}；请核对名称和县区"))
    if findings:
        return tuple(findings)
    with unit_of_work(
        verb="funding.list_platform" if told.listed else "funding.unlist_platform",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=name[:128],
        key=key,
    ) as act:
        debt.listing(
            act,
            county_id=told.county,
            name=name,
            listed=told.listed,
            on=told.on,
            paper=told.paper.strip(),
        )
    return ()


def declare(
    county_id: int,
    year: int,
    paper: str,
    asked: Horizon,
    *,
    actor: Actor,
    today: date,
    key: uuid.UUID | None = None,
) -> tuple[Finding, ...]:
    """Draw up a county's promise for a year from what is on file; return what refuses it.

    :raises NotAllowed: if the actor may not keep the book.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.KEEP_BOOK)
    before = _declared(county_id, year, asked)
    findings = _undeclarable(county_id, paper, before, actor.scope)
    if findings:
        return findings
    facts = _facts(county_id, year, asked, today)
    try:
        with unit_of_work(
            verb="funding.draw_up_declaration",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{facts.county} {year}年 {paper.strip()}"[:128],
            key=key,
        ) as act:
            debt.declaration(
                act,
                county_id=county_id,
                year=year,
                number=before.number + 1 if before else 1,
                paper=paper.strip(),
                on=today,
                text=declaration_text(facts),
                user_id=actor.user_id,
            )
    except DeclaredMeanwhile:
        return (_meanwhile(),)
    return ()


def _undeclarable(
    county_id: int, paper: str, before: DeclarationRow | None, scope: Scope
) -> tuple[Finding, ...]:
    if county_id == accounts.city_id() or not scope.covers(county_id):
        return (_refused("out_of_reach", "承诺由县区自己写，这个县区不归您管；请改选本县区"),)
    if before is not None and before.signed_at is not None:
        return (_refused("signed_already", "这一年的承诺已经签署，不再另写；请打开看已签的一份"),)
    if not paper.strip():
        return (_refused("no_paper", "没有写承诺书文号，例如“石政函〔2021〕3号”；请补上"),)
    return ()


def _declared(county_id: int, year: int, asked: Horizon) -> DeclarationRow | None:
    found = debt.declarations(year=year, last_seq=asked.last_seq, on_day=asked.as_of)
    return next((row for row in found if row.county_id == county_id), None)


def _facts(county_id: int, year: int, asked: Horizon, today: date) -> DeclarationFacts:
    own = [one for one in debt.companies(on_day=today) if one.county_id == county_id]
    return DeclarationFacts(
        Names(today).county(county_id),
        year,
        today,
        debt.received(county_id, last_seq=asked.last_seq, on_day=today),
        tuple(one.company.name for one in own),
    )


def sign(
    declaration_id: int, year: int, asked: Horizon, *, actor: Actor, key: uuid.UUID | None = None
) -> tuple[Finding, ...]:
    """Sign another's declaration for the county; return what refuses it.

    :param declaration_id: the version that the officer saw.
    :raises NotAllowed: if the actor may not sign declarations.
    :raises NoSuchDeclaration: if there is none within reach.
    """
    require(actor, Power.SIGN_DECLARATION)
    found = debt.declarations(year=year, last_seq=asked.last_seq, on_day=asked.as_of)
    row = next((one for one in found if actor.scope.covers(one.county_id)), None)
    if row is None:
        raise NoSuchDeclaration(declaration_id)
    if row.id != declaration_id or row.signed_at is not None:
        return (_meanwhile(),)
    if actor.user_id == row.user_id:
        return (_own(),)
    try:
        with unit_of_work(
            verb="funding.sign_declaration",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{row.year}年 {row.paper}"[:128],
            key=key,
        ) as act:
            debt.signature(act, row, user_id=actor.user_id)
    except DeclaredMeanwhile:
        return (_meanwhile(),)
    except SameHands:
        return (_own(),)
    return ()


def _own() -> Finding:
    return _refused(
        "own_declaration", "这份承诺是您、您代办的人或代您办的人起草的，须由没有经手的人签署"
    )


def _meanwhile() -> Finding:
    return _refused("done_meanwhile", "这份承诺刚才被别人重写或签署了，请刷新后看最新情况再办")


def _refused(code: str, message: str) -> Finding:
    return Finding(f"debt.{code}", f"{message}。没有写入任何数据。")
