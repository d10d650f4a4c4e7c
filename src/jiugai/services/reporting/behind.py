"""Sites that have passed the day by which they were to reach a step (已过期限的小区)."""

from collections.abc import Iterator
from datetime import date

from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.services.reporting.board import Board, SiteStanding
from jiugai.storage.programme.queries import TargetRow

_STEP_OF_INDICATOR = {
    "start": Step.START,
    "completion": Step.COMPLETION,
    "acceptance": Step.ACCEPTANCE,
}


def sites_behind(
    city: Board, targets: tuple[TargetRow, ...], today: date
) -> Iterator[tuple[SiteStanding, TargetRow, date]]:
    """Yield the sites of filed plans that have passed a target's day short of its step."""
    for target in targets:
        step = _STEP_OF_INDICATOR.get(target.indicator)
        if step is None or target.due_on is None or target.due_on >= today:
            continue
        plan = city.list_of(target.year, Authority.PROVINCIAL)
        for site in city.sites.values():
            is_filed = plan is not None and plan.id in site.filed
            if is_filed and int(step) not in site.steps and not site.standing.exit:
                yield site, target, target.due_on


def step_asked(target: TargetRow) -> Step:
    """Return the step that a target asks for.

    :raises KeyError: if its indicator is no step.
    """
    return _STEP_OF_INDICATOR[target.indicator]
