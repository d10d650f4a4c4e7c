"""D14b: paid ahead (支付超前): more paid than confirmed, within what contracts may allow."""

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.paid_beyond_progress import held_to_progress
from jiugai.domain.reporting.checks.verdicts import Answer, Verdict


def examine(case: Case) -> Verdict:
    """Ask for the clause of the contract by which more was paid than confirmed."""
    return held_to_progress(case, "一般不超过")


CHECK = ReturnCheck(
    code="paid_ahead",
    number="D14b",
    title="支付超前",
    answer=Answer.EXPLAIN,
    formula="与“超进度支付”同，界限较低",
    base_rate="预付款未扣回的如实项目也会被问到，说明合同条款即可",
    limits={
        "advance": "一般预付款，占全部工程的百分点",
        "margin": "扣回以后一般仍超出的百分点",
    },
    examine=examine,
)
