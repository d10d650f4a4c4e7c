"""The facts of a case in a few words (依据的写法)."""

from collections.abc import Iterable
from datetime import date

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.scheme.bill import BillLine
from jiugai.domain.scheme.checklists import Mark
from jiugai.domain.supervision.standards.case import NeedFact, SchemeFacts
from jiugai.domain.supervision.standards.check import Basis, BasisKind


def of_step(step: Step, on: date) -> Basis:
    """Return a step as a fact."""
    return Basis(BasisKind.STEP, f"{on} {step.word}", on)


def of_mark(checklist: str, mark: Mark) -> Basis:
    """Return what somebody recorded as a fact, with what shows it."""
    said = mark.paper or mark.words
    return Basis(BasisKind.MARK, f"{mark.on} {mark.state.word}：{said}", mark.on, checklist)


def of_scheme(scheme: SchemeFacts) -> Basis:
    """Return the bill that stands as a fact."""
    return Basis(BasisKind.SCHEME, scheme.title, scheme.on)


def of_line(scheme: SchemeFacts, line: BillLine) -> Basis:
    """Return a line of the bill as a fact."""
    return Basis(BasisKind.SCHEME, f"{scheme.title}第{line.number}行 {line.name}", scheme.on)


def of_need(need: NeedFact) -> Basis:
    """Return a need as a fact."""
    found = need.answered.need
    return Basis(BasisKind.NEED, f"{need.found_on} {found.kind.word}：{found.words}", need.found_on)


def listed(names: Iterable[str]) -> str:
    """Return names as a sentence lists them, the first three of many."""
    found = list(names)
    more = f"等 {len(found)} 项" if len(found) > 3 else ""
    return "、".join(found[:3]) + more
