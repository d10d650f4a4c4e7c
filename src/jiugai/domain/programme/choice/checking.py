"""The checker of a plan (方案核对): every requirement and every 分, from the plan alone.

It knows nothing of how the plan came about: a solver's word counts for nothing here.
"""

from collections import Counter
from collections.abc import Iterator

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.programme.choice.plan import ChoicePlan, ChosenCommunity, left_in_pots
from jiugai.domain.programme.choice.statement import ChoiceProblem, PoolCommunity, demand
from jiugai.domain.quantities import percent, yuan

_NOT_KEPT = "方案不采用。"


def check_plan(problem: ChoiceProblem, plan: ChoicePlan) -> tuple[Finding, ...]:
    """Hold a plan against the statement; nothing found means that it keeps every requirement."""
    found = [*_members(problem, plan)]
    for one in plan.chosen:
        community = problem.by_key.get(one.key)
        if community is not None:
            found += _works(one, community)
            found += _money(problem, one, community)
            found += _sources(problem, one, community)
    found += _pots(problem, plan)
    found += _together(problem, plan)
    return tuple(found)


def _blocks(code: str, message: str) -> Finding:
    return Finding(f"choice.{code}", f"{message}{_NOT_KEPT}", Weight.BLOCKS)


def _members(problem: ChoiceProblem, plan: ChoicePlan) -> Iterator[Finding]:
    for key, times in sorted(Counter(one.key for one in plan.chosen).items()):
        if key not in problem.by_key:
            yield _blocks("unknown", f"方案里的“{key}”不在储备库。")
        elif times > 1:
            yield _blocks("twice", f"方案里“{key}”出现 {times} 次，同一小区只能入选一次。")
    for community in problem.pool:
        is_in = community.key in plan.keys
        if is_in and not problem.may_enter(community):
            yield _blocks(
                "may_not_enter", f"“{community.name}”已指定不入选或未到可动工年份，却在方案里。"
            )
        if not is_in and problem.must_enter(community):
            yield _blocks("must_enter", f"“{community.name}”必须入选，方案里没有。")


def _works(one: ChosenCommunity, community: PoolCommunity) -> Iterator[Finding]:
    known = {work.item for work in community.works}
    for item in sorted(one.items - known):
        yield _blocks("unknown_item", f"“{community.name}”没有“{item}”这项内容，方案里却要做。")
    missing = "、".join(work.item for work in community.owed if work.item not in one.items)
    if missing:
        yield _blocks("owed_item", f"“{community.name}”的{missing}应改未改，属于缺项漏项。")


def _money(
    problem: ChoiceProblem, one: ChosenCommunity, community: PoolCommunity
) -> Iterator[Finding]:
    needs = demand(one.works(community))
    paid: Counter[str] = Counter()
    for (kind, source), fen in sorted(one.paid.items()):
        paid[kind] += fen
        said = f"“{community.name}”的{_kind(problem, kind)}由{_source(problem, source)}出 {yuan(fen):,} 元"
        rule = problem.permits.get(kind, {}).get(source)
        if fen <= 0:
            yield _blocks("not_above_nought", f"{said}，应大于 0。")
        elif rule is None:
            yield _blocks("not_permitted", f"{said}，没有规定允许。")
        elif fen > rule.most * needs.get(kind, 0):
            yield _blocks("over_share", f"{said}，超过该类造价的 {percent(rule.most, 2)}。")
    for kind in sorted(set(needs) | set(paid)):
        if paid[kind] != needs.get(kind, 0):
            yield _blocks(
                "unbalanced",
                f"“{community.name}”的{_kind(problem, kind)}造价 {yuan(needs.get(kind, 0)):,} 元，"
                f"各来源合计 {yuan(paid[kind]):,} 元，两者不等。",
            )
    for kind, fen in sorted(needs.items()):
        for source, rule in problem.permits.get(kind, {}).items():
            if one.paid.get((kind, source), 0) < rule.least * fen:
                yield _blocks(
                    "under_share",
                    f"“{community.name}”的{_kind(problem, kind)}中{_source(problem, source)}"
                    f"不足 {percent(rule.least, 2)}。",
                )


def _sources(
    problem: ChoiceProblem, one: ChosenCommunity, community: PoolCommunity
) -> Iterator[Finding]:
    for source in problem.sources:
        most = problem.most_from(community, source)
        given = one.of_source(source.code)
        if most is not None and given > most:
            yield _blocks(
                "over_limit",
                f"“{community.name}”由{source.word}出 {yuan(given):,} 元，超过它在本小区的上限 {yuan(most):,} 元。",
            )
    for rule in problem.matches:
        payers = sum(one.of_source(code) for code in rule.payers)
        matched = sum(one.of_source(code) for code in rule.of)
        if payers < rule.share * matched:
            yield _blocks(
                "unmatched",
                f"“{community.name}”上级资金 {yuan(matched):,} 元，配套 {yuan(payers):,} 元，"
                f"不足 {percent(rule.share, 2)}。",
            )


def _pots(problem: ChoiceProblem, plan: ChoicePlan) -> Iterator[Finding]:
    for pot, left in zip(problem.pots, left_in_pots(problem, plan.chosen), strict=True):
        if left < 0:
            yield _blocks(
                "overdrawn",
                f"{_source(problem, pot.source)}（{pot.county or '全市'}）预算 {yuan(pot.fen):,} 元，"
                f"方案多用了 {yuan(-left):,} 元。",
            )


def _together(problem: ChoiceProblem, plan: ChoicePlan) -> Iterator[Finding]:
    chosen = [problem.by_key[key] for key in sorted(plan.keys) if key in problem.by_key]
    counted = Counter(community.county for community in chosen)
    for county, least in problem.floors.items():
        if counted[county] < least:
            yield _blocks(
                "below_floor", f"{county}入选 {counted[county]} 个，保底应有 {least} 个。"
            )
    cap = problem.extension_cap
    extended = sum(community.households for community in chosen if community.is_extension)
    if cap is not None and extended > cap.households:
        yield _blocks(
            "over_cap", f"延伸纳入的入选 {extended:,} 户，超过上限 {cap.households:,} 户。"
        )


def _kind(problem: ChoiceProblem, code: str) -> str:
    kind = problem.kind_of.get(code)
    return kind.word if kind else f"“{code}”"


def _source(problem: ChoiceProblem, code: str) -> str:
    source = problem.source_of.get(code)
    return source.word if source else f"“{code}”"
