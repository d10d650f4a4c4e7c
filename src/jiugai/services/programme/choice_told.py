"""How a choice is told (比选结果的说法): one document for machines, sentences for people."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from typing import Any

from jiugai.domain.findings import Finding
from jiugai.domain.programme.choice.outcome import (
    ChoiceOutcome,
    PotPrice,
    RankOutcome,
    Relief,
    Requirement,
    RequirementKind,
)
from jiugai.domain.programme.choice.plan import ChosenCommunity, by_item, left_in_pots
from jiugai.domain.programme.choice.statement import ChoiceProblem, Pot
from jiugai.domain.programme.choice.why_not import LeftOut
from jiugai.domain.quantities import percent, round_half_up, wan_yuan, yuan
from jiugai.services.programme.choosing import Choosing

_SHOWN = 20


def to_json(found: Choosing) -> dict[str, Any]:
    """Return a choice as one JSON document; money is in 元 as text, points are numbers."""
    outcome, problem = found.outcome, found.problem
    main = outcome.main if outcome else None
    document: dict[str, Any] = {
        "status": outcome.status.value if outcome else None,
        "objective": _points(main.value) if main else None,
        "bound": _points(main.bound) if main else None,
        "gap": round_half_up(main.gap, 8) if main else None,
        "selected": [],
        "left_out": [_left_out(one) for one in found.left_out],
        "year": found.year,
        "ended_by_time": bool(outcome and outcome.ended_by_time),
        "ranks": [_rank(one) for one in outcome.ranks] if outcome else [],
        "unverified": unverified(found),
        "findings": [_finding(one) for one in found.findings],
    }
    if outcome and problem and outcome.plan:
        chosen = outcome.plan.chosen
        document["selected"] = [one.key for one in chosen]
        document["money"] = _money(found, problem, outcome)
        document["communities"] = [_community(problem, one) for one in chosen]
        document["prices"] = [_price(one) for one in outcome.prices]
    if outcome and problem and outcome.relief:
        document["relief"] = _relief(problem, outcome.relief)
    return document


def unverified(found: Choosing) -> list[str]:
    """Return the rules that are only recalled or the platform's own, by clause."""
    return [f"{rule.clause}：{rule.citation}" for rule in found.rules.all if not rule.verified]


def _points(value: Fraction) -> Decimal:
    return round_half_up(value, 6)


def _rank(one: RankOutcome) -> dict[str, Any]:
    return {
        "rank": one.rank.rank,
        "counts": [aim.counts.value for aim in one.rank.aims],
        "word": one.rank.word,
        "objective": _points(one.value),
        "bound": _points(one.bound),
        "gap": round_half_up(one.gap, 8),
        "is_bound_proven": one.rank.chooses,
    }


def _left_out(one: LeftOut) -> dict[str, Any]:
    return {
        "id": one.key,
        "because": one.because,
        "needs": one.needs,
        "by": one.by.value,
        "missing_yuan": None if one.missing_fen is None else str(yuan(one.missing_fen)),
        "points": _points(one.points),
    }


def _money(found: Choosing, problem: ChoiceProblem, outcome: ChoiceOutcome) -> dict[str, Any]:
    chosen = outcome.plan.chosen if outcome.plan else ()
    left = left_in_pots(problem, chosen)
    sources: Counter[str] = Counter()
    items: Counter[str] = Counter()
    for one in chosen:
        for (item, source), fen in by_item(one.works(problem.by_key[one.key]), one.paid).items():
            sources[source] += fen
            items[item] += fen
    words = {item.code: item.word for item in found.rules.items}
    return {
        "total_yuan": str(yuan(sum(sources.values()))),
        "by_source": [
            {"source": one.code, "word": one.word, "yuan": str(yuan(sources[one.code]))}
            for one in problem.sources
        ],
        "by_item": [
            {"item": code, "word": words.get(code, code), "yuan": str(yuan(fen))}
            for code, fen in sorted(items.items())
        ],
        "pots": [
            {
                "source": pot.source,
                "county": pot.county,
                "budget_yuan": str(yuan(pot.fen)),
                "used_yuan": str(yuan(pot.fen - rest)),
                "left_yuan": str(yuan(rest)),
            }
            for pot, rest in zip(problem.pots, left, strict=True)
        ],
    }


def _community(problem: ChoiceProblem, one: ChosenCommunity) -> dict[str, Any]:
    community = problem.by_key[one.key]
    works = one.works(community)
    return {
        "id": one.key,
        "name": community.name,
        "county": community.county,
        "households": community.households,
        "items": [work.item for work in works],
        "not_done": [work.item for work in community.works if work.item not in one.items],
        "cost_yuan": str(yuan(sum(work.cost_fen for work in works))),
        "paid": [
            {"item": item, "source": source, "yuan": str(yuan(fen))}
            for (item, source), fen in sorted(by_item(works, one.paid).items())
        ],
    }


def _price(one: PotPrice) -> dict[str, Any]:
    return {
        "source": one.pot.source,
        "county": one.pot.county,
        "points_per_wan_yuan": _points(one.points),
    }


def _relief(problem: ChoiceProblem, relief: Relief) -> dict[str, Any]:
    return {
        "conflict": [_requirement(problem, one) for one in relief.conflict],
        "conflict_is_least": relief.is_least,
        "give_up": [
            {"requirement": _requirement(problem, one), "communities": number}
            for one, number in relief.dropped
        ],
        "give_up_is_fewest": relief.is_fewest,
        "add_money": None
        if relief.money is None
        else [
            {"source": pot.source, "county": pot.county, "yuan": str(yuan(fen))}
            for pot, fen in relief.money
        ],
        "because": relief_sentences(problem, relief),
    }


def _requirement(problem: ChoiceProblem, one: Requirement) -> str:
    if one.kind is RequirementKind.FLOOR:
        return f"{one.of}至少入选 {one.number} 个"
    community = problem.by_key[one.of]
    said = f"“{community.name}”（{one.of}）"
    if one.kind is RequirementKind.PIN:
        return f"指定{said}入选"
    return f"{said}最迟 {community.due_by} 年列入"


def relief_sentences(problem: ChoiceProblem, relief: Relief) -> list[str]:
    """Say what cannot stand together and the cheapest relief, a sentence each."""
    conflict = [_requirement(problem, one) for one in relief.conflict]
    least = "去掉其中任何一条就能同时满足" if relief.is_least else "其中有的可能不是原因"
    lines = [f"在现有资金和规定下不能同时满足：{_some(conflict)}（{least}）。"]
    if len(conflict) == 1:
        lines = [f"在现有资金和规定下做不到：{conflict[0]}。"]
    given = [
        f"{_requirement(problem, one)}"
        + (f"（少 {number} 个）" if one.kind is RequirementKind.FLOOR else "")
        for one, number in relief.dropped
    ]
    fewest = "最少要放弃" if relief.is_fewest else "放弃以下即可，可能不是最少："
    lines.append(f"{fewest} {sum(n for _, n in relief.dropped)} 个小区的要求：{_some(given)}。")
    if relief.money is None:
        lines.append("没有找到只靠增加预算的办法：受封顶、比例、承诺额、上限或没有规定允许的限制。")
    elif relief.money:
        pots = [f"{_pot(problem, pot)} {wan_yuan(fen, 2):,} 万元" for pot, fen in relief.money]
        lines.append(f"或者要求都不变，至少增加预算：{_some(pots)}。")
    return lines


def _pot(problem: ChoiceProblem, pot: Pot) -> str:
    return f"{problem.source_of[pot.source].word}（{pot.county or '全市'}）"


def _some(words: list[str]) -> str:
    shown = "；".join(words[:_SHOWN])
    return f"{shown}；等 {len(words)} 项" if len(words) > _SHOWN else shown


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "sheet": finding.place.sheet,
        "cell": finding.place.cell,
        "message": str(finding),
        "weight": finding.weight.value,
    }


def in_sentences(found: Choosing) -> list[str]:
    """Return a choice as people read it: what is in, how good it is, and why each other is not."""
    outcome, problem = found.outcome, found.problem
    if outcome is None or problem is None:
        return ["没有比选："]
    if outcome.relief:
        return relief_sentences(problem, outcome.relief)
    if outcome.plan is None or outcome.main is None:
        return [f"{outcome.status.word}；请加长 --time-limit 后重试，没有给出方案。"]
    chosen = outcome.plan.chosen
    total = sum(fen for one in chosen for fen in one.paid.values())
    households = sum(problem.by_key[one.key].households for one in chosen)
    lines = [
        f"{found.year} 年：{len(problem.pool)} 个小区中入选 {len(chosen)} 个、{households:,} 户，"
        f"投资 {yuan(total):,} 元，逐项分到资金来源，一分不差。"
    ]
    lines += [_rank_said(one) for one in outcome.ranks]
    if outcome.ended_by_time:
        lines.append("算到了时限：同样的输入再算一次，不保证得到同一份方案。")
    lines += ["入选：", *(f"  {_chosen_said(problem, one)}" for one in chosen)]
    lines.append("没有入选：")
    lines += [
        f"  {problem.by_key[one.key].name}（{one.key}）：{one.because}{one.needs}"
        for one in found.left_out
    ]
    doubts = unverified(found)
    if doubts:
        lines.append(f"待核实的规则 {len(doubts)} 条：{_some(doubts)}。")
    return lines


def _rank_said(one: RankOutcome) -> str:
    said = f"第 {one.rank.rank} 级（{one.rank.word}）：{round_half_up(one.value, 2):,}"
    if not one.rank.chooses:
        return f"{said}，选定小区之后的最好安排。"
    if not one.gap:
        return f"{said}，已证最优。"
    return f"{said}，任何方案不超过 {round_half_up(one.bound, 2):,}，差距不超过 {percent(one.gap, 4)}。"


def _chosen_said(problem: ChoiceProblem, one: ChosenCommunity) -> str:
    community = problem.by_key[one.key]
    sources = Counter[str]()
    for (_, source), fen in one.paid.items():
        sources[source] += fen
    paid = "，".join(
        f"{source.word} {wan_yuan(sources[source.code], 2):,} 万元"
        for source in problem.sources
        if sources[source.code]
    )
    return f"{community.name}（{one.key}，{community.county}，{community.households:,} 户）：{paid}"
