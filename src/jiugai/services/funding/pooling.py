"""Pool money (资金统筹): which yuan pays which item, for whoever has the tables; no database.

It reads and computes, and writes nothing; nobody's permission is needed for that.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.funding.pooling.checking import check_payments
from jiugai.domain.funding.pooling.outcome import PoolOutcome, ProjectBalance, outcome
from jiugai.domain.funding.pooling.statement import Law, PoolProblem, state
from jiugai.domain.quantities import percent, yuan
from jiugai.domain.scheme.catalogue import items_in_force
from jiugai.exchange.funding.pool_tables import read_items, read_sources
from jiugai.exchange.funding.source_rules import MatrixFile, read_matrix, source_rules
from jiugai.exchange.policy_files import scope_items
from jiugai.exchange.policy_tables import BadPolicy
from jiugai.solvers.pooling import NotSolved, pool

__all__ = [
    "BadPolicy",
    "MatrixFile",
    "NotSolved",
    "PoolAnswer",
    "in_sentences",
    "on_file",
    "pool_tables",
    "read_matrix",
    "to_json",
]


class BrokenRule(Exception):
    """What the solver and the rounding made breaks a rule; it is shown to nobody."""


@dataclass(frozen=True, slots=True)
class PoolAnswer:
    """How the money goes (统筹答复); ``problem`` is None where a table was refused."""

    problem: PoolProblem | None
    done: PoolOutcome | None
    least_unpaid_fen: int
    findings: tuple[Finding, ...]


def on_file() -> MatrixFile:
    """Return the rules on file; without waivers, and nothing that must match."""
    return MatrixFile(source_rules(), (), ())


def pool_tables(
    projects: tuple[bytes, str],
    sources: tuple[bytes, str],
    matrix: MatrixFile,
    *,
    code: str,
    on: date,
    seconds: float = 60.0,
) -> PoolAnswer:
    """Pool the money of two tables.

    :param projects: content and name of the table of items; ``sources`` likewise of the money.
    :param code: the division under whose rules the money goes, on the day ``on``.
    :raises NotSolved: if the solver gave no answer within its limits.
    """
    catalogue = items_in_force(scope_items(), code, on)
    items = read_items(*projects, catalogue)
    named = frozenset(one.project for one in items.items)
    money = read_sources(*sources, named or None)
    findings = (*items.findings, *money.findings)
    if blocking(findings):
        return PoolAnswer(None, None, 0, findings)
    law = Law(matrix.rules, matrix.waivers, matrix.matches, code, on)
    problem = state(items.items, money.sources, law)
    found = pool(problem, seconds=seconds)
    broken = check_payments(problem, found.payments)
    if broken:
        raise BrokenRule("；".join(one.message for one in broken))
    done = outcome(problem, found.payments)
    owed = sum(one.cost_fen for one in problem.items)
    return PoolAnswer(problem, done, owed - found.most_paid_fen, findings)


def to_json(found: PoolAnswer) -> dict[str, Any]:
    """Return how the money goes as one JSON document; money is in 元."""
    told = [
        {
            "code": one.code,
            "cell": one.place.cell,
            "message": one.message,
            "weight": one.weight.value,
        }
        for one in found.findings
    ]
    problem, done = found.problem, found.done
    if problem is None or done is None:
        return {"status": "refused", "flows": [], "unpaid": [], "idle": [], "findings": told}
    return {
        "status": "optimal",
        "cost_yuan": _yuan(sum(one.cost_fen for one in problem.items)),
        "paid_yuan": _yuan(sum(done.paid)),
        "unpaid_yuan": _yuan(done.unpaid_fen),
        "least_unpaid_yuan": _yuan(max(found.least_unpaid_fen, 0)),
        "idle_yuan": _yuan(done.idle_fen),
        "unpaid_by_class": {one.value: _yuan(fen) for one, fen in done.by_class.items()},
        "flows": _flows(problem, done),
        "unpaid": _unpaid(problem, done),
        "idle": _idle(problem, done),
        "refused": _refused(problem),
        "packages": _packages(done.balances),
        "findings": told,
    }


def _yuan(fen: int) -> str:
    return str(yuan(fen))


def _flows(problem: PoolProblem, done: PoolOutcome) -> list[dict[str, Any]]:
    flows = []
    for place, fen in done.payments.items():
        way = problem.ways[place]
        source, item = problem.sources[way.source], problem.items[way.item]
        flows.append(
            {
                "source": source.code,
                "fund": source.fund.name.lower(),
                "project": item.project,
                "item": item.item.clause,
                "line": item.number,
                "yuan": _yuan(fen),
                "crosses": way.crosses,
            }
        )
    return flows


def _unpaid(problem: PoolProblem, done: PoolOutcome) -> list[dict[str, Any]]:
    return [
        {
            "project": item.project,
            "item": item.item.clause,
            "line": item.number,
            "yuan": _yuan(fen),
            "because": _why_unpaid(problem, done, i),
        }
        for i, (item, fen) in enumerate(zip(problem.items, done.unpaid, strict=True))
        if fen
    ]


def _why_unpaid(problem: PoolProblem, done: PoolOutcome, i: int) -> str:
    ways = [way for way in problem.ways if way.item == i]
    word = problem.items[i].item.word
    if not ways:
        barred = sorted(
            {problem.sources[one.source].fund for one in problem.refused if one.item == i}
        )
        if not barred:
            return f"没有一笔钱可以用到这个项目的{word}。"
        return f"{'、'.join(one.word for one in barred)}按规定都不能用于{word}，没有别的钱可用。"
    left = [way for way in ways if done.idle[way.source]]
    codes = "、".join(dict.fromkeys(problem.sources[way.source].code for way in ways))
    if not left:
        return f"可以用于{word}的资金（{codes}）都已用完。"
    share = percent(Fraction(left[0].most_fen, problem.items[i].cost_fen), 0)
    code = problem.sources[left[0].source].code
    return f"{code}还有余额，但按规定最多付{word}的{share}，或缺少配套；其余可用的资金都已用完。"


def _idle(problem: PoolProblem, done: PoolOutcome) -> list[dict[str, Any]]:
    reached: dict[int, list[int]] = defaultdict(list)
    for way in problem.ways:
        reached[way.source].append(way.item)
    return [
        {
            "source": source.code,
            "fund": source.fund.name.lower(),
            "yuan": _yuan(fen),
            "until": source.until,
            "because": _why_idle(problem, done, reached[s]),
        }
        for s, (source, fen) in enumerate(zip(problem.sources, done.idle, strict=True))
        if fen
    ]


def _why_idle(problem: PoolProblem, done: PoolOutcome, items: Sequence[int]) -> str:
    if not items:
        return "没有一项内容按规定可以用这笔钱，或它已过使用截止日。"
    short = [i for i in items if done.unpaid[i]]
    if not short:
        return "它按规定能付的内容都已付清。"
    words = "、".join(
        dict.fromkeys(f"{problem.items[i].project}的{problem.items[i].item.word}" for i in short)
    )
    return f"{words}还没付清，但它按比例或配套的规定不能再付。"


def _refused(problem: PoolProblem) -> list[dict[str, Any]]:
    """Return each refused pair of a source and an item once, with how many lines it touches."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    because: dict[tuple[str, str], str] = {}
    for one in problem.refused:
        key = (one.found.fund.name.lower(), one.found.item.clause)
        counts[key] += 1
        because[key] = one.found.because
    return [
        {"fund": fund, "item": item, "lines": counts[fund, item], "because": because[fund, item]}
        for fund, item in sorted(because)
    ]


def _packages(balances: Sequence[ProjectBalance]) -> list[dict[str, Any]]:
    """Return the balance sheet of each package; projects that stand alone make none."""
    grouped: dict[str, list[ProjectBalance]] = defaultdict(list)
    for one in balances:
        if one.package:
            grouped[one.package].append(one)
    return [
        {
            "package": package,
            "cost_yuan": _yuan(sum(one.cost_fen for one in members)),
            "unpaid_yuan": _yuan(sum(one.unpaid_fen for one in members)),
            "moved_yuan": _yuan(sum(one.given_fen for one in members)),
            "borrowed_yuan": _yuan(sum(one.borrowed_fen for one in members)),
            "projects": [
                {
                    "project": one.project,
                    "cost_yuan": _yuan(one.cost_fen),
                    "own_yuan": _yuan(one.own_fen),
                    "received_yuan": _yuan(one.received_fen),
                    "given_yuan": _yuan(one.given_fen),
                    "left_yuan": _yuan(one.left_fen),
                    "borrowed_yuan": _yuan(one.borrowed_fen),
                    "unpaid_yuan": _yuan(one.unpaid_fen),
                }
                for one in members
            ],
        }
        for package, members in grouped.items()
    ]


def in_sentences(found: PoolAnswer) -> list[str]:
    """Return how the money goes as people read it."""
    told = to_json(found)
    if found.done is None:
        return ["两张表有读不了的地方，没有统筹："]
    lines = [
        f"费用 {told['cost_yuan']} 元，付清 {told['paid_yuan']} 元，"
        f"没有着落 {told['unpaid_yuan']} 元（按规定最少 {told['least_unpaid_yuan']} 元），"
        f"资金闲置 {told['idle_yuan']} 元。"
    ]
    lines += [
        f"  {one['source']} → {one['project']} {one['item']}：{one['yuan']} 元"
        f"{'（跨项目）' if one['crosses'] else ''}"
        for one in told["flows"]
    ]
    lines += [
        f"  缺 {one['project']} {one['item']}：{one['yuan']} 元。{one['because']}"
        for one in told["unpaid"]
    ]
    lines += [f"  余 {one['source']}：{one['yuan']} 元。{one['because']}" for one in told["idle"]]
    lines += [
        f"  {one['package']}：片区内互相平衡 {one['moved_yuan']} 元，"
        f"其中借来的钱 {one['borrowed_yuan']} 元。"
        for one in told["packages"]
    ]
    return lines
