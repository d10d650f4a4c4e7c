"""FD-11: price over-counted (多计工程价款): the audit of the settlement took something off."""

from fractions import Fraction

from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined
from jiugai.domain.quantities import percent


def examine(case: ProjectCase, _: AlertLimits) -> AlertVerdict:
    """Hold the settlement as the firm sent it in against the settlement as audited."""
    if case.submitted_fen is None or case.reviewed_fen is None:
        return undefined("没有登记结算送审价和审定价")
    over = case.submitted_fen - case.reviewed_fen
    if over <= 0:
        return OK
    return failed(
        f"结算送审 {said(case.submitted_fen)}，审定 {said(case.reviewed_fen)}，多计 {said(over)}"
        f"（{percent(Fraction(over, case.submitted_fen))}）",
        "送审价应与审定价一致",
        over_fen=over,
        submitted_fen=case.submitted_fen,
        reviewed_fen=case.reviewed_fen,
    )


ALERT = ProjectAlert(
    code="FD-11",
    title="多计工程价款",
    formula="结算送审价 > 审定价",
    needs="结算送审价、审定价",
    remedy="请按审定价结算，已多付的追回",
    rests_on=(FactKind.CONTRACTS, FactKind.POSTINGS),
    concerns=lambda case: case.completed_on is not None,
    examine=examine,
)
