"""FD-08: claimed twice (多头申报、重复申报): one community in two years, one contract from two funds."""

from jiugai.domain.funding.alerts.alert import AlertLimits, ProjectAlert
from jiugai.domain.funding.alerts.cases import Claim, ContractFacts, FactKind, ProjectCase
from jiugai.domain.funding.alerts.verdicts import OK, AlertVerdict, failed, said, undefined


def examine(case: ProjectCase, _: AlertLimits) -> AlertVerdict:
    """Look for a community claimed in two years, then for a contract that two funds pay twice."""
    if not case.claims:
        return undefined("项目不在任何上报计划里，不知道申报过几次")
    twice = _claimed_again(case.claims)
    if twice:
        first, again = twice
        return failed(
            f"{first.community}{first.year} 年由“{first.project}”申报，{again.year} 年又由"
            f"“{again.project}”申报",
            "一个小区在同一层级只能申报一次，退出以后才能另报",
            community=first.community,
            first_year=first.year,
            again_year=again.year,
        )
    paid_twice = next((one for one in case.contracts if _taken_twice(one)), None)
    if paid_twice:
        total = sum(paid_twice.taken_up.values())
        return failed(
            f"合同{paid_twice.number}价 {said(paid_twice.amount_fen)}，"
            f"{'、'.join(paid_twice.taken_up)}一共占用 {said(total)}",
            "同一合同由几笔资金承担的，合起来不得超过合同价",
            over_fen=total - paid_twice.amount_fen,
            contract=paid_twice.number,
            taken_fen=total,
            price_fen=paid_twice.amount_fen,
        )
    return OK


def _claimed_again(claims: tuple[Claim, ...]) -> tuple[Claim, Claim] | None:
    seen: dict[tuple[str, str], Claim] = {}
    for claim in sorted(claims, key=lambda one: (one.year, one.community, one.project)):
        first = seen.setdefault((claim.key or claim.community, claim.authority), claim)
        if (first.year, first.project) != (claim.year, claim.project):
            return first, claim
    return None


def _taken_twice(contract: ContractFacts) -> bool:
    taken = contract.taken_up
    return len(taken) > 1 and sum(taken.values()) > contract.amount_fen


ALERT = ProjectAlert(
    code="FD-08",
    title="多头申报、重复申报",
    formula="一个小区没有退出又在别的年度、别的项目申报；或者一份合同由两笔以上专款承担，合计超过合同价",
    needs="上报计划",
    remedy="请核对申报材料，重复的撤回，多占用的资金解除占用并交回",
    rests_on=(FactKind.PLAN, FactKind.CONTRACTS, FactKind.POSTINGS),
    examine=examine,
)
