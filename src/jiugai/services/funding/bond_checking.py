"""Check what the forms of special bonds say against itself (专项债核对); no database.

It reads and computes, and writes nothing; nobody's permission is needed for that.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from jiugai.domain.findings import Finding, Place, Weight, blocking
from jiugai.domain.funding.bond_calendar import check_calendar, unchecked
from jiugai.domain.funding.bond_form import BondCheck, BondForm
from jiugai.domain.funding.bonds import check_money
from jiugai.exchange.funding.bond_tables import BondForms, read_payments, read_projects

__all__ = ["CheckedBond", "CheckedBonds", "check_bonds", "checked", "in_sentences", "to_json"]


@dataclass(frozen=True, slots=True)
class CheckedBond:
    """One project with all its checks (专项债项目核对)."""

    code: str
    checks: tuple[BondCheck, ...]


@dataclass(frozen=True, slots=True)
class CheckedBonds:
    """What was checked (专项债核对结果); no projects where a finding blocks."""

    projects: tuple[CheckedBond, ...]
    findings: tuple[Finding, ...]

    @property
    def refused(self) -> bool:
        """Say whether nothing was checked."""
        return bool(blocking(self.findings))


def check_bonds(
    projects: bytes, *, document: str, payments: tuple[bytes, str] | None = None
) -> CheckedBonds:
    """Check the forms of a table, by themselves and with the table of payments.

    :param payments: the table of payments and its name.
    """
    return checked(
        read_projects(projects, document), read_payments(*payments) if payments else None
    )


def checked(forms: BondForms, payments: BondForms | None) -> CheckedBonds:
    """Check forms that were read."""
    findings = (*forms.findings, *(payments.findings if payments else ()))
    if blocking(findings):
        return CheckedBonds((), findings)
    found = tuple(_checked(form, payments) for form in forms.forms)
    return CheckedBonds(found, (*findings, *_strangers(forms, payments)))


def _checked(form: BondForm, payments: BondForms | None) -> CheckedBond:
    checks = list(check_money(form))
    own = [one for one in payments.forms if one.code == form.code] if payments else []
    for payment in own:
        checks += check_calendar(form, payment)
    if not own:
        why = f"付息日表里没有 {form.code}。" if payments else "没有给出付息日表，无从核对。"
        checks += unchecked(why)
    return CheckedBond(form.code, tuple(checks))


def _strangers(forms: BondForms, payments: BondForms | None) -> Sequence[Finding]:
    """Tell of payments of projects that the other table does not have."""
    known = {form.code for form in forms.forms}
    strange = [one.code for one in payments.forms if one.code not in known] if payments else []
    if payments is None or not strange:
        return ()
    said = "、".join(dict.fromkeys(strange))
    message = f"付息日表里的 {said} 不在项目信息表里，没有核对。"
    return (Finding("funding.no_such_project", message, Weight.WARNS, Place(payments.document)),)


def to_json(found: CheckedBonds) -> dict[str, Any]:
    """Return the checks as one JSON document; figures stay as they were printed."""
    return {
        "projects": [
            {
                "id": project.code,
                "checks": [
                    {
                        "code": one.code,
                        "stated": one.stated,
                        "computed": one.computed,
                        "agrees": one.agrees,
                        "because": one.because,
                    }
                    for one in project.checks
                ],
            }
            for project in found.projects
        ],
        "findings": [
            {
                "code": one.code,
                "cell": one.place.cell,
                "message": one.message,
                "weight": one.weight.value,
            }
            for one in found.findings
        ],
    }


def in_sentences(found: CheckedBonds) -> list[str]:
    """Return the checks as people read them, what disagrees with ✗."""
    if found.refused:
        return ["没有核对："]
    every = [one for project in found.projects for one in project.checks]
    counts = Counter(one.agrees for one in every)
    lines = [
        f"核对 {len(found.projects)} 个项目 {len(every)} 项：相符 {counts[True]}，"
        f"不符 {counts[False]}，给不出结论 {counts[None]}。"
    ]
    for project in found.projects:
        lines.append(f"{project.code}")
        lines += [f"  {_MARKS[one.agrees]} {one.title}：{one.because}" for one in project.checks]
    return lines


_MARKS = {True: "✓", False: "✗", None: "—"}
