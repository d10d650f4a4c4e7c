"""Opening a round of judging from what the office typed: sheet, entrants, jurors (开评)."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from jiugai.domain.findings import Finding, blocking
from jiugai.domain.law import NATION, rule_in_force, rules_in_force
from jiugai.domain.supervision.contest import (
    Contest,
    ContestEntrant,
    ContestRule,
    CriterionRule,
    Juror,
    SheetLine,
    check_opening,
)
from jiugai.exchange.supervision_policy import contest_rules, criterion_rules
from jiugai.services.accounts.signing_in import actor_in
from jiugai.services.actor import Actor, Power, require
from jiugai.services.facts import horizon
from jiugai.services.reporting.board import Board, board
from jiugai.storage.accounts import queries as accounts
from jiugai.storage.registry.queries import Card
from jiugai.storage.supervision import contests as entries
from jiugai.storage.unit_of_work import AlreadyDone, unit_of_work

__all__ = ["AlreadyDone", "ContestDraft", "Opened", "default_sheet", "open_contest"]

CITY = "市级"
"""What stands for the county of a juror of the city, or from outside it."""
_NOTHING = "没有写入任何数据。"
_CELLS = re.compile(r"[，,\t]")
_NAME, _TITLE, _OFFICE = 32, 64, 64


@dataclass(frozen=True, slots=True)
class ContestDraft:
    """A round as it was typed, one thing a line, cells apart by a comma or a tab (评比草稿).

    Attributes:
      sheet: ``评分项，满分``; entrants: ``县区，小区``; jurors: ``姓名，单位，县区或市级[，账号]``.
    """

    title: str
    on: date
    sheet: str
    entrants: str
    jurors: str


@dataclass(frozen=True, slots=True)
class Opened:
    """What became of opening a round: its public number, or why not."""

    public_id: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def entered(self) -> bool:
        return bool(self.public_id)


def default_sheet(on: date, *, actor: Actor) -> tuple[CriterionRule, ...]:
    """Return the sheet that a round begins with, to be changed before it opens.

    :raises NotAllowed: if the actor may open no rounds.
    """
    require(actor, Power.RELEASE_RANKING)
    found = rules_in_force(criterion_rules(), NATION, on)
    return tuple(sorted(found, key=lambda rule: rule.clause))


def open_contest(
    draft: ContestDraft, *, actor: Actor, today: date, key: UUID | None = None
) -> Opened:
    """Open a round: from now on its sheet, its entrants and its jurors stand.

    :raises NotAllowed: if the actor may open no rounds.
    :raises AlreadyDone: if this very request was carried out before.
    """
    require(actor, Power.RELEASE_RANKING)
    rule = rule_in_force(contest_rules(), NATION, draft.on)
    if rule is None:
        return Opened(findings=(_no_rule(draft.on),))
    read = _Reading(board(horizon(today)), today)
    contest = read.contest(draft, rule, actor.user_id)
    findings = tuple(read.findings) or check_opening(contest)
    if blocking(findings):
        return Opened(findings=findings)
    with unit_of_work(
        verb="supervision.open_contest",
        user_id=actor.user_id,
        post_id=actor.post_id,
        subject=contest.title,
        key=key,
    ) as act:
        number = entries.enter_contest(act, contest, communities=read.communities)
    return Opened(number, findings)


def _no_rule(on: date) -> Finding:
    return Finding(
        "contest.no_rule",
        f"{on:%Y-%m-%d}没有现行的评比计分规定，不能开评；请核对评比日期。{_NOTHING}",
    )


class _Reading:
    """What was typed, against the register and the accounts: all that is wrong, line by line."""

    def __init__(self, city: Board, today: date) -> None:
        self._city, self._today = city, today
        self._county = {row.name: row.id for row in city.counties.values()}
        self._named: dict[tuple[int, str], list[Card]] = defaultdict(list)
        for card in city.cards.values():
            self._named[card.county_id, card.name].append(card)
            self._named[card.county_id, card.public_id].append(card)
        self.findings: list[Finding] = []
        self.communities: list[int] = []

    def contest(self, draft: ContestDraft, rule: ContestRule, opener: int) -> Contest:
        """Return the round as far as it could be read."""
        return Contest(
            title=draft.title.strip(),
            opened_by=opener,
            on=draft.on,
            criteria=tuple(self._criteria(draft.sheet)),
            entrants=tuple(self._entrants(draft.entrants)),
            jurors=tuple(self._jurors(draft.jurors)),
            least_sheets=rule.least_sheets,
            trim_from=rule.trim_from,
        )

    def _criteria(self, text: str) -> Iterator[SheetLine]:
        for n, cells in _lines(text):
            full = cells[1] if len(cells) == 2 else ""
            if not re.fullmatch(r"[0-9]{1,4}", full) or not 0 < len(cells[0]) <= _TITLE:
                self._refuse(
                    "contest.criterion_unread",
                    f"评分表第 {n} 行没有读懂，读到“{'，'.join(cells)}”，"
                    f"应写评分项和满分，例如“改造内容和工程质量，30”。{_NOTHING}",
                )
                continue
            yield SheetLine(cells[0], int(full))

    def _entrants(self, text: str) -> Iterator[ContestEntrant]:
        for n, cells in _lines(text):
            county = self._county.get(cells[0], 0)
            found = self._named.get((county, cells[1]), []) if len(cells) == 2 else []
            if len(found) != 1:
                self._refuse_entrant(n, cells, found)
                continue
            self.communities.append(found[0].id)
            yield ContestEntrant(len(self.communities), found[0].name, county)

    def _refuse_entrant(self, n: int, cells: Sequence[str], found: Sequence[Card]) -> None:
        said = "，".join(cells)
        if found:
            numbers = "、".join(card.public_id for card in found)
            self._refuse(
                "contest.entrant_of_one_name",
                f"参评小区第 {n} 行“{said}”在台账里有 {len(found)} 个同名的，"
                f"请把小区名换成编号（{numbers}）。{_NOTHING}",
            )
            return
        self._refuse(
            "contest.entrant_unknown",
            f"参评小区第 {n} 行“{said}”在台账里没有找到，"
            f"应写县区和小区的全名，例如“石泉县，金州家属院”。{_NOTHING}",
        )

    def _jurors(self, text: str) -> Iterator[Juror]:
        number = 0
        for n, cells in _lines(text):
            name, office, county, *account = (*cells, "", "", "")[: max(len(cells), 3)]
            known = county == CITY or county in self._county
            whole = 0 < len(name) <= _NAME and 0 < len(office) <= _OFFICE and len(account) <= 1
            if not known or not whole:
                self._refuse(
                    "contest.juror_unread",
                    f"评委第 {n} 行没有读懂，读到“{'，'.join(cells)}”，应写姓名、单位、"
                    f"来自哪个县区，例如“王工，石泉县住建局，石泉县”，市里和外地的写“{CITY}”；"
                    f"有账号的再写账号。{_NOTHING}",
                )
                continue
            county_id = self._county.get(county)
            user_id = self._user(n, account[0], county_id) if account and account[0] else None
            number += 1
            yield Juror(number, name, office, county_id, user_id)

    def _user(self, n: int, username: str, county_id: int | None) -> int | None:
        """Return an account; the county beside it must be one that its posts stand in."""
        try:
            user_id = accounts.user_id_of(username)
        except LookupError:
            self._refuse(
                "contest.account_unknown",
                f"评委第 {n} 行的账号“{username}”没有找到，没有账号的空着。{_NOTHING}",
            )
            return None
        held = [
            actor_in(post, day=self._today).scope.counties
            for post in accounts.posts_held(user_id, day=self._today)
        ]
        own = {county for counties in held if counties is not None for county in counties}
        if own != ({county_id} if county_id is not None else set()):
            named = "、".join(self._city.county_name(one) for one in sorted(own)) or CITY
            self._refuse(
                "contest.account_of_another_county",
                f"评委第 {n} 行的账号“{username}”的岗位在{named}，和写的县区不一样，"
                f"请按岗位所在的县区写。{_NOTHING}",
            )
        return user_id

    def _refuse(self, code: str, message: str) -> None:
        self.findings.append(Finding(code, message))


def _lines(text: str) -> Iterator[tuple[int, Sequence[str]]]:
    """Yield the lines that say something, each with its number and its cells."""
    for n, line in enumerate(text.splitlines(), 1):
        if line.strip():
            yield n, [cell.strip() for cell in _CELLS.split(line.strip())]
