"""The frame of a draw (抽查名册): every project that declares something, and how much it weighs."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

from jiugai.domain.calendar import Month
from jiugai.domain.law import NATION
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.supervision.lights import Light
from jiugai.domain.supervision.risk import ClaimedProject, points_in_force, risk_of
from jiugai.domain.supervision.rounds import Tallies
from jiugai.domain.works import Indicator
from jiugai.exchange.supervision_policy import risk_sign_rules
from jiugai.services.facts import horizon_at
from jiugai.services.reporting.board import SiteStanding, board
from jiugai.storage.supervision import draws as queries
from jiugai.storage.supervision.draws import BulletinRow, FrameLine

_CLAIMS = (int(Step.START), int(Step.COMPLETION))


def frame_of(bulletin: BulletinRow, lights: Mapping[int, Light]) -> tuple[FrameLine, ...]:
    """Return the projects that declared something as the bulletin's month was closed, by number.

    :param lights: each county's light; a county that is missing was never verified.
    """
    city = board(horizon_at(bulletin.on_day, bulletin.last_seq))
    points = points_in_force(risk_sign_rules(), NATION, bulletin.on_day)
    drawn = queries.numbers_drawn(last_seq=bulletin.last_seq)
    by_project: dict[int, list[SiteStanding]] = defaultdict(list)
    for site in city.sites.values():
        if site.filed:
            by_project[site.site.project_id].append(site)
    frame = []
    for sites in by_project.values():
        first, declared = sites[0].site, declared_of(sites)
        if not (declared.started or declared.completed or declared.households):
            continue
        bears = ClaimedProject(
            claimed=_claimed_in(sites, bulletin.month),
            started=declared.started > 0,
            paid_fen=sites[0].paid_fen,
            drawn=first.project_public_id in drawn,
        )
        frame.append(
            FrameLine(
                project_id=first.project_id,
                number=first.project_public_id,
                name=first.project_name,
                county_id=first.county_id,
                county=city.county_name(first.county_id),
                sites=len(sites),
                declared=declared,
                risk=risk_of(bears, points),
                light=lights.get(first.county_id),
            )
        )
    return tuple(sorted(frame, key=lambda line: line.number))


def declared_of(sites: Sequence[SiteStanding]) -> Tallies:
    """Return what is declared of a project: its communities started and completed, and households."""
    return Tallies(
        started=sum(int(Step.START) in site.steps for site in sites),
        completed=sum(int(Step.COMPLETION) in site.steps for site in sites),
        households=sum(site.reading(int(Indicator.HOUSEHOLDS)) for site in sites),
    )


def _claimed_in(sites: Sequence[SiteStanding], month: Month) -> bool:
    return any(
        month.first_day <= site.steps[step].effective_on <= month.last_day
        for site in sites
        for step in _CLAIMS
        if step in site.steps
    )
