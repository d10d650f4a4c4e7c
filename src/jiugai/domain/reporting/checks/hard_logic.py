"""D1: what cannot be (硬逻辑): works before their start, completion before it, running totals that fall."""

from collections.abc import Iterator

from jiugai.domain.reporting.checks.check import Case, ReturnCheck
from jiugai.domain.reporting.checks.told_figures import (
    COMPLETED,
    HOUSEHOLDS,
    INVESTED,
    PAID,
    PROGRESS,
    RUNNING,
    STARTED,
    ToldFigure,
)
from jiugai.domain.reporting.checks.unit_slip import is_slip
from jiugai.domain.reporting.checks.verdicts import (
    PASSED,
    Answer,
    Number,
    Verdict,
    failed,
    not_applicable,
)

Contradiction = tuple[str, dict[str, Number]]


def examine(case: Case) -> Verdict:
    """Hold a return against itself and against those before."""
    if all(figure.told(case.now) is None for figure in RUNNING):
        return not_applicable("本月各数都没有填")
    said: list[str] = []
    numbers: dict[str, Number] = {}
    for sentence, found in (*_order(case), *_falls(case)):
        said.append(sentence)
        numbers |= found
    return failed("；".join(said), **numbers) if said else PASSED


def _order(case: Case) -> Iterator[Contradiction]:
    now = case.now
    if now.started is None:
        return
    if now.completed is not None and now.completed > now.started:
        yield (
            f"完工数 {now.completed} 大于开工数 {now.started}，应为完工 ≤ 开工",
            {COMPLETED.code: now.completed, STARTED.code: now.started},
        )
    for figure in (PROGRESS, HOUSEHOLDS):
        value = figure.told(now)
        if now.started == 0 and value:
            yield (
                f"没有开工，却报{figure.word} {figure.said(value)}，应先有开工",
                {STARTED.code: 0, figure.code: figure.shown(value)},
            )


def _falls(case: Case) -> Iterator[Contradiction]:
    for figure in RUNNING:
        value, earlier = figure.told(case.now), _last_told(case, figure)
        if value is None or earlier is None or value >= earlier:
            continue
        if figure in (INVESTED, PAID) and is_slip(value, earlier, case.limits):
            continue  # asked about as a slip of the unit
        yield (
            f"{figure.word}由 {figure.said(earlier)} 减为 {figure.said(value)}，累计数不应减少",
            {figure.code: figure.shown(value), f"{figure.code}_before": figure.shown(earlier)},
        )


def _last_told(case: Case, figure: ToldFigure) -> int | None:
    """Return the last earlier figure; a month in which it was not filled in hides no fall."""
    for found in reversed(case.series.returns[: case.at]):
        value = figure.told(found)
        if value is not None:
            return value
    return None


CHECK = ReturnCheck(
    code="hard_logic",
    number="D1",
    title="硬逻辑",
    answer=Answer.REFUSE,
    formula="完工 ≤ 开工；未开工则形象进度、完成户数为 0；开工、完工、完成户数、形象进度、投资、支付"
    "各累计数不减少",
    base_rate="如实的数不会自相矛盾，应为 0 误报；编得圆的假数看不出来",
    limits={
        "least_times": "两数相差到这个倍数起，按单位错位提示，不按减少退回",
        "most_times": "两数相差到这个倍数止",
    },
    examine=examine,
)
