"""FD-06: money diverted (挪用、挤占): a payment that in its own words is for something else."""

from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined


def examine(case: ProjectCase, limits: AlertLimits) -> AlertVerdict:
    """Look in the words of each payment for what renovation money may not be spent on."""
    if not case.payments:
        return undefined("资金账里没有这个项目的付款")
    wrong = [(one, word) for one in case.payments if (word := limits.word_in(one.memo))]
    if wrong:
        first, word = wrong[0]
        total = sum(one.amount_fen for one, _ in wrong)
        return failed(
            f"{len(wrong)} 笔付款的摘要不像改造支出，例如 {first.on} 付 {said(first.amount_fen)}，"
            f"摘要写“{first.memo}”（有“{word}”）",
            "改造资金只能付本项目的改造费用，不得用于办公、还债、出借和其他项目",
            diverted_fen=total,
            payments=len(wrong),
            word=word,
        )
    silent = sum(not one.memo for one in case.payments)
    if silent:
        return undefined(f"{silent} 笔付款没有写摘要，不知道付的是什么")
    return OK


ALERT = ProjectAlert(
    code="FD-06",
    title="挪用挤占",
    formula="付款摘要写的是办公、还债、出借或者其他项目",
    needs="资金账的付款摘要",
    remedy="请核对票据；确属挪用的限期归还原渠道，写错摘要的冲销重记",
    rests_on=(FactKind.POSTINGS, FactKind.CONTRACTS),
    words=True,
    concerns=lambda case: bool(case.payments) or case.started_on is not None,
    examine=examine,
)
