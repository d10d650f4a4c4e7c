"""A figure's facts as a workbook (溯源明细)."""

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from jiugai.domain.quantities import percent, square_metres, wan_yuan
from jiugai.domain.reporting.indicators import Basis
from jiugai.exchange import register_export
from jiugai.services.actor import Actor
from jiugai.services.facts import Horizon
from jiugai.services.reporting.statement import BASIS_WORDS
from jiugai.services.reporting.trace import Question, Trace, TracedFact, trace

_SHANGHAI = ZoneInfo("Asia/Shanghai")
HEADINGS = (
    "算在",
    "发生",
    "县区",
    "小区",
    "事实",
    "计入",
    "单位",
    "凭据",
    "出处",
    "录入岗位",
    "录入时间",
    "说明",
)


def figure_facts(question: Question, asked: Horizon, *, actor: Actor) -> bytes:
    """Return everything behind a figure as a workbook: what counts, what does not, the plan.

    :raises NotAllowed: if the actor may not look at figures.
    :raises NoSuchFigure: if there is no such figure within the actor's scope.
    """
    found = trace(question, asked, actor=actor)
    return register_export.write_rows(_title(found), HEADINGS, _rows(found), sheet="溯源明细")


def _title(found: Trace) -> str:
    shown = "未定" if found.rate.value is None else percent(found.rate.value)
    unit = found.question.basis.unit
    return (
        f"{found.question.year} 年批次{found.declared.title}，{found.place}，"
        f"{BASIS_WORDS[found.question.basis]}，截至 {found.horizon.as_of}："
        f"{_amount(found, found.rate.numerator)} ÷ {_amount(found, found.rate.denominator)} {unit}"
        f" = {shown}（登记序号 {found.horizon.last_seq}）"
    )


def _rows(found: Trace) -> Iterator[tuple[object, ...]]:
    unit = found.question.basis.unit
    for fact in found.counted:
        yield ("分子", *_fact(found, fact))
    for fact in found.divided_by:
        yield ("分母", *_fact(found, fact))
    for line in found.planned:
        size = _amount(found, line.size)
        on = found.plan.on if found.plan else None
        yield ("分母", on, line.county, line.community, "列入计划", size, unit)
    for row in found.left_out:
        said = (row.kind.word, None, "", "", "", "", None, row.why)
        yield ("未计入", row.on, row.county, row.community, *said)


def _fact(found: Trace, fact: TracedFact) -> tuple[object, ...]:
    return (
        fact.on,
        fact.county,
        fact.community,
        fact.word,
        _amount(found, fact.size),
        found.question.basis.unit,
        "、".join(paper.number or paper.name for paper in fact.papers),
        fact.origin,
        fact.post,
        fact.recorded_at.astimezone(_SHANGHAI),
    )


def _amount(found: Trace, value: int) -> object:
    if found.question.basis is Basis.FEN:
        return wan_yuan(value, 2)
    return square_metres(value) if found.question.basis is Basis.AREA else value
