"""The demo city (演示城市): two years of a city's post, loaded through the same doors as anybody's."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jiugai.domain.calendar import Month
from jiugai.domain.programme.cohorts import Stage
from jiugai.domain.programme.pipeline import Step
from jiugai.domain.programme.plans import Authority
from jiugai.domain.registry.ledger import LedgerReading
from jiugai.exchange.reading_process import LedgerFile as Unread
from jiugai.exchange.reading_process import read_ledgers
from jiugai.services import accounts, divisions, eligibility
from jiugai.services.accounts import signing_in
from jiugai.services.actor import Actor
from jiugai.services.facts import horizon
from jiugai.services.funding.batches.told_batches import BatchesTold
from jiugai.services.funding.interest.told_interest import InterestTold
from jiugai.services.funding.plan_studio.told_case import tell_case
from jiugai.services.funding.told_debt import DebtTold
from jiugai.services.programme import planning, targets
from jiugai.services.registry.importing import LedgerFile
from jiugai.services.reporting import closing, intake
from jiugai.services.reporting.board import board
from jiugai.services.reporting.told_returns import ReturnsTold
from jiugai.services.scheme import classifying
from jiugai.services.scheme.told_schemes import tell_schemes
from jiugai.services.supervision.audit.told_book import BookTold, tell_settlements
from jiugai.services.supervision.contests.told_contest import ContestTold
from jiugai.services.supervision.evidence import firms
from jiugai.services.supervision.evidence.told_photos import PhotosTold
from jiugai.services.supervision.evidence.witnessing import witnessed
from jiugai.services.supervision.leads.told_leaders import tell_leaders
from jiugai.storage.accounts import queries
from jiugai.storage.audit.stamping import history_being_told, told_at
from jiugai.storage.divisions import queries as division_rows

__all__ = ["city_on_file", "load", "sign_ins"]

CLERK = "demo-zonghe"
BUILDER = "demo-shigong"
SITES_GIVEN = 2
CONTRACT = "施工合同（演示）"
EXAMINED_BEFORE = timedelta(minutes=20)  # of its close, a month is examined once more
CLOSED_ON = 5  # a month is closed on the fifth of the next, at 18:00
SHANGHAI = ZoneInfo("Asia/Shanghai")
SPEECH = datetime(2020, 11, 4, 9, 0, tzinfo=SHANGHAI)
Progress = Callable[[int, int, str], None]
_Told = ReturnsTold | PhotosTold | BookTold | BatchesTold | DebtTold | InterestTold | ContestTold


@dataclass(frozen=True, slots=True)
class _File:
    """A file of the manifest: what it is, whose, of which day, and when it counts as recorded."""

    path: Path
    kind: str
    county: str
    year: int
    effective_on: date
    recorded_at: datetime
    authority: str
    number: str


def city_on_file() -> bool:
    """Say whether a city has been founded here, by the demo or by its own officers."""
    return bool(queries.usernames())


def sign_ins() -> list[tuple[str, str, str]]:
    """Return the demo's sign-ins, the few that a visitor needs: label, account, password."""
    city_id = queries.city_id()
    if city_id is None:
        return []
    found = accounts.demo_sign_ins(city_id=city_id, day=date(2020, 11, 3))
    city_seats = [seat for seat in found if "-6109" not in seat.username]
    county = [seat for seat in found if seat.username.endswith("610922")][:1]
    return [(seat.label, seat.username, seat.password) for seat in (*city_seats, *county)]


def load(
    *,
    folder: Path,
    divisions_folder: Path,
    snapshots: Path,
    progress: Progress = lambda *_: None,
) -> None:
    """Load the demo city into an empty database, all of it or nothing. Needs the owner's role.

    Every file goes through the reader, its plan and its writing; only the moments at which acts
    count as recorded are the manifest's.
    """
    manifest = tomllib.loads((folder / "manifest.toml").read_text("utf-8"))
    files = _files(manifest, folder)
    steps = len(files) + 3
    with history_being_told():
        first = files[0].recorded_at - timedelta(days=10)
        with told_at(first):
            progress(0, steps, "装入全国区划")
            divisions.load_nation(divisions_folder)
        with told_at(first):
            divisions.add_local_units(manifest["code"], day=first.date())
            city = divisions.city(manifest["code"], day=first.date())
            progress(1, steps, "设演示账号")
            accounts.load_demo_accounts(city_id=city.id, day=first.date(), since=first.date())
        progress(2, steps, "读取各县区来文")
        actors = _actors(first.date())
        story = _Story(manifest["code"], snapshots, actors, folder / manifest["targets"])
        story.hear(manifest, folder)
        readings = _readings(files)
        for n, file in enumerate(files):
            story.go_on_to(file.recorded_at)
            story.take(file, readings.pop(file.path, None))
            progress(3 + n, steps, f"导入 {file.path.stem[:16]}")
            if n + 1 == len(files) or (_is_register(file) and not _is_register(files[n + 1])):
                story.judge(file.recorded_at)
        story.go_on_to(_close_of(Month.of(files[-1].effective_on)) + timedelta(seconds=1))
        story.end(manifest, folder)
    progress(steps, steps, "演示城市已装好")


def _is_register(file: _File) -> bool:
    return file.kind in {"ledger", "correction"}


def _files(manifest: dict[str, Any], folder: Path) -> list[_File]:
    return [
        _File(
            path=folder / entry["path"],
            kind=entry["kind"],
            county=entry.get("county", manifest["code"]),
            year=entry["year"],
            effective_on=entry["effective_on"],
            recorded_at=entry["recorded_at"],
            authority=entry.get("authority", "provincial"),
            number=entry.get("number", ""),
        )
        for entry in manifest["file"]
    ]


def _readings(files: list[_File]) -> dict[Path, LedgerReading]:
    """Read the counties' files in one child process; the plans are read where they are planned."""
    sent = [file for file in files if file.kind != "plan"]
    requests = [Unread(file.path.read_bytes(), file.path.name, file.year) for file in sent]
    return dict(zip((f.path for f in sent), read_ledgers(requests), strict=True))


def _actors(day: date) -> dict[str, Actor]:
    found = {}
    for username in queries.usernames():
        user_id = queries.user_id_of(username)
        for post in queries.posts_held(user_id, day=day)[:1]:
            found[username] = signing_in.actor_in(post, day=day)
    return found


def _close_of(month: Month) -> datetime:
    return datetime.combine(month.next.first_day.replace(day=CLOSED_ON), time(18), SHANGHAI)


class _Story:
    """Two years going by: files taken as they come, months closed on their day."""

    def __init__(self, code: str, snapshots: Path, actors: dict[str, Actor], asked: Path) -> None:
        self.code = code
        self.snapshots = snapshots
        self.actors = actors
        self.asked: Path | None = asked
        self.month: Month | None = None
        self.returns: ReturnsTold | None = None
        self.told: tuple[_Told, ...] = ()

    def hear(self, manifest: dict[str, Any], folder: Path) -> None:
        """Take up what comes beside the files: returns on their way, photos, the book."""
        if "moves" in manifest:
            self.returns = ReturnsTold(folder, self.actors, witnessed)
            self.told = (self.returns, PhotosTold(folder, self.actors))
        if "book" in manifest:
            self.told += (BookTold(folder / manifest["book"], self.actors),)
        if "batches" in manifest:
            self.told += (BatchesTold(folder / manifest["batches"], self.actors),)
        if "debt" in manifest:
            self.told += (DebtTold(folder / manifest["debt"], self.actors),)
        if "interest" in manifest:
            self.told += (InterestTold(folder / manifest["interest"], self.actors),)
        if "contest" in manifest:
            self.told += (ContestTold(folder / manifest["contest"], self.actors),)

    def end(self, manifest: dict[str, Any], folder: Path) -> None:
        """Do what the office did once the last month was closed."""
        self.give_sites()
        if "leaders" in manifest:
            self.name_leaders(folder / manifest["leaders"])
        if "settlements" in manifest:
            self.settle(folder / manifest["settlements"])
        if "schemes" in manifest:
            self.draw_up(folder / manifest["schemes"])
        if "plan_case" in manifest:
            self.weigh(folder / manifest["plan_case"])
        self.tell_the_rest()

    def go_on_to(self, moment: datetime) -> None:
        """Do what the office did before a moment: enter what was asked of it, close its months."""
        if self.asked and moment > SPEECH:
            with told_at(SPEECH):
                targets.load(self.asked, actor=self.actors[CLERK], at=SPEECH)
            self.asked = None
        while self.month is not None:
            closes_at = _close_of(self.month)
            self._tell(min(closes_at, moment))
            if closes_at >= moment:
                return
            if self.returns is not None:
                self.returns.examine(self.month, closes_at - EXAMINED_BEFORE)
            with told_at(closes_at):
                closing.close(
                    self.month,
                    actor=self.actors[CLERK],
                    at=closes_at,
                    snapshots=self.snapshots,
                )
            self.month = self.month.next

    def _tell(self, before: datetime | None) -> None:
        """Let the counties' returns and photos come as they came, up to a moment, or all of them."""
        while True:
            waiting = [(one.next_at, n) for n, one in enumerate(self.told) if one.next_at]
            if not waiting or (before is not None and min(waiting)[0] >= before):
                return
            self.told[min(waiting)[1]].go_on()

    def tell_the_rest(self) -> None:
        """Let what is still on its way after the last close arrive."""
        self._tell(None)

    def give_sites(self) -> None:
        """Give the firm two sites under works, so that its desk has something to photograph."""
        assert self.month is not None, "a plan was taken"
        at = _close_of(self.month.previous) + timedelta(seconds=1)
        clerk, builder = self.actors[CLERK], self.actors[BUILDER]
        firm_id = queries.organisation_of(builder.post_id)
        city = board(horizon(at.date()))
        under_works = [s for s in city.sites.values() if s.stage is Stage.UNDER_WORKS]
        with told_at(at):
            for site in under_works[:SITES_GIVEN]:
                since = site.steps[int(Step.START)].effective_on
                draft = firms.AssignmentDraft(site.site.id, firm_id, since, None, CONTRACT)
                findings = firms.give(draft, actor=clerk, today=at.date())
                assert not findings, findings

    def name_leaders(self, told: Path) -> None:
        """Name the leaders who answer for counties and projects, and tell where they went."""
        assert self.month is not None, "a plan was taken"
        at = _close_of(self.month.previous) + timedelta(seconds=2)
        tell_leaders(told, actor=self.actors[CLERK], at=at)

    def settle(self, told: Path) -> None:
        """Record which projects were settled, once the last month is closed."""
        assert self.month is not None, "a plan was taken"
        at = _close_of(self.month.previous) + timedelta(seconds=3)
        tell_settlements(told, actor=self.actors[CLERK], at=at)

    def draw_up(self, told: Path) -> None:
        """Tell of the schemes that counties drew up, and of what was built of them."""
        assert self.month is not None, "a plan was taken"
        at = _close_of(self.month.previous) + timedelta(seconds=4)
        filers = {
            name.removeprefix("demo-tianbao-").upper(): actor
            for name, actor in self.actors.items()
            if name.startswith("demo-tianbao-")
        }
        tell_schemes(told, filers=filers, acceptor=self.actors[CLERK], at=at)

    def weigh(self, told: Path) -> None:
        """Weigh the plan of the year after the last, so that the studio has something to show."""
        assert self.month is not None, "a plan was taken"
        at = _close_of(self.month.previous) + timedelta(seconds=5)
        city = divisions.city(self.code, day=at.date())
        tell_case(told, city_id=city.id, actor=self.actors[CLERK], at=at)

    def take(self, file: _File, reading: LedgerReading | None) -> None:
        """Import one file as its sender."""
        with told_at(file.recorded_at):
            if file.kind == "plan":
                self._plan(file)
            elif reading is not None:
                self._county(file, reading)

    def _plan(self, file: _File) -> None:
        plan_file = planning.PlanFile(
            content=file.path.read_bytes(),
            document=file.path.name,
            city_code=self.code,
            year=file.year,
            effective_on=file.effective_on,
            authority=Authority(file.authority),
            number=file.number,
        )
        clerk = self.actors[CLERK]
        planning.write_cohort(planning.plan_cohort(plan_file, actor=clerk), plan_file, actor=clerk)
        if self.month is None:
            self.month = Month.of(file.effective_on)

    def _county(self, file: _File, reading: LedgerReading) -> None:
        ledger = LedgerFile(
            file.path.read_bytes(), file.path.name, file.county, file.year, file.effective_on
        )
        actor = self._sender(file)
        intake.write(intake.plan(reading, ledger, actor=actor), ledger, actor=actor)

    def _sender(self, file: _File) -> Actor:
        """Return the county's filer: the account is named for the code of the city's first day."""
        county = division_rows.by_code(file.county, day=date(2019, 3, 1))
        return self.actors[f"demo-tianbao-{county.code.lower()}"]

    def judge(self, at: datetime) -> None:
        """Decide and classify whatever has no verdict yet."""
        clerk, today = self.actors[CLERK], at.date()
        with told_at(at):
            eligibility.decide_all(actor=clerk, today=today)
            classifying.classify_all(actor=clerk, city_code=self.code, today=today)
