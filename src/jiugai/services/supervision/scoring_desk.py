"""Scoring on the screen (考核评分台): a table that the office drops, or a closed month's own rates.

It computes and keeps nothing. What the month cannot tell stays missing and is told; what is missing
is never taken for nought.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from jiugai.domain.calendar import Month
from jiugai.domain.findings import Finding, blocking
from jiugai.domain.law import NATION, rule_in_force
from jiugai.domain.quantities import percent, round_half_up
from jiugai.domain.reporting.indicators import Basis
from jiugai.domain.supervision.scoring import ItemResult, ResultSheet, Scores, score
from jiugai.domain.supervision.scoring_interval import RankInterval, intervals
from jiugai.domain.supervision.scoring_scheme import Scheme, plain
from jiugai.exchange import register_export
from jiugai.exchange.file_kind import Kind
from jiugai.exchange.plain_csv import PlainTable
from jiugai.exchange.reading_process import run_reader
from jiugai.exchange.results_table import results_of
from jiugai.exchange.supervision_policy import honours_rules
from jiugai.exchange.upload_limits import in_mib, upload_limits
from jiugai.services.actor import Actor, Power, require
from jiugai.services.reporting import closing
from jiugai.services.reporting.board import board
from jiugai.services.supervision.league import NoSuchLeague, league
from jiugai.services.supervision.scoring import schemes

__all__ = [
    "NoSuchScoring",
    "ScoredTable",
    "cohorts_of",
    "largest_table",
    "score_file",
    "score_month",
    "scores_workbook",
    "scorings",
]

KINDS = frozenset({Kind.XLSX, Kind.CSV})
# Named, not imported: only the process that reads needs the libraries for workbooks.
READER = "jiugai.exchange.plain_sheet:read_plain_sheet"
MEASURED = {
    "start_rate": Basis.COMMUNITIES,
    "completion_rate": Basis.COMMUNITIES,
    "acceptance_rate": Basis.COMMUNITIES,
    "investment_rate": Basis.FEN,
    "funding_rate": Basis.FEN,
    "payment_rate": Basis.FEN,
}
"""The items of a scheme that a closed month tells itself, each on the basis it is counted on."""
_QUARTERS = ("一季度", "二季度", "三季度", "四季度")
HEADINGS = ("名次", "单位", "得分", "等次", "考核期", "评分项", "读到", "满分", "得", "失", "算法")


class NoSuchScoring(LookupError):
    """There is no such scheme, or the month is not closed."""


@dataclass(frozen=True, slots=True)
class ScoredTable:
    """What was scored, from where, with what the small ranks are worth (评分结果页).

    Attributes:
      source: where the figures come from, as a person says it.
      small: from how many things downwards a rank bears an interval.
    """

    scores: Scores
    source: str
    intervals: Mapping[str, RankInterval]
    small: int

    @property
    def refused(self) -> bool:
        """Say whether nothing could be scored."""
        return bool(blocking(self.scores.findings))


def scorings(*, actor: Actor) -> dict[str, Scheme]:
    """Return the schemes on file, by the name of their file.

    :raises NotAllowed: if the actor ranks nobody.
    """
    require(actor, Power.RELEASE_RANKING)
    return schemes()


def largest_table() -> tuple[int, str]:
    """Return the most bytes that a table may have, and how that is said."""
    most = upload_limits().file_bytes
    return most, in_mib(most)


def score_file(
    content: bytes, *, document: str, scheme: str, actor: Actor, today: date
) -> ScoredTable:
    """Score a table (.csv or .xlsx), read behind the guard in a process of its own.

    :raises NotAllowed: if the actor ranks nobody.
    :raises NoSuchScoring: if there is no such scheme.
    """
    chosen = _scheme(scheme, actor)
    found = run_reader(
        READER, content, {"document": document}, expect=PlainTable, name=document, kinds=KINDS
    )
    if isinstance(found, Finding):
        return _table(chosen, (), (found,), document, today)
    read = results_of(found, chosen)
    sheets = () if blocking(read.findings) else read.sheets
    return _table(chosen, sheets, read.findings, found.document, today)


def score_month(month: Month, cohort: int, *, scheme: str, actor: Actor) -> ScoredTable:
    """Score the counties by what a closed month tells of one cohort.

    :raises NotAllowed: if the actor ranks nobody.
    :raises NoSuchScoring: if there is no such scheme, or the month is not closed.
    """
    chosen = _scheme(scheme, actor)
    row = closing.close_of(month)
    if row is None:
        raise NoSuchScoring(str(month))
    sheets = tuple(_sheets(row, cohort, chosen, actor))
    source = f"{month.in_prose}封账数，{cohort} 年批次"
    return _table(chosen, sheets, (), source, row.on_day)


def cohorts_of(month: Month, *, actor: Actor) -> tuple[int, ...]:
    """Return the cohorts that a closed month knows, newest first; none if it is open.

    :raises NotAllowed: if the actor ranks nobody.
    """
    require(actor, Power.RELEASE_RANKING)
    row = closing.close_of(month)
    return () if row is None else tuple(reversed(board(closing.horizon_of(row)).years))


def _scheme(name: str, actor: Actor) -> Scheme:
    found = scorings(actor=actor).get(name)
    if found is None:
        raise NoSuchScoring(name)
    return found


def _table(
    scheme: Scheme,
    sheets: tuple[ResultSheet, ...],
    findings: tuple[Finding, ...],
    source: str,
    on: date,
) -> ScoredTable:
    if blocking(findings):
        return ScoredTable(Scores(scheme, (), (), findings), source, {}, 0)
    scored = score(scheme, sheets)
    whole = Scores(scheme, scored.rows, scored.holes, (*findings, *scored.findings))
    rule = rule_in_force(honours_rules(), NATION, on)
    small = rule.small if rule else 0
    return ScoredTable(whole, source, intervals(whole, sheets, small), small)


def _sheets(
    row: closing.CloseRow, cohort: int, scheme: Scheme, actor: Actor
) -> Iterator[ResultSheet]:
    """Yield a sheet for each county that has a plan in the cohort."""
    asked = closing.horizon_of(row)
    found: dict[str, dict[str, ItemResult]] = {}
    for criterion in scheme.criteria:
        basis = MEASURED.get(criterion.code)
        if basis is None:
            continue
        try:
            table = league(asked, year=cohort, measure=criterion.code, basis=basis, actor=actor)
        except NoSuchLeague:
            continue
        for place in table.places:
            done, planned = place.rate.numerator, place.rate.denominator
            if planned:
                of = planned if basis is Basis.COMMUNITIES else None
                shown = f"{done}/{planned}（{percent(Fraction(done, planned), 2)}）"
                rate = Fraction(done * 100, planned)
                found.setdefault(place.county, {})[criterion.code] = ItemResult(rate, shown, of)
    quarter = _QUARTERS[(row.month.month - 1) // 3]
    part = quarter if quarter in scheme.sheets else scheme.sheets[0]
    for county, results in found.items():
        yield ResultSheet(county, part, results)


def scores_workbook(found: ScoredTable) -> bytes:
    """Return every mark of every unit as a workbook, one row each."""
    scheme = found.scores.scheme
    title = f"《{scheme.title}》评分，{found.source}，满分 {plain(scheme.total)} 分"
    return register_export.write_rows(title, HEADINGS, _rows(found), sheet="评分")


def _rows(found: ScoredTable) -> Iterator[tuple[object, ...]]:
    for row in found.scores.rows:
        head = (row.rank, row.unit, row.shown or "没有总分", row.grade or "未定")
        if not row.marks:
            yield (*head, "", "总分", "", None, None, None, "")
        for mark in row.marks:
            points = mark.criterion.points
            yield (
                *head,
                mark.part,
                mark.criterion.word,
                mark.read,
                _number(points),
                _number(mark.mark),
                None if points is None else _number(points - mark.mark),
                mark.formula,
            )


def _number(value: Fraction | None) -> object:
    return None if value is None else round_half_up(value, 4)
