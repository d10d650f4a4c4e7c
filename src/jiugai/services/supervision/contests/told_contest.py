"""The demo city's round of judging (演示评比): opened, judged, closed, and a model named."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from jiugai.domain.findings import Finding
from jiugai.services.actor import Actor
from jiugai.services.facts import horizon
from jiugai.services.reporting.board import Board, board
from jiugai.services.supervision.contests import judging, opening, reading
from jiugai.storage.audit.stamping import told_at
from jiugai.storage.divisions import queries as divisions

__all__ = ["ContestTold", "ToldContestWrong"]

OPENER, CLOSER = "demo-zonghe", "demo-fuzeren"
_FIRST_DAY = date(2019, 3, 1)  # the story names counties by the codes of its first day
_BETWEEN = timedelta(seconds=40)
_Step = Callable[[], tuple[Finding, ...]]


class ToldContestWrong(Exception):
    """The story tells of a round that the office would refuse; nothing is loaded."""


class ContestTold:
    """What was judged, step by step (评比史)."""

    def __init__(self, file: Path, actors: Mapping[str, Actor]) -> None:
        self._actors = actors
        self._story = tomllib.loads(file.read_text("utf-8"))
        self._number = ""
        opened, closed = self._story["opened_at"], self._story["closed_at"]
        self._left: list[tuple[datetime, _Step]] = [(opened, self._open)]
        at = opened
        for j, juror in enumerate(self._story["juror"], 1):
            for e, marks in enumerate(juror["marks"], 1):
                if marks:
                    at += _BETWEEN
                    self._left.append((at, partial(self._mark, j, e, juror, marks)))
        model = self._story["model"]
        self._left += [(closed, self._close), (model["at"], self._name)]
        if self._left != sorted(self._left, key=lambda step: step[0]):
            raise ToldContestWrong("the round is closed before its last sheet, or named before")

    @property
    def next_at(self) -> datetime | None:
        """Return when the next step is taken; None if there is none left."""
        return self._left[0][0] if self._left else None

    def go_on(self) -> None:
        """Take the next step."""
        at, step = self._left.pop(0)
        with told_at(at):
            findings = step()
        if findings:
            raise ToldContestWrong("；".join(str(one) for one in findings))

    def _open(self) -> tuple[Finding, ...]:
        story, today = self._story, self._story["opened_at"].date()
        clerk, city = self._actors[OPENER], board(horizon(today))
        rules = opening.default_sheet(today, actor=clerk)
        draft = opening.ContestDraft(
            title=story["title"],
            on=story["on"],
            sheet="\n".join(f"{rule.title}，{rule.full}" for rule in rules),
            entrants="\n".join(_entrant(one, city, story["cohort"]) for one in story["entrant"]),
            jurors="\n".join(_juror(one, city) for one in story["juror"]),
        )
        done = opening.open_contest(draft, actor=clerk, today=today)
        self._number = done.public_id
        return done.findings

    def _mark(
        self, juror: int, entrant: int, told: Mapping[str, Any], marks: list[int]
    ) -> tuple[Finding, ...]:
        return judging.hand_in(
            self._number,
            juror,
            entrant,
            marks,
            actor=self._actors[told.get("account", OPENER)],
            today=self._story["on"],
        ).findings

    def _close(self) -> tuple[Finding, ...]:
        today = self._story["closed_at"].date()
        return judging.close(self._number, actor=self._actors[CLOSER], today=today).findings

    def _name(self) -> tuple[Finding, ...]:
        told, actor = self._story["model"], self._actors[CLOSER]
        today = told["at"].date()
        page = reading.contest_of(self._number, actor=actor, today=today)
        rows = page.result.rows if page.result else ()
        best = next((row for row in rows if row.rank == told["rank"]), None)
        if best is None:
            raise ToldContestWrong(f"nobody has rank {told['rank']}")
        return judging.name_model(
            self._number,
            best.entrant.number,
            paper=told["paper"],
            on=told["on"],
            actor=actor,
            today=today,
        ).findings


def _county(code: str) -> int:
    return divisions.by_code(code, day=_FIRST_DAY).id


def _entrant(told: Mapping[str, Any], city: Board, cohort: int) -> str:
    """Return an entrant as it is typed: the county, and the community's public number."""
    county = _county(told["county"])
    sites = [
        site
        for site in sorted(city.sites.values(), key=lambda one: one.site.id)
        if site.site.county_id == county and cohort in site.years
    ]
    if len(sites) < told["place"]:
        raise ToldContestWrong(f"{told['county']} has no site {told['place']} in {cohort}")
    community = sites[told["place"] - 1].site.community_id
    card = city.cards[city.stood_for.get(community, community)]
    return f"{city.county_name(county)}，{card.public_id}"


def _juror(told: Mapping[str, Any], city: Board) -> str:
    county = city.county_name(_county(told["county"])) if "county" in told else opening.CITY
    return "，".join((told["name"], told["office"], county, told.get("account", "")))
