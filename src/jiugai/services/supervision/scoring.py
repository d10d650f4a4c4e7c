"""Score a table of results by a scheme (评分): for the office that only has a table; no database.

It reads and computes, and writes nothing; nobody's permission is needed for that.
"""

from fractions import Fraction
from typing import Any

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.quantities import round_half_up
from jiugai.domain.supervision.scoring import Scored, Scores, score
from jiugai.domain.supervision.scoring_scheme import Consequence, Scheme, plain
from jiugai.exchange.policy_tables import BadPolicy
from jiugai.exchange.results_table import read_results
from jiugai.exchange.scoring_files import read_scheme, schemes_on_file

__all__ = [
    "BadPolicy",
    "Scheme",
    "Scores",
    "in_sentences",
    "read_scheme",
    "schemes",
    "score_results",
    "to_json",
]


def schemes() -> dict[str, Scheme]:
    """Return the schemes on file, by the name under which ``--scheme`` knows them."""
    return schemes_on_file()


def score_results(content: bytes, *, document: str, scheme: Scheme) -> Scores:
    """Score a table of results.

    :returns: the scores with every finding; without rows, and with a blocking finding, if the
      table cannot be read by the scheme.
    """
    results = read_results(content, document, scheme)
    if blocking(results.findings):
        return Scores(scheme, (), (), results.findings)
    scored = score(scheme, results.sheets)
    return Scores(scheme, scored.rows, scored.holes, (*results.findings, *scored.findings))


def to_json(scores: Scores) -> dict[str, Any]:
    """Return scores as one JSON document.

    Marks and scores are numbers rounded to four decimals, and to the scheme's; ``exact`` is the
    score as a fraction, by which ranks and grades were decided.
    """
    scheme = scores.scheme
    return {
        "scheme": {
            "title": scheme.title,
            "clause": scheme.clause,
            "region": scheme.region,
            "in_force_from": scheme.in_force_from,
            "source": scheme.source,
            "verified": scheme.verified,
            "total": round_half_up(scheme.total, 4),
        },
        "undefined_scores": [hole.word for hole in scores.holes],
        "rows": [_row(row) for row in scores.rows],
        "findings": [_finding(finding) for finding in scores.findings],
    }


def _row(row: Scored) -> dict[str, Any]:
    return {
        "rank": row.rank,
        "unit": row.unit,
        "score": _number(row.score),
        "shown": row.shown,
        "exact": None if row.score is None else str(row.score),
        "grade": row.grade,
        "assessments": [
            {"word": part.word, "weight": str(part.weight), "score": _number(part.score)}
            for part in row.parts
        ],
        "marks": [
            {
                "part": mark.part,
                "code": mark.criterion.code,
                "word": mark.criterion.word,
                "read": mark.read,
                "mark": _number(mark.mark),
                "formula": mark.formula,
            }
            for mark in row.marks
        ],
        "consequences": [_consequence(rule) for rule in row.consequences],
    }


def _consequence(rule: Consequence) -> dict[str, Any]:
    return {
        "effect": rule.effect.value,
        "word": rule.effect.word,
        "plan": None if rule.plan is None else str(rule.plan),
        "money": None if rule.money is None else str(rule.money),
        "source": rule.source,
        "verified": rule.verified,
    }


def _number(value: Fraction | None) -> Any:
    return None if value is None else round_half_up(value, 4)


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "code": finding.code,
        "cell": finding.place.cell,
        "message": finding.message,
        "weight": finding.weight.value,
    }


def in_sentences(scores: Scores) -> list[str]:
    """Return the scores as people read them, a line for each unit."""
    scheme = scores.scheme
    doubt = "" if scheme.verified else "（待核实）"
    lines = [
        f"《{scheme.title}》{doubt}，满分 {plain(scheme.total)} 分，共 {len(scores.rows)} 个单位。"
    ]
    for row in scores.rows:
        rank = "—" if row.rank is None else str(row.rank)
        grade = f"　{row.grade}" if row.grade else "　未定等次" if scheme.grades else ""
        follows = "、".join(_in_words(rule) for rule in row.consequences)
        lines.append(
            f"  {rank:>3}  {row.unit}  {row.shown or '没有总分'}{grade}{f'　{follows}' if follows else ''}"
        )
    if scores.holes:
        said = "、".join(hole.word for hole in scores.holes)
        lines.append(f"办法没有写明等次的得分：{said}。")
    return lines


def _in_words(rule: Consequence) -> str:
    sign = "增" if rule.effect.value == "reward" else "减"
    parts = [
        f"{word}{sign}{plain(share * 100)}%"
        for word, share in (("计划", rule.plan), ("资金", rule.money))
        if share is not None
    ]
    doubt = "" if rule.verified else "，待核实"
    detail = f"（{'、'.join(parts)}{doubt}）" if parts else ("（待核实）" if doubt else "")
    return f"{rule.effect.word}{detail}"
