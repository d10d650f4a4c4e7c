"""Whether payments keep every rule (统筹核对): recomputed from the payments alone, to the 分."""

from collections import defaultdict
from collections.abc import Iterator

from jiugai.domain.findings import Finding
from jiugai.domain.funding.pooling.outcome import Payments
from jiugai.domain.funding.pooling.statement import MatchRule, PoolProblem
from jiugai.domain.funding.sources import Source
from jiugai.domain.quantities import percent, yuan


def check_payments(problem: PoolProblem, payments: Payments) -> tuple[Finding, ...]:
    """Return every rule that payments break; empty if they may be made as they are."""
    findings = [*_over_ways(problem, payments)]
    if findings:
        return tuple(findings)  # what follows would count ways that are none
    findings += _over_ends(problem, payments)
    for rule in problem.matches:
        findings += _unmatched(problem, payments, rule)
    return tuple(findings)


def _over_ways(problem: PoolProblem, payments: Payments) -> Iterator[Finding]:
    for place, fen in payments.items():
        if not 0 <= place < len(problem.ways):
            yield Finding("funding.pool_no_way", f"第 {place} 条付款通道不存在，资金不能这样走。")
        elif not 0 <= fen <= problem.ways[place].most_fen:
            way = problem.ways[place]
            source, item = problem.sources[way.source], problem.items[way.item]
            message = (
                f"{source.code} 付 {item.project} 的 {item.item.clause} {yuan(fen):,} 元，"
                f"应在 0 到 {yuan(way.most_fen):,} 元之间。"
            )
            yield Finding("funding.pool_over_share", message)


def _over_ends(problem: PoolProblem, payments: Payments) -> Iterator[Finding]:
    paid: dict[int, int] = defaultdict(int)
    used: dict[int, int] = defaultdict(int)
    for place, fen in payments.items():
        paid[problem.ways[place].item] += fen
        used[problem.ways[place].source] += fen
    for i, fen in paid.items():
        item = problem.items[i]
        if fen > item.cost_fen:
            message = (
                f"{item.project} 的 {item.item.clause} 付了 {yuan(fen):,} 元，"
                f"超过费用 {yuan(item.cost_fen):,} 元。"
            )
            yield Finding("funding.pool_over_cost", message)
    for s, fen in used.items():
        source = problem.sources[s]
        if fen > source.amount_fen:
            message = (
                f"{source.code} 付出 {yuan(fen):,} 元，超过它的 {yuan(source.amount_fen):,} 元。"
            )
            yield Finding("funding.pool_over_source", message)


def _unmatched(problem: PoolProblem, payments: Payments, rule: MatchRule) -> Iterator[Finding]:
    by_project: dict[str, dict[Source, int]] = defaultdict(lambda: defaultdict(int))
    for place, fen in payments.items():
        way = problem.ways[place]
        fund = problem.sources[way.source].fund
        by_project[problem.items[way.item].project][fund] += fen
    for project, sums in by_project.items():
        beside = sum(sums[fund] for fund in rule.by)
        if beside < rule.least * sums[rule.fund]:
            words = "、".join(fund.word for fund in rule.by)
            message = (
                f"{project} 用{rule.fund.word} {yuan(sums[rule.fund]):,} 元，{words}只有 "
                f"{yuan(beside):,} 元，不到它的 {percent(rule.least, 0)}，依据{rule.citation}。"
            )
            yield Finding("funding.pool_unmatched", message)
