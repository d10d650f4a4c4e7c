"""Gathers clauses into instructions (归并): one is what the same bodies must do by the same day.

A new body, or a further deadline, begins a further one; what merely leads up to a deadline
(加快施工图定案，力争5月招标) belongs to it, and what a deadline at the head says holds until the next.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from jiugai.domain.supervision.decomposition.clauses import Clause
from jiugai.domain.supervision.decomposition.deadlines import Deadline
from jiugai.domain.supervision.decomposition.numbers import Quantity
from jiugai.domain.supervision.decomposition.organisations import Owner


@dataclass(slots=True)
class Instruction:
    """Clauses that are one order (指令)."""

    clauses: list[Clause] = field(default_factory=list)
    topic: Clause | None = None
    owners: tuple[Owner, ...] = ()
    deadline: Deadline | None = None
    subject: str = ""
    subject_amounts: tuple[Quantity, ...] = ()
    otherwise: Deadline | None = None

    @property
    def acts(self) -> list[Clause]:
        """Return its clauses that order something."""
        return [clause for clause in self.clauses if not clause.is_bare]

    @property
    def amounts(self) -> list[Quantity]:
        return [amount for clause in self.clauses for amount in clause.amounts]

    def add(self, clause: Clause) -> None:
        self.clauses.append(clause)
        if _names_another(self, clause) or not self.owners or clause.names_helper:
            self.owners += clause.owners
        if self.deadline is None or _is_surer(clause.deadline, self.deadline):
            self.deadline = clause.deadline
        first_act = clause.otherwise and all(each.is_bare for each in self.clauses[:-1])
        self.otherwise = self.otherwise or (clause.otherwise if first_act else None)


def _is_surer(new: Deadline | None, old: Deadline) -> bool:
    """Say whether a day follows upon what only says after what: 审议通过后，6月底前印发."""
    return bool(new and new.day and not old.day and not old.recurs)


def instructions(
    clauses: Iterable[Clause], owners: tuple[Owner, ...] = ()
) -> Iterator[Instruction]:
    """Yield the orders of one part of a sentence.

    :param owners: of what stands before the part; they hold where the part names none.
    """
    clauses = list(clauses)
    current, topic = Instruction(owners=owners), None
    telling = _tells(clauses)
    for clause in clauses:
        if clause.sense.is_formula:
            continue
        telling = telling and not clause.sense.turns
        is_topic = clause.is_bare and bool(clause.amounts) and not clause.sense.is_report
        if clause.sense.is_report or (
            telling and not (clause.deadline or clause.sense.is_marked or is_topic)
        ):
            telling = telling or clause.sense.is_told
            if current.acts:
                yield current
            topic = clause
            current = Instruction(owners=owners, topic=topic)
            continue
        telling = telling and not clause.deadline
        if current.acts and clause.is_bare and _COMMENT.match(clause.text):
            continue
        if current.acts and clause.is_bare and _CONDITION.search(clause.text):
            yield current
            current = Instruction(owners=current.owners)
        if _begins_another(current, clause):
            yield current
            current = _after(current, clause, topic)
        elif _names_another(current, clause) and not current.acts:
            current.owners = ()
        if clause.is_bare and not clause.deadline and not clause.owners and not current.acts:
            topic = clause
            current.topic = clause
        current.add(clause)
    if current.acts:
        yield current


def joined(orders: Sequence[Instruction]) -> Sequence[Instruction]:
    """Return the orders of one measure of a record as one, unless several times are set in it."""
    if len(orders) <= 1 or sum(bool(each.deadline or each.otherwise) for each in orders) > 1:
        return orders
    first = orders[0]
    clauses = [clause for order in orders for clause in order.clauses]
    due = next((each.deadline for each in orders if each.deadline), None)
    otherwise = next((each.otherwise for each in orders if each.otherwise), None)
    return [replace(first, clauses=clauses, deadline=due, otherwise=otherwise)]


def _after(current: Instruction, clause: Clause, topic: Clause | None) -> Instruction:
    """Return the order that a clause begins after another, with what it takes over from that."""
    subject, amounts = ("", ()) if clause.thing else _subject(current)
    owners = () if _names_another(current, clause) else current.owners
    return Instruction([], topic, owners, None, subject, amounts)


def _subject(order: Instruction) -> tuple[str, tuple[Quantity, ...]]:
    """Return what an order is about, if it says so before its act: 富华花园等23个小区."""
    if order.subject:
        return order.subject, order.subject_amounts
    first = order.clauses[0]
    if first.owners or first.sense.states or not first.thing:
        return "", ()
    inside = tuple(
        a for a in first.amounts if a.end <= first.text.find(first.thing) + len(first.thing)
    )
    return (first.thing, inside) if len(first.thing) <= _LONGEST_SUBJECT else ("", ())


_LONGEST_SUBJECT = 30
_COMMENT = re.compile("(?:这|那|此)(?:都|也|就|才)?是")  # 这是硬任务 speaks of the order before it
_SAYS_WHO = re.compile("(?:责任|牵头|主办|承办|落实|配合)(?:单位|部门|主体)(?:分别)?[为是]")
_PAPER = frozenset({"制定", "制订", "编制", "出台", "印发", "建立", "成立", "组建", "签订"})
_SYSTEM = re.compile("(?:建立|完善|健全|落实|执行|实行|推行)[^，]*(?:制度|机制|台账|专班)$")
_OF_IT = re.compile("(?:并|具体|统一|均|，)*由")
_AMONG = re.compile("其中[^，；]{0,10}[0-9]")
_FIRST_PART = re.compile("[^，；]{2,14}(?:首批|首期|第一批)[^，；]{0,6}[0-9]")
_LEADERS = re.compile("^[县区镇乡](?:委|政府)?(?:的)?(?:主要|分管|分线|包联|包抓)(?:领导|负责)")
_PLACE = re.compile("[县区市镇乡]$")
_CONDITION = re.compile("^(?!确|因)[^，]{4,40}的$")


def _tells(clauses: Sequence[Clause]) -> bool:
    """Say whether clauses tell of what was done and order nothing at all."""
    is_order = any(
        clause.sense.is_marked or clause.deadline or clause.sense.turns for clause in clauses
    )
    return not is_order and any(clause.sense.is_told for clause in clauses)


def _begins_another(current: Instruction, clause: Clause) -> bool:
    if not current.acts:
        return False
    if _hands_over(current, clause):
        return False
    if _names_another(current, clause):
        return True
    if clause.deadline is None:
        return _is_of_its_own_time(current, clause) or _is_standing_ban(current, clause)
    if current.deadline and _IN_HOURS.search(current.deadline.text + clause.deadline.text):
        return False  # 一般故障8小时内修复，较大故障24小时内修复
    if current.otherwise and clause.deadline.day and any(c.sense.firm for c in current.acts):
        return True  # 停热后立即进场，8月底前敷设完毕
    return current.deadline is not None or _is_apart(current, clause)


_IN_HOURS = re.compile("(?:小时|分钟).*(?:小时|分钟)")


def _is_of_its_own_time(current: Instruction, clause: Clause) -> bool:
    """Say whether a clause tells its time in other words than the day before it: 并于进场次日…"""
    if current.deadline is None or current.deadline.recurs or clause.is_bare:
        return False
    if current.deadline.day is None and not clause.sense.recurs:
        return False
    return clause.otherwise is not None and not clause.sense.is_slogan


def _is_standing_ban(current: Instruction, clause: Clause) -> bool:
    """Say whether a ban holds beyond the day before it: 10月底前完工，严禁雨污混接; not 不得拖延."""
    due = current.deadline
    if due is None or due.day is None or not clause.sense.bans or clause.sense.is_slogan:
        return False
    return _STANDING.search(clause.text) is not None and not _OF_THE_DAY.search(clause.text)


_STANDING = re.compile("(?:严禁|禁止|杜绝|一律不|不得|不准|不许)[^，]{4,}")
_OF_THE_DAY = re.compile(
    "(?:低|少|高|多|大|小|晚|迟)于|超过|逾期|拖|延|误|推诿|变通|缺|再|走过场|搞变通|敷衍|漏|瞒"
)


def _hands_over(current: Instruction, clause: Clause) -> bool:
    """Say whether a clause says who does what the clauses before it are about: 将…，由县住建局…"""
    is_plain = not current.owners and current.deadline is None and not current.otherwise
    is_plain = is_plain and not any(each.sense.bans for each in current.acts)
    return (
        is_plain and clause.is_given and len(current.acts) == 1 and bool(_OF_IT.match(clause.text))
    )


def _names_another(current: Instruction, clause: Clause) -> bool:
    """Say whether a clause names a body that leads, other than a leader of the places before it.

    石泉县、平利县，由县政府分管领导…: each county's own.
    """
    if not clause.names_leader or _SAYS_WHO.match(clause.text):
        return False
    own = all(_LEADERS.match(owner.name) for owner in clause.owners)
    return not (own and current.owners and all(_PLACE.search(o.name) for o in current.owners))


def _is_apart(current: Instruction, clause: Clause) -> bool:
    """Say whether a clause with a day is a duty of its own beside one that has none.

    What comes again and again has no day: 每周通报一次，首次通报于…; of a sum a part may have one:
    下达补助800万元，其中首批300万元于…; a paper is one outcome, a rate another: 制定方案，年底前入户率….
    """
    if clause.deadline and clause.deadline.recurs:
        # 建立值班制度，每月10日前报送数据 are two; 建立通报制度，每月5日前通报 is one.
        systems = [each.text for each in current.acts if _SYSTEM.search(each.text)]
        return bool(systems) and not any(
            word in text for text in systems for word in clause.sense.firm
        )
    if any(each.sense.recurs for each in current.acts):
        return True
    if (_AMONG.match(clause.text) or _FIRST_PART.match(clause.text)) and current.amounts:
        return True
    is_rate = any(amount.is_rate for amount in clause.amounts) and clause.sense.aim_at is not None
    return is_rate and any(_PAPER.intersection(each.sense.firm) for each in current.acts)
