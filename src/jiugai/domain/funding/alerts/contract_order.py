"""HZ-04: contract management (合同管理): works begun, or money paid, before a contract was signed."""

from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, undefined


def examine(case: ProjectCase, _: AlertLimits) -> AlertVerdict:
    """Hold the day of each contract against the first start and the first payment."""
    if not case.contracts:
        return undefined("没有登记合同")
    early = next(
        (
            o
            for o in case.contracts
            if o.first_paid_on is not None and o.first_paid_on < o.signed_on
        ),
        None,
    )
    if early:
        return failed(
            f"合同{early.number} {early.signed_on} 签订，{early.first_paid_on} 已经付款",
            "应先签合同，再付款",
            contract=early.number,
            signed_on=early.signed_on.isoformat(),
        )
    if case.started_on is None:
        return OK
    signed = min(one.signed_on for one in case.contracts)
    if signed <= case.started_on:
        return OK
    return failed(
        f"{case.started_on} 开工，最早的合同 {signed} 才签订",
        "应先签合同，再开工",
        started_on=case.started_on.isoformat(),
        signed_on=signed.isoformat(),
        days=(signed - case.started_on).days,
    )


ALERT = ProjectAlert(
    code="HZ-04",
    title="招投标和合同管理不规范",
    formula="没有签合同就开工，或者没有签合同就付款",
    needs="合同签订日期、开工日期、付款日期",
    remedy="请核对合同和开工日期，补齐手续并说明原因",
    rests_on=(FactKind.CONTRACTS, FactKind.STEPS, FactKind.POSTINGS),
    concerns=lambda case: bool(case.contracts) or case.started_on is not None,
    examine=examine,
)
