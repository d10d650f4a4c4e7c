"""What a case came to (比选结果): who is in and paid by whom, who is not and why, what has changed."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jiugai.domain.divisions import Scope
from jiugai.domain.funding.sources import Source
from jiugai.domain.programme.choice.case import CaseBudget, CaseInputs
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor, Power, require, why_another_hand
from jiugai.services.facts import horizon_at
from jiugai.services.funding.plan_studio.cases import first_inputs, may_set
from jiugai.services.registry import register
from jiugai.services.registry.register import Card
from jiugai.storage.divisions.queries import DivisionRow
from jiugai.storage.programme import plan_cases, plan_runs
from jiugai.storage.programme.plan_cases import CaseRow, NoSuchCase, ProposalRow, SettingRow
from jiugai.storage.programme.plan_runs import LineRow, NoSuchRun, RunRow

__all__ = [
    "ChangedLine",
    "CommunityLine",
    "NoSuchCase",
    "NoSuchRun",
    "PotUse",
    "StudioPage",
    "digest_of",
    "studio",
]


@dataclass(frozen=True, slots=True)
class CommunityLine:
    """What a run says of one community, with what it is called (小区行)."""

    line: LineRow
    card: Card
    pinned: str = ""

    @property
    def is_in(self) -> bool:
        return self.line.year is not None


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A community that came in or went out since the run before (进出)."""

    now: CommunityLine
    came_in: bool


@dataclass(frozen=True, slots=True)
class PotUse:
    """Money of a source for a year, and what the plan takes of it in the first year (资金用量)."""

    budget: CaseBudget
    used_fen: int

    @property
    def left_fen(self) -> int:
        return self.budget.tried_fen - self.used_fen


@dataclass(frozen=True, slots=True)
class StudioPage:
    """A case with one of its runs, as an officer may see it (比选台).

    Attributes:
      setting: the newest setting; None before the first.
      inputs: what it assumes, or what a new case begins with.
      run: the run that is shown; None before the first.
      assumed: what the shown run assumes.
      working: the newest run, while it goes on.
      lines: by community, within the officer's scope; empty without a plan.
      changed: who came in and who went out since ``before``.
      report: what concerns the city as a whole; empty for a county.
      why_not_his: why the officer is not to decide though the post may.
    """

    case: CaseRow
    setting: SettingRow | None
    inputs: CaseInputs
    runs: tuple[RunRow, ...]
    run: RunRow | None
    assumed: CaseInputs | None
    working: RunRow | None
    before: RunRow | None
    lines: tuple[CommunityLine, ...]
    changed: tuple[ChangedLine, ...]
    pots: tuple[PotUse, ...]
    counties: Mapping[int, DivisionRow]
    report: Mapping[str, Any]
    proposal: ProposalRow | None
    may_set: bool
    may_propose: bool
    may_decide: bool
    why_not_his: str = ""

    def of_county(self, county_id: int) -> tuple[CommunityLine, ...]:
        """Return the lines of one county."""
        return tuple(one for one in self.lines if one.line.county_id == county_id)


def studio(number: str, *, actor: Actor, run_id: int | None = None) -> StudioPage:
    """Return a case with a run: the one asked for, else the newest that has ended.

    :raises NotAllowed: if the actor may look at no records.
    :raises NoSuchCase: if there is none; for a county, if it was not put forward.
    :raises NoSuchRun: if the case has no such run.
    """
    require(actor, Power.SEE)
    case = plan_cases.case(number)
    forward = [one for one in plan_cases.proposals() if one.case_id == case.id]
    runs = plan_runs.runs(case.id)
    if actor.scope.counties is not None:
        if not forward:
            raise NoSuchCase(number)
        runs = tuple(run for run in runs if run.id in {one.run_id for one in forward})
    run = _shown(runs, run_id)
    before = _before(runs, run)
    setting = plan_cases.setting(case.id)
    assumed = plan_cases.setting(case.id, run.setting_id) if run else None
    lines = _lines(run, actor.scope, assumed.inputs if assumed else None)
    proposal = next((one for one in forward if run and one.run_id == run.id), None)
    sets = may_set(actor)
    return StudioPage(
        case=case,
        setting=setting if sets else assumed,
        inputs=setting.inputs if setting else first_inputs(case.year),
        runs=runs,
        run=run,
        assumed=assumed.inputs if assumed else None,
        working=runs[0] if runs and runs[0].is_working else None,
        before=before,
        lines=lines,
        changed=_changed(lines, before),
        pots=_pots(assumed.inputs if assumed else None, lines, case.year),
        counties=_counties(run),
        report=plan_runs.report(run.lines_of) if run else {},
        proposal=proposal,
        may_set=sets,
        may_propose=sets and run is not None and run.has_plan and proposal is None,
        may_decide=_may_decide(actor, proposal),
        why_not_his=_not_his(actor, proposal),
    )


def _shown(runs: Sequence[RunRow], run_id: int | None) -> RunRow | None:
    if run_id is not None:
        found = next((run for run in runs if run.id == run_id), None)
        if found is None:
            raise NoSuchRun(run_id)
        return found
    return next((run for run in runs if not run.is_working), None)


def _before(runs: Sequence[RunRow], run: RunRow | None) -> RunRow | None:
    """Return the run that had a plan before this one."""
    if run is None or not run.has_plan:
        return None
    return next((one for one in runs if one.id < run.id and one.has_plan), None)


def _lines(
    run: RunRow | None, scope: Scope, assumed: CaseInputs | None
) -> tuple[CommunityLine, ...]:
    if run is None or not run.has_plan:
        return ()
    cards = {card.id: card for card in register.cards(horizon_at(run.as_of, run.last_seq))}
    pins = dict.fromkeys(assumed.pins_in, "in") if assumed else {}
    pins |= dict.fromkeys(assumed.pins_out, "out") if assumed else {}
    return tuple(
        CommunityLine(line, cards[line.community_id], pins.get(line.community_id, ""))
        for line in plan_runs.lines(run.lines_of)
        if line.community_id in cards
        and scope.covers(line.county_id, cards[line.community_id].division_id)
    )


def _changed(lines: Iterable[CommunityLine], before: RunRow | None) -> tuple[ChangedLine, ...]:
    if before is None:
        return ()
    then = {one.community_id for one in plan_runs.lines(before.lines_of) if one.year is not None}
    return tuple(
        ChangedLine(one, one.is_in) for one in lines if one.is_in != (one.line.community_id in then)
    )


def _pots(
    assumed: CaseInputs | None, lines: Iterable[CommunityLine], year: int
) -> tuple[PotUse, ...]:
    """Return what the first year takes of each budget; a county's own and the city's of one source."""
    if assumed is None:
        return ()
    used: Counter[tuple[str, int | None]] = Counter()
    for one in lines:
        if one.line.year == year:
            for _, source, fen in one.line.told["paid"]:
                used[source, None] += fen
                used[source, one.line.county_id] += fen
    return tuple(
        PotUse(budget, used[Source(budget.source).name.lower(), budget.county_id])
        for budget in assumed.budgets
        if budget.tried_fen
    )


def _counties(run: RunRow | None) -> Mapping[int, DivisionRow]:
    if run is None:
        return {}
    return register.counties(horizon_at(run.as_of, run.last_seq))


def _may_decide(actor: Actor, proposal: ProposalRow | None) -> bool:
    return (
        proposal is not None
        and proposal.is_adopted is None
        and Power.ISSUE_PAPER in actor.powers
        and actor.scope.counties is None
        and not _not_his(actor, proposal)
    )


def _not_his(actor: Actor, proposal: ProposalRow | None) -> str:
    if proposal is None or Power.ISSUE_PAPER not in actor.powers:
        return ""
    by = f"有“{Power.ISSUE_PAPER.title}”职权、没有提它的另一人"
    return why_another_hand(actor, (proposal.user_id,), by=by)


def digest_of(found: Iterable[LineRow]) -> bytes:
    """Return what binds the lines of a run together: the digest of all of them in their order."""
    told = [[getattr(line, name) for name in LineRow.__slots__] for line in found]
    return sm3(json.dumps(told, ensure_ascii=False, sort_keys=True).encode())
