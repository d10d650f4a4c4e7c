"""What one person writes down and another checks before it is posted (凭证): its own faults."""

from dataclasses import dataclass
from datetime import date

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding
from jiugai.domain.funding.book.steps import MoneyStep, needs_contract, needs_project
from jiugai.domain.quantities import yuan

MOST_FEN = 9_223_372_036_854_775_807 // 1000
"""More than any grant, and far from what an account's counter can hold."""


@dataclass(frozen=True, slots=True)
class Voucher:
    """A step of money as somebody writes it down (凭证).

    Attributes:
      on: the day on which it happened (业务日期).
      paper: the number of the paper that it rests on: grant, contract, invoice, bank slip.
      project, contract: identities, None where the step knows none.
      giver: the county an assignment comes from.
    """

    step: MoneyStep
    earmark: int
    county: int
    amount_fen: int
    on: date
    paper: str
    project: int | None = None
    contract: int | None = None
    giver: int | None = None
    memo: str = ""


def check_voucher(voucher: Voucher, *, granted_in: int, today: date) -> tuple[Finding, ...]:
    """Return all that is wrong with a voucher by itself.

    :param granted_in: the earmark's year; nothing can happen to its money before.
    """
    found = [
        *_amount(voucher.amount_fen),
        *_day(voucher, granted_in, today),
        *_parties(voucher),
    ]
    if not voucher.paper.strip():
        found.append(
            _wrong(
                "paper_missing",
                f"没有写{voucher.step.word}依据的文号或单号，例如“安财建〔2020〕12号”；请补上",
            )
        )
    return tuple(found)


def _amount(fen: int) -> list[Finding]:
    if fen <= 0:
        return [
            _wrong(
                "amount_not_positive",
                f"金额读到 {yuan(fen):,} 元，应大于 0，例如 120000.00；要退回的请用退款或冲销",
            )
        ]
    if fen > MOST_FEN:
        return [
            _wrong(
                "amount_too_large",
                f"金额读到 {yuan(fen):,} 元，超过一笔账能记的数；请核对单位是不是写错了",
            )
        ]
    return []


def _day(voucher: Voucher, granted_in: int, today: date) -> list[Finding]:
    if voucher.on > today:
        return [
            _wrong(
                "day_in_future", f"业务日期写的是 {voucher.on}，晚于今天（{today}）；请到发生后再记"
            )
        ]
    if voucher.on.year < granted_in - 1:
        return [
            _wrong(
                "day_before_grant",
                f"业务日期写的是 {voucher.on}，早于这笔 {granted_in} 年度专款一年以上；请核对日期或专款",
            )
        ]
    return []


def _parties(voucher: Voucher) -> list[Finding]:
    found = []
    if needs_project(voucher.step) and voucher.project is None:
        found.append(_wrong("project_missing", f"{voucher.step.word}没有指明项目；请选一个项目"))
    if needs_contract(voucher.step) and voucher.contract is None:
        found.append(
            _wrong("contract_missing", f"{voucher.step.word}没有指明合同；请先登记合同，再选它")
        )
    if voucher.step is MoneyStep.ASSIGN and voucher.giver in (None, voucher.county):
        found.append(
            _wrong("giver_missing", "分配到县区没有写从哪一级的指标里分；请选分出指标的一方")
        )
    return found


def period_of(on: date, last_closed: Month | None, today: date) -> Month:
    """Return the period in which a day's step is posted: its own, or today's once that is closed.

    A closed period is never opened again, nor is any before it; what comes late is posted in the
    open one and shown as an adjustment of earlier periods (以前期间调整).
    """
    own = Month.of(on)
    closed = last_closed is not None and own <= last_closed
    return Month.of(today) if closed else own


def _wrong(code: str, message: str) -> Finding:
    return Finding(f"voucher.{code}", f"{message}。本笔没有记账。")
