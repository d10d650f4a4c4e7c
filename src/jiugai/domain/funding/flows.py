"""What a flow of money says (资金流水), and what flows may not say.

A flow says "on this day so much"; flows are summed, readings are not. Ledgers give cumulative
sums, so what is written of them is the difference to what is already on record.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.funding.sources import Source
from jiugai.domain.quantities import yuan
from jiugai.domain.registry.ledger import Column


class FlowKind(IntEnum):
    """What a flow of money says (资金环节); the numbers are stored."""

    ALLOTTED = 1
    RECEIVED = 2
    PAID = 3

    @property
    def word(self) -> str:
        return {1: "下达", 2: "到位", 3: "支付"}[self.value]


KIND_OF_COLUMN = {Column.RECEIVED: FlowKind.RECEIVED, Column.PAID: FlowKind.PAID}
"""The kind of flow whose cumulative sum a ledger's column gives."""


@dataclass(frozen=True, slots=True)
class MoneyFlow:
    """On a day so much (资金流水), in 分; corrections are already applied, a return is negative."""

    source: Source
    kind: FlowKind
    on: date
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Increment:
    """What a stated cumulative sum adds to the flows on record (本期增减).

    Attributes:
      flow: the flow to be written; None if the sums agree and there is nothing to write.
      findings: what is odd about it.
    """

    flow: MoneyFlow | None
    findings: tuple[Finding, ...] = ()


def balance(flows: Iterable[MoneyFlow], kind: FlowKind, on: date) -> int:
    """Return the sum of a kind up to a day, over all sources, in 分."""
    return sum(flow.amount_fen for flow in flows if flow.kind is kind and flow.on <= on)


def increment(stated_fen: int, known: Sequence[MoneyFlow], kind: FlowKind, on: date) -> Increment:
    """Turn a ledger's cumulative sum into the flow that leads to it.

    A sum for a day before flows already on record is refused: the difference would be added to
    every later sum as well, which already contains it. The difference goes to ``UNSPLIT``, since a total does not say from where. A sum that falls
    is written as a return of money, with a warning: it is more often an error than a refund.
    """
    if stated_fen < 0:
        message = (
            f"累计{kind.word}资金读到 {_said(stated_fen)}，累计数不能是负数；"
            "请填到当日为止的总数。本条没有写入。"
        )
        return Increment(None, (Finding("flow.negative_total", message),))
    later = [flow.on for flow in known if flow.kind is kind and flow.on > on]
    if later:
        message = (
            f"{on} 的累计{kind.word}资金来晚了：之后（{min(later)}）已有记录，补一笔会使以后的合计改变；"
            "请按每笔流水补录，或更正后面的记录。本条没有写入。"
        )
        return Increment(None, (Finding("flow.total_out_of_turn", message),))
    so_far = balance(known, kind, on)
    if stated_fen == so_far:
        return Increment(None)
    flow = MoneyFlow(Source.UNSPLIT, kind, on, stated_fen - so_far)
    if stated_fen > so_far:
        return Increment(flow)
    message = (
        f"累计{kind.word}资金从 {_said(so_far)}减为 {_said(stated_fen)}，"
        f"按退回 {_said(so_far - stated_fen)}记；如果是前一数有误，请改为更正并写明原因。"
    )
    return Increment(flow, (Finding("flow.total_falls", message, Weight.WARNS),))


def check_flow(new: MoneyFlow, known: Sequence[MoneyFlow], today: date) -> tuple[Finding, ...]:
    """Hold a new flow against those of the same project that are on record.

    What is impossible blocks: nothing, the future, more returned than came. What is suspicious
    warns: paid beyond what was received may be an advance, or receipts not yet entered.
    """
    findings = []
    if new.amount_fen == 0:
        message = f"{new.kind.word}金额是 0，没有发生资金不用记。本条没有写入。"
        findings.append(Finding("flow.nothing", message))
    if new.on > today:
        message = (
            f"{new.kind.word}日期写的是 {new.on}，晚于今天（{today}）；"
            "请改成实际日期，或到发生后再录。本条没有写入。"
        )
        findings.append(Finding("flow.in_future", message))
    findings += _returns(new, known) or check_balances([*known, new], new.kind)
    return tuple(findings)


def _returns(new: MoneyFlow, known: Sequence[MoneyFlow]) -> list[Finding]:
    """Refuse a return of more than had come from that source by any later day."""
    if new.amount_fen >= 0:
        return []
    by_day: dict[date, int] = defaultdict(int)
    for flow in (*known, new):
        if flow.source is new.source and flow.kind is new.kind:
            by_day[flow.on] += flow.amount_fen
    running = 0
    for day in sorted(by_day):
        running += by_day[day]
        if day >= new.on and running < 0:
            message = (
                f"{new.source.word}退回{new.kind.word}资金 {_said(-new.amount_fen)}，"
                f"到 {day} 累计就成了 {_said(running)}，退回的多于原来的；"
                "请核对金额、日期和来源。本条没有写入。"
            )
            return [Finding("flow.more_returned_than_came", message)]
    return []


def check_balances(flows: Sequence[MoneyFlow], touched: FlowKind) -> tuple[Finding, ...]:
    """Hold paid against received, and received against allotted, over all days to date.

    :param touched: the kind that has just changed; only pairs that it takes part in are looked at.
    """
    total = {kind: sum(f.amount_fen for f in flows if f.kind is kind) for kind in FlowKind}
    findings = []
    paid, received, allotted = (
        total[FlowKind.PAID],
        total[FlowKind.RECEIVED],
        total[FlowKind.ALLOTTED],
    )
    if touched is not FlowKind.ALLOTTED and paid > received:
        message = (
            f"累计支付 {_said(paid)}，多于累计到位 {_said(received)}，差 {_said(paid - received)}；"
            "请核对是否漏记到位资金，或用其他资金垫付，垫付的请写明来源。"
        )
        findings.append(Finding("flow.paid_beyond_received", message, Weight.WARNS))
    if touched is not FlowKind.PAID and 0 < allotted < received:
        message = (
            f"累计到位 {_said(received)}，多于累计下达 {_said(allotted)}；"
            "请核对是否漏记下达文件，或把其他项目的资金记到了这里。"
        )
        findings.append(Finding("flow.received_beyond_allotted", message, Weight.WARNS))
    return tuple(findings)


def _said(fen: int) -> str:
    """Return 分 as a sentence says it, in 元 and exact."""
    return f"{yuan(fen):,} 元"
