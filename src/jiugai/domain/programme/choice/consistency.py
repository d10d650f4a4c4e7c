"""Whether a statement makes sense before it is solved (题目核对)."""

from collections.abc import Collection, Iterator

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.programme.choice.statement import ChoiceProblem

_NOTHING_DONE = "本次没有比选。"
_SHOWN = 10


def check_statement(problem: ChoiceProblem) -> tuple[Finding, ...]:
    """Hold a statement against itself: pins that nobody bears, orders that contradict each other."""
    return (*_pins(problem), *_orders(problem), *_neighbours(problem))


def _pins(problem: ChoiceProblem) -> Iterator[Finding]:
    for word, pins in (("入选", problem.pins_in), ("不入选", problem.pins_out)):
        unknown = sorted(pins - set(problem.by_key))
        if unknown:
            message = f"指定{word}的{_said(unknown)}不在储备库，请核对编号（与储备库表的“小区编号”一致）。"
            yield Finding("choice.unknown_pin", f"{message}{_NOTHING_DONE}")
    both = sorted(problem.pins_in & problem.pins_out)
    if both:
        message = f"{_said(both)}既指定入选又指定不入选，请去掉一个。"
        yield Finding("choice.pinned_twice", f"{message}{_NOTHING_DONE}")


def _orders(problem: ChoiceProblem) -> Iterator[Finding]:
    for community in problem.pool:
        if not problem.must_enter(community) or problem.may_enter(community):
            continue
        if community.key in problem.pins_in & problem.pins_out:
            continue
        must = (
            "已指定入选"
            if community.key in problem.pins_in
            else f"最迟要在 {community.due_by} 年列入"
        )
        out = community.key in problem.pins_out
        may = "已指定不入选" if out else f"{community.ripe_from} 年起才能动工"
        message = f"“{community.name}”（{community.key}）{must}，可是{may}，两者矛盾，请改正一个。"
        yield Finding("choice.contradiction", f"{message}{_NOTHING_DONE}")


def _neighbours(problem: ChoiceProblem) -> Iterator[Finding]:
    named = {key for community in problem.pool for key in community.neighbours}
    unknown = sorted(named - set(problem.by_key))
    if unknown:
        message = f"相邻小区里的{_said(unknown)}不在储备库，连片时不计。"
        yield Finding("choice.unknown_neighbour", message, Weight.WARNS)


def _said(keys: Collection[str]) -> str:
    shown = "、".join(f"“{key}”" for key in list(keys)[:_SHOWN])
    return f"{shown}等 {len(keys)} 个" if len(keys) > _SHOWN else shown
