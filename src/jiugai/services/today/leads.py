"""Duties about leaders' visits (包抓走访待办)."""

from collections.abc import Iterator

from jiugai.domain.supervision.leads import VisitState
from jiugai.domain.today import Duty
from jiugai.services.actor import Power
from jiugai.services.supervision.leads.standing import ChargeLine, due_visits
from jiugai.services.today.asked import Asked
from jiugai.storage.supervision.leads import LeaderRow

Due = tuple[LeaderRow, ChargeLine]


def visits_due(asked: Asked) -> Iterator[Duty]:
    """Yield the visits that are due: a leader's own to his post, all of them to who names leaders."""
    due = due_visits(asked.horizon, actor=asked.actor)
    mine = [one for one in due if one[1].row.post_id == asked.actor.post_id]
    if mine:
        leader, charge = mine[0]
        yield Duty(
            f"您包抓的 {len(mine)} 处该走访了，最久的是{charge.thing.name}，"
            f"已 {charge.standing.waiting} 天没有走访。",
            "supervision:leader",
            {"public_id": leader.public_id},
            query="year=all",
            due_on=min(one.standing.due_on for _, one in mine if one.standing.due_on is not None),
        )
    if asked.may(Power.ASSIGN_LEADER) and due:
        yield _to_remind(due)


def _to_remind(due: tuple[Due, ...]) -> Duty:
    leaders = {leader.id for leader, _ in due}
    red = sum(charge.standing.state is VisitState.RED for _, charge in due)
    return Duty(
        f"{len(leaders)} 位领导包抓的 {len(due)} 处该走访了，其中 {red} 处久未走访。",
        "supervision:leads",
        more="走访过的，请登记；没有走访的，请提醒。",
    )
