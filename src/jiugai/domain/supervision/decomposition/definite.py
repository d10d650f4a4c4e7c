"""Tells an order that can be tracked from an appeal (可督办的要求): only the first becomes a task.

One can say whether it was done, because it has a deadline, an amount, a ban, an act with an outcome
that can be shown, or a body of its own. The reason is kept in words, for those who confirm it.
"""

import re
from collections.abc import Iterator, Sequence

from jiugai.domain.supervision.decomposition.clauses import Clause
from jiugai.domain.supervision.decomposition.grammar import Grammar, grammar
from jiugai.domain.supervision.decomposition.instructions import Instruction
from jiugai.domain.supervision.decomposition.numbers import Quantity
from jiugai.domain.supervision.decomposition.organisations import DutyPart
from jiugai.domain.supervision.decomposition.words import Words

_OBJECT_FIRST = re.compile(
    "(?:会议)?(?:原则)?(?:同意|决定|议定|明确)?(?:特别是|尤其是)?(?:对|对于|针对|将|把|围绕|按照?|依据|根据|结合|以|在|通过|由|从|为|向|与|用)"
)
_TO_ALL = re.compile("(?:希望|要)?(?:大家|我们|同志们|各位)")
_ASSIGNED = re.compile(
    "(?:要|须|应)?(?:具体|全面)?(?:负责(?![人的任])|承担|牵头|指导|协调|组织|做好|配合)"
)
_MONEY = ("元", "万元", "亿元")
_NEVER_TARGETS = ("次", "年", "期", "个月", "类", "名", "人")
_WHICH = re.compile("[^，]{6,}的[^，的]{2,6}$")
_EVERYBODY = re.compile("各级各?|全[市县区]上下|各部门各单位")
_NORM = re.compile("原则上(?!同意|通过)|控制在|不(?:超过|低于|高于|少于)")
_ENOUGH = 5


def commands(order: Instruction, *, is_news: bool, after_order: bool, listed: bool = False) -> bool:
    """Say whether an order orders something: a report in the same words does not.

    :param is_news: whether the paragraph tells of something past.
    :param after_order: whether words such as 会议要求 or an order stand before it.
    :param listed: whether it is an item of a numbered list.
    """
    acts = order.acts
    if any(clause.sense.order_at is not None for clause in acts):
        return True
    if any(c.sense.states and not _SETS_TASK.search(c.text) for c in order.clauses):
        return False
    if order.deadline and (after_order or not is_news or _looks_ahead(order)):
        return True
    if is_news and not after_order:
        return _promises(order)
    if listed and any(targets(clause.amounts) for clause in acts):
        return True
    if any(_PLANNED.search(clause.prefix) and targets(clause.amounts) for clause in acts):
        return True
    if after_order and any(targets(c.amounts) or c.sense.firm or c.owner_end for c in acts):
        return True
    if any(_NORM.search(clause.text) and targets(clause.amounts) for clause in acts):
        return True
    if any(
        clause.sense.recurs or clause.sense.hurries or clause.sense.aim_at is not None
        for clause in acts
    ):
        return True
    return _is_imperative(acts[0])


def _promises(order: Instruction) -> bool:
    """Say whether a report says how much is still to come: 力争新增3500万平方米, 将…尽快开工."""
    plans = any(_PLANNED.search(clause.text) for clause in order.clauses)
    return any(
        clause.is_given
        or (targets(clause.amounts) and (plans or clause.sense.strives))
        or (plans and clause.sense.hurries)
        for clause in order.acts
    )


def _looks_ahead(order: Instruction) -> bool:
    """Say whether even a report means what is to come: 10月底前, 计划上半年完成."""
    if order.deadline and order.deadline.text.endswith(("前", "内", "底", "末", "止")):
        return True
    return any(clause.deadline and _PLANNED.search(clause.text) for clause in order.clauses)


_PLANNED = re.compile("计划|拟|将(?!近)")
_WHOLLY = re.compile("全部|完毕|清零|全覆盖|100%|百分之百|销号|见底")
_SCOPE = re.compile("(?:重点|优先|主要)(?:支持|用于|面向)")  # what money is for, no duty
_SETS_TASK = re.compile("(?:任务|目标|计划|要求)(?:就|都|也)?是")


def _is_imperative(clause: Clause) -> bool:
    """Say whether a clause begins with its act, adverbs and what it is done to apart."""
    return not clause.prefix or _OBJECT_FIRST.match(clause.prefix) is not None


def reason(order: Instruction, words: Words, *, listed: bool = False) -> str:
    """Return why an order is definite; empty for an appeal."""
    rules = grammar(words)
    asked = order.acts if listed else _asked(order)
    acts = [clause for clause in asked if not clause.sense.is_slogan]
    if order.deadline:
        return f"有期限：{order.deadline.text}"
    if any(clause.sense.bans for clause in acts):
        return "有禁止事项"
    amounts = [amount for clause in acts for amount in targets(clause.amounts)]
    if amounts:
        return f"有数量：{amounts[0].text}"
    if acts and (_TO_ALL.match(acts[0].text) or _TO_ALL.match(order.clauses[0].text)):
        return ""
    if _is_to_everybody(order, words):
        return ""
    firm = [word for clause in acts if not _is_wish(clause) for word in clause.sense.firm]
    if firm:
        return f"有可核实的行为：{firm[0]}"
    if any(clause.sense.recurs for clause in acts):
        return "写明了频次"
    if order.owners and any(_ASSIGNED.match(without_owner(clause)) for clause in acts):
        return "写明了由谁负责"
    if any(rules.at_once.search(c.text) and _says_what(c, rules) for c in acts):
        return "要求立即办理"
    if order.otherwise and any(clause.text.startswith("请") for clause in acts):
        return f"写明了时间：{order.otherwise.text}"
    if _is_own_duty(order, acts, words):
        return f"点名到单位：{order.owners[0].name}"
    return ""


def _is_to_everybody(order: Instruction, words: Words) -> bool:
    """Say whether an order calls on all offices at once, in the words of an appeal."""
    if not order.owners or not all(_EVERYBODY.match(owner.name) for owner in order.owners):
        return False
    return any(grammar(words).slogan.search(clause.text) for clause in order.clauses)


def _is_own_duty(order: Instruction, acts: Sequence[Clause], words: Words) -> bool:
    """Say whether a body that is named, not 各县区, is asked for more than an appeal."""
    leaders = [owner.name for owner in order.owners if owner.part is DutyPart.LEADS]
    if not leaders or any(
        name in words.generic or name.startswith(("各", "全")) for name in leaders
    ):
        return False
    rules = grammar(words)
    return any(_substance(clause, rules) >= _ENOUGH for clause in acts)


def _says_what(clause: Clause, rules: Grammar) -> bool:
    at = clause.sense.act_at
    if at is None:
        return False
    said = clause.text if _OBJECT_FIRST.match(clause.text) else clause.text[at:]
    return len(rules.slogan.sub("", said)) > 2 * _ENOUGH


def _substance(clause: Clause, rules: Grammar) -> int:
    """Return how many characters say what is to be done, appeals and vague words apart."""
    if clause.sense.act_at is None:
        said = without_owner(clause) if clause.owner_end else ""
        return len(rules.vague.sub("", rules.slogan.sub("", said)))
    act = rules.hard_act.search(clause.text, clause.sense.act_at)
    if act is None:
        return 0
    return len(rules.vague.sub("", rules.slogan.sub("", clause.text[act.end() :])))


def _is_wish(clause: Clause) -> bool:
    """Say whether a clause only says what the others are for: 确保按期建成投用."""
    wishes = clause.sense.order_at is None and clause.text.startswith(("确保", "保证", "力争"))
    return (wishes and not _WHOLLY.search(clause.text)) or _SCOPE.match(clause.text) is not None


def _asked(order: Instruction) -> Iterator[Clause]:
    """Yield the clauses that ask for something, rather than say how things stand."""
    has_order = False
    for clause in order.acts:
        has_order = has_order or clause.sense.order_at is not None
        if (
            has_order
            or clause.sense.is_marked
            or clause.sense.recurs
            or clause.deadline
            or _is_imperative(clause)
            or (_NORM.search(clause.text) and targets(clause.amounts))
        ):
            yield clause


def targets(amounts: Sequence[Quantity]) -> list[Quantity]:
    """Return the amounts that an order may set, those of things before those of money."""
    usable = [amount for amount in amounts if amount.unit not in _NEVER_TARGETS]
    return sorted(
        usable, key=lambda amount: (amount.qualifies, amount.unit in _MONEY, amount.is_rate)
    )


def without_owner(clause: Clause) -> str:
    """Return a clause without the body at its head; a day before that body stays.

    What says which bodies are meant stays too: 其他开工率低于100%的县区.
    """
    if not clause.owner_end or _WHICH.match(clause.text[: clause.owner_end]):
        return clause.text
    due = clause.deadline.end - clause.span.start if clause.deadline else 0
    before = clause.text[:due] if due < clause.owner_end else ""
    return before + clause.text[clause.owner_end :].lstrip("“”，、：的 ")
