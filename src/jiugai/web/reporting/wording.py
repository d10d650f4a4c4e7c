"""How figures are written and where they lead (数的写法与去处): the same on every screen."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from urllib.parse import urlencode

from jiugai.domain.quantities import DM2_PER_M2, round_half_up, wan_yuan
from jiugai.domain.reporting.indicators import Basis, Measure, Quantity

TRACE = "/trace/"
LEDGER = "/communities/"
MEASURES = (
    "start_rate",
    "completion_rate",
    "acceptance_rate",
    "investment_rate",
    "funding_rate",
    "payment_rate",
)
"""The measures in the order of a project's life; a switch lists them so."""


def figure_url(
    measure: str,
    basis: Basis,
    year: int,
    county_id: int | None = None,
    *,
    when: Mapping[str, str] | None = None,
) -> str:
    """Return where a figure opens: the drawer's content, and a page of its own without script.

    :param when: the time for which it is true, where that is not the page's own: ``as_of``,
      ``recorded_by``.
    """
    asked: dict[str, object] = {"measure": measure, "basis": basis.value, "year": year}
    if county_id is not None:
        asked["county"] = county_id
    asked |= when or {}
    return f"{TRACE}?{urlencode(asked)}"


def ledger_url(**conditions: object) -> str:
    """Return the ledger narrowed: ``ledger_url(cohort=2020, stage="APPROVED")``."""
    kept = {name: value for name, value in conditions.items() if value not in (None, "")}
    return f"{LEDGER}?{urlencode(kept)}" if kept else LEDGER


def community_url(public_id: str) -> str:
    """Return where a community's page is; nowhere for one without a card yet."""
    return f"{LEDGER}{public_id}/" if public_id else ""


def amount(value: int, basis: Basis) -> int | Decimal:
    """Return a count in the unit in which people read it: ㎡ whole, 万元 with one decimal."""
    if basis is Basis.AREA:
        return int(round_half_up(Fraction(value, DM2_PER_M2), 0))
    return wan_yuan(value) if basis is Basis.FEN else value


def exact_percent(share: Fraction, decimals: int = 3) -> str:
    """Return a share as per cent before rounding: ``4.444…%``, or ``25%`` where it ends."""
    scaled = share * 100 * 10**decimals
    whole = scaled.numerator // scaled.denominator
    digits = Decimal(whole).scaleb(-decimals)
    if scaled.denominator == 1:
        return f"{digits.normalize():f}%"
    return f"{digits:f}…%"


_LONG = {
    Quantity.PLANNED: "列入上报计划",
    Quantity.STARTED: "截至当日已开工",
    Quantity.COMPLETED: "截至当日已完工",
    Quantity.ACCEPTED: "截至当日已竣工验收",
    Quantity.INVESTED: "截至当日累计完成投资",
    Quantity.RECEIVED: "截至当日累计到位",
    Quantity.PAID: "截至当日累计拨付",
}


def long_word(quantity: Quantity, basis: Basis) -> str:
    """Return what an equation calls a quantity."""
    if quantity is Quantity.PLANNED and basis is Basis.FEN:
        return "上报计划投资"
    return _LONG[quantity]


def column_word(quantity: Quantity) -> str:
    """Return what heads a column of a quantity."""
    return {Quantity.RECEIVED: "到位", Quantity.PAID: "拨付"}.get(quantity, quantity.word)


def offered(declared: dict[str, Measure]) -> tuple[Measure, ...]:
    """Return the measures in use in the order in which a switch lists them, ours first."""
    known = [declared[code] for code in MEASURES if code in declared]
    return (*known, *(m for code, m in sorted(declared.items()) if code not in MEASURES))
