"""What each project claimed, built, contracted and paid (项目事实)."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from jiugai.domain.funding.alerts.cases import (
    CaseKind,
    CasePlace,
    Claim,
    ContractFacts,
    FactKind,
    PaymentFacts,
    ProjectCase,
    SiteFacts,
)
from jiugai.domain.funding.book.accounts import AccountKind
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.source_rules import MayPay, may_pay
from jiugai.domain.funding.sources import Source
from jiugai.domain.funding.streams import items_named
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority, Sizes
from jiugai.domain.scheme.catalogue import items_in_force
from jiugai.domain.works import Indicator
from jiugai.exchange.funding.source_rules import source_rules
from jiugai.exchange.policy_files import scope_items
from jiugai.services.reporting.board import SiteStanding
from jiugai.services.supervision.audit.case_facts import CaseWithFacts, CityBook
from jiugai.storage.funding.audit_queries import PostedRow
from jiugai.storage.funding.book_queries import ContractRow

_PAYING = {MoneyStep.PAY.value, MoneyStep.PAY_RETENTION.value}
_TAKEN = (AccountKind.COMMITMENT, AccountKind.RETENTION, AccountKind.SPENT)


def project_cases(book: CityBook) -> Iterator[CaseWithFacts]:
    """Yield every project with a site."""
    for project_id, sites in book.projects.items():
        yield _project(book, project_id, sites)


def _project(book: CityBook, project_id: int, sites: Sequence[SiteStanding]) -> CaseWithFacts:
    row = sites[0].site
    county = book.county(row.county_id)
    posted = book.posted_of_project.get(project_id, ())
    staying = [site for site in sites if site.standing.in_pipeline]
    planned = [sizes.investment_fen for site in staying if (sizes := _plan_of(book, site)[1])]
    invested = [
        found.value for site in staying if (found := site.readings.get(int(Indicator.INVESTMENT)))
    ]
    case = ProjectCase(
        place=CasePlace(
            CaseKind.PROJECT, county.code, county.name, row.project_public_id, row.project_name
        ),
        day=book.asked.as_of,
        sites=tuple(_site(book, site) for site in sites),
        told=book.told.get(row.county_id, frozenset()),
        claims=tuple(_claims(book, sites)),
        contracts=tuple(_contract(book, one, posted) for one in _contracts(book, project_id)),
        payments=tuple(_payment(book, one, county.code) for one in posted if one.step in _PAYING),
        planned_fen=sum(planned) or None,
        invested_fen=sum(invested) if invested else None,
    )
    return CaseWithFacts(case, _facts(book, project_id, sites), project=project_id)


def _contracts(book: CityBook, project_id: int) -> tuple[ContractRow, ...]:
    return book.contracts_of.get(project_id, ())


def _facts(
    book: CityBook, project_id: int, sites: Sequence[SiteStanding]
) -> dict[FactKind, tuple[str, ...]]:
    cards = [book.city.records.get(site.site.community_id) for site in sites]
    return {
        FactKind.POSTINGS: tuple(str(row.id) for row in book.posted_of_project.get(project_id, ())),
        FactKind.CONTRACTS: tuple(str(one.id) for one in _contracts(book, project_id)),
        FactKind.PLAN: tuple(f"{id_}/{site.site.id}" for site in sites for id_ in site.filed),
        FactKind.STEPS: tuple(str(step.id) for site in sites for step in site.steps.values()),
        FactKind.READINGS: tuple(str(one.id) for site in sites for one in site.readings.values()),
        FactKind.REGISTER: tuple(str(card.version_id) for card in cards if card),
    }


def _site(book: CityBook, site: SiteStanding) -> SiteFacts:
    year, sizes = _plan_of(book, site)
    card = book.city.records.get(site.site.community_id)
    return SiteFacts(
        name=book.city.name_of(site)[0],
        claimed_households=sizes.households or None if sizes else None,
        claimed_area_dm2=sizes.area_dm2 or None if sizes else None,
        households=card.households if card else None,
        area_dm2=card.area_dm2 if card else None,
        planned_year=year,
        started_on=_on(site, Step.START),
        completed_on=_on(site, Step.COMPLETION),
        accepted_on=_on(site, Step.ACCEPTANCE),
        settled_on=_on(site, Step.SETTLEMENT),
        management=(card.property_management or None) if card else None,
        left=not site.standing.in_pipeline,
    )


def _plan_of(book: CityBook, site: SiteStanding) -> tuple[int | None, Sizes | None]:
    """Return the year and the sizes of a site's last plan, the province's before another's."""
    plans = sorted(
        (
            book.city.lists[id_].authority == Authority.PROVINCIAL.value,
            book.city.lists[id_].year,
            id_,
        )
        for id_ in site.filed
    )
    if not plans:
        return None, None
    _, year, list_id = plans[-1]
    return year, site.filed[list_id]


def _on(site: SiteStanding, step: Step) -> date | None:
    found = site.steps.get(int(step))
    return found.effective_on if found else None


def _claims(book: CityBook, sites: Iterable[SiteStanding]) -> Iterator[Claim]:
    """Yield every standing claim for the communities of a project."""
    communities = {
        book.city.stood_for.get(site.site.community_id, site.site.community_id) for site in sites
    }
    for community_id in sorted(communities):
        for site in book.city.by_community.get(community_id, ()):
            if site.standing.in_pipeline:
                for list_id in site.filed:
                    row = book.city.lists[list_id]
                    name = book.city.name_of(site)[0]
                    project = site.site.project_name
                    yield Claim(name, row.year, row.authority, project, str(community_id))


def _contract(book: CityBook, contract: ContractRow, posted: Sequence[PostedRow]) -> ContractFacts:
    accounts = book.held_on.get(contract.id, ())
    of_kind = {
        kind: sum(one.balance_fen for one in accounts if one.key.kind is kind) for kind in _TAKEN
    }
    taken: dict[str, int] = {}
    for one in accounts:
        if one.key.kind in _TAKEN and one.balance_fen:
            earmark = book.earmarks[one.earmark_id]
            name = f"{Source(earmark.source).word}（{earmark.paper}）"
            taken[name] = taken.get(name, 0) + one.balance_fen
    paid = [
        row.value_on for row in posted if row.contract_id == contract.id and row.step in _PAYING
    ]
    return ContractFacts(
        number=contract.number,
        payee=contract.payee,
        amount_fen=contract.amount_fen,
        signed_on=contract.signed_on,
        paid_fen=of_kind[AccountKind.SPENT],
        committed_fen=of_kind[AccountKind.COMMITMENT],
        first_paid_on=min(paid, default=None),
        taken_up=taken,
    )


def _payment(book: CityBook, row: PostedRow, code: str) -> PaymentFacts:
    source = Source(book.earmarks[row.earmark_id].source)
    numbers = {one.id: one.number for one in _contracts(book, row.project_id or 0)}
    return PaymentFacts(
        on=row.value_on,
        amount_fen=row.amount_fen,
        contract=numbers.get(row.contract_id or 0, ""),
        memo=row.memo,
        source=source,
        answer=_answer(row, source, code),
    )


def _answer(row: PostedRow, source: Source, code: str) -> MayPay | None:
    """Return whether the source may pay for the one item that the memo names.

    None if it names none or several, or if the answer hangs on a place that nobody told.
    """
    named = items_named(row.memo)
    items = items_in_force(scope_items(), code, row.value_on)
    item = items.get(named[0]) if len(named) == 1 else None
    if item is None:
        return None
    rules = source_rules()
    anywhere = may_pay(source, item, rules, code=code, on=row.value_on)
    if anywhere.allowed:
        return anywhere
    somewhere = [
        may_pay(source, item, rules, code=code, on=row.value_on, reach=reach)
        for reach in item.reach
    ]
    if any(found.allowed for found in somewhere):
        return somewhere[0] if all(found.allowed for found in somewhere) else None
    return anywhere
