"""Leaders of the little city, named and sent on visits through the real services."""

from datetime import date

from jiugai.domain.supervision.leads import ChargeKind, LeaderLevel, NewCharge, Term
from jiugai.services.actor import Actor
from jiugai.services.facts import horizon
from jiugai.services.reporting.board import board
from jiugai.services.supervision.leads import assigning, visiting
from jiugai.services.supervision.leads.roster import LeaderLine, Roster, roster
from jiugai.services.supervision.leads.visiting import VisitDraft

SINCE, DAY = date(2020, 10, 1), date(2020, 11, 3)
DEPUTY, COUNTY_DEPUTY = ("王志远", "副市长"), ("陈立新", "副县长")
GROUND = "市政府常务会议纪要"


def charge(
    who: tuple[str, str] = COUNTY_DEPUTY,
    *,
    level: LeaderLevel = LeaderLevel.COUNTY,
    since: date = SINCE,
    until: date | None = None,
    ground: str = GROUND,
) -> NewCharge:
    return NewCharge(*who, level, Term(since, until), ground, "安政办〔2020〕18号")


def key_of(name: str, kind: ChargeKind = ChargeKind.PROJECT) -> str:
    """Return how a form names a community, its project, or its county."""
    city = board(horizon(DAY))
    (site,) = [one for one in city.sites.values() if city.name_of(one)[0] == name]
    found = {
        ChargeKind.COMMUNITY: site.site.community_id,
        ChargeKind.PROJECT: site.site.project_id,
        ChargeKind.COUNTY: site.site.county_id,
    }
    return f"{kind.value}-{found[kind]}"


def name_leader(
    name: str,
    actor: Actor,
    who: tuple[str, str] = COUNTY_DEPUTY,
    *,
    kind: ChargeKind = ChargeKind.PROJECT,
    level: LeaderLevel = LeaderLevel.COUNTY,
    since: date = SINCE,
    until: date | None = None,
    post_id: int | None = None,
) -> list[str]:
    """Name a leader for a community, its project or its county; return the codes of findings."""
    new = charge(who, level=level, since=since, until=until)
    found = assigning.assign(key_of(name, kind), new, post_id=post_id, actor=actor, today=DAY)
    return [one.code for one in found]


def read(actor: Actor, today: date = DAY) -> Roster:
    return roster(actor=actor, today=today)


def line_of(who: tuple[str, str], actor: Actor, today: date = DAY) -> LeaderLine:
    lines = read(actor, today).lines
    (line,) = [one for one in lines if (one.leader.name, one.leader.office) == who]
    return line


def record_visit(
    name: str,
    actor: Actor,
    who: tuple[str, str] = COUNTY_DEPUTY,
    *,
    on: date = date(2020, 10, 20),
    found: str = "外墙保温已完成两栋，管网未动",
    asked: str = "11月20日前管网进场施工",
) -> list[str]:
    """Write down a leader's visit; return the codes of findings."""
    city = board(horizon(DAY))
    community = next(card.public_id for card in city.records.values() if card.name == name)
    leader = line_of(who, actor).leader.public_id
    draft = VisitDraft(community, on, found, asked)
    return [one.code for one in visiting.record(leader, draft, actor=actor, today=DAY)]
