"""Plan cases at the desk (比选方案): opened, set, computed again; who is pinned in or out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.programme.choice.case import MOST_YEARS, CaseInputs, check_inputs
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import Horizon
from jiugai.services.funding.plan_studio.law import usual_marks
from jiugai.storage.programme import plan_cases, plan_runs
from jiugai.storage.programme.plan_cases import CaseRow, NoSuchCase, SetMeanwhile
from jiugai.storage.programme.plan_runs import RunRow, State
from jiugai.storage.registry import queries as registry
from jiugai.storage.unit_of_work import AlreadyDone, OpenAct, unit_of_work

__all__ = [
    "AlreadyDone",
    "CaseDone",
    "CaseLine",
    "NoSuchCase",
    "SetMeanwhile",
    "cases_of",
    "compute",
    "first_inputs",
    "may_set",
    "open_case",
    "pinned",
    "stop",
]
EARLIEST, LATEST = 2021, 2100
"""The catalogue of items is of July 2020: a plan of an earlier year has none to choose from."""
LONGEST_TITLE = 40
USUAL_SECONDS = 30


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A case in the list, with its newest run and how far it was put forward (方案行)."""

    case: CaseRow
    run: RunRow | None
    proposal: plan_cases.ProposalRow | None


@dataclass(frozen=True, slots=True)
class CaseDone:
    """What became of what was asked: done unless a finding blocks (办理结果)."""

    entered: bool
    findings: tuple[Finding, ...] = ()
    number: str = ""


def may_set(actor: Actor) -> bool:
    """Say whether an officer weighs plans: whoever manages the programme, of the whole city."""
    return Power.MANAGE_PROGRAMME in actor.powers and actor.scope.counties is None


def cases_of(*, actor: Actor) -> tuple[CaseLine, ...]:
    """Return the cases that an officer may look at; a county those that were put forward.

    :raises NotAllowed: if the actor may look at no records.
    """
    require(actor, Power.SEE)
    newest: dict[int, RunRow] = {}
    known = {run.id: run for run in plan_runs.runs()}
    for run in known.values():
        newest.setdefault(run.case_id, run)
    forward = {one.case_id: one for one in plan_cases.proposals()}
    if actor.scope.counties is not None:
        return tuple(
            CaseLine(case, known.get(forward[case.id].run_id), forward[case.id])
            for case in plan_cases.cases()
            if case.id in forward
        )
    return tuple(
        CaseLine(case, newest.get(case.id), forward.get(case.id)) for case in plan_cases.cases()
    )


def open_case(
    title: str, *, year: int, years: int, city_id: int, actor: Actor, key: UUID | None = None
) -> CaseDone:
    """Open a case for some years.

    :raises NotAllowed: if the actor may not manage the programme.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    findings = _check_case(title.strip(), year, years)
    if findings:
        return CaseDone(False, findings)
    with unit_of_work(
        verb="programme.open_plan_case",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{year} 年计划比选“{title.strip()}”"[:128],
        key=key,
    ) as act:
        number = plan_cases.enter_case(
            act, division_id=city_id, title=title.strip(), year=year, years=years
        )
    return CaseDone(True, number=number)


def _check_case(title: str, year: int, years: int) -> tuple[Finding, ...]:
    said = "没有建立方案。"
    findings = []
    if not title or len(title) > LONGEST_TITLE:
        message = f"名称应为 1 到 {LONGEST_TITLE} 个字，例如“明年计划第一稿”。{said}"
        findings.append(Finding("plan_case.title", message))
    if not EARLIEST <= year <= LATEST or not 1 <= years <= MOST_YEARS:
        message = f"首年应在 {EARLIEST} 年以后，年数应为 1 到 {MOST_YEARS} 年，例如 2022 年起 1 年。{said}"
        findings.append(Finding("plan_case.years", message))
    return tuple(findings)


def first_inputs(year: int) -> CaseInputs:
    """Return what a new case assumes before anybody set it: no money, the usual marks."""
    return CaseInputs((), 0, usual_marks(year), True, USUAL_SECONDS)


def compute(
    number: str,
    inputs: CaseInputs,
    asked: Horizon,
    *,
    actor: Actor,
    at: datetime,
    seen: int | None = None,
    key: UUID | None = None,
    defer: bool = True,
) -> CaseDone:
    """Keep what a case assumes, if it changed, and queue the case to be computed.

    :param seen: number of the setting that the officer started from; None if it does not matter.
    :param defer: whether a worker is to compute it; whoever computes it himself says no.
    :raises NotAllowed: if the actor may not manage the programme.
    :raises NoSuchCase: if there is no such case.
    :raises SetMeanwhile: if somebody set it after the officer looked.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    case = plan_cases.case(number)
    findings = check_inputs(inputs)
    if blocking(findings):
        return CaseDone(False, findings)
    with unit_of_work(
        verb="programme.set_plan_case",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"计划比选“{case.title}”"[:128],
        key=key,
    ) as act:
        setting_id = _set(act, case, inputs, seen, actor)
        _give_up(plan_runs.runs(case.id))
        run_id = plan_runs.queue(
            case_id=case.id,
            setting_id=setting_id,
            user_id=actor.user_id,
            post_id=actor.post_id,
            as_of=asked.as_of,
            last_seq=asked.last_seq,
            at=at,
            defer=defer,
        )
    return CaseDone(True, number=str(run_id))


def _set(act: OpenAct, case: CaseRow, inputs: CaseInputs, seen: int | None, actor: Actor) -> int:
    """Keep what a case assumes, if it changed; return the identity of the setting that stands."""
    plan_cases.lock_case(case.id)
    last = plan_cases.setting(case.id)
    standing = last.number if last else 0
    if seen is not None and seen != standing:
        raise SetMeanwhile
    if last is not None and inputs.is_like(last.inputs):
        return last.id
    return plan_cases.enter_setting(
        act, case_id=case.id, number=standing + 1, inputs=inputs, user_id=actor.user_id
    )


def pinned(number: str, public_id: str, way: str, *, actor: Actor) -> CaseInputs:
    """Return what a case assumes with one community pinned in or out, or no longer pinned.

    :param way: ``in``, ``out``, or anything else for neither.
    :raises NotAllowed: if the actor may not manage the programme.
    :raises NoSuchCase: if there is no such case, or it was never set.
    :raises NoSuchCommunity: if there is none in the actor's scope.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    last = plan_cases.setting(plan_cases.case(number).id)
    if last is None:
        raise NoSuchCase(number)
    one = frozenset({registry.community_id(public_id, scope=actor.scope)})
    return replace(
        last.inputs,
        pins_in=(last.inputs.pins_in | one) if way == "in" else last.inputs.pins_in - one,
        pins_out=(last.inputs.pins_out | one) if way == "out" else last.inputs.pins_out - one,
    )


def stop(number: str, *, actor: Actor) -> bool:
    """Stop whatever of a case is being computed; say whether anything was.

    :raises NotAllowed: if the actor may not manage the programme.
    :raises NoSuchCase: if there is no such case.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    return _give_up(plan_runs.runs(plan_cases.case(number).id))


def _give_up(runs: Iterable[RunRow]) -> bool:
    """Stop what goes on; asked a second time, it is given up at once: nobody is there to stop it."""
    stopped = False
    for run in runs:
        if not run.is_working:
            continue
        if run.state == State.SOLVING:
            stopped |= plan_runs.change(run.id, only_if=(run.state,), state=State.STOPPING)
            continue
        told = {"sentence": "已停止，没有给出方案；设定还在，可以再比选。"}
        stopped |= plan_runs.change(run.id, only_if=(run.state,), state=State.STOPPED, summary=told)
    return stopped
