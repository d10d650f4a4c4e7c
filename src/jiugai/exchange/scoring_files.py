"""Scoring schemes as files (评分办法文件): those of ``policy/scoring/`` and an office's own.

A scheme that contradicts itself is refused with all of its faults: weights that do not make up the
whole, a score that falls into two grades, a step of nought.
"""

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import cache
from importlib.resources import files
from typing import Any

from jiugai.domain.findings import Finding, Place
from jiugai.domain.supervision.scoring_scheme import (
    Assessment,
    Consequence,
    Criterion,
    Effect,
    Marking,
    Rating,
    Scheme,
    Steps,
    disputed,
    plain,
)
from jiugai.exchange.policy_tables import (
    RULE_FIELDS,
    BadPolicy,
    Field,
    Table,
    choice,
    flag,
    number,
    read_document,
    share,
    text,
    whole,
    words,
)

MOST_BYTES = 1 << 20

_BOUNDS: Mapping[str, Field] = {
    bound: number().or_else(None) for bound in ("above", "at_least", "below", "at_most")
}
TABLES = (
    Table(
        "scheme",
        {
            **RULE_FIELDS,
            "title": text(),
            "total": number(),
            "decimals": whole(0, 4).or_else(2),
            "takes_total": flag().or_else(False),
        },
        identity=(),
    ),
    Table(
        "criterion",
        {
            "code": text(),
            "word": text(),
            "marking": choice(Marking),
            "points": number().or_else(None),
            "columns": words().or_else(()),
            "numerator": text().or_else(""),
            "denominator": text().or_else(""),
            "target": number().or_else(Fraction(100)),
            "per": number().or_else(Fraction(1)),
            "deduct": number().or_else(Fraction(0)),
            "bonus": number().or_else(Fraction(0)),
            "bonus_most": number().or_else(Fraction(0)),
            "steps": choice(Steps).or_else(Steps.PROPORTIONAL),
            "least": number().or_else(Fraction(0)),
            "source": text().or_else(""),
        },
        identity=("code",),
    ),
    Table(
        "assessment",
        {"code": text(), "word": text(), "weight": share(), "sheets": words()},
        identity=("code",),
    ),
    Table("grade", {"word": text(), **_BOUNDS}, identity=("word",)),
    Table(
        "consequence",
        {
            "effect": choice(Effect),
            "top": whole(1, 1000).or_else(None),
            "bottom": whole(1, 1000).or_else(None),
            **_BOUNDS,
            "grade": text().or_else(""),
            "plan": share().or_else(None),
            "money": share().or_else(None),
            "source": text(),
            "verified": flag().or_else(True),
        },
        identity=("effect", "top", "bottom", *_BOUNDS, "grade"),
    ),
)


@cache
def schemes_on_file() -> dict[str, Scheme]:
    """Return the schemes of the policy floor by the name of their file.

    :raises BadPolicy: if a file is not whole.
    """
    folder = files("jiugai.policy.scoring")
    found = sorted(
        (file for file in folder.iterdir() if file.name.endswith(".toml")), key=lambda f: f.name
    )
    return {
        file.name.removesuffix(".toml"): read_scheme(file.read_bytes(), file.name) for file in found
    }


def read_scheme(content: bytes, document: str) -> Scheme:
    """Return the scheme that a file declares.

    :raises BadPolicy: with every fault of the file.
    """
    if len(content) > MOST_BYTES:
        raise BadPolicy(
            [_fault("scoring.too_large", "文件超过 1 MB，不像一份评分办法。", document)]
        )
    found = read_document(content, document, TABLES)
    if len(found["scheme"]) != 1:
        message = f"应有且只有一个 [scheme]，读到 {len(found['scheme'])} 个。"
        raise BadPolicy([_fault("scoring.one_scheme", message, document)])
    scheme = Scheme(
        **found["scheme"][0],
        criteria=tuple(Criterion(**entry) for entry in found["criterion"]),
        assessments=tuple(Assessment(**entry) for entry in found["assessment"]),
        grades=tuple(Rating(**entry) for entry in found["grade"]),
        consequences=tuple(Consequence(**entry) for entry in found["consequence"]),
    )
    faults = [
        _fault(code, message, document)
        for code, message in (
            *_faults_of_criteria(scheme),
            *_faults_of_parts(scheme),
            *_faults_of_grades(scheme),
            *_faults_of_consequences(scheme),
        )
    ]
    if faults:
        raise BadPolicy(faults)
    return scheme


def _fault(code: str, message: str, document: str) -> Finding:
    return Finding(code, message, place=Place(document))


def _faults_of_criteria(scheme: Scheme) -> Iterator[tuple[str, str]]:
    if scheme.total <= 0:
        yield "scoring.total", f"满分 total 读到 {plain(scheme.total)}，应大于 0，例如 100。"
    if not scheme.criteria and not scheme.takes_total:
        yield (
            "scoring.no_criteria",
            "没有 [[criterion]]，不知道按什么评分；只按总分定等次的，请写 takes_total = true。",
        )
    for criterion in scheme.criteria:
        yield from _faults_of_criterion(criterion)
    points = [criterion.points for criterion in scheme.criteria]
    if points and all(point is not None for point in points):
        whole_points = sum((point for point in points if point is not None), Fraction(0))
        if whole_points != scheme.total:
            yield (
                "scoring.points",
                f"各项分值相加为 {plain(whole_points)}，与满分 {plain(scheme.total)} 不等，请核对。",
            )
    yield from _twice(
        "scoring.heading_twice",
        "表头",
        [name for c in scheme.criteria for name in dict.fromkeys(c.headings)],
    )


def _faults_of_criterion(criterion: Criterion) -> Iterator[tuple[str, str]]:
    here = f"评分项“{criterion.word}”"
    if criterion.points is None and criterion.marking is not Marking.GIVEN:
        yield "scoring.no_points", f"{here}没有写分值 points，算不出得分。"
    if criterion.points is not None and criterion.points < 0:
        yield "scoring.no_points", f"{here}分值 points 读到 {plain(criterion.points)}，应不小于 0。"
    if criterion.per <= 0:
        yield "scoring.step", f"{here}每一步 per 读到 {plain(criterion.per)}，应大于 0，例如 1。"
    if min(criterion.deduct, criterion.bonus, criterion.bonus_most) < 0:
        yield "scoring.sign", f"{here}扣分、加分都写正数，例如 deduct = 1。"
    if criterion.marking in (Marking.LINEAR, Marking.EACH) and not criterion.deduct:
        yield "scoring.no_deduction", f"{here}没有写每一步扣几分 deduct，例如 deduct = 1。"
    if bool(criterion.numerator) != bool(criterion.denominator):
        yield "scoring.half_a_share", f"{here}的 numerator 和 denominator 应同时写，或都不写。"
    if criterion.least > (criterion.points or 0):
        yield "scoring.least", f"{here}最低分 least 高于分值，请核对。"


def _faults_of_parts(scheme: Scheme) -> Iterator[tuple[str, str]]:
    if not scheme.assessments:
        return
    weight = sum(part.weight for part in scheme.assessments)
    if weight != 1:
        said = "、".join(f"{part.word} {part.weight}" for part in scheme.assessments)
        yield "scoring.weights", f"各考核期的权重（{said}）相加为 {weight}，应等于 1。"
    for part in scheme.assessments:
        if not part.sheets:
            yield "scoring.no_sheets", f"考核期“{part.word}”没有写由哪几张表 sheets 组成。"
    yield from _twice("scoring.sheet_twice", "考核表", scheme.sheets)


def _faults_of_grades(scheme: Scheme) -> Iterator[tuple[str, str]]:
    for grade in scheme.grades:
        if not grade.bounds:
            yield "scoring.no_bound", f"等次“{grade.word}”没有写界线，例如 at_least = 90。"
        if (grade.above is not None and grade.at_least is not None) or (
            grade.below is not None and grade.at_most is not None
        ):
            yield "scoring.two_bounds", f"等次“{grade.word}”的同一端写了两个界线，请只留一个。"
    for hole in disputed(scheme.grades, scheme.total):
        names = "、".join(g.word for g in scheme.grades if g.takes((hole.low + hole.high) / 2))
        yield "scoring.two_grades", f"{hole.word}同时属于{names}，请改界线。"


def _faults_of_consequences(scheme: Scheme) -> Iterator[tuple[str, str]]:
    known = {grade.word for grade in scheme.grades}
    for rule in scheme.consequences:
        here = f"奖惩“{rule.effect.word}”"
        if rule.grade and rule.grade not in known:
            yield "scoring.no_such_grade", f"{here}写的等次“{rule.grade}”，等次表里没有。"
        if rule.top is not None and rule.bottom is not None:
            yield "scoring.both_ends", f"{here}同时写了 top 和 bottom，请分成两条。"
        bounds = (rule.above, rule.at_least, rule.below, rule.at_most)
        if not rule.by_rank and not rule.grade and all(bound is None for bound in bounds):
            yield "scoring.no_condition", f"{here}没有写条件，会落到每个单位头上。"


def _twice(code: str, what: str, names: Sequence[Any]) -> Iterator[tuple[str, str]]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield code, f"{what}“{name}”写了两次，分不清指哪一个。"
