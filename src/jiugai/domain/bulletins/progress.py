"""The first section: how far each cohort has come (总体进展)."""

from jiugai.domain.bulletins import binding, wording
from jiugai.domain.bulletins.draft import Draft
from jiugai.domain.bulletins.figures import Basis, CohortFigures, Step, Tally

_NOTHING = {
    Step.STARTED: "尚无{noun}开工",
    Step.COMPLETED: "尚无{noun}完工",
    Step.ACCEPTED: "尚无{noun}通过竣工验收",
}
_SOME = {
    Step.STARTED: "开工{count}",
    Step.COMPLETED: "完工{count}",
    Step.ACCEPTED: "通过竣工验收{count}",
}
_UNKNOWN = {
    Step.STARTED: "开工数未定",
    Step.COMPLETED: "完工数未定",
    Step.ACCEPTED: "竣工验收数未定",
}


def write_progress(draft: Draft) -> None:
    """Write the section: the register, then a paragraph for each cohort, oldest first."""
    draft.first("总体进展情况")
    figures = draft.figures
    by = wording.COUNTED_BY[figures.basis]
    if draft.has("register.communities"):
        households = ""
        if draft.has("register.households"):
            households = f"，涉及居民{draft.fig('register.households')}"
        draft.say(f"全市现有城镇老旧小区{draft.fig('register.communities')}{households}。")
    if not figures.cohorts:
        draft.say("本期没有已下达或申报的年度批次。")
        return
    draft.say(f"以下比率除另有注明外，均{by}，分母为上报计划数。")
    for cohort in sorted(figures.cohorts, key=lambda each: each.year):
        sentences = [_progress(draft, cohort), *_other_bases(draft, cohort), *_money(draft, cohort)]
        sentences += _outside(draft, cohort.year)
        draft.say("".join(f"{sentence}。" for sentence in sentences if sentence))


def focus_of(tally: Tally) -> Step:
    """Return the step a cohort is now working at: the first that not all of the plan has reached."""
    for step in (Step.STARTED, Step.COMPLETED):
        reached = tally.at(step)
        if reached is None or tally.planned is None or reached < tally.planned:
            return step
    return Step.ACCEPTED


def _progress(draft: Draft, cohort: CohortFigures) -> str:
    basis = draft.figures.basis
    tally = cohort.tallies.get(basis, Tally())
    clauses = [_plan(draft, cohort, tally)]
    for step in binding.RATE_ID:
        clause = _step(draft, cohort, tally, step)
        if clause:
            clauses.append(clause)
        if not tally.at(step):
            break
    return "，".join(clauses)


def _plan(draft: Draft, cohort: CohortFigures, tally: Tally) -> str:
    """Say what was applied for and what was approved; what is not known is said to be 未定."""
    year, basis = draft.fig(f"c{cohort.year}.year"), draft.figures.basis
    noun = wording.NOUN[basis]
    stem = f"c{cohort.year}"
    pending = f"（{cohort.pending}）" if cohort.pending else ""
    if tally.applied is None and tally.planned is None:
        return f"{year}批次申报数、批复数均未定{pending}"
    if tally.applied is None:
        return f"{year}批次下达改造{noun}{draft.fig(f'{stem}.planned.{basis.value}')}"
    applied, approved = _applied(draft, cohort, tally), "获批"
    if draft.has(f"{stem}.applied.{Basis.PROJECTS.value}") and basis is not Basis.PROJECTS:
        approved = f"获批{noun}"
    if tally.planned is None:
        return f"{year}批次{applied}，批复数未定{pending}"
    if tally.planned == 0:
        return f"{year}批次{applied}，尚无获批{noun}{pending}"
    return f"{year}批次{applied}，{approved}{draft.fig(f'{stem}.planned.{basis.value}')}"


def _applied(draft: Draft, cohort: CohortFigures, tally: Tally) -> str:
    """Say what was applied for: projects where they are known, and the communities they cover.

    One project may cover several communities: the two are never given for one another.
    """
    basis, stem = draft.figures.basis, f"c{cohort.year}.applied"
    counted = draft.fig(f"{stem}.{basis.value}")
    projects = cohort.tallies.get(Basis.PROJECTS, Tally()).applied
    if basis is Basis.PROJECTS or projects is None:
        return f"申报改造{wording.NOUN[basis]}{counted}"
    named = f"申报改造项目{draft.fig(f'{stem}.{Basis.PROJECTS.value}')}"
    return named if projects == tally.applied else f"{named}，涉及{wording.NOUN[basis]}{counted}"


def _step(draft: Draft, cohort: CohortFigures, tally: Tally, step: Step) -> str:
    """Say how many have reached a step, the rate, and its change; nothing before there is a plan."""
    basis, stem = draft.figures.basis, f"c{cohort.year}"
    noun, reached = wording.NOUN[basis], tally.at(step)
    if not tally.planned and not reached:
        return ""
    if reached is None:
        return _UNKNOWN[step]
    full_id = f"{stem}.{binding.FULL_ID[step]}.{basis.value}"
    if draft.figures.full_in_words and draft.has(full_id):
        return f"已{draft.fig(full_id)}{_move(draft, cohort.year, basis, step)}"
    if reached == 0:
        clause = _NOTHING[step].format(noun=noun)
    else:
        clause = _SOME[step].format(count=draft.fig(f"{stem}.{step.value}.{basis.value}"))
    rate_id = f"{stem}.{binding.RATE_ID[step]}.{basis.value}"
    if not draft.has(rate_id):
        return f"{clause}，因计划数未定，不计{wording.RATE[step]}"
    if reached == 0 and step is not Step.STARTED:
        return clause
    rate = f"，{wording.RATE[step]}{draft.fig(rate_id)}"
    return f"{clause}{rate}{_move(draft, cohort.year, basis, step)}"


def _move(draft: Draft, year: int, basis: Basis, step: Step) -> str:
    """Say the change on last month, where a month before was counted.

    A full rate that stays full, and a zero that stays zero, need no further word.
    """
    move_id = f"c{year}.{binding.MOVE_ID[step]}.{basis.value}"
    rate = draft.book.get(f"c{year}.{binding.RATE_ID[step]}.{basis.value}")
    figure = draft.book.get(move_id)
    if figure is None or rate is None or (figure.value == 0 and rate.value in (0, 1)):
        return ""
    return f"，较上月{draft.fig(move_id)}"


def _other_bases(draft: Draft, cohort: CohortFigures) -> list[str]:
    """Say the rate that the cohort is working at on each further basis, each named."""
    main = draft.figures.basis
    if main not in cohort.tallies:
        return []
    step = focus_of(cohort.tallies[main])
    clauses = []
    for basis, tally in cohort.tallies.items():
        rate_id = f"c{cohort.year}.{binding.RATE_ID[step]}.{basis.value}"
        if basis is not main and tally.at(step) and draft.has(rate_id):
            by = wording.COUNTED_BY[basis]
            clauses.append(f"{by}，{wording.RATE[step]}{draft.fig(rate_id)}")
    year = draft.fig(f"c{cohort.year}.year")
    return [f"{year}批次{'；'.join(clauses)}"] if clauses else []


def _money(draft: Draft, cohort: CohortFigures) -> list[str]:
    stem = f"c{cohort.year}"
    clauses = []
    if draft.has(f"{stem}.invplan"):
        clauses.append(f"计划投资{draft.fig(f'{stem}.invplan')}")
    words = (
        ("inv", "累计完成投资", "投资完成率"),
        ("fund", "到位资金", "资金到位率"),
        ("pay", "拨付资金", "资金拨付率"),
    )
    for key, amount, rate in words:
        if not draft.has(f"{stem}.{key}"):
            continue
        clause = f"{amount}{draft.fig(f'{stem}.{key}')}"
        if draft.has(f"{stem}.{key}rate"):
            clause += f"，{rate}{draft.fig(f'{stem}.{key}rate')}"
        if draft.has(f"{stem}.{key}move"):
            clause += f"，较上月{draft.fig(f'{stem}.{key}move')}"
        clauses.append(clause)
    return [f"{draft.fig(f'{stem}.year')}批次{'；'.join(clauses)}"] if clauses else []


def _outside(draft: Draft, year: int) -> list[str]:
    """Quote what others counted of a cohort, each with the document it comes from."""
    return [
        f"据{outside.source}，{outside.label}{draft.fig(f'x{number}')}"
        for number, outside in enumerate(draft.figures.outside, start=1)
        if outside.cohort == year
    ]
