"""Every figure that a bulletin of a month may use, bound and labelled (数据目录).

An id says what it is: ``c2020.startrate.projects`` is the start rate of the 2020 cohort by
projects, ``l1.610922.rank`` the rank of county 610922 in the first league.
"""

from collections.abc import Iterator

from jiugai.domain.bulletins import binding, wording
from jiugai.domain.bulletins.binding import About
from jiugai.domain.bulletins.document import Imprint
from jiugai.domain.bulletins.figures import (
    Basis,
    BoundFigure,
    CohortFigures,
    FigureSet,
    Kind,
    Share,
    SnapshotFigures,
    Step,
    Tally,
)
from jiugai.domain.bulletins.heard import heard_figures
from jiugai.domain.bulletins.standing_figures import county_figures, league_figures
from jiugai.domain.bulletins.trouble_figures import trouble_figures

SHARES = (
    ("inv", "investment_rate", "invested", "投资完成率", "累计完成投资"),
    ("fund", "funding_rate", "funded", "资金到位率", "到位资金"),
    ("pay", "payment_rate", "paid", "资金拨付率", "拨付资金"),
)
"""Id, measure of the share, measure of the amount, and what both are called."""


def figure_set(figures: SnapshotFigures, imprint: Imprint | None) -> FigureSet:
    """Return all figures of a snapshot, and those of the paper itself if it is known, by id.

    :raises ValueError: if two figures would bear one id.
    """
    by_id = binding.unique(list(_all(figures, imprint)))
    named = {figure.shown for figure in by_id.values() if figure.kind is Kind.NAME}
    return FigureSet(by_id, tuple(sorted(named | set(figures.names))))


def _all(figures: SnapshotFigures, imprint: Imprint | None) -> Iterator[BoundFigure]:
    yield from _snapshot(figures)
    if imprint is not None:
        yield from _paper(figures, imprint)
    yield from _register(figures)
    for cohort in figures.cohorts:
        yield from _cohort(figures, cohort)
    yield from county_figures(figures)
    for number, league in enumerate(figures.leagues, start=1):
        yield from league_figures(league, number, figures.decimals)
    yield from trouble_figures(figures)
    yield from heard_figures(figures)
    for number, outside in enumerate(figures.outside, start=1):
        yield BoundFigure(
            id=f"x{number}",
            kind=Kind.TEXT,
            value=outside.shown,
            shown=outside.shown,
            label=outside.label,
            cohort=outside.cohort,
            source=outside.source,
        )


def _snapshot(figures: SnapshotFigures) -> Iterator[BoundFigure]:
    month = figures.month
    yield BoundFigure("snapshot.month", Kind.DATE, month, month.in_prose, "报告期")
    yield binding.day("snapshot.asof", figures.as_of, About("统计截止日"))
    yield binding.text("snapshot.seq", str(figures.seq), "快照记录序号")
    digest = wording.grouped(figures.digest)
    yield binding.text("snapshot.digest", digest, "快照SM3摘要", value=figures.digest)
    if figures.trace_root:
        yield binding.text("trace.size", f"{figures.trace_size}条", "留痕条数")
        root = wording.grouped(figures.trace_root)
        yield binding.text("trace.root", root, "留痕根", value=figures.trace_root)
    if figures.report_on:
        yield binding.day("report.due", figures.report_on, About("下期月报报送期限"))


def _paper(figures: SnapshotFigures, imprint: Imprint) -> Iterator[BoundFigure]:
    """Bind the marks of the paper: none is counted, all are expected to stay as they were set."""
    yield binding.day("imprint.issuedon", imprint.issued_on, About("成文日期"))
    printed_on = imprint.printed_on or imprint.issued_on
    yield binding.day("imprint.printedon", printed_on, About("印发日期"))
    held_on = imprint.held_on or figures.as_of
    yield binding.day("imprint.heldon", held_on, About("题注日期"))
    if imprint.number:
        yield binding.text("imprint.number", imprint.number, "发文字号")
    if imprint.issue:
        yield binding.text("imprint.issue", f"第{wording.numeral(imprint.issue)}期", "期号")


def _register(figures: SnapshotFigures) -> Iterator[BoundFigure]:
    register = figures.register
    if register is None:
        return
    about = About("台账小区数", "register", basis=Basis.COMMUNITIES)
    yield binding.count("register.communities", register.communities, about)
    if register.households is not None:
        about = About("台账户数", "register", basis=Basis.HOUSEHOLDS)
        yield binding.count("register.households", register.households, about)


def _cohort(figures: SnapshotFigures, cohort: CohortFigures) -> Iterator[BoundFigure]:
    year = cohort.year
    yield binding.year(f"c{year}.year", year)
    for basis, tally in cohort.tallies.items():
        for step in Step:
            number = tally.at(step)
            if number is not None:
                label = f"{year}年批次{wording.STEP[step]}数（{wording.COUNTED_BY[basis]}）"
                about = About(label, step.value, year, basis=basis)
                yield binding.count(f"c{year}.{step.value}.{basis.value}", number, about)
        for step in binding.RATE_ID:
            yield from _step_rate(figures, cohort, basis, step)
    yield from _money(figures, cohort)


def _step_rate(
    figures: SnapshotFigures, cohort: CohortFigures, basis: Basis, step: Step
) -> Iterator[BoundFigure]:
    """Bind a rate, the words for a full one, what is left to do, and the change on last month."""
    tally, year = cohort.tallies[basis], cohort.year
    reached, planned = tally.at(step), tally.planned
    if reached is None or not planned:
        return
    by = wording.COUNTED_BY[basis]
    about = About(
        f"{year}年批次{wording.RATE[step]}（{by}）", binding.MEASURE[step], year, basis=basis
    )
    parts, places = (reached, planned), figures.decimals
    yield binding.rate(f"c{year}.{binding.RATE_ID[step]}.{basis.value}", parts, places, about)
    if reached == planned:
        full_id = f"c{year}.{binding.FULL_ID[step]}.{basis.value}"
        yield binding.rate(full_id, parts, places, about, words=wording.FULL[step])
    if reached <= planned:
        key = binding.LEFT_ID[step]
        left = About(f"{year}年批次未{wording.STEP[step]}数（{by}）", key, year, basis=basis)
        yield binding.count(f"c{year}.{key}.{basis.value}", planned - reached, left)
    before = cohort.before.get(basis, Tally()).rate(step)
    now = tally.rate(step)
    if before is not None and now is not None:
        move_id = f"c{year}.{binding.MOVE_ID[step]}.{basis.value}"
        yield binding.move(move_id, now - before, places, about)


def _money(figures: SnapshotFigures, cohort: CohortFigures) -> Iterator[BoundFigure]:
    year, plan = cohort.year, cohort.planned_investment
    if plan is not None:
        about = About(f"{year}年批次计划投资", "planned_investment", year)
        yield binding.amount(f"c{year}.invplan", plan, about)
    shares = (cohort.investment, cohort.funding, cohort.payment)
    for share, (key, measure, amount, rate_name, amount_name) in zip(shares, SHARES, strict=True):
        if share is None:
            continue
        about = About(f"{year}年批次{amount_name}", amount, year)
        yield binding.amount(f"c{year}.{key}", share.numerator, about)
        yield from share_figures(
            f"c{year}.{key}", share, figures.decimals,
            About(f"{year}年批次{rate_name}", measure, year),
        )  # fmt: skip


def share_figures(stem: str, share: Share, decimals: int, about: About) -> Iterator[BoundFigure]:
    """Bind a share of money and its change on last month; nothing where there is no whole."""
    if share.rate is None:
        return
    yield binding.rate(f"{stem}rate", (share.numerator, share.denominator), decimals, about)
    if share.before is not None:
        yield binding.move(f"{stem}move", share.rate - share.before, decimals, about)
