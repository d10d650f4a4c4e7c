"""The demo city's red line (演示举债红线): companies listed, promises drawn up, some of them signed."""

import tomllib
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any

from jiugai.domain.findings import Finding
from jiugai.services.actor import Actor
from jiugai.services.facts import horizon
from jiugai.services.funding.debt import Listing, debt_page, declare, list_company, sign
from jiugai.storage.audit.stamping import told_at
from jiugai.storage.divisions import queries as divisions

__all__ = ["DebtTold", "ToldDebtWrong"]

MAKER, REVIEWER = "demo-caizheng", "demo-shenhe-{}"
_FIRST_DAY = date(2019, 3, 1)  # the story names counties by the codes of its first day


class ToldDebtWrong(Exception):
    """The story tells of a list or a promise that the register refuses; nothing is loaded."""


class DebtTold:
    """What was listed and promised (红线史)."""

    def __init__(self, file: Path, actors: Mapping[str, Actor]) -> None:
        self._actors = actors
        told = tomllib.loads(file.read_text("utf-8"))
        left: list[tuple[datetime, Callable[[], tuple[Finding, ...]]]] = [
            (one["at"], partial(self._list, one)) for one in told["listing"]
        ]
        for one in told["declaration"]:
            left.append((one["at"], partial(self._declare, one)))
            if "signed_at" in one:
                left.append((one["signed_at"], partial(self._sign, one)))
        self._left = sorted(left, key=lambda step: step[0])

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
            raise ToldDebtWrong("；".join(str(one) for one in findings))

    def _list(self, told: Mapping[str, Any]) -> tuple[Finding, ...]:
        listing = Listing(_county(told), told["name"], True, told["on"], told["paper"])
        return list_company(listing, actor=self._actors[MAKER], today=told["at"].date())

    def _declare(self, told: Mapping[str, Any]) -> tuple[Finding, ...]:
        day = told["at"].date()
        return declare(
            _county(told), told["year"], told["paper"], horizon(day),
            actor=self._actors[MAKER], today=day,
        )  # fmt: skip

    def _sign(self, told: Mapping[str, Any]) -> tuple[Finding, ...]:
        actor, asked = self._actors[REVIEWER.format(told["county"])], horizon(told["at"].date())
        page = debt_page(asked, told["year"], actor=actor)
        seen = next(one.row.id for one in page.counties if one.row is not None)
        return sign(seen, told["year"], asked, actor=actor)


def _county(told: Mapping[str, Any]) -> int:
    return divisions.by_code(told["county"], day=_FIRST_DAY).id
