"""A case computed in the background (后台比选): year by year, told as it goes on, kept when it ends.

A case of several years is computed one year after the other: what enters the first is gone from the
second. That is a pipeline, and no common optimum of all years; the screen says so.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from jiugai.domain.findings import blocking
from jiugai.domain.programme.choice.consistency import check_statement
from jiugai.domain.programme.choice.outcome import ChoiceOutcome, ChoiceStatus
from jiugai.domain.programme.choice.plan import ChosenCommunity, by_item
from jiugai.domain.programme.choice.statement import ChoiceProblem
from jiugai.domain.programme.choice.why_not import LeftOut, why_not
from jiugai.domain.quantities import percent, round_half_up
from jiugai.exchange.digests import sm3
from jiugai.services.actor import Actor
from jiugai.services.facts import horizon_at
from jiugai.services.funding.plan_studio.law import case_rules
from jiugai.services.funding.plan_studio.pool import Pool, pool_at, problem_of, without
from jiugai.services.funding.plan_studio.results import digest_of
from jiugai.services.programme.choice_told import relief_sentences
from jiugai.services.reach import as_officer, reading_city_wide
from jiugai.services.registry import register
from jiugai.solvers.plan_choice.choosing import ChoiceLimits, choose
from jiugai.solvers.plan_choice.search import ChoiceProgress
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.programme import plan_cases, plan_runs
from jiugai.storage.programme.plan_cases import CaseRow, SettingRow
from jiugai.storage.programme.plan_runs import LineRow, RunRow, State

_EVERY_SECONDS = 0.5
_CALL = "请再点一次“比选”；还不行，请联系系统管理员。"
_WHOSE = "whose run it is says how far it reaches"


class _Stopped(Exception):
    """The officer who asked wants no answer any more."""


@dataclass(frozen=True, slots=True)
class _Year:
    """One year as it was computed (一年的结果)."""

    problem: ChoiceProblem
    outcome: ChoiceOutcome
    left_out: tuple[LeftOut, ...]


def solve_run(run_id: int, *, actor_of: Callable[[int, int], Actor]) -> None:
    """Compute a run that waits, and keep what it comes to.

    :param actor_of: finds the officer by user and post as they stand now.
    """
    with reading_city_wide(_WHOSE):
        run = plan_runs.one(run_id)
        if not plan_runs.change(run_id, only_if=(State.QUEUED,), state=State.SOLVING):
            return
    try:
        with as_officer(actor_of(run.user_id, run.post_id)):
            _Run(run).go()
    except _Stopped:
        _end(run_id, State.STOPPED, "已停止，没有给出方案；设定还在，可以再比选。")
    except Exception:
        _end(run_id, State.FAILED, f"比选时系统出错，没有给出方案，事实和设定都没有动。{_CALL}")
        raise


def _end(run_id: int, state: str, sentence: str) -> None:
    with reading_city_wide(_WHOSE):
        working = (State.SOLVING, State.STOPPING)
        plan_runs.change(run_id, only_if=working, state=state, summary={"sentence": sentence})


class _Run:
    """One run on its way: the case, what it assumes, and the pool it chooses from."""

    def __init__(self, run: RunRow) -> None:
        self._run = run
        self._case = _case_of(run)
        setting = plan_cases.setting(run.case_id, run.setting_id)
        assert setting is not None, "a run is of a setting"
        self._setting: SettingRow = setting
        self._asked = horizon_at(run.as_of, run.last_seq)
        self._code = divisions.codes([self._case.division_id], day=run.as_of)[
            self._case.division_id
        ]
        self._names = {one.id: one.name for one in register.counties(self._asked).values()}
        self._pool = pool_at(self._asked, self._code)
        self._ids = {card.public_id: one for one, card in self._pool.cards.items()}
        self._told_at = 0.0
        self._stage = ""
        self._year = self._case.year

    def go(self) -> None:
        """Compute every year, unless the same was computed before."""
        first = self._problem(self._pool, self._case.year, self._before())
        findings = check_statement(first)
        if blocking(findings):
            self._finish(State.INFEASIBLE, [str(one) for one in blocking(findings)], first)
            return
        digest = self._digest(first)
        known = self._known(digest)
        if known is not None:
            plan_runs.change(
                self._run.id,
                only_if=(State.SOLVING, State.STOPPING),
                state=known.state,
                same_as=known.lines_of,
                summary=known.summary,
                inputs_sm3=digest,
                result_sm3=known.result_sm3,
            )
            return
        years = self._years(first)
        last = years[-1]
        if last.outcome.plan is None:
            self._without_plan(last, digest, years)
            return
        self._keep(years, digest)

    def _before(self) -> frozenset[int]:
        """Return whom the last run of an earlier setting chose, if the case keeps to it."""
        if not self._setting.inputs.keeps:
            return frozenset()
        for run in plan_runs.runs(self._case.id):
            if run.setting_number < self._setting.number and run.has_plan:
                lines = plan_runs.lines(run.lines_of)
                return frozenset(one.community_id for one in lines if one.year is not None)
        return frozenset()

    def _problem(self, pool: Pool, year: int, before: frozenset[int]) -> ChoiceProblem:
        inputs = self._setting.inputs
        rules = case_rules(inputs, year=year, code=self._code)
        return problem_of(pool, inputs, rules, year=year, names=self._names, before=before)

    def _digest(self, problem: ChoiceProblem) -> bytes:
        stated = (
            *(repr(part) for part in (problem.year, self._case.years, problem.pool, problem.pots)),
            *(repr(part) for part in (problem.kinds, problem.sources, problem.payments)),
            *(repr(part) for part in (problem.floor, problem.aims, self._setting.inputs.seconds)),
            *(repr(sorted(part)) for part in (problem.pins_in, problem.pins_out)),
        )
        return sm3("\n".join(stated).encode())

    def _known(self, digest: bytes) -> RunRow | None:
        """Return an earlier run of the same inputs whose answer another run would give again."""
        for run in plan_runs.runs(self._case.id):
            if run.inputs_sm3 == digest and run.has_plan and not run.summary["ended_by_time"]:
                return run
        return None

    def _years(self, first: ChoiceProblem) -> list[_Year]:
        gone: frozenset[int] = frozenset()
        found: list[_Year] = []
        seconds = self._setting.inputs.seconds / self._case.years
        for year in range(self._case.year, self._case.year + self._case.years):
            self._year, problem = year, first
            if found:
                problem = self._problem(without(self._pool, gone), year, frozenset())
                problem = _without_requests(problem)
            if not problem.pool:
                break
            outcome = choose(problem, ChoiceLimits(seconds=seconds), self._tell)
            found.append(_Year(problem, outcome, _left_out(problem, outcome)))
            if outcome.plan is None:
                break
            gone |= {self._ids[key] for key in outcome.plan.keys}
        return found

    def _tell(self, told: ChoiceProgress) -> None:
        """Keep how far it has got, not oftener than twice a second; stop where nobody waits."""
        is_new = told.stage != self._stage
        if not is_new and told.seconds - self._told_at < _EVERY_SECONDS:
            return
        self._stage, self._told_at = told.stage, told.seconds
        said: dict[str, Any] = {
            "stage": told.stage,
            "year": self._year,
            "seconds": round(told.seconds, 1),
            "value": _plain(told.value),
            "bound": _plain(told.bound),
        }
        if not plan_runs.change(self._run.id, only_if=(State.SOLVING,), progress=said):
            raise _Stopped

    def _without_plan(self, last: _Year, digest: bytes, years: list[_Year]) -> None:
        """Keep why there is no plan; of later years, that the years before them could not go on."""
        relief = last.outcome.relief
        if relief is None:
            sentence = "限时内没有算出方案；请加长时限再比选，或少指定几个小区。"
            self._finish(State.FAILED, [sentence], last.problem, digest)
            return
        sentences = relief_sentences(last.problem, relief)
        if len(years) > 1:
            sentences = [f"{last.problem.year} 年排不下去。", *sentences]
        self._finish(State.INFEASIBLE, sentences, last.problem, digest)

    def _finish(
        self,
        state: str,
        sentences: list[str],
        problem: ChoiceProblem,
        digest: bytes | None = None,
    ) -> None:
        plan_runs.finish(
            self._run.id,
            report={"sentences": sentences},
            state=state,
            inputs_sm3=digest,
            summary={"sentence": sentences[0], "pool": len(problem.pool), "counts": self._counts()},
        )

    def _counts(self) -> dict[str, int]:
        pins = self._setting.inputs.pins_in | self._setting.inputs.pins_out
        return {**self._pool.counts, "pins_gone": len(pins - self._pool.cards.keys())}

    def _keep(self, years: list[_Year], digest: bytes) -> None:
        lines = self._lines(years)
        result = digest_of(lines)
        summary = _summary(years, lines) | {"counts": self._counts()}
        plan_runs.finish(
            self._run.id,
            lines=lines,
            report=_report(years),
            state=State.DONE,
            summary=summary,
            inputs_sm3=digest,
            result_sm3=result,
        )

    def _lines(self, years: list[_Year]) -> list[LineRow]:
        entered = {
            one.key: (year, one)
            for year in years
            if year.outcome.plan
            for one in year.outcome.plan.chosen
        }
        reasons = {one.key: one for one in years[0].left_out}
        first = years[0].problem
        return [
            self._line(first, community.key, entered.get(community.key), reasons)
            for community in first.pool
        ]

    def _line(
        self,
        first: ChoiceProblem,
        key: str,
        entered: tuple[_Year, ChosenCommunity] | None,
        reasons: Mapping[str, LeftOut],
    ) -> LineRow:
        community, one = first.by_key[key], self._ids[key]
        reason = reasons.get(key)
        told: dict[str, Any] = {"basis": self._pool.costs[one].basis.value}
        works = community.owed
        if entered is not None:
            works = entered[1].works(community)
            paid = by_item(works, entered[1].paid)
            told["paid"] = [[item, source, fen] for (item, source), fen in sorted(paid.items())]
        told["items"] = [[work.item, work.cost_fen] for work in works]
        if reason is not None:
            told |= {"because": reason.because, "needs": reason.needs}
            told["points"] = str(round_half_up(reason.points, 2))
        return LineRow(
            community_id=one,
            county_id=self._pool.cards[one].county_id,
            year=entered[0].problem.year if entered else None,
            households=community.households,
            cost_fen=sum(work.cost_fen for work in works),
            missing_fen=reason.missing_fen if reason and not entered else None,
            by=reason.by.value if reason and not entered else "",
            told=told,
        )


def _case_of(run: RunRow) -> CaseRow:
    return next(one for one in plan_cases.cases() if one.id == run.case_id)


def _without_requests(problem: ChoiceProblem) -> ChoiceProblem:
    """Return a later year's statement: whoever is pinned in is in the first year, if anywhere."""
    return replace(problem, pins_in=frozenset())


def _left_out(problem: ChoiceProblem, outcome: ChoiceOutcome) -> tuple[LeftOut, ...]:
    main = outcome.main
    if outcome.plan is None or main is None or outcome.status is ChoiceStatus.UNKNOWN:
        return ()
    return why_not(problem, outcome.plan, main.rank, outcome.prices)


def _summary(years: Iterable[_Year], lines: Iterable[LineRow]) -> dict[str, Any]:
    """Return what a run comes to in figures of the whole city, exact where they are money."""
    per_year: Counter[int] = Counter()
    households: Counter[int] = Counter()
    cost: Counter[int] = Counter()
    total = 0
    for line in lines:
        total += 1
        if line.year is not None:
            per_year[line.year] += 1
            households[line.year] += line.households
            cost[line.year] += line.cost_fen
    found = list(years)
    return {
        "pool": total,
        "ended_by_time": any(one.outcome.ended_by_time for one in found),
        "years": [
            {
                "year": one.problem.year,
                "chosen": per_year[one.problem.year],
                "households": households[one.problem.year],
                "cost_fen": cost[one.problem.year],
                "status": one.outcome.status.value,
                "ranks": [
                    {
                        "rank": rank.rank.rank,
                        "word": rank.rank.word,
                        "value": str(round_half_up(rank.value, 2)),
                        "bound": str(round_half_up(rank.bound, 2)),
                        "gap": percent(rank.gap, 3),
                        "is_proven": rank.rank.chooses,
                        "is_best": not rank.gap,
                    }
                    for rank in one.outcome.ranks
                ],
            }
            for one in found
        ],
    }


def _report(years: list[_Year]) -> dict[str, Any]:
    first = years[0]
    return {
        "prices": [
            {
                "source": first.problem.source_of[one.pot.source].word,
                "county": one.pot.county or "全市",
                "points": str(round_half_up(one.points, 2)),
            }
            for one in first.outcome.prices
            if one.points > 0
        ],
        "unverified": sorted(
            {
                f"{rule.clause}：{rule.citation}"
                for rule in (*first.problem.payments, *first.problem.aims)
                if not rule.verified
            }
        ),
    }


def _plain(value: float | None) -> str:
    """Return a figure of a search that goes on, as far as it is worth printing; empty if unknown."""
    if value is None or value in (float("inf"), float("-inf")):
        return ""
    return str(round_half_up(Fraction(value).limit_denominator(100), 1))
