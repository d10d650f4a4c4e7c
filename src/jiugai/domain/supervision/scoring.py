"""Scoring (评分): from results to marks, scores, grades, ranks and what follows, by a scheme.

Everything is exact until it is shown. Whatever is missing or undefined stays without a score, a
grade or a consequence, and is told; nothing is filled in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.quantities import round_half_up
from jiugai.domain.supervision.scoring_scheme import (
    Consequence,
    Criterion,
    Hole,
    Marking,
    Rating,
    Scheme,
    Steps,
    holes,
    plain,
)


@dataclass(frozen=True, slots=True)
class ItemResult:
    """What one table row says of one item (评分依据).

    Attributes:
      value: per cent of a linear item, times of a counted one, marks of a given one; 1 or 0 for
        done or not.
      shown: as it is printed, or as it was counted.
      of: of how many whole things a rate was counted; None where the table does not say.
    """

    value: Fraction
    shown: str
    of: int | None = None


@dataclass(frozen=True, slots=True)
class ResultSheet:
    """One unit's results in one part of the year (考核表行).

    Attributes:
      results: by the code of the item; an item that is missing has no mark.
      total: the score that the table itself states, if it does.
    """

    unit: str
    part: str
    results: Mapping[str, ItemResult]
    total: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """The mark of one item with its sum (单项得分)."""

    criterion: Criterion
    part: str
    read: str
    mark: Fraction
    formula: str


@dataclass(frozen=True, slots=True)
class PartScore:
    """A unit's score in one assessment (考核期得分); None while a part of it is missing."""

    word: str
    weight: Fraction
    score: Fraction | None


@dataclass(frozen=True, slots=True)
class Scored:
    """A unit with its score and what follows from it (评分结果).

    Attributes:
      rank: among those that have a score; equals share one.
      score: None while anything that it is made of is missing.
      shown: the score rounded, with a decimal more where rounding would reach a bound of a grade
        that the score itself does not reach.
      grade: None where there is no score, or the paper does not say.
    """

    unit: str
    rank: int | None
    score: Fraction | None
    shown: str
    grade: str | None
    marks: tuple[Mark, ...]
    parts: tuple[PartScore, ...]
    consequences: tuple[Consequence, ...] = ()


@dataclass(frozen=True, slots=True)
class Scores:
    """All units, the best first, with every finding (评分表)."""

    scheme: Scheme
    rows: tuple[Scored, ...]
    holes: tuple[Hole, ...]
    findings: tuple[Finding, ...]


def mark_of(criterion: Criterion, result: ItemResult) -> tuple[Fraction, str]:
    """Return an item's mark and the sum that made it.

    :raises ValueError: if a given mark is above the item's full marks or below its least.
    """
    points = criterion.points or Fraction(0)
    if criterion.marking is Marking.GIVEN:
        most = criterion.points
        if result.value < criterion.least or (most is not None and result.value > most):
            raise ValueError(result.shown)
        return result.value, f"评定 {plain(result.value)}"
    if criterion.marking is Marking.BINARY:
        mark = points if result.value else criterion.least
        return mark, f"{'完成' if result.value else '未完成'}，得 {plain(mark)}"
    if criterion.marking is Marking.EACH:
        return _less(criterion, points, result.value, " 次")
    short = criterion.target - result.value
    if short >= 0:
        steps = _counted(short / criterion.per, criterion.steps)
        return _less(criterion, points, steps, f"（低 {plain(short)} 个百分点）")
    more = -short / criterion.per * criterion.bonus
    if criterion.steps is not Steps.PROPORTIONAL:
        more = _counted(-short / criterion.per, Steps.WHOLE) * criterion.bonus
    added = min(more, criterion.bonus_most)
    said = f" ＋ {plain(added)}（超 {plain(-short)} 个百分点）" if criterion.bonus else ""
    return points + added, f"{plain(points)}{said}"


def _less(
    criterion: Criterion, points: Fraction, steps: Fraction, why: str
) -> tuple[Fraction, str]:
    mark = max(points - criterion.deduct * steps, criterion.least)
    if not steps:
        return mark, plain(mark)
    formula = f"{plain(points)} − {plain(criterion.deduct)} × {plain(steps)}{why}"
    kept = mark > points - criterion.deduct * steps
    return mark, f"{formula}，扣到 {plain(mark)} 为止" if kept else f"{formula} ＝ {plain(mark)}"


def _counted(steps: Fraction, how: Steps) -> Fraction:
    if how is Steps.WHOLE:
        return Fraction(steps.__floor__())
    return Fraction(steps.__ceil__()) if how is Steps.BEGUN else steps


def score(scheme: Scheme, sheets: Sequence[ResultSheet]) -> Scores:
    """Score every unit of a table by a scheme.

    A unit lacking a part of the year or an item has no score, hence no rank and no grade. What
    depends on ranks follows for nobody while a unit is without a score, for it might have been
    first or last.
    """
    findings: list[Finding] = []
    by_unit: dict[str, dict[str, ResultSheet]] = {}
    for sheet in sheets:
        by_unit.setdefault(sheet.unit, {})[sheet.part] = sheet
    rows = [_scored(scheme, unit, parts, findings) for unit, parts in by_unit.items()]
    rows.sort(key=lambda row: (row.score is None, -(row.score or 0)))
    known = [row.score for row in rows if row.score is not None]
    if len(known) < len(rows) and any(rule.by_rank for rule in scheme.consequences):
        findings.append(_rank_unsure())
    found = tuple(_ranked(scheme, row, known, len(rows)) for row in rows)
    findings += _level(scheme, found)
    return Scores(scheme, found, holes(scheme.grades, scheme.total), tuple(findings))


def _scored(
    scheme: Scheme, unit: str, sheets: Mapping[str, ResultSheet], findings: list[Finding]
) -> Scored:
    marks: list[Mark] = []
    totals: dict[str, Fraction | None] = {}
    for part in scheme.sheets:
        sheet = sheets.get(part)
        if sheet is None:
            findings.append(_missing_part(unit, part))
            totals[part] = None
            continue
        totals[part] = _sheet_total(scheme, sheet, marks, findings)
    parts = tuple(
        PartScore(part.word, part.weight, _mean([totals[sheet] for sheet in part.sheets]))
        for part in scheme.assessments
    )
    whole = totals[""] if not parts else _weighted(parts)
    grade = _grade(scheme, unit, whole, findings)
    return Scored(unit, None, whole, shown(scheme, whole), grade, tuple(marks), parts)


def _sheet_total(
    scheme: Scheme, sheet: ResultSheet, marks: list[Mark], findings: list[Finding]
) -> Fraction | None:
    if scheme.takes_total and not sheet.results:
        return _total_itself(scheme, sheet, findings)
    found: list[Fraction | None] = []
    for criterion in scheme.criteria:
        result = sheet.results.get(criterion.code)
        if result is None:
            findings.append(_missing_item(sheet, criterion.word))
            found.append(None)
            continue
        try:
            mark, formula = mark_of(criterion, result)
        except ValueError:
            findings.append(_beyond(sheet, criterion.word, result.shown, criterion.points))
            found.append(None)
            continue
        marks.append(Mark(criterion, sheet.part, result.shown, mark, formula))
        found.append(mark)
    total = _sum(found)
    if total is not None and sheet.total is not None and sheet.total != total:
        findings.append(_differs(sheet, total))
    return total


def _total_itself(scheme: Scheme, sheet: ResultSheet, findings: list[Finding]) -> Fraction | None:
    """Return the score that the table gives instead of its items, if it can be one."""
    if sheet.total is None:
        findings.append(_missing_item(sheet, "总分"))
        return None
    if not 0 <= sheet.total <= scheme.total:
        findings.append(_beyond(sheet, "总分", plain(sheet.total), scheme.total))
        return None
    return sheet.total


def _sum(marks: Sequence[Fraction | None]) -> Fraction | None:
    known = [mark for mark in marks if mark is not None]
    return max(sum(known, Fraction(0)), Fraction(0)) if len(known) == len(marks) else None


def _mean(scores: Sequence[Fraction | None]) -> Fraction | None:
    total = _sum(scores)
    return None if total is None else total / len(scores)


def _weighted(parts: Sequence[PartScore]) -> Fraction | None:
    return _sum([None if part.score is None else part.score * part.weight for part in parts])


def _grade(
    scheme: Scheme, unit: str, whole: Fraction | None, findings: list[Finding]
) -> str | None:
    if whole is None or not scheme.grades:
        return None
    grade = next((grade for grade in scheme.grades if grade.takes(whole)), None)
    if grade is None:
        findings.append(_undefined(scheme, unit, whole))
        return None
    return grade.word


def shown(scheme: Scheme, whole: Fraction | None) -> str:
    """Return a score rounded for reading, never onto a bound that it does not reach."""
    if whole is None:
        return ""
    bounds = {Decimal(str(plain(bound))) for grade in scheme.grades for bound in grade.bounds}
    decimals = scheme.decimals
    rounded = round_half_up(whole, decimals)
    while rounded in bounds and Fraction(rounded) != whole:
        decimals += 1
        rounded = round_half_up(whole, decimals)
    return str(rounded)


def _ranked(scheme: Scheme, row: Scored, known: Sequence[Fraction], units: int) -> Scored:
    if row.score is None:
        return row
    higher = sum(other > row.score for other in known)
    lower = sum(other < row.score for other in known)
    following = tuple(
        rule
        for rule in scheme.consequences
        if (not rule.by_rank or len(known) == units) and _follows(rule, row, higher, lower)
    )
    return replace(row, rank=higher + 1, consequences=following)


def _follows(rule: Consequence, row: Scored, higher: int, lower: int) -> bool:
    """Say whether a rule is fulfilled; whoever is level with the last never leads, nor the reverse."""
    return (
        row.score is not None
        and rule.takes(row.score)
        and (rule.top is None or (higher < rule.top and lower > 0))
        and (rule.bottom is None or (lower < rule.bottom and higher > 0))
        and (not rule.grade or rule.grade == row.grade)
    )


def _level(scheme: Scheme, rows: Sequence[Scored]) -> Iterator[Finding]:
    """Say where a place at either end is shared, so that more units have it than the paper counts."""
    for rule in scheme.consequences:
        many = rule.top if rule.top is not None else rule.bottom
        takers = [row.unit for row in rows if rule in row.consequences]
        if many is not None and len(takers) > many:
            yield Finding(
                "scoring.level",
                f"“{rule.effect.word}”取 {many} 名，因得分相同列入了 {len(takers)} 个单位："
                f"{'、'.join(takers)}。并列怎么取办法没有写，请人定。",
                Weight.NOTES,
            )


def _rank_unsure() -> Finding:
    return Finding(
        "scoring.rank_unsure",
        "有单位还没有总分，谁在最前、谁在最后不能定，按名次的奖惩一律没有给出。请补齐后重算。",
        Weight.WARNS,
    )


def _missing_part(unit: str, part: str) -> Finding:
    where = f"“{part}”" if part else ""
    return Finding(
        "scoring.part_missing",
        f"{unit}没有{where}考核表，没有算总分；缺的不按零分，也不按其余各期的平均补。请补表后重算。",
        Weight.WARNS,
    )


def _missing_item(sheet: ResultSheet, word: str) -> Finding:
    return Finding(
        "scoring.item_missing",
        f"{sheet.unit}{sheet.part}没有“{word}”的数，没有算总分；缺的不按零分。请补数后重算。",
        Weight.WARNS,
    )


def _beyond(sheet: ResultSheet, word: str, read: str, most: Fraction | None) -> Finding:
    limit = f"0 到 {plain(most)} 之间" if most is not None else "不小于 0"
    return Finding(
        "scoring.mark_beyond",
        f"{sheet.unit}{sheet.part}“{word}”读到 {read}，应{limit}，没有算总分。请改正后重算。",
        Weight.WARNS,
    )


def _differs(sheet: ResultSheet, total: Fraction) -> Finding:
    stated = plain(sheet.total or Fraction(0))
    return Finding(
        "scoring.total_differs",
        f"{sheet.unit}{sheet.part}表内总分写 {stated}，按办法逐项相加为 {plain(total)}，以逐项相加为准。"
        "请核对表内总分。",
        Weight.WARNS,
    )


def _undefined(scheme: Scheme, unit: str, whole: Fraction) -> Finding:
    said = "；".join(_in_words(grade) for grade in scheme.grades)
    return Finding(
        "scoring.grade_undefined",
        f"{unit}得 {plain(whole)} 分，属于哪一等{scheme.source}没有写明（{said}），没有定等次，也不作推断。"
        "请由制定机关解释后写进评分办法。",
        Weight.WARNS,
    )


def _in_words(grade: Rating) -> str:
    low = f"高于 {plain(grade.above)}" if grade.above is not None else ""
    low = f"{plain(grade.at_least)} 及以上" if grade.at_least is not None else low
    high = f"低于 {plain(grade.below)}" if grade.below is not None else ""
    high = f"{plain(grade.at_most)} 及以下" if grade.at_most is not None else high
    return f"{grade.word}为{'、'.join(part for part in (low, high) if part)}"
