"""The drawn verification of a month (抽查核实): the list drawn once, and what was found of it.

List and frame both follow from one bulletin that is out: the seed from the root that it printed, the
frame from the register as its month was closed. Whoever draws has nothing left to choose.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from uuid import UUID

from jiugai.domain.calendar import Month
from jiugai.domain.law import NATION
from jiugai.domain.supervision.draw import ALGORITHM, Way, draw, seed_of
from jiugai.domain.supervision.draw import Candidate as Ticketed
from jiugai.domain.supervision.lights import Light, LightRule, LightRules, lights_in_force
from jiugai.domain.supervision.rounds import Outcome, RoundVerdict, Tally, conclude
from jiugai.exchange.draw_files import frame_text, returned_text
from jiugai.exchange.supervision_policy import light_rules
from jiugai.services.actor import Actor, Power, require
from jiugai.services.supervision.frames import frame_of
from jiugai.storage.supervision import draws as queries
from jiugai.storage.supervision.draws import (
    BulletinRow,
    CandidateRow,
    DrawnBefore,
    DrawRow,
    FrameLine,
    RecountRow,
)
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = [
    "AlreadyDone",
    "CountyPart",
    "DrawRow",
    "DrawnBefore",
    "NoBulletin",
    "NoSuchRound",
    "NothingDeclared",
    "RoundLine",
    "RoundPage",
    "Rounds",
    "draw_month",
    "frame_file",
    "returned_file",
    "round_of",
    "rounds",
]


class NoSuchRound(LookupError):
    """No list was drawn for that month."""


class NoBulletin(Exception):
    """The month's bulletin is not out, or another is the last: there is no root to draw from."""


class NothingDeclared(Exception):
    """No project declares anything, so there is nothing to verify."""


@dataclass(frozen=True, slots=True)
class Rounds:
    """The lists drawn so far (历次抽查), and the month that can be drawn now.

    Attributes:
      bulletin: the last bulletin that is out; None while there is none.
      open_month: the month that it allows to draw; None if that was drawn.
    """

    drawn: tuple[DrawRow, ...]
    bulletin: BulletinRow | None

    @property
    def open_month(self) -> Month | None:
        """Return the month whose list may be drawn now."""
        if self.bulletin is None or any(d.month == self.bulletin.month for d in self.drawn):
            return None
        return self.bulletin.month


@dataclass(frozen=True, slots=True)
class RoundLine:
    """A drawn project with what was found of it, the newest version last (抽中项目)."""

    row: CandidateRow
    recounts: tuple[RecountRow, ...]

    @property
    def last(self) -> RecountRow | None:
        """Return the version that holds."""
        return self.recounts[-1] if self.recounts else None

    def outcome(self, tally: Tally) -> Outcome:
        """Return one tally of it for the verdict.

        :raises ValueError: if it was not drawn, or nobody was there yet.
        """
        if self.last is None or self.row.chance is None:
            raise ValueError(f"{self.row.line.number} was not recounted")
        return Outcome(
            self.row.line.number,
            self.row.way is Way.RANDOM,
            self.row.chance,
            Fraction(self.row.line.declared.of(tally)),
            Fraction(self.last.visit.found.of(tally)),
        )


@dataclass(frozen=True, slots=True)
class CountyPart:
    """A county's part of a list (县区核实结果); no verdict while one of its projects is open."""

    county_id: int
    county: str
    drawn: int
    recounted: int
    verdict: RoundVerdict | None


@dataclass(frozen=True, slots=True)
class RoundPage:
    """A month's list with all that was found within the actor's sight (抽查一轮).

    Attributes:
      projects: how many there were to draw from; ``counties`` of them are the actor's own.
      verdict: of the whole list; None while a project is open, or where one sees only a part.
      rule: by which the list was drawn; ``next_rule`` by which the next will be.
    """

    draw: DrawRow
    projects: int
    lines: tuple[RoundLine, ...]
    counties: tuple[CountyPart, ...]
    verdict: RoundVerdict | None
    rule: LightRule
    next_rule: LightRule | None

    @property
    def open(self) -> int:
        """Return how many drawn projects within sight nobody has recounted."""
        return sum(part.drawn - part.recounted for part in self.counties)


def rounds(*, actor: Actor) -> Rounds:
    """Return the lists drawn so far; they are public to every county.

    :raises NotAllowed: if the actor may look at no figures.
    """
    require(actor, Power.SEE)
    return Rounds(queries.draws(), queries.last_bulletin())


def draw_month(
    month: Month, *, actor: Actor, today: date, key: UUID | None = None
) -> queries.DrawRow:
    """Draw a month's list, once.

    :raises NotAllowed: if the actor may not draw.
    :raises NoBulletin: if the last bulletin that is out is not this month's.
    :raises NothingDeclared: if there is nothing to draw from.
    :raises DrawnBefore: if it was drawn already.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.VERIFY_ON_SITE)
    bulletin = queries.last_bulletin()
    if bulletin is None or bulletin.month != month:
        raise NoBulletin(_no_bulletin(month, bulletin))
    if any(known.month == month for known in queries.draws()):
        raise DrawnBefore(month)
    lights = _lights(month)
    city, counties = _standing(bulletin.last_seq)
    frame = frame_of(bulletin, counties)
    if not frame:
        raise NothingDeclared(
            f"{month.in_prose}封账时没有一个项目上报开工、完工或户数，没有可以核实的。没有写入任何数据。"
        )
    light = city or Light.GREEN
    drawn = draw([_ticketed(line) for line in frame], lights, light, seed_of(bulletin.root, month))
    with unit_of_work(
        verb="supervision.draw",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=f"{month} {len(frame)} 个项目抽 {len(drawn.picks)} 个",
        key=key,
    ) as act:
        queries.enter_draw(
            act,
            bulletin=bulletin,
            on_day=today,
            light=light,
            algorithm=ALGORITHM,
            drawn=drawn,
            frame=frame,
        )
    return _draw_of(month)


def round_of(month: Month, *, actor: Actor) -> RoundPage:
    """Return a month's list with what was found.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchRound: if none was drawn.
    """
    require(actor, Power.SEE)
    known = _draw_of(month)
    everything = queries.candidates(known.id)
    lines = _lines(known, everything)
    lights = _lights(month)
    mine = [line for line in lines if actor.scope.covers(line.row.line.county_id)]
    verdict = None
    if actor.scope.counties is None:
        verdict = _verdict(lines, lights, projects=len(everything))
    light = verdict.light if verdict else None
    return RoundPage(
        draw=known,
        projects=len(everything),
        lines=lines,
        counties=_parts(mine, lights),
        verdict=verdict,
        rule=lights[known.light],
        next_rule=lights[light] if light else None,
    )


def frame_file(month: Month, *, actor: Actor) -> bytes:
    """Return the frame of a list as ``jiugai draw --projects`` takes it.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchRound: if none was drawn.
    """
    require(actor, Power.SEE)
    found = queries.candidates(_draw_of(month).id)
    return frame_text([_ticketed(row.line) for row in found])


def returned_file(month: Month, tally: Tally, *, actor: Actor) -> bytes:
    """Return what was found in one tally as ``jiugai draw --returned`` takes it.

    :raises NotAllowed: if the actor may look at no figures.
    :raises NoSuchRound: if none was drawn.
    """
    require(actor, Power.SEE)
    known = _draw_of(month)
    lines = _lines(known, queries.candidates(known.id))
    return returned_text(
        [
            (
                line.row.line.number,
                line.row.line.declared.of(tally),
                line.last.visit.found.of(tally),
            )
            for line in lines
            if line.last is not None
        ]
    )


def _no_bulletin(month: Month, last: BulletinRow | None) -> str:
    said = "还没有发过通报" if last is None else f"最近一期通报是{last.month.in_prose}的"
    return (
        f"{said}，{month.in_prose}的名单现在不能抽：种子取自当月通报版记所印的留痕根，"
        "请先封账、发出通报。没有写入任何数据。"
    )


def _draw_of(month: Month) -> DrawRow:
    for known in queries.draws():
        if known.month == month:
            return known
    raise NoSuchRound(str(month))


def _lights(month: Month) -> LightRules:
    return lights_in_force(light_rules(), NATION, month.last_day)


def _ticketed(line: FrameLine) -> Ticketed:
    return Ticketed(line.number, line.county, Fraction(line.risk), line.light)


def _lines(
    known: DrawRow, frame: Sequence[CandidateRow], *, last_seq: int | None = None
) -> tuple[RoundLine, ...]:
    versions: dict[int, list[RecountRow]] = defaultdict(list)
    for row in queries.recounts(known.id, last_seq=last_seq):
        versions[row.candidate_id].append(row)
    return tuple(RoundLine(row, tuple(versions[row.id])) for row in frame if row.place is not None)


def _verdict(
    lines: Sequence[RoundLine], lights: LightRules, *, projects: int | None
) -> RoundVerdict | None:
    """Conclude some lines; None while one of them is open: fewer would not speak for all."""
    if not lines or any(line.last is None for line in lines):
        return None
    outcomes = {tally: [line.outcome(tally) for line in lines] for tally in Tally}
    return conclude(outcomes, projects=projects, lights=lights)


def _parts(lines: Sequence[RoundLine], lights: LightRules) -> tuple[CountyPart, ...]:
    by_county: dict[int, list[RoundLine]] = defaultdict(list)
    for line in lines:
        by_county[line.row.line.county_id].append(line)
    return tuple(
        CountyPart(
            county_id=county_id,
            county=own[0].row.line.county,
            drawn=len(own),
            recounted=sum(line.last is not None for line in own),
            verdict=_verdict(own, lights, projects=None),
        )
        for county_id, own in sorted(by_county.items())
    )


def _standing(last_seq: int) -> tuple[Light | None, Mapping[int, Light]]:
    """Return the lights that stand by a stamp: the city's, and each verified county's.

    Each is that of the last list of which everything had been recounted by then, so that nobody
    can move a light once the root is known.
    """
    city: Light | None = None
    counties: dict[int, Light] = {}
    for known in queries.draws():
        if known.seq > last_seq:
            continue
        frame = queries.candidates(known.id)
        lines = _lines(known, frame, last_seq=last_seq)
        lights = _lights(known.month)
        if city is None and (verdict := _verdict(lines, lights, projects=None)):
            city = verdict.light
        for part in _parts(lines, lights):
            if part.verdict and part.verdict.light:
                counties.setdefault(part.county_id, part.verdict.light)
    return city, counties
