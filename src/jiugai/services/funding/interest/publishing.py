"""Publishing a list of communities, and taking rows from it (公开名单、撤下)."""

import uuid
from dataclasses import dataclass
from datetime import date

from jiugai.domain.findings import Finding
from jiugai.domain.funding.batches import LineState
from jiugai.domain.funding.interest import check_list
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.batches.reading import batch_of, state_of, within
from jiugai.services.funding.batches.refusals import NoSuchBatch
from jiugai.services.funding.interest.reading import InterestPage, kinds_in_force
from jiugai.services.funding.interest.refusals import InterestRefusal, NoSuchList
from jiugai.services.registry.register import records
from jiugai.storage.funding import batch_queries, interest_entries
from jiugai.storage.funding.batch_queries import BatchRow
from jiugai.storage.funding.interest_entries import InterestMeanwhile, NewRow
from jiugai.storage.registry.queries import Card
from jiugai.storage.unit_of_work import AlreadyDone, KeyReused, unit_of_work

__all__ = [
    "AlreadyDone",
    "InterestDone",
    "KeyReused",
    "NewList",
    "approved_batches",
    "publish",
    "withdraw",
]
_WON = (LineState.APPROVED, LineState.PARTLY)


@dataclass(frozen=True, slots=True)
class NewList:
    """A list to be published (待公开的名单).

    Attributes:
      batch: of which the communities that won money are taken; None to take none.
      numbers: communities chosen besides, by their public numbers.
      kinds: what is sought for all of them, by clause.
    """

    year: int
    title: str
    on: date
    paper: str
    batch: int | None
    numbers: tuple[str, ...]
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class InterestDone:
    """What became of a step (办理结果): written unless a finding blocks."""

    list_id: int | None
    count: int = 0
    findings: tuple[Finding, ...] = ()


def approved_batches(asked: Horizon) -> tuple[BatchRow, ...]:
    """Return the batches within reach of which something was approved."""
    last, day = asked.last_seq, asked.as_of
    filed = batch_queries.filed(last_seq=last, on_day=day)
    lines = batch_queries.lines([row.version_id for row in filed], last_seq=last, on_day=day)
    return tuple(
        row
        for row in filed
        if any(state_of(line) in _WON for line in lines.get(row.version_id, ()))
    )


def publish(
    new: NewList,
    asked: Horizon,
    *,
    actor: Actor,
    today: date,
    key: uuid.UUID | None = None,
) -> InterestDone:
    """Publish a list (公开).

    :raises NotAllowed: if the actor may not publish lists.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.PUBLISH_INTEREST)
    cards, findings = _chosen(new, asked, actor)
    known = {one.clause for one in kinds_in_force(asked)}
    kinds = [one for one in dict.fromkeys(new.kinds) if one in known]
    communities = 1 if findings else len(cards)
    findings += check_list(
        new.title, new.paper, new.on, today, communities=communities, kinds=len(kinds)
    )
    if findings:
        return InterestDone(None, findings=tuple(findings))
    rows = [NewRow(card.county_id, card.id, kind) for card in cards.values() for kind in kinds]
    with unit_of_work(
        verb="funding.publish_interest_list",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{new.title.strip()} {new.paper.strip()}"[:128],
        key=key,
    ) as act:
        list_id = interest_entries.publish(
            act,
            year=new.year,
            title=new.title.strip(),
            on=new.on,
            paper=new.paper.strip(),
            rows=rows,
            user_id=actor.user_id,
        )
    return InterestDone(list_id, len(rows))


def _chosen(new: NewList, asked: Horizon, actor: Actor) -> tuple[dict[int, Card], list[Finding]]:
    """Return the communities that a list is to name, or all that is wrong with them."""
    own = within(records(asked), actor.scope)
    by_number = {card.public_id: card for card in own.values()}
    unknown = [one for one in dict.fromkeys(new.numbers) if one not in by_number]
    findings = [InterestRefusal.no_number(one) for one in unknown]
    chosen: dict[int, Card] = {}
    if new.batch is not None:
        try:
            view = batch_of(new.batch, asked, actor=actor).view
        except NoSuchBatch:
            return chosen, [*findings, InterestRefusal.no_batch()]
        won = [line.community_id for line in view.lines if state_of(line) in _WON]
        if not won:
            findings.append(InterestRefusal.not_approved(view.row.paper))
        chosen |= {one: own[one] for one in won}
    chosen |= {by_number[one].id: by_number[one] for one in new.numbers if one in by_number}
    return chosen, findings


def withdraw(
    page: InterestPage,
    row_id: int,
    reason: str,
    *,
    actor: Actor,
    key: uuid.UUID | None = None,
) -> InterestDone:
    """Take a row from its list, with the reason (撤下).

    :raises NotAllowed: if the actor may not publish lists.
    :raises NoSuchList: if the list has no such row within reach.
    """
    require(actor, Power.PUBLISH_INTEREST)
    row = next((one for one in page.view.rows if one.id == row_id), None)
    if row is None:
        raise NoSuchList(row_id)
    if row.withdrawn:
        return InterestDone(None, findings=(InterestRefusal.done_meanwhile(),))
    if not reason.strip():
        return InterestDone(None, findings=(InterestRefusal.no_reason(),))
    name = page.cards[row.community_id].name
    try:
        with unit_of_work(
            verb="funding.withdraw_interest_row",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{name} {page.kind_word(row.kind)}"[:128],
            key=key,
        ) as act:
            interest_entries.withdrawal(
                act,
                row_id=row.id,
                county_id=row.county_id,
                reason=reason.strip(),
                user_id=actor.user_id,
            )
    except InterestMeanwhile:
        return InterestDone(None, findings=(InterestRefusal.done_meanwhile(),))
    return InterestDone(page.view.row.id, 1)
