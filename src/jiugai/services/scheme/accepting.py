"""What was built of a scheme (验收缺项): accepted item by item by another hand, held against the scheme."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.scheme.accepted import (
    AcceptedItem,
    BuiltItem,
    acceptance_findings,
    built_items,
    check_accepted,
)
from jiugai.domain.scheme.catalogue import ScopeItem, items_in_force
from jiugai.domain.scheme.needs import Need
from jiugai.exchange.policy_files import scope_items
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.registry.register import cards
from jiugai.services.scheme.bills import SchemePage, scheme_of
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.programme import queries as programme
from jiugai.storage.registry.queries import Card, NoSuchCommunity
from jiugai.storage.scheme import acceptance, queries
from jiugai.storage.scheme.acceptance import AcceptanceRow
from jiugai.storage.scheme.entries import EnteredMeanwhile
from jiugai.storage.scheme.queries import BillRow
from jiugai.storage.unit_of_work import AlreadyDone, SameHands, unit_of_work

__all__ = [
    "AcceptanceLine",
    "Accepting",
    "AlreadyDone",
    "EnteredMeanwhile",
    "NoSuchAcceptance",
    "NoSuchCommunity",
    "accept",
    "acceptance_gaps",
    "acceptance_of",
    "withdraw_acceptance",
]
_COMPLETE = (Step.COMPLETION, Step.ACCEPTANCE, Step.SETTLEMENT, Step.HANDOVER)
_NOTHING = "没有写入任何数据。"


class NoSuchAcceptance(LookupError):
    """The community has no such acceptance that stands."""


@dataclass(frozen=True, slots=True)
class Accepting:
    """What was accepted of a community's scheme (验收对照).

    Attributes:
      completed_on: when works were complete, or accepted; None while they are not.
      findings: where scheme, works and promises differ; none before works are complete.
    """

    started_on: date | None
    completed_on: date | None
    rows: tuple[AcceptanceRow, ...]
    built: tuple[BuiltItem, ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class AcceptanceLine:
    """A community whose works are complete, with where they differ from its scheme (验收缺项行).

    Attributes:
      title: of the bill that stands; empty if there is none.
    """

    card: Card
    completed_on: date
    title: str
    items: int
    findings: tuple[Finding, ...]


def acceptance_of(page: SchemePage, asked: Horizon) -> Accepting:
    """Return what was accepted of a scheme that was looked up before, at the same horizon."""
    last, day, id_ = asked.last_seq, asked.as_of, page.card.id
    rows = acceptance.acceptances(last_seq=last, on_day=day, community_id=id_)
    site_ids = [s.id for s in programme.sites(last_seq=last) if s.community_id == id_]
    steps = _steps(programme.steps(last_seq=last, on_day=day, site_ids=site_ids))
    reached = steps.get(max(site_ids, default=0), {})
    needs = [one.need for one in page.needs]
    return _held(page.current, rows, needs, reached, page.catalogue)


def _steps(rows: Iterable[programme.StepRow]) -> dict[int, dict[Step, date]]:
    found: dict[int, dict[Step, date]] = {}
    for row in rows:
        found.setdefault(row.site_id, {}).setdefault(Step(row.step), row.effective_on)
    return found


def _held(
    bill: BillRow | None,
    rows: tuple[AcceptanceRow, ...],
    needs: Iterable[Need],
    reached: Mapping[Step, date],
    catalogue: Mapping[str, ScopeItem],
) -> Accepting:
    complete = min((reached[step] for step in _COMPLETE if step in reached), default=None)
    built = built_items(bill.lines if bill else (), (one.accepted for one in rows))
    waived = bill.waived if bill else {}
    findings = acceptance_findings(built, needs, waived, catalogue) if complete is not None else ()
    return Accepting(reached.get(Step.START), complete, rows, built, findings)


def acceptance_gaps(asked: Horizon, *, actor: Actor) -> tuple[AcceptanceLine, ...]:
    """Return every community in scope whose works are complete, those that differ most first.

    :raises NotAllowed: if the actor may not look at communities.
    """
    require(actor, Power.SEE)
    last, day = asked.last_seq, asked.as_of
    steps = _steps(programme.steps(last_seq=last, on_day=day))
    newest = {site.community_id: site.id for site in programme.sites(last_seq=last)}
    bills = {row.community_id: row for row in queries.bills(last_seq=last, on_day=day)}
    needs: dict[int, list[Need]] = {}
    for need in queries.needs(last_seq=last, on_day=day):
        needs.setdefault(need.community_id, []).append(need.need)
    rows: dict[int, list[AcceptanceRow]] = {}
    for row in acceptance.acceptances(last_seq=last, on_day=day):
        rows.setdefault(row.community_id, []).append(row)
    seen = [c for c in cards(asked) if actor.scope.covers(c.county_id, c.division_id)]
    codes = divisions.codes({card.county_id for card in seen}, day=day)
    catalogues = {id_: items_in_force(scope_items(), code, day) for id_, code in codes.items()}
    lines = []
    for card in seen:
        bill, reached = bills.get(card.id), steps.get(newest.get(card.id, 0), {})
        found = _held(
            bill,
            tuple(rows.get(card.id, ())),
            needs.get(card.id, ()),
            reached,
            catalogues.get(card.county_id, {}),
        )
        if found.completed_on is not None:
            title = f"{bill.stage.word}第{bill.number}版" if bill else ""
            lines.append(
                AcceptanceLine(card, found.completed_on, title, len(found.built), found.findings)
            )
    return tuple(sorted(lines, key=lambda one: (-len(one.findings), one.card.name, one.card.id)))


def accept(
    public_id: str, told: AcceptedItem, asked: Horizon, *, actor: Actor, key: UUID | None = None
) -> tuple[Finding, ...]:
    """Enter how much of an item was accepted; return what refuses it (登记验收数量).

    :param asked: now; what is looked at is what is written upon.
    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchCommunity: if there is none in the actor's scope.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RECORD_FACT)
    page = scheme_of(public_id, asked, actor=actor)
    if page.current is None:
        message = f"还没有改造方案，不知道该验收什么；请先登记方案。{_NOTHING}"
        return (Finding("scheme.accepted_no_bill", message),)
    if page.current.user_id == actor.user_id:
        return (_same_hand(),)
    found = acceptance_of(page, asked)
    findings = check_accepted(told, page.catalogue, found.started_on, asked.as_of)
    if findings:
        return findings
    try:
        with unit_of_work(
            verb="scheme.accept_item",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=f"{public_id} {told.item}",
            key=key,
        ) as act:
            acceptance.enter(act, community_id=page.card.id, bill_id=page.current.id, accepted=told)
    except SameHands:
        return (_same_hand(),)
    return ()


def _same_hand() -> Finding:
    message = f"现行方案是您登记的，验收数量要由另一人登记，例如镇街或市改造办。{_NOTHING}"
    return Finding("scheme.accepted_same_hand", message)


def withdraw_acceptance(
    public_id: str,
    row_id: int,
    reason: str,
    asked: Horizon,
    *,
    actor: Actor,
    key: UUID | None = None,
) -> tuple[Finding, ...]:
    """Enter that an acceptance was entered wrongly, with the reason (撤销验收数量).

    :raises NotAllowed: if the actor may not record facts.
    :raises NoSuchCommunity: if there is none in the actor's scope.
    :raises NoSuchAcceptance: if the community has no such acceptance that stands.
    :raises EnteredMeanwhile: if it was withdrawn a moment ago.
    """
    require(actor, Power.RECORD_FACT)
    page = scheme_of(public_id, asked, actor=actor)
    row = next((one for one in acceptance_of(page, asked).rows if one.id == row_id), None)
    if row is None:
        raise NoSuchAcceptance(row_id)
    if not reason.strip():
        message = f"撤销验收数量要写理由，例如“单位写错”。{_NOTHING}"
        return (Finding("scheme.accepted_no_reason", message),)
    with unit_of_work(
        verb="scheme.withdraw_acceptance",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{public_id} {row.accepted.item}",
        key=key,
    ) as act:
        acceptance.withdraw(act, row, effective_on=asked.as_of, reason=reason.strip())
    return ()
