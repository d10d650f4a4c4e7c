"""The red line as the book asks it (举债红线): before a source is opened, a contract entered, money posted."""

from dataclasses import replace
from datetime import date
from functools import lru_cache

from jiugai.domain.findings import Finding
from jiugai.domain.funding.alerts.implicit_debt import ALERT
from jiugai.domain.funding.book.vouchers import Voucher
from jiugai.domain.funding.debt import GIVING_BACK, RedLine, red_line
from jiugai.domain.funding.sources import Source
from jiugai.exchange.funding.alert_limits import alert_thresholds
from jiugai.exchange.funding.source_rules import source_rules
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.funding import debt

__all__ = ["red_line_on", "refuses_contract", "refuses_source", "refuses_voucher"]


def red_line_on(county_id: int | None, day: date) -> RedLine:
    """Return the red line in a county on a day, or in the city where no county is named."""
    place = county_id if county_id is not None else accounts.city_id()
    code = divisions.codes([place], day=day).get(place, "") if place is not None else ""
    companies = tuple(one.company for one in debt.companies(on_day=day))
    return replace(_law(code, day), companies=companies)


@lru_cache(maxsize=64)
def _law(code: str, day: date) -> RedLine:
    """Return the red line as the policy files have it, without the list."""
    words = alert_thresholds().of(ALERT, code, day).words
    return red_line(source_rules(), words, (), code=code, on=day)


def refuses_source(source: Source, paper: str, day: date) -> tuple[Finding, ...]:
    """Say why a source is not opened under a paper; nothing if it may be."""
    line = red_line_on(None, day)
    return (*line.of_source(source), *line.of_text("下达文号", paper))


def refuses_contract(payee: str, day: date) -> tuple[Finding, ...]:
    """Say why a payee is not entered; nothing if it may be."""
    return red_line_on(None, day).of_text("收款单位", payee)


def refuses_voucher(told: Voucher, day: date) -> tuple[Finding, ...]:
    """Say why a step of money is not written or posted; nothing if it may be.

    :param day: on which it is written or posted, not on which it happened: what was posted before
      the line was drawn is for the alerts to find.
    """
    if told.step in GIVING_BACK:
        return ()
    line = red_line_on(told.county, day)
    source, paper, payee = debt.behind(told.earmark, told.contract)
    texts = (("下达文号", paper), ("收款单位", payee), ("依据", told.paper), ("摘要", told.memo))
    return (
        *(line.of_source(source) if source is not None else ()),
        *(one for what, text in texts if text for one in line.of_text(what, text)),
    )
