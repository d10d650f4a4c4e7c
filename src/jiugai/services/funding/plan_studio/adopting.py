"""A run put forward as the plan (拟采纳), and what another hand decides; no list changes by it.

Who enters a year's list is a fact of the filed plan, with its paper. A proposal only says which run
the office means; the lists are changed when the paper is imported, as ever.
"""

from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding
from jiugai.services.actor import Actor, Power, require, require_another_hand
from jiugai.services.funding.plan_studio.cases import CaseDone
from jiugai.services.funding.plan_studio.results import digest_of
from jiugai.storage.programme import plan_cases, plan_runs
from jiugai.storage.programme.plan_cases import NoSuchCase, ProposalRow
from jiugai.storage.programme.plan_runs import RunRow
from jiugai.storage.unit_of_work import unit_of_work

_NOT_WRITTEN = "没有写入任何数据。"
LONGEST = 200


def put_forward(
    number: str,
    run_id: int,
    words: str,
    *,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> CaseDone:
    """Put a run forward as the plan.

    :raises NotAllowed: if the actor may not manage the programme.
    :raises NoSuchCase: if there is no such case; NoSuchRun, if it has no such run.
    :raises SetMeanwhile: if it was put forward meanwhile.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.MANAGE_PROGRAMME)
    case = plan_cases.case(number)
    run = plan_runs.one(run_id)
    if run.case_id != case.id:
        raise plan_runs.NoSuchRun(run_id)
    digest = digest_of(plan_runs.lines(run.lines_of)) if run.has_plan else b""
    if not run.has_plan or digest != run.result_sm3:
        message = f"第 {run.number} 次比选没有方案，或它的结果和当时的摘要对不上，不能提出。{_NOT_WRITTEN}"
        return CaseDone(False, (Finding("plan_case.no_plan", message),))
    if not words.strip() or len(words) > LONGEST:
        message = (
            f"请写 1 到 {LONGEST} 个字的说明，例如“按 8 月测算的资金，报市政府审定”。{_NOT_WRITTEN}"
        )
        return CaseDone(False, (Finding("plan_case.no_words", message),))
    with unit_of_work(
        verb="programme.propose_plan",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"计划比选“{case.title}”第 {run.number} 次"[:128],
        key=key,
    ) as act:
        plan_cases.enter_proposal(
            act,
            run_id=run.id,
            result_sm3=digest,
            words=words.strip(),
            user_id=actor.user_id,
            on=today,
        )
    return CaseDone(True)


def decide(
    number: str,
    run_id: int,
    *,
    is_adopted: bool,
    paper: str,
    words: str,
    actor: Actor,
    today: date,
    key: UUID | None = None,
) -> CaseDone:
    """Decide a proposal, once, by another hand.

    :raises NotAllowed: if the actor's post signs no papers.
    :raises NoSuchCase: if there is no such case, or this run was not put forward.
    :raises OwnWork: if the actor put it forward himself.
    :raises SetMeanwhile: if it was decided meanwhile.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.ISSUE_PAPER)
    case = plan_cases.case(number)
    proposal = _proposal(case.id, run_id)
    require_another_hand(actor, proposal.user_id)
    findings = _check_decision(is_adopted=is_adopted, paper=paper, words=words)
    if findings:
        return CaseDone(False, findings)
    with unit_of_work(
        verb="programme.decide_plan",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"计划比选“{case.title}”{'采纳' if is_adopted else '不采纳'}"[:128],
        key=key,
    ) as act:
        plan_cases.enter_decision(
            act,
            proposal=proposal,
            is_adopted=is_adopted,
            paper=paper.strip(),
            words=words.strip(),
            user_id=actor.user_id,
            on=today,
        )
    return CaseDone(True)


def _proposal(case_id: int, run_id: int) -> ProposalRow:
    for one in plan_cases.proposals():
        if (one.case_id, one.run_id) == (case_id, run_id):
            return one
    raise NoSuchCase(str(run_id))


def _check_run(run: RunRow, digest: bytes, words: str) -> tuple[Finding, ...]:
    findings = []
    if not run.has_plan or digest != run.result_sm3:
        message = f"第 {run.number} 次比选没有方案，或它的结果和当时的摘要对不上，不能提出。{_NOT_WRITTEN}"
        findings.append(Finding("plan_case.no_plan", message))
    if not words.strip() or len(words) > LONGEST:
        message = (
            f"请写 1 到 {LONGEST} 个字的说明，例如“按 8 月测算的资金，报市政府审定”。{_NOT_WRITTEN}"
        )
        findings.append(Finding("plan_case.no_words", message))
    return tuple(findings)


def _check_decision(*, is_adopted: bool, paper: str, words: str) -> tuple[Finding, ...]:
    findings = []
    if not paper.strip():
        message = (
            f"请写决定见于哪份文件或哪次会议，例如“市政府专题会议纪要〔2020〕15号”。{_NOT_WRITTEN}"
        )
        findings.append(Finding("plan_case.no_paper", message))
    if not is_adopted and not words.strip():
        message = f"不采纳要写理由，例如“县区配套没有落实”。{_NOT_WRITTEN}"
        findings.append(Finding("plan_case.no_reason", message))
    return tuple(findings)
