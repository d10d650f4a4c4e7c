"""The facts of a finding, opened one by one (依据的事实)."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiugai.domain.funding.alerts.cases import FactKind
from jiugai.domain.funding.book.steps import MoneyStep
from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority, Sizes
from jiugai.domain.quantities import round_half_up, square_metres, wan_yuan, yuan
from jiugai.domain.works import Indicator
from jiugai.exchange.policy_files import indicator_definitions
from jiugai.services.reporting.board import SiteStanding
from jiugai.services.supervision.audit.case_facts import CityBook, Facts


@dataclass(frozen=True, slots=True)
class FactLine:
    """A fact in a sentence's worth of words (一件事实).

    Attributes:
      id: of its kind: a posting's, a step's, a list and a site joined by ``/``.
      about: the community, the contract or the earmark it is about.
      value: what it says.
      basis: the number of its paper, or where it was told.
      seq: the stamp under which it was recorded; None where it is joined from several.
      community: the public number of the community it is about, if it is about one.
    """

    kind: FactKind
    id: str
    on: date | None
    about: str
    value: str
    basis: str
    seq: int | None = None
    community: str = ""


def fact_lines(facts: Facts, book: CityBook) -> tuple[FactLine, ...]:
    """Return the facts of a finding, kind by kind, by day."""
    lines = _Lines(book)
    found = [
        line
        for kind, ids in facts.items()
        for fact_id in ids
        if (line := lines.line(kind, fact_id)) is not None
    ]
    order = list(FactKind)
    found.sort(key=lambda one: (order.index(one.kind), one.on or date.min, one.about, one.id))
    return tuple(found)


class _Lines:
    """Facts by their identity, looked up in the city and its book."""

    def __init__(self, book: CityBook) -> None:
        self._book = book
        sites = book.city.sites.values()
        self._steps = {str(s.id): (site, s) for site in sites for s in site.steps.values()}
        self._readings = {str(r.id): (site, r) for site in sites for r in site.readings.values()}
        self._cards = {str(card.version_id): card for card in book.city.records.values()}
        self._contracts = {str(one.id): one for one in book.contracts}
        self._words = indicator_definitions()
        self._of: Mapping[FactKind, Callable[[str], FactLine | None]] = {
            FactKind.POSTINGS: self._posting,
            FactKind.CONTRACTS: self._contract,
            FactKind.PLAN: self._plan,
            FactKind.STEPS: self._step,
            FactKind.READINGS: self._reading,
            FactKind.REGISTER: self._card,
        }

    def line(self, kind: FactKind, fact_id: str) -> FactLine | None:
        """Return one fact's line; None if it is not within reach."""
        return self._of[kind](fact_id)

    def _posting(self, fact_id: str) -> FactLine | None:
        row = self._book.posted_by_id.get(int(fact_id))
        if row is None:
            return None
        earmark = self._book.earmarks[row.earmark_id]
        about = f"{Source(earmark.source).word}（{earmark.paper}）"
        memo = f"，摘要“{row.memo}”" if row.memo else ""
        value = f"{MoneyStep(row.step).word} {yuan(row.amount_fen):,} 元{memo}"
        return FactLine(FactKind.POSTINGS, fact_id, row.value_on, about, value, row.paper, row.seq)

    def _contract(self, fact_id: str) -> FactLine | None:
        found = self._contracts.get(fact_id)
        if found is None:
            return None
        value = f"{found.payee}，合同价 {yuan(found.amount_fen):,} 元"
        return FactLine(FactKind.CONTRACTS, fact_id, found.signed_on, found.number, value, "签订")

    def _plan(self, fact_id: str) -> FactLine | None:
        list_id, _, site_id = fact_id.partition("/")
        site = self._book.city.sites.get(int(site_id))
        sizes = site.filed.get(int(list_id)) if site else None
        if site is None or sizes is None:
            return None
        listed = self._book.city.lists[int(list_id)]
        basis = f"{listed.year} 年{Authority(listed.authority).word}上报计划"
        return self._of_site(site, FactKind.PLAN, fact_id, None, _sizes(sizes), basis)

    def _step(self, fact_id: str) -> FactLine | None:
        site, step = self._steps.get(fact_id, (None, None))
        if site is None or step is None:
            return None
        word = Step(step.step).word
        on = step.effective_on
        return self._of_site(site, FactKind.STEPS, fact_id, on, word, step.origin, step.seq)

    def _reading(self, fact_id: str) -> FactLine | None:
        site, found = self._readings.get(fact_id, (None, None))
        if site is None or found is None:
            return None
        value = self._read(Indicator(found.indicator), found.value)
        on = found.effective_on
        return self._of_site(site, FactKind.READINGS, fact_id, on, value, "月报", found.seq)

    def _read(self, indicator: Indicator, value: int) -> str:
        found = self._words[indicator]
        shown = round_half_up(Fraction(value, found.stored_per_shown), found.decimals)
        return f"{found.word} {shown:,} {found.shown_unit}"

    def _card(self, fact_id: str) -> FactLine | None:
        card = self._cards.get(fact_id)
        if card is None:
            return None
        parts = [
            f"{card.households:,} 户" if card.households is not None else "没有户数",
            f"{square_metres(card.area_dm2):,} ㎡" if card.area_dm2 is not None else "没有面积",
            card.property_management or "没有写物业管理方式",
        ]
        on, value = card.effective_on, "，".join(parts)
        return FactLine(
            FactKind.REGISTER, fact_id, on, card.name, value, "台账", card.seq, card.public_id
        )

    def _of_site(
        self,
        site: SiteStanding,
        kind: FactKind,
        fact_id: str,
        on: date | None,
        value: str,
        basis: str,
        seq: int | None = None,
    ) -> FactLine:
        name, public_id = self._book.city.name_of(site)
        return FactLine(kind, fact_id, on, name, value, basis, seq, public_id)


def _sizes(sizes: Sizes) -> str:
    return "，".join(_said(sizes))


def _said(sizes: Sizes) -> Iterator[str]:
    yield f"{sizes.households:,} 户" if sizes.households else "没有户数"
    if sizes.area_dm2:
        yield f"{square_metres(sizes.area_dm2):,} ㎡"
    if sizes.investment_fen:
        yield f"计划投资 {wan_yuan(sizes.investment_fen, 2):,} 万元"
