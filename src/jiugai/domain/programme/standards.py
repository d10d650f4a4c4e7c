"""The standards of the programme (衡量标准) and its two gates: before the plan, before the start.

建办城〔2021〕50号 sets some twenty standards; their official numbering was not seen, so ours is
shown as N50-nn. Two of them are gates (N50-09, N50-10): without what they ask for, a community
may not enter the plan, and works may not start.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from jiugai.domain.findings import Finding, Weight
from jiugai.domain.law import Rule, rules_in_force
from jiugai.domain.programme.pipeline import Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard(Rule):
    """One checkable standard (衡量标准).

    Attributes:
      group: 底线要求, 重点难点 or 督促指导.
      text: what is asked for, in one sentence.
      needs: the data by which it can be checked.
      gate: the step that may not be passed without it; None if it is no gate.
      weight: what follows if it is not shown to be kept.
    """

    group: str
    text: str
    needs: str
    gate: Step | None = None
    weight: Weight = Weight.WARNS


def check_gates(
    step: Step,
    on: date,
    confirmed: Collection[str],
    standards: Iterable[Standard],
    *,
    code: str,
) -> tuple[Finding, ...]:
    """Ask before a step for what its gates demand on that day.

    :param confirmed: clauses of the standards for which a dated confirmation is on record.
    :param code: the division whose rules apply.
    """
    findings = []
    for standard in reversed(rules_in_force(standards, code, on)):
        if standard.gate is step and standard.clause not in confirmed:
            message = (
                f"{step.word}前须做到：{standard.text}（{standard.clause}），还没有这项的记录；"
                f"请补充{standard.needs}，依据{standard.citation}。"
            )
            findings.append(Finding("programme.gate_unconfirmed", message, standard.weight))
    return tuple(findings)
