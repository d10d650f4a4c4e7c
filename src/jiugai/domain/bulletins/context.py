"""Which figure a sentence speaks of, by its words (语境): cohort, county, measure.

Used where no binding and no issued sentence tells it: a clerk's own sentence, or a plain copy.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from jiugai.domain.bulletins.agreement import agrees
from jiugai.domain.bulletins.figures import Basis, BoundFigure, FigureSet, Kind
from jiugai.domain.bulletins.mentions import Mention, mentions

MEASURES = (
    ("开工率", ("start_rate",)),
    ("完工率", ("completion_rate",)),
    ("竣工率", ("acceptance_rate",)),
    ("投资完成率", ("investment_rate",)),
    ("资金到位率", ("funding_rate",)),
    ("到位率", ("funding_rate",)),
    ("拨付率", ("payment_rate",)),
    ("计划投资", ("planned_investment",)),
    ("完成投资", ("invested",)),
    ("到位资金", ("funded",)),
    ("资金到位", ("funded",)),
    ("拨付资金", ("paid",)),
    ("未开工", ("unstarted",)),
    ("未完工", ("uncompleted",)),
    ("未拨付", ("idle", "days_idle")),
    ("挂零", ("zero_counties", "zero_planned")),
    ("申报", ("applied",)),
    ("获批", ("planned",)),
    ("批复", ("planned",)),
    ("下达", ("planned",)),
    ("计划", ("planned", "zero_planned")),
    ("开工", ("started", "start_rate")),
    ("完工", ("completed", "completion_rate")),
    ("验收", ("accepted", "acceptance_rate")),
    ("逾期", ("overdue", "days_over", "days_late")),
    ("收到异议", ("objections",)),
    ("其中成立", ("objections_upheld",)),
    ("期限", ("days_left", "days_late", "deadline")),
    ("老旧小区", ("register",)),
)
_BASES = {
    Basis.PROJECTS: "按项目",
    Basis.COMMUNITIES: "按小区",
    Basis.BUILDINGS: "按楼栋",
    Basis.HOUSEHOLDS: "按户",
    Basis.AREA: "按建筑面积",
}
_RELATIVE = {"去年": -1, "上年": -1, "今年": 0, "本年": 0, "明年": 1}
_YEAR = re.compile("|".join(_RELATIVE))
BEFORE = 400
"""How far back words are looked for: longer than any sentence of a bulletin, and no longer."""
AFTER = 9
"""How many characters after a number a word may still name what was counted: 2个项目开工."""


@dataclass(frozen=True, slots=True)
class Context:
    """What the words around a number say (语境); None or empty where they do not."""

    cohort: int | None
    county: str
    measures: tuple[str, ...]
    basis: Basis | None

    @property
    def is_firm(self) -> bool:
        """Say whether the words name enough to tell a wrong figure from an unknown one."""
        return bool(self.measures) and (self.cohort is not None or bool(self.county))


def context_of(paragraph: str, mention: Mention, figures: FigureSet, this_year: int) -> Context:
    """Return what the words before a number, or close behind it, say of it."""
    before = paragraph[max(0, mention.start - BEFORE) : mention.start]
    after = re.split(r"[，；。！？\n]", paragraph[mention.end :])[0][:AFTER]
    sentence = re.split(r"[。！？\n]", before)[-1]
    cohorts = {figure.cohort for figure in figures if figure.cohort is not None}
    counties = {figure.county for figure in figures if figure.county}
    clause = re.split(r"[；。！？\n]", before)[-1]
    return Context(
        cohort=_cohort(sentence, cohorts, this_year) or _cohort(before, cohorts, this_year),
        county=_last_name(clause, counties),
        measures=_measures(clause, after),
        basis=_basis(clause),
    )


def _cohort(text: str, cohorts: Iterable[int], this_year: int) -> int | None:
    """Return the cohort that a text named last: a year alone, or 今年; not the year of a date."""
    named = [
        (mention.start, mention.value)
        for mention in mentions(text)
        if mention.kind is Kind.DATE and isinstance(mention.value, int)
    ]
    named += [(word.start(), this_year + _RELATIVE[word[0]]) for word in _YEAR.finditer(text)]
    known = [(at, year) for at, year in named if year in set(cohorts)]
    return max(known)[1] if known else None


def _last_name(text: str, names: Iterable[str]) -> str:
    found = [(text.rfind(name), len(name), name) for name in names if name in text]
    return max(found)[2] if found else ""


def _measures(before: str, after: str) -> tuple[str, ...]:
    """Return the measures named last before a number; failing that, first behind it.

    A word behind the number that leads to a number of its own belongs to that one: 21个项目中已完工9个.
    """
    last = [
        (before.rfind(word) + len(word), len(word), of) for word, of in MEASURES if word in before
    ]
    if last:
        return max(last)[2]
    first = []
    for word, of in MEASURES:
        at = after.find(word)
        if at >= 0 and not after[at + len(word) :].lstrip()[:1].isdigit():
            first.append((at, -len(word), of))
    return min(first)[2] if first else ()


def _basis(text: str) -> Basis | None:
    found = [(text.rfind(words), basis) for basis, words in _BASES.items() if words in text]
    return max(found, key=lambda each: each[0])[1] if found else None


def candidates(context: Context, mention: Mention, figures: FigureSet) -> list[BoundFigure]:
    """Return the figures of which a number in such words may speak."""
    of_kind = [figure for figure in figures if figure.kind is mention.kind]
    if mention.kind is Kind.RANK:
        return [figure for figure in of_kind if figure.county == context.county]
    if context.measures:
        of_kind = [figure for figure in of_kind if figure.measure in context.measures]
    if context.county or context.measures:
        of_kind = [figure for figure in of_kind if figure.county == context.county]
    if context.cohort is not None:
        of_kind = [figure for figure in of_kind if figure.cohort in (context.cohort, None)]
    if context.basis is not None:
        named = [figure for figure in of_kind if figure.basis in (context.basis, None)]
        of_kind = named or of_kind
    return of_kind


def conflicts(figure: BoundFigure, context: Context) -> bool:
    """Say whether words speak plainly of another cohort or county than a figure does."""
    other_cohort = None not in (figure.cohort, context.cohort) and figure.cohort != context.cohort
    other_county = bool(context.county) and figure.county not in ("", context.county)
    return other_cohort or other_county


def all_agree(mention: Mention, figures: Sequence[BoundFigure]) -> bool:
    """Say whether a number states each of several figures, of which there is one at least."""
    return bool(figures) and all(agrees(mention, figure) for figure in figures)


def nearest(mention: Mention, figures: Sequence[BoundFigure]) -> BoundFigure | None:
    """Return the figure that a wrong number most likely meant: of its unit, the closest in value."""

    def distance(figure: BoundFigure) -> Fraction:
        value, read = figure.value, mention.value
        if isinstance(value, int | Fraction) and isinstance(read, Fraction):
            return abs(Fraction(value) - read)
        return Fraction(0)

    of_unit = [
        figure
        for figure in figures
        if mention.kind is not Kind.COUNT or mention.unit in ("", figure.unit)
    ]
    return min(of_unit, key=distance) if of_unit else None
