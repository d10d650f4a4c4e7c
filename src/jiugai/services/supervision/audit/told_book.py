"""The demo city's book (演示资金账), told month by month: each line written by one and posted by another."""

import json
import re
import tomllib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo

from jiugai.domain.calendar import Month
from jiugai.domain.programme.pipeline import Step
from jiugai.services.actor import Actor
from jiugai.services.facts import horizon
from jiugai.services.funding.book.importing import post_file
from jiugai.services.reporting.corrections import record_step
from jiugai.storage.audit.stamping import told_at
from jiugai.storage.divisions import queries as divisions
from jiugai.storage.programme import queries as programme

__all__ = ["BookTold", "ToldBookWrong", "tell_settlements"]

MAKER, CHECKER = "demo-caizheng", "demo-fuhe"
_SHANGHAI = ZoneInfo("Asia/Shanghai")
_POSTED_AT = time(17, 40)  # of the last day of a month
_NUMBERED = re.compile(r"（\d+）$")  # added where a list has two projects of one name


class ToldBookWrong(Exception):
    """The story tells of money that the book refuses; nothing is loaded."""


@dataclass(frozen=True, slots=True)
class _Month:
    at: datetime
    lines: tuple[Mapping[str, object], ...]


class BookTold:
    """Two years of the book, a month's lines at its end (资金账史)."""

    def __init__(self, file: Path, actors: Mapping[str, Actor]) -> None:
        self._maker, self._checker = actors[MAKER], actors[CHECKER]
        self._left = _months(file)
        self._numbers: dict[tuple[str, str], str] = {}

    @property
    def next_at(self) -> datetime | None:
        """Return when the next month is posted; None if there is none left."""
        return self._left[0].at if self._left else None

    def go_on(self) -> None:
        """Post the next month, at its end."""
        month = self._left.pop(0)
        self._learn(month.at.date())
        content = "\n".join(
            json.dumps(self._numbered(line), ensure_ascii=False) for line in month.lines
        )
        with told_at(month.at):
            done = post_file(
                content.encode(),
                document=f"资金账{month.at:%Y-%m}.jsonl",
                maker=self._maker,
                checker=self._checker,
                today=month.at.date(),
            )
        if done.refused:
            found = [*done.findings, *(one for line in done.lines for one in line.findings)]
            raise ToldBookWrong("；".join(str(one) for one in found))

    def _numbered(self, line: Mapping[str, object]) -> dict[str, object]:
        """Return a line with its project's number in place of its name."""
        named = str(line.get("project", ""))
        if not named:
            return dict(line)
        number = self._numbers.get((str(line["county"]), named))
        if number is None:
            raise ToldBookWrong(f"{line['county']} 没有叫“{named}”的项目")
        return {**line, "project": number}

    def _learn(self, day: date) -> None:
        """Learn the numbers of the projects that are on file by a day."""
        sites = programme.sites(last_seq=horizon(day).last_seq)
        codes = divisions.codes({site.county_id for site in sites}, day=_FIRST_DAY)
        for site in sites:
            key = codes[site.county_id], _NUMBERED.sub("", site.project_name)
            self._numbers.setdefault(key, site.project_public_id)


_FIRST_DAY = date(2019, 3, 1)  # the story names counties by the codes of its first day


def _months(file: Path) -> list[_Month]:
    by_month: dict[Month, list[Mapping[str, object]]] = defaultdict(list)
    for line in file.read_text("utf-8").splitlines():
        told = json.loads(line)
        by_month[Month.of(date.fromisoformat(told["on"]))].append(told)
    return [
        _Month(datetime.combine(month.last_day, _POSTED_AT, _SHANGHAI), tuple(lines))
        for month, lines in sorted(by_month.items())
    ]


def tell_settlements(file: Path, *, actor: Actor, at: datetime) -> None:
    """Record the settlements of the story, each with its paper.

    :raises ToldBookWrong: if the register refuses one.
    """
    told = tomllib.loads(file.read_text("utf-8"))["settled"]
    seq = horizon(at.date()).last_seq
    sites = programme.sites(last_seq=seq)
    codes = divisions.codes({site.county_id for site in sites}, day=_FIRST_DAY)
    for one in told:
        site = next(
            site
            for site in sites
            if codes[site.county_id] == one["county"]
            and _NUMBERED.sub("", site.project_name) == one["project"]
        )
        with told_at(at):
            done = record_step(
                site_id=site.id,
                step=Step.SETTLEMENT,
                on=one["on"],
                document=one["paper"],
                actor=actor,
                today=at.date(),
            )
        if not done.written:
            raise ToldBookWrong("；".join(str(finding) for finding in done.findings))
