"""The demo city's batches (演示申报批次), told step by step: drawn up by one, confirmed by another, answered."""

import tomllib
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any

from jiugai.domain.findings import Place
from jiugai.domain.funding.batches import UNSPLIT, Decider, Grounds, Mouth
from jiugai.exchange.funding.batch_table import ToldLine
from jiugai.services.actor import Actor
from jiugai.services.facts import Horizon, horizon
from jiugai.services.funding.batches.answering import answer_told
from jiugai.services.funding.batches.drafting import (
    BatchDone,
    NewBatch,
    confirm_batch,
    enter_told,
)
from jiugai.services.funding.batches.reading import batch_of
from jiugai.storage.audit.stamping import told_at
from jiugai.storage.divisions import queries as divisions

__all__ = ["BatchesTold", "ToldBatchWrong"]

MAKER, CHECKER = "demo-zonghe", "demo-fuzeren"
_FIRST_DAY = date(2019, 3, 1)  # the story names counties by the codes of its first day


class ToldBatchWrong(Exception):
    """The story tells of a batch that the register refuses; nothing is loaded."""


class BatchesTold:
    """What was asked of the two mouths and what they answered (申报史)."""

    def __init__(self, file: Path, actors: Mapping[str, Actor]) -> None:
        self._maker, self._checker = actors[MAKER], actors[CHECKER]
        self._left: list[dict[str, Any]] = tomllib.loads(file.read_text("utf-8"))["step"]
        self._batches: dict[str, int] = {}

    @property
    def next_at(self) -> datetime | None:
        """Return when the next step is taken; None if there is none left."""
        return self._left[0]["at"] if self._left else None

    def go_on(self) -> None:
        """Take the next step."""
        step = self._left.pop(0)
        with told_at(step["at"]):
            done = self._done(step, horizon(step["at"].date()))
        if done.batch_id is None:
            raise ToldBatchWrong("；".join(str(one) for one in done.findings))
        self._batches[step["batch"]] = done.batch_id

    def _done(self, step: Mapping[str, Any], asked: Horizon) -> BatchDone:
        if step["kind"] == "confirm":
            batch_id = self._batches[step["batch"]]
            seen = batch_of(batch_id, asked, actor=self._checker).view.row.version_id
            return confirm_batch(batch_id, seen, asked, actor=self._checker)
        grounds = Grounds(step["paper"], step["on"], step.get("reason", ""))
        actor, today = self._maker, asked.as_of
        answers = step["kind"] == "answer"
        names = {code: _county(code, today) for code in {row[0] for row in step["lines"]}}
        lines = [_line(row, names[row[0]], answers=answers) for row in step["lines"]]
        if answers:
            batch_id = self._batches[step["batch"]]
            return answer_told(batch_id, lines, grounds, asked, actor=actor, today=today)
        new = NewBatch(step["year"], Mouth(step["mouth"]), Decider.PROVINCE)
        return enter_told(new, lines, grounds, asked, actor=actor, today=today)


def _line(row: list[Any], county: str, *, answers: bool) -> ToldLine:
    _, street, name, yuan, because = row
    fen = yuan * 100
    return ToldLine(
        name=name,
        county=county,
        street=street,
        number="",
        item=UNSPLIT,
        place=Place(),
        asked_fen=None if answers else fen,
        won_fen=fen if answers else None,
        because=because,
    )


def _county(code: str, day: date) -> str:
    county_id = divisions.by_code(code, day=_FIRST_DAY).id
    return divisions.by_id(county_id, day=day).name
