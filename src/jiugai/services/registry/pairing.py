"""Deciding of two records whether they are one community (重名核对): a dated, stamped act.

Nothing is merged: where they are one, the other record stands down and is no longer counted by
itself (``domain/registry/pairing.py``). Plans and figures of works that were filed under it stay as
they were filed.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.registry.pairing import PairDecision, contradicted
from jiugai.services.actor import Actor, NotAllowed, Power, require
from jiugai.services.facts import Horizon, horizon
from jiugai.services.reach import reading_city_wide
from jiugai.services.registry.look_alikes import APART, SAME, LookAlike, NoSuchPair, look_alike
from jiugai.services.registry.register import records
from jiugai.services.registry.settled import PairingRow, decided, decision_of
from jiugai.storage.registry import entries, pairings
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = ["AlreadyDone", "Decided", "NoSuchPair", "decide", "may_decide"]

LONGEST_BASIS = 200
_NOTHING_DONE = "没有改动任何数据。"
_OTHERS = "a contradiction may lie in a decision on other counties' records"


@dataclass(frozen=True, slots=True)
class Decided:
    """What became of a decision: written unless a finding says otherwise."""

    written: bool
    findings: tuple[Finding, ...] = ()


def may_decide(found: LookAlike, *, actor: Actor) -> str:
    """Return why the actor may not decide on a pair, in one sentence; empty if he may.

    Both records must lie within the officer's scope; and what another post has decided, a county
    leaves to the city to correct.
    """
    if Power.MATCH_RECORDS not in actor.powers:
        return f"“{actor.label}”没有“{Power.MATCH_RECORDS.title}”的职权。{_NOTHING_DONE}"
    if not found.is_whole:
        return f"这一对有一条不在您的辖区，由市改造办核对。{_NOTHING_DONE}"
    last = found.decision if found.state in {SAME, APART} else None
    is_anothers = last is not None and last.post_id != actor.post_id
    if last is not None and is_anothers and actor.scope.counties is not None:
        return f"这一对已由“{last.post}”核定，要更正请联系市改造办。{_NOTHING_DONE}"
    return ""


def decide(
    *,
    first: str,
    second: str,
    kept: str | None,
    basis: str,
    seen: str,
    on_day: date,
    actor: Actor,
    key: UUID | None = None,
) -> Decided:
    """Record of two communities that they are one, or that they are two.

    :param first: a public id, as ``second``.
    :param kept: the public id of the one that stands for both; None where they are two.
    :param basis: on what the officer goes; must be given where they are one, and where an earlier
      decision is corrected.
    :param seen: ``LookAlike.seen`` of what the officer looked at.
    :param on_day: the day for which the screen showed it.
    :raises NotAllowed: if the actor may not decide on this pair.
    :raises NoSuchPair: if there is none such that touches the actor's scope.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.MATCH_RECORDS)
    found = _pair(first, second, horizon(on_day), actor)
    keeps = {side.card.public_id: side.card.id for side in found.sides}
    if kept is not None and kept not in keeps:
        raise NoSuchPair(kept)
    stands = None if kept is None else keeps[kept]
    try:
        with unit_of_work(
            verb="registry.decide_pair",
            user_id=actor.user_id,
            post_id=actor.post_id,
            subject=_subject(found, stands),
            key=key,
        ) as act:
            entries.lock_pairings()
            now = horizon(on_day)
            found = _pair(first, second, now, actor)
            _hold(found, stands, basis.strip(), seen, now)
            entries.pairings(act, [_values(found, stands, basis.strip(), now)])
    except _Blocked as blocked:
        return Decided(False, (blocked.finding,))
    return Decided(True)


class _Blocked(Exception):
    """Something stands against the decision; the transaction writes nothing."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.message)
        self.finding = finding


def _pair(first: str, second: str, asked: Horizon, actor: Actor) -> LookAlike:
    found = look_alike(first, second, asked, actor=actor)
    refusal = may_decide(found, actor=actor)
    if refusal:
        raise NotAllowed(refusal)
    return found


def _subject(found: LookAlike, stands: int | None) -> str:
    a, b = (side.card.name for side in found.sides)
    return f"“{a}”与“{b}”：{'同一小区' if stands is not None else '不是同一小区'}"[:128]


def _hold(found: LookAlike, stands: int | None, basis: str, seen: str, asked: Horizon) -> None:
    """Hold a decision against what is known now, under the lock; stop the transaction otherwise."""
    stopped = _stopped(found, stands, basis, seen)
    if stopped is None:
        against = _against(found, stands, asked)
        stopped = None if against is None else _contradiction(against)
    if stopped is not None:
        raise _Blocked(stopped)


def _stopped(found: LookAlike, stands: int | None, basis: str, seen: str) -> Finding | None:
    """Return what stands against a decision by itself."""
    if found.seen != seen:
        return Finding(
            "registry.pair_moved",
            f"您看过以后，这一对的卡片或结论又有变动，请再看一遍再定。{_NOTHING_DONE}",
        )
    is_same_again = found.state == (APART if stands is None else SAME)
    if found.decision and is_same_again and found.decision.kept == stands:
        return Finding(
            "registry.pair_settled",
            f"这一对已由“{found.decision.post}”这样核定，没有重复记。",
            Weight.NOTES,
        )
    if not basis and (stands is not None or found.decision is not None):
        return Finding(
            "registry.pair_without_basis",
            "没有写依据。认定同一小区、更正从前的结论，都要写明凭什么，"
            f"例如“现场核对，同一门牌”。{_NOTHING_DONE}",
        )
    if len(basis) > LONGEST_BASIS:
        return Finding(
            "registry.pair_basis_too_long",
            f"依据写了 {len(basis)} 个字，最多 {LONGEST_BASIS} 个，请缩短。{_NOTHING_DONE}",
        )
    return None


def _contradiction(against: PairingRow) -> Finding:
    word = "是同一小区" if against.kept is not None else "不是同一小区"
    return Finding(
        "registry.pair_contradicts",
        f"“{against.low_name}”与“{against.high_name}”已由“{against.post}”核定{word}，"
        f"与现在要定的不能都对。请先更正那一对。{_NOTHING_DONE}",
    )


def _against(found: LookAlike, stands: int | None, asked: Horizon) -> PairingRow | None:
    low, high = (side.card for side in found.sides)
    wanted = PairDecision(low.id, high.id, stands, low.name_key, high.name_key)
    with reading_city_wide(_OTHERS):
        others = [row for row in decided(asked) if row.places != wanted.places]
        keys = {card.id: card.name_key for card in records(asked)}
    said = [decision_of(row) for row in others]
    against = contradicted(wanted, said, keys)
    return None if against is None else others[said.index(against)]


def _values(
    found: LookAlike, stands: int | None, basis: str, asked: Horizon
) -> entries.PairingValues:
    low, high = (side.card for side in found.sides)
    return entries.PairingValues(
        first=low.id,
        first_version=low.version_id,
        second=high.id,
        second_version=high.version_id,
        kept=stands,
        effective_on=since((low.id, high.id), last_seq=asked.last_seq),
        basis=basis,
        replaces=found.decision.id if found.decision else None,
    )


def since(communities: Iterable[int], *, last_seq: int) -> date:
    """Return the day from which a decision on records is true: of what is one, it always was.

    What was counted before a decision stays as it was for whoever asks by an earlier stamp.
    """
    return min(pairings.first_days(list(communities), last_seq=last_seq).values())
