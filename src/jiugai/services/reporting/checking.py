"""Check a file of returns (核验月报): for offices that only have the figures; no database.

It reads and computes, and writes nothing; nobody's permission is needed for that.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from jiugai.domain.findings import Finding, Place, Weight, blocking
from jiugai.domain.reporting.checks.catalogue import CHECKS, OTHER_CHECKS
from jiugai.domain.reporting.checks.counting import Counting, counted_alike
from jiugai.domain.reporting.checks.examination import (
    Examination,
    Flag,
    Thresholds,
    examine_returns,
)
from jiugai.domain.reporting.checks.told_figures import EVERY, MONTHLY
from jiugai.exchange.check_limits import check_limits
from jiugai.exchange.returns_file import read_returns
from jiugai.exchange.upload_guard import safe_name

__all__ = ["CheckedReturns", "Flag", "check_returns", "titles", "to_json"]


@dataclass(frozen=True, slots=True)
class CheckedReturns:
    """What came of checking a file (核验结果).

    Attributes:
      columns: how each column of the file counts, by its code.
      findings: what was wrong with the file; blocking ones left it unchecked.
    """

    examination: Examination = field(default_factory=Examination)
    columns: Mapping[str, Counting] = field(default_factory=dict)
    projects: int = 0
    returns: int = 0
    findings: tuple[Finding, ...] = ()

    @property
    def refused(self) -> bool:
        return bool(blocking(self.findings))


def check_returns(content: bytes, *, document: str) -> CheckedReturns:
    """Read a file of returns and ask every check of it.

    :param document: the file's name, for the findings.
    :returns: all flags; none, and a blocking finding, if the file cannot be read for certain.
    """
    found = read_returns(content, document)
    if blocking(found.findings):
        return CheckedReturns(findings=found.findings)
    counted = counted_alike(found.series)
    columns = {code: how for code, how in counted.columns.items() if code not in found.missing}
    examination = examine_returns(counted.series, Thresholds(check_limits()))
    return CheckedReturns(
        examination,
        columns,
        len(found.series),
        sum(len(series.returns) for series in found.series),
        (*found.findings, *_counted_otherwise(columns, safe_name(document))),
    )


def titles() -> dict[str, str]:
    """Return what each check is called, by its code."""
    return {check.code: check.title for check in CHECKS}


def _counted_otherwise(columns: Mapping[str, Counting], document: str) -> list[Finding]:
    """Remark on columns that do not count as they usually do."""
    monthly = {figure.code for figure in MONTHLY}
    return [
        Finding(
            "check_returns.counted_otherwise",
            f"“{figure.word}”列各项目的数{'从不减少' if figure.code in monthly else '时增时减'}，"
            f"按{columns[figure.code].word}核验。如果不是这样，请换成"
            f"{'当月数' if figure.code in monthly else '累计数'}后重试。",
            Weight.WARNS,
            Place(document),
        )
        for figure in EVERY
        if figure.code in columns
        and columns[figure.code]
        is not (Counting.MONTHLY if figure.code in monthly else Counting.TO_DATE)
    ]


def to_json(checked: CheckedReturns) -> dict[str, Any]:
    """Return the result as one JSON document; money in 元, progress in per cent."""
    return {
        "flags": [_flag(flag) for flag in checked.examination.flags],
        "not_applicable": {} if checked.refused else _not_applicable(checked.examination),
        "passed": dict(sorted(checked.examination.passed.items())),
        "columns": {code: how.value for code, how in checked.columns.items()},
        "projects": checked.projects,
        "returns": checked.returns,
        "findings": [
            {
                "code": finding.code,
                "cell": finding.place.cell,
                "message": finding.message,
                "weight": finding.weight.value,
            }
            for finding in checked.findings
        ],
    }


def _flag(flag: Flag) -> dict[str, Any]:
    return {
        "check": flag.check.code,
        "version": flag.check.version,
        "answer": flag.answer.value,
        "county": flag.county,
        "project": flag.project,
        "month": str(flag.month),
        "numbers": dict(flag.verdict.numbers),
        "message": flag.message,
    }


def _not_applicable(examination: Examination) -> dict[str, list[dict[str, Any]]]:
    """Return of each check because of what it could not be asked, and how often."""
    told = {
        code: [
            {"because": because, "times": times}
            for because, times in sorted(reasons.items(), key=lambda each: (-each[1], each[0]))
        ]
        for code, reasons in examination.not_applicable.items()
    }
    for check in OTHER_CHECKS:
        told[check.code] = [{"because": f"这个文件里没有{check.reads}", "times": 1}]
    return dict(sorted(told.items()))
