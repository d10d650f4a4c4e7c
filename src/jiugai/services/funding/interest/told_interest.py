"""The demo city's published list (演示公开名单), told step by step: published, offered for, corrected."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jiugai.domain.findings import Place
from jiugai.domain.funding.batches import UNSPLIT
from jiugai.domain.funding.interest import Offer, OfferMoney
from jiugai.exchange.funding.batch_table import ToldLine
from jiugai.exchange.funding.interest_table import ToldOffer
from jiugai.services.actor import Actor
from jiugai.services.facts import Horizon, horizon
from jiugai.services.funding.interest.publishing import (
    InterestDone,
    NewList,
    approved_batches,
    publish,
    withdraw,
)
from jiugai.services.funding.interest.reading import list_of
from jiugai.services.funding.interest.taking_in import OffersSent, take_in_told
from jiugai.storage.audit.stamping import told_at
from jiugai.storage.divisions import queries as divisions

__all__ = ["InterestTold", "ToldInterestWrong"]

CLERK, FILER = "demo-zonghe", "demo-tianbao-{}"
_FIRST_DAY = date(2019, 3, 1)  # the story names counties by the codes of its first day
_CONTACT = "企业意向书所留电话"


class ToldInterestWrong(Exception):
    """The story tells of a list or an offer that the register refuses; nothing is loaded."""


class InterestTold:
    """What was published, offered, corrected and withdrawn (征集史)."""

    def __init__(self, file: Path, actors: Mapping[str, Actor]) -> None:
        self._actors = actors
        self._left: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["step"]
        self._list = 0

    @property
    def next_at(self) -> datetime | None:
        """Return when the next step is taken; None if there is none left."""
        return self._left[0]["at"] if self._left else None

    def go_on(self) -> None:
        """Take the next step."""
        step = self._left.pop(0)
        with told_at(step["at"]):
            done = self._done(step, horizon(step["at"].date()))
        if done.list_id is None:
            raise ToldInterestWrong("；".join(str(one) for one in done.findings))
        self._list = done.list_id

    def _done(self, step: Mapping[str, Any], asked: Horizon) -> InterestDone:
        clerk, today = self._actors[CLERK], asked.as_of
        if step["kind"] == "publish":
            papers = {row.paper: row.id for row in approved_batches(asked)}
            new = NewList(
                step["year"], step["title"], step["on"], step["paper"], papers[step["batch"]], (),
                tuple(step["kinds"]),
            )  # fmt: skip
            return publish(new, asked, actor=clerk, today=today)
        if step["kind"] == "withdraw":
            page = list_of(self._list, asked, actor=clerk)
            street, name, kind = step["row"]
            county = divisions.by_code(step["county"], day=_FIRST_DAY).id
            row_id = next(
                row.id
                for row in page.view.rows
                if page.kind_word(row.kind) == kind
                and (card := page.cards[row.community_id]).county_id == county
                and (card.street, card.name) == (street, name)
            )
            return withdraw(page, row_id, step["reason"], actor=clerk)
        actor = self._actors[FILER.format(step["county"].lower())]
        page = list_of(self._list, asked, actor=actor)
        sent = OffersSent(b"", "", step["paper"], step["on"], step.get("reason", ""))
        rows = [_offer(row) for row in step["rows"]]
        return take_in_told(page, rows, sent, asked, actor=actor, today=today)


def _offer(row: list[Any]) -> ToldOffer:
    street, name, kind, firm, code, trade, yuan, money = row
    where = ToldLine(
        name=name, county="", street=street, number="", item=UNSPLIT, place=Place(), asked_fen=None
    )
    offer = Offer(
        firm, code, trade, yuan * 100 if yuan else None, OfferMoney(money) if money else None
    )
    return ToldOffer(where, kind, offer, _CONTACT)
